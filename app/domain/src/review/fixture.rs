//! Small Designs as text, for tests and for the examples of rules. A line is a part, a link, an event's way, or a setting of the
//! Design:
//!
//! ```text
//! web -rest-> orders            timeout_ms=2000 critical
//! orders -owns-> orders-db
//! orders -publish-> bus         events=order.created
//! [ordering] orders orders-db   team=Blue entities=orders,cards:card
//! orders: replicas=2 encrypted
//! journey buy: orders-db ...    availability=99.9
//! platform: metrics=prometheus
//! ```
//!
//! The kind of a part is guessed from its name (`-db`, `web`, `gateway`, `bus`, `-worker`, `ext-`) unless a line says `kind=`.

use super::{Finding, Rule, graph::Graph, review};
use crate::{
    Design,
    design::{Availability, Context, Element, ElementKind, Entity, Journey, Link, LinkKind, Sensitivity, Setting, Step},
    ids::{ElementId, LinkId},
};
use serde_json::{Map, Value, json};

/// The Design that a text describes. It panics on a text that is not one, which is what a test wants.
pub(crate) fn design(text: &str) -> Design {
    let mut design = Design::new("Fixture");
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [from, arrow, to, ref options @ ..] if arrow.starts_with('-') && arrow.ends_with("->") => {
                link(&mut design, from, &arrow[1..arrow.len() - 2], to, options);
            }
            ["platform:", ref options @ ..] => platform(&mut design, options),
            ["journey", name, ref rest @ ..] => journey(&mut design, name.trim_end_matches(':'), rest),
            [name, ref rest @ ..] if name.starts_with('[') => context(&mut design, name.trim_matches(['[', ']']), rest),
            [name, ref options @ ..] => {
                let id = part(&mut design, name.trim_end_matches(':'));
                let old = serde_json::to_value(&design.elements[&id]).unwrap();
                design.elements.insert(id, serde_json::from_value(with(old, options)).unwrap());
            }
            [] => {}
        }
    }
    assert_eq!(design.problems(), vec![], "{text}");
    design
}

/// The subjects of a rule's findings must be exactly these, in order.
#[track_caller]
pub(crate) fn expect(rule: &Rule, text: &str, subjects: &[&str]) {
    let design = design(text);
    let mut found: Vec<String> = (rule.check)(&Graph::of(&design)).iter().map(|finding| finding.key.subject().to_owned()).collect();
    found.sort();
    assert_eq!(found, subjects, "{text}");
}

/// Every finding of a rule with a fix loses it to that fix, and no error is added.
#[track_caller]
pub(crate) fn expect_fixes_to_work(rule: &Rule, design: &Design) -> usize {
    let findings: Vec<Finding> = (rule.check)(&Graph::of(design));
    let mut fixed = 0;
    for finding in findings {
        let Some(fix) = finding.fix else { continue };
        let mut mended = design.clone();
        let applied = mended.apply(fix.edit.clone());
        assert!(applied.is_ok(), "{}: {:?} by {:?}", finding.key, applied, fix);
        assert_eq!(mended.problems(), vec![], "{}", finding.key);
        let left = (rule.check)(&Graph::of(&mended));
        assert!(left.iter().all(|other| other.key != finding.key), "{} is still there after {:?}", finding.key, fix);
        let errors = |design: &Design| -> Vec<String> {
            review(design).open(super::Severity::Error).map(|finding| finding.key.to_string()).collect()
        };
        let before = errors(design);
        let added: Vec<String> = errors(&mended).into_iter().filter(|key| !before.contains(key)).collect();
        assert!(added.is_empty(), "{}: its fix adds {added:?}", finding.key);
        assert!(!fix.label.is_empty() && !fix.changes.is_empty(), "{}", finding.key);
        fixed += 1;
    }
    fixed
}

