//! Records as files: their form, what people write into them, and what is not there.

use super::*;
use crate::{Options, artefacts::fixture::shop, generate};
use domain::decision::{AnswerReference, DecisionOption, RuleReference, Theme};
use domain::review::review;
use domain::{Design, decision::Record, work::Work};

fn files(design: &Design) -> Vec<(String, String)> {
    let generated = generate(design, &Options { artefacts: Some(["adr".to_owned()].into()) }, &Work::unlimited()).expect("a bundle");
    let records = generated.bundle.iter().filter(|(path, _)| path.as_str().starts_with(ROOT));
    records.map(|(path, file)| (path.as_str().to_owned(), String::from_utf8_lossy(&file.bytes).into_owned())).collect()
}

fn record() -> Record {
    let option = |slug: &str, name: &str, marks: [(u8, &str); 2]| DecisionOption {
        slug: slug.into(),
        name: name.into(),
        icon: String::new(),
        marks: marks.map(|(bars, word)| domain::decision::Mark { bars, word: word.into() }).into(),
        score: 0,
        gap: None,
        planned: false,
    };
    Record {
        topic: "broker".into(),
        theme: Theme::Communication,
        number: 7,
        subject: "Message broker".into(),
        title: "RabbitMQ carries the *events*".into(),
        status: Status::Accepted,
        context: "Orders must reach the kitchen.".into(),
        criteria: vec!["Easy to run".into(), "Replay".into()],
        options: vec![option("rabbitmq", "RabbitMQ", [(4, "easily"), (1, "no")]), option("kafka", "Kafka", [(2, "some"), (4, "always")])],
        choice: "rabbitmq".into(),
        proposed: "rabbitmq".into(),
        override_reason: None,
        consequences: vec![domain::decision::Consequence { good: true, text: "one thing less to learn".into() }],
        answers: vec![AnswerReference { question: "team".into(), subject: "Team".into(), answer: "8 engineers".into() }],
        rules: vec![RuleReference { code: "REL108".into(), title: "Consumer without dead letter".into() }],
        revisit_when: "when events must be replayed".into(),
        elements: vec!["orders".into(), "nobody".into()],
        superseded: Vec::new(),
    }
}

#[test]
fn a_record_reads_as_madr() {
    insta::assert_snapshot!(
        "record",
        render("adr/record.md", &page(&shop(), &record(), &[], vec!["broker runs rabbitmq:4.".into()])).expect("a record")
    );
}

#[test]
fn an_overridden_proposal_says_so() {
    let overridden = Record { proposed: "kafka".into(), override_reason: Some("we know it | well".into()), ..record() };
    let text = render("adr/record.md", &page(&shop(), &overridden, &[], Vec::new())).expect("a record");
    assert!(text.contains("Chosen option: RabbitMQ, although Groundplan proposed Kafka. The reason: we know it \\| well"), "{text}");
}

#[test]
fn every_record_is_in_the_index() {
    let files = files(&shop());
    let index = &files.iter().find(|(path, _)| path.ends_with("README.md")).expect("an index").1;
    let records: Vec<&str> = files.iter().filter_map(|(path, _)| path.strip_prefix("docs/decisions/0")).collect();
    assert!(!records.is_empty());
    for record in records {
        assert!(index.contains(&format!("(0{record})")), "{record}\n{index}");
    }
}

#[test]
fn accepted_risks_have_a_record_of_their_own() {
    let mut design = shop();
    let is_risk = |(path, _): &(String, String)| path.ends_with("accepted-risks.md");
    assert!(!files(&design).iter().any(is_risk), "nothing was accepted");
    let key = review(&design, &Work::unlimited()).findings.first().expect("a finding").key.clone();
    design.waivers.insert(key.clone(), "We accept <it>.".into());
    let files = files(&design);
    let (_, text) = files.iter().find(|file| is_risk(file)).expect("a record");
    assert!(text.contains(key.code()) && text.contains("Why it may stay: We accept \\<it\\>."), "{text}");
    let rule = rule(key.code()).expect("a rule");
    assert!(text.contains(&format!("`/rules/{}`", rule.code)) && text.contains("What would mend it: "), "{text}");
    assert_eq!(text.matches("\n- ").count(), rule.sources.len(), "{text}");
}

