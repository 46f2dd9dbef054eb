//! What must hold for every proposal, whatever was answered.

use super::*;
use crate::{
    design::{ElementKind, LinkKind},
    discovery::{Answer, Input, Level, questions},
    ids::QuestionId,
};
use proptest::prelude::*;

fn answers(pairs: &[(&str, Answer)]) -> Answers {
    pairs.iter().map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect()
}

/// A shop as in the README: eight engineers, 2,000 requests a second, 99.9 %, Kubernetes.
fn shop() -> Answers {
    answers(&[
        ("archetype", Answer::text("e-commerce")),
        ("engineers", Answer::Number(8)),
        ("peak-rps", Answer::Number(2_000)),
        ("availability", Answer::text("99.9")),
        ("target", Answer::text("kubernetes")),
    ])
}

fn ids(design: &Design, kind: ElementKind) -> Vec<&str> {
    design.elements_of(kind).map(|(id, _)| id.as_str()).collect()
}

#[test]
fn a_busy_shop_gets_its_five_services() {
    let proposal = propose(None, &shop());
    let design = &proposal.design;
    assert_eq!(proposal.verdict.shape, Shape::Microservices);
    assert_eq!(ids(design, ElementKind::Service), ["order-service", "payment-service", "product-service", "user-service"]);
    assert_eq!(ids(design, ElementKind::Worker), ["notification-service"]);
    assert_eq!(ids(design, ElementKind::Datastore), ["cache", "order-db", "payment-db", "product-db", "user-db"]);
    assert_eq!(ids(design, ElementKind::Broker), ["broker"]);
    assert!(design.elements["payment-db"].encrypted && design.elements["user-db"].encrypted && !design.elements["product-db"].encrypted);
    assert!(design.elements["order-service"].replica_count() >= 2);
    assert!(design.links.values().any(|l| l.from.as_str() == "payment-service" && l.to.as_str() == "stripe"));
    assert_eq!(design.journeys.len(), 3);
}

#[test]
fn a_small_reservation_app_gets_one_backend_and_hears_why() {
    let proposal = propose(
        None,
        &answers(&[("purpose", Answer::text("Guests reserve a table and get a confirmation by email")), ("engineers", Answer::Number(3))]),
    );
    let design = &proposal.design;
    assert_eq!(proposal.verdict.shape, Shape::ModularMonolith);
    assert_eq!(ids(design, ElementKind::Service), ["backend"]);
    assert_eq!(ids(design, ElementKind::Datastore), ["main-db"]);
    let modules: Vec<_> = design.elements["backend"].modules.iter().map(|id| id.as_str()).collect();
    assert!(modules.contains(&"reservations") && modules.contains(&"notifications"), "{modules:?}");
    assert!(design.contexts["reservations"].entities.iter().any(|entity| entity.name == "reservations"));
    assert!(proposal.advice[0].rests_on.contains(&"3 engineers".to_owned()));
    assert!(!proposal.verdict.roadmap.is_empty());
}

#[test]
fn a_restaurant_keeps_its_voice_apart() {
    let proposal = propose(None, &answers(&[("archetype", Answer::text("restaurant-voice")), ("engineers", Answer::Number(3))]));
    let design = &proposal.design;
    assert_eq!(ids(design, ElementKind::Service), ["backend", "voice-service"]);
    assert_eq!(design.elements["voice-service"].technology.as_ref().unwrap().as_str(), "python-fastapi");
    assert!(ids(design, ElementKind::External).contains(&"elevenlabs"));
    assert_eq!(ids(design, ElementKind::Broker), ["broker"]);
    assert!(design.links.values().any(|l| l.kind == LinkKind::Websocket && l.to.as_str() == "voice-service"));
}

#[test]
fn every_technology_named_here_is_in_the_catalogue() {
    for answers in [Answers::new(), shop()] {
        assert_eq!(propose(None, &answers).design.problems(), []);
    }
}

#[test]
fn what_is_proposed_is_what_is_drawn() {
    for answers in [Answers::new(), shop(), answers(&[("archetype", Answer::text("saas")), ("engineers", Answer::Number(12))])] {
        for record in propose(None, &answers).decisions {
            assert_eq!(record.choice, record.proposed, "{}", record.topic);
        }
    }
}

