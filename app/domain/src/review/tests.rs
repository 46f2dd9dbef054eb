//! What holds of every rule, and of the review as a whole.

use super::{fixture::expect_fixes_to_work, *};
use crate::{
    Edit, arbitrary,
    design::{Cluster, Link, LinkKind, ManagedBroker, Target},
    edit::{ElementField, LinkField, PlatformField},
    file,
    ids::{ElementId, LinkId, TechnologyId},
    work::Work,
};
use proptest::{prelude::*, test_runner::Config};
use std::collections::BTreeSet;

#[test]
fn rules_are_named_once_and_belong_together() {
    let codes: BTreeSet<_> = rules().iter().map(|rule| rule.code).collect();
    let slugs: BTreeSet<_> = rules().iter().map(|rule| rule.slug).collect();
    assert_eq!((codes.len(), slugs.len()), (rules().len(), rules().len()));
    for rule in rules() {
        assert!(rule.code.starts_with(rule.group.prefix()), "{}", rule.code);
        assert!(FindingKey::try_from(format!("{}@design", rule.code)).is_ok(), "{}", rule.code);
        assert!(crate::ids::ElementId::new(rule.slug).is_ok(), "{}", rule.slug);
        assert!(!rule.sources.is_empty(), "{}", rule.code);
        for source in rule.sources {
            let plain =
                |url: &str| url.starts_with("https://") && url.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-./:@~".contains(&b));
            assert!(source.url.is_none_or(plain), "{}: {source:?}", rule.code);
        }
        for text in [rule.summary, rule.why, rule.cure] {
            assert!(text.ends_with('.') && !text.contains('!') && text.len() > 20, "{}: {text}", rule.code);
        }
    }
}

#[test]
fn every_example_shows_its_rule_and_every_fix_works() {
    let mut with_a_fix = 0;
    for rule in rules() {
        let design = fixture::design(rule.example);
        let found = (rule.check)(&Graph::of(&design));
        assert!(!found.is_empty(), "{} does not fire on its example", rule.slug);
        for finding in &found {
            assert!(!finding.title.ends_with('.') && finding.explanation.ends_with('.'), "{}: {finding:?}", rule.slug);
            assert!(!finding.place.is_empty(), "{}: {finding:?}", rule.slug);
        }
        with_a_fix += usize::from(expect_fixes_to_work(rule, &design) > 0);
    }
    assert!(with_a_fix >= 30, "{with_a_fix}");
}

#[test]
fn waivers_are_honoured() {
    let mut design = fixture::design("orders -rest-> payments critical");
    let key = FindingKey::new("REL104", "orders-payments");
    assert_eq!(review(&design, &Work::unlimited()).open(Severity::Error).count(), 1);
    design.apply(Edit::SetWaiver { finding: key.clone(), reason: Some("Both run in one process".into()) }).unwrap();
    let reviewed = review(&design, &Work::unlimited());
    assert_eq!(reviewed.open(Severity::Error).count(), 0);
    let waived = reviewed.findings.iter().find(|finding| finding.key == key).unwrap();
    assert_eq!(waived.waived.as_deref(), Some("Both run in one process"));
}

#[test]
fn what_nothing_makes_sense_of_is_refused_where_it_is_chosen_and_only_there() {
    let design =
        fixture::design("web -rest-> gateway\ngateway -rest-> orders\norders: technology=node-express\n[c] orders entities=orders");
    let id = |text: &str| ElementId::new(text).unwrap();
    let part = |change| Edit::ChangeElement { id: id("orders"), change };
    let platform = |change| Edit::ChangePlatform { change };
    let kind = |link: &str, kind| Edit::ChangeLink { id: LinkId::new(link).unwrap(), change: LinkField::Kind(kind) };
    let refused = [
        (platform(PlatformField::Cluster(Cluster::Gke)), "Only Kubernetes runs on a cluster"),
        (platform(PlatformField::ManagedBroker(ManagedBroker::PubSub)), "No broker is drawn"),
        (part(ElementField::Technology(TechnologyId::new("go").ok())), "name the image of your own code"),
        (part(ElementField::Replicas(Some(2))), "each copy keeps records of its own"),
        (part(ElementField::MaxReplicas(Some(2))), "each copy keeps records of its own"),
        (kind("web-gateway", LinkKind::Websocket), "passes that on to no part"),
    ];
    let offered = [
        platform(PlatformField::Target(Target::Kubernetes)),
        part(ElementField::Technology(TechnologyId::new("python-fastapi").ok())),
        part(ElementField::Replicas(Some(1))),
        part(ElementField::Description("Takes orders".into())),
        kind("gateway-orders", LinkKind::Websocket),
        Edit::add_link(LinkId::new("more").unwrap(), Link::new(id("web"), id("orders"), LinkKind::Rest)),
    ];
    let asked: Vec<Edit> = refused.iter().map(|(edit, _)| edit.clone()).chain(offered.iter().cloned()).collect();
    let answers = refusals(&design, &asked);
    for (i, edit) in asked.iter().enumerate() {
        let why = answers[i].as_ref().map_or("", |finding| finding.explanation.as_str());
        match refused.get(i) {
            Some((_, reason)) => assert!(why.contains(reason), "{edit:?}: {why}"),
            None => assert_eq!(why, "", "{edit:?}"),
        }
    }
    // What is so already stays, whatever else is chosen; and nobody is kept from going back to it.
    let mut odd = design.clone();
    let back = odd.apply(platform(PlatformField::Cluster(Cluster::Gke))).unwrap();
    assert_eq!(
        refusals(&odd, &[platform(PlatformField::Cluster(Cluster::Eks)), back, part(ElementField::Replicas(None))]),
        [None, None, None]
    );
    assert_eq!(refusals(&design, &[Edit::RemoveLink { id: LinkId::new("web-gateway").unwrap() }]), [None]);
}

