//! Small Designs as text: the examples of rules, and what tests are written in. A line is a part, a link, a context, a journey,
//! answers of the brief, or a setting of the Design:
//!
//! ```text
//! web -rest-> orders            timeout_ms=2000 critical
//! orders -owns-> orders-db
//! orders -publish-> bus         events=order.created
//! [ordering] orders orders-db   team=Blue entities=orders,cards:card
//! orders: replicas=2 encrypted
//! journey buy: web-orders       availability=99.9
//! event order.created: id=uuid
//! brief: engineers=3
//! platform: metrics=prometheus
//! ```
//!
//! The kind of a part is guessed from its name (`-db`, `web`, `gateway`, `bus`, `-worker`, `ext-`) unless a line says `kind=`.
//! An underscore in a text stands for a space. Must not judge.

use crate::{
    Design,
    design::{Availability, Context, Element, ElementKind, Entity, Event, Journey, Link, LinkKind, Sensitivity, Setting, Step},
    discovery::Answer,
    ids::{ContextId, ElementId, EventId, JourneyId, LinkId, QuestionId},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The Design that a text describes, or what is wrong with the text.
pub(crate) fn read(text: &str) -> Result<Design, String> {
    let mut design = Design::new("Example");
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        read_line(&mut design, line).map_err(|error| format!("{line}: {error}"))?;
    }
    let problems = design.problems();
    if problems.is_empty() { Ok(design) } else { Err(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")) }
}

fn read_line(design: &mut Design, line: &str) -> Result<(), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["platform:", ref options @ ..] => platform(design, options),
        ["brief:", ref answers @ ..] => brief(design, answers),
        ["journey", name, ref rest @ ..] => journey(design, name.trim_end_matches(':'), rest),
        ["event", name, ref fields @ ..] => event(design, name.trim_end_matches(':'), fields),
        [name, ref rest @ ..] if name.starts_with('[') => context(design, name.trim_matches(['[', ']']), rest),
        [from, arrow, to, ref options @ ..] if arrow.starts_with('-') && arrow.ends_with("->") => {
            link(design, from, arrow.trim_start_matches('-').trim_end_matches("->"), to, options)
        }
        [name, ref options @ ..] => {
            let id = part(design, name.trim_end_matches(':'))?;
            if let Some(element) = design.elements.get_mut(&id) {
                *element = changed(element, options)?;
            }
            Ok(())
        }
        [] => Ok(()),
    }
}

fn part(design: &mut Design, name: &str) -> Result<ElementId, String> {
    let id = ElementId::new(name).map_err(|error| error.to_string())?;
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
    Ok(id)
}

fn link(design: &mut Design, from: &str, kind: &str, to: &str, options: &[&str]) -> Result<(), String> {
    let kind: LinkKind = value_of(kind)?;
    let (from, to) = (part(design, from)?, part(design, to)?);
    let id = design.free_link_id(&from, &to);
    let link: Link = changed(&Link::new(from, to, kind), options)?;
    for event in &link.events {
        design.events.entry(event.clone()).or_default();
    }
    design.links.insert(id, link);
    Ok(())
}

fn context(design: &mut Design, name: &str, words: &[&str]) -> Result<(), String> {
    let id = ContextId::new(name).map_err(|error| error.to_string())?;
    let mut context = Context { name: name.to_owned(), ..Context::default() };
    for word in words {
        match word.split_once('=') {
            Some(("team", team)) => context.team = Some(spaced(team)),
            Some(("purpose", purpose)) => context.purpose = spaced(purpose),
            Some(("entities", list)) => context.entities = list.split(',').map(entity).collect::<Result<_, _>>()?,
            Some((other, _)) => return Err(format!("a context has no “{other}”")),
            None => {
                let member = part(design, word)?;
                if let Some(element) = design.elements.get_mut(&member) {
                    element.context = Some(id.clone());
                }
            }
        }
    }
    design.contexts.insert(id, context);
    Ok(())
}

fn entity(text: &str) -> Result<Entity, String> {
    let (name, sensitivity) = text.split_once(':').unwrap_or((text, "plain"));
    let sensitivity: Sensitivity = value_of(sensitivity)?;
    let mut entity = Entity::plain(name);
    entity.sensitivity = sensitivity;
    Ok(entity)
}