/// Everything a person sees of a proposal, but for the answers themselves.
fn seen(answers: &Answers) -> String {
    let mut proposal = propose(Some("Same name"), answers);
    proposal.design.brief.clear();
    proposal.design.summary.clear();
    let records = proposal.decisions.iter().map(|r| (&r.topic, &r.options, &r.choice)).collect::<Vec<_>>();
    format!("{:?} {:?} {:?} {:?} {}", proposal.design, records, proposal.facts, proposal.verdict.shape, proposal.verdict.balance)
}

/// Some answers to a question, all of which it accepts.
fn possible(question: &crate::discovery::Question) -> Vec<Answer> {
    match question.input {
        Input::One(choices) => choices.iter().map(|choice| Answer::text(choice.slug)).collect(),
        Input::Many { choices, .. } => {
            let mut all: Vec<_> = choices.iter().map(|choice| Answer::many([choice.slug])).collect();
            all.extend([Answer::many(["Drone fleet"]), Answer::many(Vec::<String>::new())]);
            all
        }
        Input::Number { min, max, suggestions, .. } => suggestions.iter().copied().chain([min, max]).map(Answer::Number).collect(),
        Input::Text { placeholder } => vec![Answer::text(placeholder), Answer::text("A web shop"), Answer::text("zzz")],
        Input::Levels(subjects) => {
            let level = |level| Answer::Levels(subjects.iter().map(|subject| (subject.slug.to_owned(), level)).collect());
            let strong = |slug: &str| Answer::Levels([(slug.to_owned(), Level::Strong)].into());
            vec![level(Level::None), level(Level::Strong), strong("python"), strong("kubernetes")]
        }
    }
}

#[test]
fn every_question_matters() {
    for question in questions::all() {
        let mut base = shop();
        if question.id == "purpose" {
            base.remove("archetype");
        }
        if question.id == "existing-services" {
            base.insert(QuestionId::new("current-system").unwrap(), Answer::text("services"));
        }
        if question.id == "people" {
            base.remove("peak-rps");
        }
        let mut results: Vec<String> = possible(question)
            .into_iter()
            .map(|answer| {
                let mut answers = base.clone();
                answers.insert(QuestionId::new(question.id).unwrap(), answer);
                seen(&answers)
            })
            .collect();
        results.dedup();
        assert!(results.len() > 1, "no answer to “{}” changes anything", question.id);
    }
}

/// For each option there is a Brief in which taking it gives something else than taking another, or than leaving it out.
#[test]
fn every_option_matters() {
    let care = answers(&[("capabilities", Answer::many(["records", "appointments"])), ("users", Answer::text("public"))]);
    let restaurant = answers(&[("archetype", Answer::text("restaurant-voice")), ("engineers", Answer::Number(3))]);
    let cloud = answers(&[("archetype", Answer::text("saas")), ("engineers", Answer::Number(12)), ("target", Answer::text("ecs"))]);
    let bases = [shop(), restaurant, cloud, care];
    let mut idle = Vec::new();
    for question in questions::all() {
        let id = QuestionId::new(question.id).unwrap();
        let with = |base: &Answers, answer: Answer| {
            let mut answers = base.clone();
            answers.insert(id.clone(), answer);
            seen(&answers)
        };
        for choice in question.choices() {
            let other_choices = question.choices().iter().filter(|other| other.slug != choice.slug).take(3);
            let beside = if choice.slug == "java" { "node" } else { "java" };
            let level = |level: Level| Answer::Levels([(choice.slug.to_owned(), level), (beside.to_owned(), Level::Some)].into());
            let (taken, others): (Answer, Vec<Answer>) = match question.input {
                Input::Levels(_) => (level(Level::Strong), vec![level(Level::None)]),
                Input::Many { .. } => {
                    let nothing = Answer::many(Vec::<String>::new());
                    (Answer::many([choice.slug]), other_choices.map(|other| Answer::many([other.slug])).chain([nothing]).collect())
                }
                _ => (Answer::text(choice.slug), other_choices.map(|other| Answer::text(other.slug)).collect()),
            };
            let matters = |base: &Answers| {
                let taken = with(base, taken.clone());
                others.iter().any(|other| with(base, other.clone()) != taken)
            };
            if !bases.iter().any(matters) {
                idle.push(format!("{} {}", question.id, choice.slug));
            }
        }
    }
    assert_eq!(idle, Vec::<String>::new(), "options that change nothing");
}

