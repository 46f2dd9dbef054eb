//! Expected proposals: every paragraph of `briefs.txt` is a Brief with what must come of it and why.

use super::*;
use crate::{design::ServiceAuthentication, discovery::Answer, ids::QuestionId};

const TEXT: &str = include_str!("briefs.txt");

pub(super) struct Case {
    pub(super) name: String,
    pub(super) answers: Answers,
    /// What is looked at, what must be there, and why.
    expected: Vec<(String, Vec<String>, String)>,
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in TEXT.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            cases.push(Case { name: name.to_owned(), answers: Answers::new(), expected: Vec::new() });
        } else if let (Some(case), Some(expectation)) = (cases.last_mut(), line.strip_prefix("=> ")) {
            let (what, why) = expectation.split_once(": ").expect("an expectation has a reason");
            let mut words = what.split(' ').map(str::to_owned);
            let subject = words.next().unwrap();
            // `team Team D`, `first Product catalogue` and `says is full` are one value.
            let is_text = ["team", "first", "says", "says-not"].contains(&subject.as_str());
            let values = if is_text { vec![words.collect::<Vec<_>>().join(" ")] } else { words.collect() };
            case.expected.push((subject, values, why.to_owned()));
        } else if let (Some(case), Some((id, answer))) = (cases.last_mut(), line.split_once(": ")) {
            let answer: Answer = serde_saphyr::from_str(answer).unwrap();
            case.answers.insert(QuestionId::new(id).unwrap(), answer);
        }
    }
    cases
}

fn word<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// What the proposal says to one subject of an expectation, and whether all wanted values must be all there is.
fn holds(proposal: &Proposal, subject: &str, wanted: &[String]) -> Result<(), String> {
    let design = &proposal.design;
    let has_element = |id: &String| design.elements.keys().any(|known| known.as_str() == id);
    let equal = |found: Vec<String>| {
        let mut found = found;
        found.sort();
        if found == wanted { Ok(()) } else { Err(format!("{found:?}")) }
    };
    let technology = |id: &str| design.elements.iter().find(|(known, _)| known.as_str() == id).and_then(|(_, e)| e.technology.as_ref());
    let is = |found: String| if found == wanted[0] { Ok(()) } else { Err(found) };
    match subject {
        "verdict" => is(word(proposal.verdict.advice)),
        "parts" => {
            let code = |kind| matches!(kind, crate::design::ElementKind::Service | crate::design::ElementKind::Worker);
            equal(design.elements.iter().filter(|(_, e)| code(e.kind)).map(|(id, _)| id.to_string()).collect())
        }
        "has" | "has-not" => {
            let known: Vec<&str> = design.contexts.keys().map(|id| id.as_str()).collect();
            let fits = wanted.iter().all(|id| known.contains(&id.as_str()) == (subject == "has"));
            if fits { Ok(()) } else { Err(format!("{known:?}")) }
        }
        "fields" => {
            let mut entities = design.contexts.values().flat_map(|context| &context.entities);
            let Some(entity) = entities.find(|entity| entity.name == wanted[0]) else { return Err("no such entity".to_owned()) };
            let fields: Vec<&str> = entity.fields.keys().map(String::as_str).collect();
            if wanted[1..].iter().all(|field| fields.contains(&field.as_str())) { Ok(()) } else { Err(format!("{fields:?}")) }
        }
        "sensitivity" => {
            let mut entities = design.contexts.values().flat_map(|context| &context.entities);
            let found = entities.find(|entity| entity.name == wanted[0]).map_or_else(String::new, |entity| word(entity.sensitivity));
            if found == wanted[1] { Ok(()) } else { Err(found) }
        }
        "externals" => equal(design.elements_of(crate::design::ElementKind::External).map(|(id, _)| id.to_string()).collect()),
        "store-of" => {
            let found = technology(&wanted[0]).map(ToString::to_string).unwrap_or_default();
            if found == wanted[1] { Ok(()) } else { Err(found) }
        }
        "says" | "says-not" => {
            let text = &proposal.verdict.explanation;
            if text.contains(&wanted[0]) == (subject == "says") { Ok(()) } else { Err(format!("“{text}”")) }
        }
        "read" => {
            let found = match Brief::read(&design.brief).explicit(&wanted[0]) {
                Some(Answer::Number(n)) => n.to_string(),
                Some(Answer::Text(text)) => text,
                Some(Answer::Many(entries)) => entries.join(" "),
                _ => String::new(),
            };
            if found == wanted[1..].join(" ") { Ok(()) } else { Err(found) }
        }
        "outbox" | "no-outbox" => {
            let sends = |link: &&crate::design::Link| link.kind == crate::design::LinkKind::Publish && link.from.as_str() == wanted[0];
            match design.links.values().find(sends) {
                Some(link) if link.outbox == (subject == "outbox") => Ok(()),
                Some(link) => Err(format!("outbox: {}", link.outbox)),
                None => Err("it announces nothing".to_owned()),
            }
        }
        "no-link" if design.links.values().any(|link| link.from.as_str() == wanted[0] && link.to.as_str() == wanted[1]) => {
            Err("a link".to_owned())
        }
        "no-link" => Ok(()),
        "encrypted" => {
            let open = wanted.iter().find(|id| !design.elements.iter().any(|(known, e)| known.as_str() == **id && e.encrypted));
            open.map_or(Ok(()), |id| Err(format!("{id} is not")))
        }
        "link" if design.links.values().any(|link| link.from.as_str() == wanted[0] && link.to.as_str() == wanted[1]) => Ok(()),
        "link" => Err("no link".to_owned()),
        "contexts" => equal(design.contexts.keys().map(ToString::to_string).collect()),
        "with" if wanted.iter().all(has_element) => Ok(()),
        "without" if !wanted.iter().any(has_element) => Ok(()),
        "with" | "without" => Err(format!("{:?}", design.elements.keys().map(|id| id.as_str()).collect::<Vec<_>>())),
        "most" => {
            let n = design.elements.values().filter(|e| e.kind == crate::design::ElementKind::Service).count();
            if n <= wanted[0].parse().unwrap() { Ok(()) } else { Err(n.to_string()) }
        }
        "team" => {
            let teams: Vec<_> = design.contexts.values().filter_map(|context| context.team.clone()).collect();
            if teams.contains(&wanted[0]) { Ok(()) } else { Err(format!("{teams:?}")) }
        }
        "first" => is(proposal.verdict.extract_first.first().map(|first| first.context.clone()).unwrap_or_default()),
        "language" => {
            let found = technology(&wanted[0]).map(ToString::to_string).unwrap_or_default();
            if found == wanted[1] { Ok(()) } else { Err(found) }
        }
        "broker-is" => {
            let found = technology("broker").map(ToString::to_string).unwrap_or_default();
            if wanted.contains(&found) { Ok(()) } else { Err(found) }
        }
        "owner" => {
            let owns = |context: &crate::design::Context| context.entities.iter().any(|entity| entity.name == wanted[0]);
            let owners: Vec<_> = design.contexts.iter().filter(|(_, c)| owns(c)).map(|(id, _)| id.as_str()).collect();
            if owners == [wanted[1].as_str()] { Ok(()) } else { Err(format!("{owners:?}")) }
        }
        "replicas" => {
            let found = design.elements.iter().find(|(id, _)| id.as_str() == wanted[0]).map_or(0, |(_, e)| e.replica_count());
            if found >= wanted[1].parse().unwrap() { Ok(()) } else { Err(found.to_string()) }
        }
        "migration" => crate::discovery::migration_plan(design).map(|_| ()).ok_or_else(|| "no plan".to_owned()),
        "cut" => {
            let score = cutting(design).map_or(0, |cutting| cutting.drawn.score);
            if score >= wanted[0].parse().unwrap() { Ok(()) } else { Err(score.to_string()) }
        }
        "trust" => {
            let signed = design.platform.service_authentication == ServiceAuthentication::SignedTokens;
            if signed == (wanted[0] == "signed-tokens") { Ok(()) } else { Err(format!("{:?}", design.platform.service_authentication)) }
        }
        topic => match proposal.decisions.iter().find(|record| record.topic == topic) {
            Some(record) => is(record.choice.clone()),
            None => Err("no such decision".to_owned()),
        },
    }
}