fn part(design: &mut Design, name: &str) -> ElementId {
    let id = ElementId::new(name).unwrap();
    let guess = || match name {
        _ if name.ends_with("db") || name.ends_with("cache") => ElementKind::Datastore,
        _ if name.starts_with("web") || name.starts_with("app") => ElementKind::Frontend,
        _ if name.starts_with("gateway") => ElementKind::Gateway,
        _ if name.starts_with("bus") => ElementKind::Broker,
        _ if name.ends_with("worker") => ElementKind::Worker,
        _ if name.starts_with("ext") => ElementKind::External,
        _ => ElementKind::Service,
    };
    design.elements.entry(id.clone()).or_insert_with(|| Element::new(guess()));
    id
}

fn link(design: &mut Design, from: &str, kind: &str, to: &str, options: &[&str]) {
    let kind: LinkKind = serde_json::from_value(json!(kind)).unwrap();
    let (from, to) = (part(design, from), part(design, to));
    let id = design.free_link_id(&from, &to);
    let value = with(serde_json::to_value(Link::new(from, to, kind)).unwrap(), options);
    let link: Link = serde_json::from_value(value).unwrap();
    for event in &link.events {
        design.events.entry(event.clone()).or_default();
    }
    design.links.insert(id, link);
}

fn context(design: &mut Design, name: &str, words: &[&str]) {
    let id = crate::ids::ContextId::new(name).unwrap();
    let mut context = Context { name: name.to_owned(), ..Context::default() };
    for word in words {
        match word.split_once('=') {
            Some(("team", team)) => context.team = Some(team.to_owned()),
            Some(("entities", list)) => context.entities = list.split(',').map(entity).collect(),
            Some(_) => panic!("{word}"),
            None => {
                let member = part(design, word);
                design.elements.get_mut(&member).unwrap().context = Some(id.clone());
            }
        }
    }
    design.contexts.insert(id, context);
}

fn entity(text: &str) -> Entity {
    let (name, sensitivity) = text.split_once(':').unwrap_or((text, "plain"));
    let sensitivity: Sensitivity = serde_json::from_value(json!(sensitivity)).unwrap();
    Entity { name: name.to_owned(), sensitivity }
}

fn journey(design: &mut Design, name: &str, words: &[&str]) {
    let mut journey = Journey { name: name.to_owned(), ..Journey::default() };
    for word in words {
        match word.split_once('=') {
            Some(("availability", percent)) => journey.availability = Availability::from_percent(percent.parse().unwrap()),
            Some(_) => panic!("{word}"),
            None => journey.steps.push(Step { link: LinkId::new(*word).unwrap(), note: String::new() }),
        }
    }
    design.journeys.insert(crate::ids::JourneyId::new(name).unwrap(), journey);
}

fn platform(design: &mut Design, options: &[&str]) {
    let mut value = serde_json::to_value(&design.platform).unwrap();
    for option in options {
        let (name, choice) = option.split_once('=').unwrap();
        let slots = ["metrics", "dashboards", "logs", "traces", "correlation_ids"];
        let place = if slots.contains(&name) { &mut value["observability"] } else { &mut value };
        place[name] = serde_json::from_str(choice).unwrap_or_else(|_| json!(choice));
    }
    design.platform = serde_json::from_value(value).unwrap();
}

/// `name=value`, `name` (on), `no-name` (off), `NAME=value` (a setting), `!NAME=value` (a secret), lists by commas.
fn with(mut value: Value, options: &[&str]) -> Value {
    for option in options {
        let (name, text) = option.split_once('=').unwrap_or((option, "true"));
        if name.trim_start_matches('!').chars().next().is_some_and(|c| c.is_ascii_uppercase()) {
            let setting = Setting { value: text.to_owned(), secret: name.starts_with('!') };
            let settings = value.as_object_mut().unwrap().entry("settings").or_insert_with(|| Value::Object(Map::new()));
            settings[name.trim_start_matches('!')] = serde_json::to_value(setting).unwrap();
        } else if let Some(off) = name.strip_prefix("no-") {
            value[off] = json!(false);
        } else if matches!(name, "events" | "modules") {
            value[name] = text.split(',').collect();
        } else {
            value[name] = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        }
    }
    value
}