/// Every number that can be overridden changes some proposal.
#[test]
fn every_number_matters() {
    let six = answers(&[("archetype", Answer::text("e-commerce")), ("engineers", Answer::Number(6)), ("peak-rps", Answer::Number(300))]);
    let joined = answers(&[
        ("capabilities", Answer::many(["orders", "promotions", "catalog", "payments", "accounts", "cart", "loyalty"])),
        ("engineers", Answer::Number(5)),
    ]);
    let twenty = answers(&[
        ("archetype", Answer::text("saas")),
        ("engineers", Answer::Number(22)),
        ("budget", Answer::text("under-50")),
        ("operations", Answer::text("nobody")),
    ]);
    let bases = [six, joined, twenty, shop(), Answers::new()];
    for number in crate::discovery::numbers::ALL {
        let matters = bases.iter().any(|base| {
            let balance = |value: u32| {
                let mut answers = base.clone();
                answers.insert(QuestionId::new(number.id).unwrap(), Answer::Number(u64::from(value)));
                (seen(&answers), propose(None, &answers).verdict.balance)
            };
            let usual = balance(number.default);
            balance(number.min) != usual || balance(number.max) != usual
        });
        assert!(matters, "{} changes nothing", number.id);
    }
}

#[test]
fn not_sure_is_the_stated_default() {
    for base in [Answers::new(), shop()] {
        for question in questions::all() {
            let id = QuestionId::new(question.id).unwrap();
            let mut unsure = base.clone();
            unsure.insert(id.clone(), Answer::NotSure);
            let Some(explicit) = Brief::read(&unsure).explicit(question.id) else { continue };
            let mut said = base.clone();
            said.insert(id, explicit.clone());
            let (unsure, said) = (propose(Some("X"), &unsure), propose(Some("X"), &said));
            let drawn = |proposal: Proposal| {
                let mut design = proposal.design;
                design.brief.clear();
                design.decisions.clear();
                (design, proposal.verdict.shape)
            };
            assert_eq!(drawn(unsure), drawn(said), "{}: {explicit:?}", question.id);
        }
    }
}

/// Any answer at all: right ones mostly, of the wrong form now and then.
fn any_answer(question: &'static crate::discovery::Question) -> BoxedStrategy<Option<Answer>> {
    let choices: Vec<String> = question.choices().iter().map(|choice| choice.slug.to_owned()).collect();
    let words = prop_oneof!["[a-z ]{0,30}", "\\PC{0,60}", Just("Order service".to_owned())];
    let usual: BoxedStrategy<Answer> = match question.input {
        Input::One(_) => proptest::sample::select(choices).prop_map(Answer::Text).boxed(),
        Input::Many { free, .. } => {
            let entry = match (choices.is_empty(), free) {
                (true, _) => words.boxed(),
                (false, true) => prop_oneof![4 => proptest::sample::select(choices), 1 => words].boxed(),
                (false, false) => proptest::sample::select(choices).boxed(),
            };
            proptest::collection::vec(entry, 0..12).prop_map(Answer::Many).boxed()
        }
        Input::Number { min, max, suggestions, .. } => {
            prop_oneof![3 => proptest::sample::select(suggestions.to_vec()), 1 => min..=max].prop_map(Answer::Number).boxed()
        }
        Input::Text { .. } => words.prop_map(Answer::Text).boxed(),
        Input::Levels(_) => {
            let level = prop_oneof![Just(Level::None), Just(Level::Some), Just(Level::Strong)];
            proptest::collection::btree_map(proptest::sample::select(choices), level, 0..6).prop_map(Answer::Levels).boxed()
        }
    };
    let odd = prop_oneof![Just(Answer::NotSure), any::<u64>().prop_map(Answer::Number), "\\PC{0,20}".prop_map(Answer::Text)];
    prop_oneof![4 => usual.prop_map(Some), 1 => odd.prop_map(Some), 4 => Just(None)].boxed()
}

pub(crate) fn any_answers() -> impl Strategy<Value = Answers> {
    let each: Vec<_> = questions::all().iter().map(any_answer).collect();
    each.prop_map(|given| {
        let pairs = questions::all().iter().zip(given);
        pairs.filter_map(|(question, answer)| Some((QuestionId::new(question.id).ok()?, answer?))).collect()
    })
}

