//! Every option that the bundle holds is the best for some Brief, or says itself why only a person chooses it.

use super::tests::{answers, shop};
use super::*;
use crate::discovery::{Answer, Input, Level, questions};

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
            // What the bundle does not hold is not proposed against what it does.
            offered
                .entry(topic)
                .or_default()
                .extend(record.options.into_iter().filter(|option| option.gap.is_none()).map(|option| option.slug));
        }
    }
    assert_eq!(offered.len(), 29, "every topic comes up");
    for (topic, options) in offered {
        let proposed = &best[&topic];
        let never: Vec<_> = options.iter().filter(|option| !proposed.contains(*option)).map(|option| format!("{topic} {option}")).collect();
        // Each says in its own words what it costs, and the review asks for the other: only a person chooses it.
        let by_hand: Vec<_> = ["correlation none", "resilience retries", "resilience timeouts"]
            .into_iter()
            .filter(|o| never.iter().any(|n| n == o))
            .collect();
        assert_eq!(never, by_hand, "never the best");
    }
}