fn journey(design: &mut Design, name: &str, words: &[&str]) -> Result<(), String> {
    let mut journey = Journey { name: name.to_owned(), ..Journey::default() };
    for word in words {
        match word.split_once('=') {
            Some(("availability", percent)) => journey.availability = Availability::from_percent(value_of(percent)?),
            Some((other, _)) => return Err(format!("a journey has no “{other}” here")),
            None => journey.steps.push(Step { link: LinkId::new(*word).map_err(|error| error.to_string())?, note: String::new() }),
        }
    }
    design.journeys.insert(JourneyId::new(name).map_err(|error| error.to_string())?, journey);
    Ok(())
}

fn event(design: &mut Design, name: &str, fields: &[&str]) -> Result<(), String> {
    let mut event = Event::default();
    for field in fields {
        let (field, kind) = field.split_once('=').ok_or("a field looks like id=uuid")?;
        event.fields.insert(field.to_owned(), value_of(kind)?);
    }
    design.events.insert(EventId::new(name).map_err(|error| error.to_string())?, event);
    Ok(())
}

fn brief(design: &mut Design, answers: &[&str]) -> Result<(), String> {
    for answer in answers {
        let (question, answer) = answer.split_once('=').ok_or("an answer looks like engineers=3")?;
        let question = QuestionId::new(question).map_err(|error| error.to_string())?;
        let answer = answer.parse().map_or_else(|_| Answer::text(answer), Answer::Number);
        design.brief.insert(question, answer);
    }
    Ok(())
}

fn platform(design: &mut Design, options: &[&str]) -> Result<(), String> {
    let mut value = serde_json::to_value(&design.platform).map_err(|error| error.to_string())?;
    for option in options {
        let (name, choice) = option.split_once('=').ok_or("a choice looks like target=kubernetes")?;
        let slots = ["metrics", "dashboards", "logs", "traces", "correlation_ids"];
        let place = if slots.contains(&name) { &mut value["observability"] } else { &mut value };
        place[name] = serde_json::from_str(choice).unwrap_or_else(|_| json!(choice));
    }
    design.platform = serde_json::from_value(value).map_err(|error| error.to_string())?;
    Ok(())
}

/// `name=value`, `name` (on), `no-name` (off), `NAME=value` (a setting), `!NAME=value` (a secret), lists by commas.
fn changed<T: serde::Serialize + DeserializeOwned>(old: &T, options: &[&str]) -> Result<T, String> {
    let mut value = serde_json::to_value(old).map_err(|error| error.to_string())?;
    for option in options {
        let (name, text) = option.split_once('=').unwrap_or((option, "true"));
        if name.trim_start_matches('!').chars().next().is_some_and(|c| c.is_ascii_uppercase()) {
            let setting = Setting { value: text.to_owned(), secret: name.starts_with('!') };
            let setting = serde_json::to_value(setting).map_err(|error| error.to_string())?;
            if let Some(fields) = value.as_object_mut() {
                let settings = fields.entry("settings").or_insert_with(|| Value::Object(Map::new()));
                settings[name.trim_start_matches('!')] = setting;
            }
        } else if let Some(off) = name.strip_prefix("no-") {
            value[off] = json!(false);
        } else if matches!(name, "events" | "modules") {
            value[name] = text.split(',').collect();
        } else {
            value[name] = serde_json::from_str(text).unwrap_or_else(|_| json!(spaced(text)));
        }
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn value_of<T: DeserializeOwned>(word: &str) -> Result<T, String> {
    let value = serde_json::from_str(word).unwrap_or_else(|_| json!(word));
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// Only free texts are spaced: values of closed sets hold no underscore.
fn spaced(text: &str) -> String {
    text.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_design() {
        let design = read(
            "web -rest-> orders critical
            orders -publish-> bus events=order.created
            [ordering] orders team=Team_Blue entities=orders,cards:card
            orders: replicas=2 description=Takes_orders LEVEL=info
            journey buy: web-orders availability=99.9
            event order.created: id=uuid
            brief: engineers=3 budget=under-50
            platform: target=kubernetes metrics=prometheus",
        )
        .unwrap();
        assert_eq!((design.elements.len(), design.links.len(), design.journeys.len(), design.brief.len()), (3, 2, 1, 2));
        let orders = &design.elements["orders"];
        assert_eq!((orders.replicas, orders.description.as_str()), (Some(2), "Takes orders"));
        assert_eq!(design.contexts["ordering"].team.as_deref(), Some("Team Blue"));
    }

    #[test]
    fn a_wrong_line_is_named() {
        for wrong in ["a -flies-> b", "[c] team", "journey j: x y=1", "platform: target", "orders-db -rest-> orders", "A: port=1"] {
            assert!(read(wrong).is_err() || wrong == "[c] team", "{wrong}");
        }
        assert!(read("a -flies-> b").unwrap_err().starts_with("a -flies-> b: "));
    }
}
