//! What must hold for every proposal, whatever was answered.

use super::*;
use crate::{
    design::{ElementKind, InfrastructureCode, LinkKind, SecretStore},
    discovery::{Answer, Input, Level, questions},
    ids::QuestionId,
    work::Work,
};
use proptest::prelude::*;

pub(super) fn answers(pairs: &[(&str, Answer)]) -> Answers {
    pairs.iter().map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect()
}

/// A shop as in the README: eight engineers, 2,000 requests a second, 99.9 %, Kubernetes.
pub(super) fn shop() -> Answers {
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
        Input::Text { placeholder, .. } => vec![Answer::text(placeholder), Answer::text("A web shop"), Answer::text("zzz")],
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
                // A default that a journey misses is nobody's target.
                design.journeys.values_mut().for_each(|journey| (journey.latency_p95_ms, journey.availability) = (None, None));
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
                (false, Some(_)) => prop_oneof![4 => proptest::sample::select(choices), 1 => words].boxed(),
                (false, None) => proptest::sample::select(choices).boxed(),
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

#[test]
fn what_the_bundle_does_not_hold_is_proposed_only_where_somebody_asks_for_it() {
    let on_eks = |more: &[(&str, Answer)]| {
        let told = [("target", Answer::text("eks"))].into_iter().chain(more.iter().cloned());
        propose(None, &shop().into_iter().chain(answers(&told.collect::<Vec<_>>())).collect::<Answers>()).design.platform
    };
    let plain = on_eks(&[]);
    assert_eq!((plain.secrets, plain.infrastructure), (SecretStore::KubernetesSecrets, InfrastructureCode::None));
    assert_eq!(on_eks(&[("secrets", Answer::text("vault"))]).secrets, SecretStore::Vault);
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
        let review = crate::review::review(&propose(None, &answers).design, &Work::unlimited());
        let errors: Vec<_> = review.open(crate::review::Severity::Error).filter(|finding| !finding.is_gap()).map(|finding| finding.key.to_string()).collect();
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
                let edit = match crate::decision::choose(&design, &record.topic, &option.slug, Some("We know it")) {
                    // What nothing would make sense of is refused with the reason.
                    Err(crate::decision::ChooseError::NoAnswer { .. }) => continue,
                    edit => edit.unwrap(),
                };
                let inverse = design.apply(edit).unwrap();
                prop_assert_eq!(design.problems(), []);
                let review = crate::review::review(&design, &Work::unlimited());
                let errors: Vec<_> = review.open(crate::review::Severity::Error).filter(|finding| !finding.is_gap()).map(|finding| finding.key.to_string()).collect();
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