#[test]
fn the_worst_comes_first() {
    let design = fixture::design("orders -rest-> payments critical\nweb -rest-> orders\norders-db: exposed\nstock-db: port=1");
    let severities: Vec<Severity> = review(&design, &Work::unlimited()).findings.iter().map(|finding| finding.severity).collect();
    assert!(severities.is_sorted() && severities.first() == Some(&Severity::Error));
}

#[test]
fn a_sound_design_has_little_to_complain_about() {
    let design = fixture::design(
        "web -rest-> gateway
        gateway -rest-> orders timeout_ms=3000
        orders -owns-> orders-db
        orders -publish-> bus events=order.created outbox
        mail-worker -subscribe-> bus events=order.created dead_letter
        mail-worker -uses-> ext-mail timeout_ms=2000 fallback=later
        audit-worker -subscribe-> bus events=order.created dead_letter
        event order.created: order_id=uuid
        [ordering] orders orders-db team=Blue entities=orders,people
        [messages] mail-worker audit-worker team=Blue
        web: technology=static-site
        gateway: technology=kong exposed
        orders: technology=node-express api_version=v1
        mail-worker: technology=node-express
        audit-worker: technology=node-express
        orders-db: technology=postgresql storage_gib=20
        bus: technology=rabbitmq storage_gib=5
        platform: authentication=jwt metrics=prometheus dashboards=grafana logs=loki",
    );
    let reviewed = review(&design, &Work::unlimited());
    assert_eq!(reviewed.findings.iter().map(|finding| finding.key.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
    let unmet: Vec<(&str, &str)> =
        reviewed.scoreboard.iter().filter(|c| c.met != Met::Yes).map(|c| (c.name.as_str(), c.evidence.as_str())).collect();
    assert_eq!(unmet, [("Documentation", "0 of 3 described, 0 decisions")]);
}

#[test]
fn the_scoreboard_follows_the_design() {
    let board = |text: &str| -> Vec<(String, Met)> {
        review(&fixture::design(text), &Work::unlimited()).scoreboard.into_iter().map(|criterion| (criterion.name, criterion.met)).collect()
    };
    assert!(board("").iter().all(|(_, met)| *met == Met::No));
    assert_eq!(board("").len(), 10);
    let bad = board("a -owns-> shop-db\nb -owns-> shop-db\na -rest-> b critical\na: no-health_check KEY=abc");
    let met = |name: &str| bad.iter().find(|(other, _)| other == name).unwrap().1;
    assert_eq!(met("Clear data ownership"), Met::No);
    assert_eq!(met("Deploys on its own"), Met::No);
    assert_eq!(met("Health checks"), Met::Partly);
    assert_eq!(met("Security practices"), Met::No);
    assert_eq!(met("Monitoring and logging"), Met::No);
    assert_eq!(met("Failures stay contained"), Met::No);
}

#[test]
fn availability_can_come_from_the_brief() {
    let mut design = fixture::design("gateway -rest-> orders timeout_ms=2000");
    let alone = |design: &Design| {
        review(design, &Work::unlimited()).findings.iter().filter(|finding| finding.rule == "single-point-of-failure").count()
    };
    assert_eq!(alone(&design), 0);
    let question = crate::ids::QuestionId::new("availability").unwrap();
    design.apply(Edit::SetAnswer { question, answer: Some(crate::discovery::Answer::text("99.9")) }).unwrap();
    assert_eq!(alone(&design), 1);
}

#[test]
fn a_renamed_part_keeps_its_waiver_and_its_finding() {
    let mut design = fixture::design("orders -rest-> stock timeout_ms=100\norders: no-health_check");
    let (from, to) = (crate::ids::ElementId::new("orders").unwrap(), crate::ids::ElementId::new("ordering").unwrap());
    design.apply(Edit::SetWaiver { finding: FindingKey::new("OPS101", "orders"), reason: Some("A batch job".into()) }).unwrap();
    design.apply(Edit::RenameElement { from, to }).unwrap();
    let reviewed = review(&design, &Work::unlimited());
    assert!(reviewed.findings.iter().any(|finding| finding.key.as_str() == "OPS101@ordering" && finding.waived.is_some()));
}

#[test]
fn a_fix_can_be_undone() {
    let mut design = fixture::design("orders -owns-> shop-db\nstock -owns-> shop-db");
    let before = design.clone();
    let fix = review(&design, &Work::unlimited()).findings.into_iter().find_map(|finding| finding.fix).unwrap();
    let inverse = design.apply(fix.edit).unwrap();
    assert_ne!(design, before);
    design.apply(inverse).unwrap();
    assert_eq!(design, before);
}

#[test]
fn large_designs_are_reviewed() {
    let design = arbitrary::sized(500);
    assert!(design.elements.len() > 1_000);
    let reviewed = review(&design, &Work::unlimited());
    assert!(!reviewed.findings.is_empty() && reviewed.scoreboard.len() == 10);
}

#[test]
fn a_link_and_an_element_of_one_name_have_findings_of_their_own() {
    let mut design = fixture::design("web -rest-> gateway\ngateway -rest-> orders\nweb -rest-> orders\norders: exposed");
    let (id, link) = design
        .links
        .iter()
        .find(|(_, link)| link.from.as_str() == "web" && link.to.as_str() == "orders")
        .map(|(id, link)| (id.clone(), link.clone()))
        .unwrap();
    design.links.remove(&id);
    design.links.insert("orders".to_owned().try_into().unwrap(), link);
    let reviewed = review(&design, &Work::unlimited());
    let keys: BTreeSet<&FindingKey> =
        reviewed.findings.iter().filter(|finding| finding.code == "COM102").map(|finding| &finding.key).collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
}

proptest! {
    #![proptest_config(Config { cases: 250, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_review_never_fails_and_every_fix_works(design in arbitrary::designs()) {
        let reviewed = review(&design, &Work::unlimited());
        let mut keys = BTreeSet::new();
        let twice: Vec<&FindingKey> = reviewed.findings.iter().map(|finding| &finding.key).filter(|key| !keys.insert(*key)).collect();
        prop_assert!(twice.is_empty(), "two findings share a key: {twice:?}");
        for finding in &reviewed.findings {
            prop_assert!(FindingKey::try_from(String::from(finding.key.clone())).is_ok(), "{}", finding.key);
            prop_assert!(finding.elements.iter().all(|id| design.elements.contains_key(id)));
            prop_assert!(finding.links.iter().all(|id| design.links.contains_key(id)));
        }
        for rule in rules() {
            expect_fixes_to_work(rule, &design);
        }
    }

    #[test]
    fn a_review_does_not_look_at_the_layout(design in arbitrary::designs()) {
        let mut bare = design.clone();
        bare.layout.clear();
        prop_assert_eq!(review(&bare, &Work::unlimited()), review(&design, &Work::unlimited()));
    }

    #[test]
    fn a_review_survives_the_file(design in arbitrary::designs()) {
        prop_assert_eq!(review(&file::read(&file::write(&design)).unwrap(), &Work::unlimited()), review(&design, &Work::unlimited()));
    }
}

#[test]
fn fixes_all_the_way_down_leave_no_error() {
    let mut design = arbitrary::sized(12);
    for link in ["link-1", "link-3"] {
        let id = crate::ids::LinkId::new(link).unwrap();
        let _ = design.apply(Edit::ChangeLink { id: id.clone(), change: LinkField::Retries(Some(3)) });
        let _ = design.apply(Edit::ChangeLink { id, change: LinkField::TimeoutMs(None) });
    }
    for _ in 0..200 {
        let Some(fix) = review(&design, &Work::unlimited()).findings.into_iter().find_map(|finding| finding.fix) else { break };
        design.apply(fix.edit).unwrap();
    }
    let reviewed = review(&design, &Work::unlimited());
    assert!(reviewed.findings.iter().all(|finding| finding.fix.is_none()), "fixes come to an end");
    // What the bundle does not hold, and code that nobody has written, is no matter of one change.
    let errors = reviewed.open(Severity::Error).filter(|finding| !finding.is_gap() && finding.code != "OPS111");
    assert_eq!(errors.map(|finding| finding.key.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn what_is_proposed_has_no_errors() {
    let text = crate::discovery::Answer::text;
    for (purpose, engineers, availability) in [
        ("An online shop with orders, payments and stock", 12, "99.9"),
        ("Project management for companies", 8, "99.5"),
        ("Patient records", 20, "99.95"),
    ] {
        let answers =
            [("purpose", text(purpose)), ("engineers", crate::discovery::Answer::Number(engineers)), ("availability", text(availability))];
        let answers = answers.into_iter().map(|(question, answer)| (crate::ids::QuestionId::new(question).unwrap(), answer)).collect();
        let proposal = crate::discovery::propose(None, &answers);
        let reviewed = review(&proposal.design, &Work::unlimited());
        let errors: Vec<&str> =
            reviewed.open(Severity::Error).filter(|finding| !finding.is_gap()).map(|finding| finding.key.as_str()).collect();
        assert_eq!(errors, Vec::<&str>::new(), "{purpose}");
    }
}