#[test]
fn every_brief_gives_what_was_expected_of_it() {
    let cases = cases();
    assert!(cases.len() >= 60, "{} Briefs", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        assert!(!case.expected.is_empty(), "{} expects nothing", case.name);
        let proposal = propose(None, &case.answers);
        for (subject, wanted, why) in &case.expected {
            if let Err(found) = holds(&proposal, subject, wanted) {
                wrong.push(format!(
                    "{}: {subject} should be {wanted:?}, because {why}; it is {found} (balance {})",
                    case.name, proposal.verdict.balance
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_outcome_and_shape_is_expected_somewhere() {
    let verdicts: std::collections::BTreeSet<String> =
        cases().into_iter().map(|case| word(propose(None, &case.answers).verdict.advice)).collect();
    assert_eq!(verdicts.into_iter().collect::<Vec<_>>(), ["microservices", "modular-monolith", "monolith-first"]);
}

/// The cut that is drawn is never much worse than another that nobody would have to be warned of, and never nano or god.
#[test]
fn the_drawn_cut_holds_its_own() {
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|case| !case.answers.contains_key(moves::QUESTION)) {
        let Some(cutting) = cutting(&propose(None, &case.answers).design) else { continue };
        if cutting.drawn.god > 0 {
            wrong.push(format!("{}: a context too large", case.name));
        }
        if let Some(better) = cutting.alternatives.iter().filter(|cut| cut.god == 0).find(|cut| cut.score > cutting.drawn.score + 12) {
            wrong.push(format!("{}: {} scores {}, the drawn one {}", case.name, better.name, better.score, cutting.drawn.score));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