#[test]
fn a_superseded_record_stays_and_both_lead_to_each_other() {
    let mut design = domain::starters::find("e-commerce").expect("a starter").design().expect("a design");
    let broker = design.elements.values_mut().find(|element| element.kind == domain::design::ElementKind::Broker).expect("a broker");
    broker.technology = Some(domain::ids::TechnologyId::new("kafka").expect("a slug"));
    let files = files(&design);
    let about: Vec<&(String, String)> = files.iter().filter(|(path, _)| path.ends_with("-broker.md")).collect();
    let [(old_path, old), (new_path, new)] = about[..] else { panic!("{about:?}") };
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    assert!(old.contains("status: superseded by ADR-") && old.contains(&name(new_path)), "{old}");
    assert!(new.contains("status: proposed") && new.contains(&name(old_path)), "{new}");
    insta::assert_snapshot!("superseded", old);
    insta::assert_snapshot!("draft", new);
    let index = &files.iter().find(|(path, _)| path.ends_with("README.md")).expect("an index").1;
    assert!(index.contains("| superseded by ["), "{index}");
}

#[test]
fn an_accepted_risk_is_named_by_the_decision_it_came_with() {
    let mut design = domain::starters::find("e-commerce").expect("a starter").design().expect("a design");
    for link in design.links.values_mut() {
        link.circuit_breaker = false;
    }
    let finding = review(&design, &Work::unlimited()).findings.into_iter().find(|finding| finding.code == "REL101").expect("a finding");
    design.waivers.insert(finding.key, "The provider promises more than we need.".into());
    let files = files(&design);
    let (_, text) = files.iter().find(|(path, _)| path.ends_with("-resilience.md")).expect("a record");
    assert!(text.contains("The provider promises more than we need.") && text.contains("(accepted-risks.md)"), "{text}");
}

/// What every record of a design says that its bundle holds.
fn all_held(design: &Design) -> Vec<(String, Vec<String>)> {
    let plan = Plan::new(design, &Work::unlimited()).expect("a plan");
    let chosen = ALL.iter().map(|artefact| artefact.slug).collect();
    let sight = Sight { plan: &plan, chosen };
    plan.records().iter().map(|record| (record.topic.clone(), held(&sight, record))).collect()
}

fn shops() -> impl Iterator<Item = Design> {
    domain::starters::all().iter().map(|starter| starter.design().expect("a design")).chain([shop()])
}

#[test]
fn every_record_says_what_the_bundle_holds_of_it() {
    for design in shops() {
        for (topic, lines) in all_held(&design) {
            assert!(!lines.is_empty() && lines.iter().all(|line| line.ends_with('.')), "{}: {topic}: {lines:?}", design.name);
        }
    }
}

/// A record that names an image names one that the same bundle starts.
#[test]
fn what_a_record_says_that_runs_is_started() {
    for design in shops() {
        let generated = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
        let text = |wanted: &str| {
            let file = generated.bundle.iter().find(|(path, _)| path.as_str() == wanted);
            file.map(|(_, file)| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default()
        };
        let compose = text("compose.yaml");
        let mut named = 0;
        for (topic, lines) in all_held(&design) {
            for (_, rest) in lines.iter().filter_map(|line| line.split_once(" runs ")) {
                let image = rest.split([',', ' ']).next().unwrap_or_default().trim_end_matches('.');
                assert!(compose.contains(image), "{}: {topic}: {image}", design.name);
                named += 1;
            }
        }
        assert!(named > 0, "{}", design.name);
    }
}

/// What is planned changes no file, so no record may say that the bundle holds it.
#[test]
fn what_is_planned_changes_nothing_that_a_record_says_of_the_bundle() {
    use domain::design::*;
    let design = domain::starters::find("e-commerce").expect("a starter").design().expect("a design");
    let planned: [fn(&mut Platform); 9] = [
        |p| p.release = ReleaseStrategy::BlueGreen,
        |p| p.service_authentication = ServiceAuthentication::MutualTls,
        |p| p.sidecar = Sidecar::Envoy,
        |p| p.protection = Protection::Audited,
        |p| p.pipeline = Pipeline::Jenkins,
        |p| p.infrastructure = InfrastructureCode::Terraform,
        |p| p.configuration = Configuration::Files,
        |p| p.messaging = Messaging::WorkQueue,
        |p| p.consistency = Consistency::Orchestration,
    ];
    let as_it_is = all_held(&design);
    for change in planned {
        let mut other = design.clone();
        change(&mut other.platform);
        assert_ne!(other.platform, design.platform);
        for (topic, lines) in all_held(&other) {
            let before = as_it_is.iter().find(|(known, _)| *known == topic);
            assert!(before.is_none_or(|(_, before)| *before == lines), "{topic}: {lines:?}");
        }
    }
}