/// Briefs in which several answers come together, so that an option wins that no single answer leads to.
fn several_reasons() -> Vec<Answers> {
    let can = |slugs: &[&str]| ("capabilities", Answer::many(slugs.iter().copied()));
    let say = |id: &'static str, slug: &str| (id, Answer::text(slug));
    let number = |id: &'static str, n: u64| (id, Answer::Number(n));
    let must = |rules: &[&str]| ("compliance", Answer::many(rules.iter().copied()));
    let strong = |subject: &str| ("skills", Answer::Levels([(subject.to_owned(), Level::Strong)].into()));
    let stack = |slug: &str| ("stack", Answer::many([slug]));
    // Twenty parts and more.
    let large = can(&[
        "access",
        "accounts",
        "audit",
        "consent",
        "feed",
        "identity-verification",
        "inventory",
        "menu",
        "messaging",
        "notifications",
        "payments",
        "projects",
        "promotions",
        "reporting",
        "returns",
        "support",
        "tenants",
        "voice",
        "webhooks",
        "workflow",
    ]);
    let cases: &[&[(&str, Answer)]] = &[
        // Writes that a database cannot take one by one.
        &[can(&["moderation", "subscriptions"]), say("database", "postgresql"), number("peak-rps", 500_000)],
        // Switches that must be right at once, and fast.
        &[
            can(&["feature-flags"]),
            number("latency", 100),
            number("peak-rps", 2_000),
            number("engineers", 24),
            say("current-system", "services"),
            strong("java"),
        ],
        // The code does not live on GitHub.
        &[can(&["content", "profiles"]), say("repository", "gitlab")],
        &[can(&["content", "profiles"]), say("repository", "own")],
        // A rule about people, and nothing about people.
        &[can(&["content", "menu"]), must(&["gdpr"])],
        // So many parts that values are changed while they run.
        &[large.clone(), number("engineers", 80), number("peak-rps", 50_000), say("target", "kubernetes")],
        &[large.clone(), number("engineers", 80), number("peak-rps", 50_000), say("target", "eks")],
        // Prices and processes are tables.
        &[can(&["pricing", "workflow"])],
        // An account book, and a chain of changes that somebody leads.
        &[can(&["ledger", "accounts", "payments"]), number("engineers", 24)],
        &[
            can(&["appointments", "catalog", "integrations", "orders", "payments", "sellers", "shipping", "telemetry", "webhooks"]),
            number("engineers", 80),
        ],
        // The gateways and the brokers of clouds that run the cluster as well.
        &[can(&["feed", "reservations"]), say("target", "eks"), say("users", "programs")],
        &[can(&["feed", "reservations"]), say("target", "aks"), say("users", "programs")],
        &[can(&["audit", "payments", "subscriptions", "approvals"]), number("engineers", 24), say("target", "aks"), say("budget", "more")],
        // Whoever writes the parts writes what lies below, in the same language; or the cloud looks after it.
        &[can(&["content"]), say("target", "cloud-run"), strong("go")],
        &[can(&["delivery"]), say("target", "gke"), say("operations", "nobody"), number("engineers", 80)],
        // Streams that are read again; questions by message; work that is handed out.
        &[
            can(&["appointments", "audit", "consent", "subscriptions", "support"]),
            number("engineers", 200),
            number("peak-rps", 50_000),
            strong("kafka"),
        ],
        &[
            can(&["access", "appointments", "feed", "ledger", "moderation", "voice"]),
            say("communication", "events"),
            say("current-system", "services"),
            say("operations", "shared"),
            number("peak-rps", 500_000),
            strong("node"),
        ],
        &[
            can(&["notifications", "menu", "inventory", "learning", "recommendations", "support"]),
            number("engineers", 24),
            say("target", "eks"),
        ],
        // Small calls in great numbers.
        &[
            can(&["catalog", "mailings", "orders", "payments", "rota", "tenants"]),
            number("engineers", 200),
            number("peak-rps", 50_000),
            say("availability", "99.9"),
            say("users", "businesses"),
        ],
        // Lists that show something of several parts, under load or whatever is down; searched over everything.
        &[can(&["accounts", "fraud", "loyalty", "payments"]), number("engineers", 80), number("peak-rps", 50_000)],
        &[can(&["analytics", "ingestion", "loyalty", "orders"]), number("peak-rps", 500_000)],
        // Nobody depends on what is asked: once more is enough, or not even that.
        &[can(&["shipping"]), number("engineers", 80)],
        &[
            can(&["payments"]),
            say("availability", "99"),
            say("operations", "nobody"),
            say("users", "staff"),
            say("communication", "request"),
        ],
        // Auditors between few parts, several, and very many.
        &[can(&["accounts", "orders", "payments"]), must(&["soc2"]), number("engineers", 24)],
        &[
            large.clone(),
            must(&["pci-dss", "hipaa"]),
            number("engineers", 200),
            say("operations", "on-call"),
            say("target", "kubernetes"),
            say("budget", "more"),
        ],
        &[
            can(&["accounts", "payments", "records"]),
            must(&["pci-dss", "hipaa"]),
            number("engineers", 24),
            say("operations", "on-call"),
            say("target", "ecs"),
            say("budget", "more"),
        ],
        &[
            can(&["accounts", "payments", "records", "appointments", "billing", "messaging", "support", "orders", "catalog"]),
            must(&["pci-dss", "hipaa"]),
            number("engineers", 80),
            say("operations", "on-call"),
            say("target", "kubernetes"),
            say("budget", "more"),
        ],
        // Three languages beside many makes of stores, and beside few.
        &[
            can(&["access", "accounts", "analytics", "appointments", "fraud", "media", "messaging", "purchasing", "reporting"]),
            number("engineers", 200),
            say("operations", "on-call"),
            say("target", "gke"),
            say("database", "mongodb"),
        ],
        &[
            can(&["accounts", "fraud", "media", "voice", "orders", "payments", "shipping", "support"]),
            number("engineers", 200),
            say("operations", "on-call"),
            say("target", "kubernetes"),
            say("database", "postgresql"),
        ],
        // Values by key, and measurements by time.
        &[
            can(&["feature-flags", "ingestion", "payments", "projects"]),
            number("engineers", 24),
            number("peak-rps", 50_000),
            say("budget", "under-50"),
            say("current-system", "monolith"),
        ],
        &[can(&["inventory", "payments", "shipping", "telemetry"]), number("engineers", 80), say("budget", "250-1000")],
        // Traces for weeks; traces beside what Spring services send already.
        &[
            can(&["accounts", "catalog", "feed", "fraud", "geolocation", "payments", "records", "reservations"]),
            number("engineers", 200),
            say("data-volume", "huge"),
        ],
        &[
            can(&["accounts", "catalog", "orders", "payments", "notifications"]),
            number("engineers", 24),
            say("current-system", "services"),
            stack("java-spring"),
            say("observability", "full"),
        ],
        // Lines that auditors search, and no trail beside them.
        &[
            can(&["accounts", "orders", "payments"]),
            must(&["soc2"]),
            say("data-volume", "huge"),
            say("budget", "more"),
            number("engineers", 24),
        ],
        // Programs that keep their links for years; several teams behind them.
        &[can(&["geolocation", "reporting", "telemetry", "webhooks"]), say("users", "programs"), number("engineers", 24)],
        &[can(&["promotions", "purchasing", "reporting", "shipping", "webhooks"]), say("users", "programs"), number("engineers", 200)],
    ];
    cases.iter().map(|pairs| answers(pairs)).collect()
}

/// Which options the best of some Briefs are, by topic; a store's topic counts once for all stores.
#[test]
fn every_option_is_the_best_for_some_brief() {
    use std::collections::{BTreeMap, BTreeSet};
    let one = |id: &str, slug: &str| answers(&[(id, Answer::text(slug))]);
    let with = |base: &Answers, more: Answers| base.clone().into_iter().chain(more).collect::<Answers>();
    let skills = |levels: &[(&str, Level)]| Answer::Levels(levels.iter().map(|(subject, level)| ((*subject).to_owned(), *level)).collect());
    let restaurant = answers(&[("archetype", Answer::text("restaurant-voice")), ("engineers", Answer::Number(3))]);
    let mut briefs = vec![Answers::new(), shop(), restaurant.clone()];
    for question in questions::all() {
        if matches!(question.input, Input::One(_)) {
            for choice in question.choices() {
                briefs.push(with(&shop(), one(question.id, choice.slug)));
                briefs.push(with(&restaurant, one(question.id, choice.slug)));
            }
        }
    }
    // A secret store of each cloud, an old landscape in two languages, and three ways to need another broker.
    let old = answers(&[("current-system", Answer::text("services")), ("existing-services", Answer::many(["ERP bridge"]))]);
    briefs.push(with(&shop(), old.clone()));
    briefs.push(with(&with(&shop(), old), answers(&[("stack", Answer::many(["java-spring"]))])));
    for target in ["ecs", "cloud-run", "container-apps"] {
        briefs.push(with(&shop(), one("target", target)));
    }
    let history = answers(&[
        ("capabilities", Answer::many(["accounts", "catalog", "orders", "payments", "analytics", "recommendations", "audit"])),
        ("peak-rps", Answer::Number(50_000)),
        ("skills", skills(&[("kafka", Level::Strong)])),
    ]);
    briefs.push(with(&shop(), history));
    briefs.push(with(&shop(), answers(&[("peak-rps", Answer::Number(100_000))])));

    briefs.push(with(&shop(), answers(&[("compliance", Answer::many(["soc2"]))])));
    for language in ["go", "rust-axum", "python-fastapi"] {
        briefs.push(with(&shop(), answers(&[("stack", Answer::many([language]))])));
    }
    briefs.extend(several_reasons());

    let mut best: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut offered: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for brief in &briefs {
        for record in propose(None, brief).decisions {
            let several = ["store", "language", "protocol"].into_iter().find(|topic| record.topic.starts_with(&format!("{topic}-")));
            let topic = several.map_or(record.topic, str::to_owned);
            best.entry(topic.clone()).or_default().insert(record.proposed);
            offered.entry(topic).or_default().extend(record.options.into_iter().map(|option| option.slug));
        }
    }
    assert_eq!(offered.len(), 29, "every topic comes up");
    for (topic, options) in offered {
        let proposed = &best[&topic];
        let never: Vec<_> = options.iter().filter(|option| !proposed.contains(*option)).map(|option| format!("{topic} {option}")).collect();
        // Each of them says in its own words why only a person chooses it.
        let by_hand: Vec<_> =
            ["ci none", "correlation none", "store seaweedfs"].into_iter().filter(|o| never.iter().any(|n| n == o)).collect();
        assert_eq!(never, by_hand, "never the best");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_answers_give_a_valid_design_and_the_same_one_every_time(answers in any_answers()) {
        let proposal = propose(None, &answers);
        prop_assert_eq!(proposal.design.problems(), []);
        prop_assert_eq!(&propose(None, &answers), &proposal);
        prop_assert!(!proposal.facts.is_empty() && !proposal.advice.is_empty() && !proposal.decisions.is_empty());
    }

    #[test]
    fn the_review_finds_no_error_in_a_proposal(answers in any_answers()) {
        let review = crate::review::review(&propose(None, &answers).design);
        let errors: Vec<_> = review.open(crate::review::Severity::Error).map(|finding| finding.key.to_string()).collect();
        prop_assert_eq!(errors, Vec::<String>::new());
    }

    #[test]
    fn a_caller_waits_longer_than_what_it_waits_for(answers in any_answers()) {
        let design = propose(None, &answers).design;
        for (id, link) in design.links.iter().filter(|(_, link)| link.kind.is_call()) {
            let waits = link.timeout_ms.unwrap_or(0);
            for (next, behind) in design.links_from(&link.to).filter(|(_, link)| link.kind.is_call()) {
                let longest = behind.timeout_ms.unwrap_or(0) * (u32::from(behind.retries.unwrap_or(0)) + 1);
                prop_assert!(waits > longest, "{} waits {} ms, {} may take {}", id, waits, next, longest);
            }
        }
    }

}

proptest! {
    // Each case tries every option of every decision.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn another_option_of_any_topic_changes_the_design_and_keeps_it_valid(answers in any_answers()) {
        let proposal = propose(None, &answers);
        for record in &proposal.decisions {
            for option in record.options.iter().filter(|option| option.slug != record.choice) {
                let mut design = proposal.design.clone();
                let edit = crate::decision::choose(&design, &record.topic, &option.slug, Some("We know it")).unwrap();
                let inverse = design.apply(edit).unwrap();
                prop_assert_eq!(design.problems(), []);
                let review = crate::review::review(&design);
                let errors: Vec<_> = review.open(crate::review::Severity::Error).map(|finding| finding.key.to_string()).collect();
                prop_assert!(errors.is_empty(), "{} {}: {errors:?}", record.topic, option.slug);
                let mut bare = design.clone();
                bare.decisions.clone_from(&proposal.design.decisions);
                bare.waivers.clone_from(&proposal.design.waivers);
                prop_assert!(bare != proposal.design, "{} {} changes nothing", record.topic, option.slug);
                let after = crate::decision::records(&design);
                let now = after.iter().find(|other| other.topic == record.topic);
                prop_assert_eq!(now.map(|r| r.choice.as_str()), Some(option.slug.as_str()), "{}", record.topic);
                prop_assert_eq!(now.and_then(|r| r.override_reason.as_deref()), Some("We know it"));
                prop_assert_eq!(now.map(|r| r.proposed.as_str()), Some(record.proposed.as_str()), "{}", record.topic);
                design.apply(inverse).unwrap();
                prop_assert_eq!(&design, &proposal.design);
            }
        }
    }
}
