//! The model of journeys.md: what happens, step by step, for each thing users do. Parts are numbered, so that no name can be a keyword.

use crate::{GenerateError, plan::Plan, render::render};
use domain::{
    Design,
    design::{Journey, Link, LinkKind},
    ids::{ElementId, JourneyId},
};
use serde::Serialize;

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    journeys: Vec<Story<'a>>,
}

#[derive(Serialize)]
struct Story<'a> {
    name: &'a str,
    /// Its id, where another journey has the same name.
    twin: Option<&'a str>,
    latency: Option<u32>,
    availability: Option<String>,
    /// Minutes in a month in which it may fail.
    downtime: Option<String>,
    actors: Vec<Actor<'a>>,
    steps: Vec<Step<'a>>,
    /// What happens when a step gets no answer.
    without: Vec<Without<'a>>,
}

#[derive(Serialize)]
struct Actor<'a> {
    number: usize,
    name: &'a str,
}

#[derive(Serialize)]
struct Step<'a> {
    from: usize,
    to: usize,
    what: String,
    note: &'a str,
    /// The sender goes on without an answer.
    is_event: bool,
}

#[derive(Serialize)]
struct Without<'a> {
    part: &'a str,
    caller: &'a str,
    fallback: &'a str,
}

/// `None` when nobody drew a journey.
pub(super) fn page(plan: &Plan) -> Result<Option<String>, GenerateError> {
    let design = plan.design;
    let journeys: Vec<Story> =
        design.journeys.iter().filter(|(_, journey)| !journey.steps.is_empty()).map(|(id, journey)| story(design, id, journey)).collect();
    if journeys.is_empty() {
        return Ok(None);
    }
    render("docs/journeys.md", &Page { name: &plan.name, journeys }).map(Some)
}

fn story<'a>(design: &'a Design, id: &'a JourneyId, journey: &'a Journey) -> Story<'a> {
    let namesakes = design.journeys.values().filter(|other| other.name.trim() == journey.name.trim()).count();
    let links: Vec<(&Link, &str)> =
        journey.steps.iter().filter_map(|step| Some((design.links.get(&step.link)?, step.note.as_str()))).collect();
    let mut parts: Vec<&ElementId> = Vec::new();
    for id in links.iter().flat_map(|(link, _)| ends(link)) {
        if !parts.contains(&id) {
            parts.push(id);
        }
    }
    let number = |id: &ElementId| parts.iter().position(|part| *part == id).map_or(0, |i| i + 1);
    Story {
        name: &journey.name,
        twin: (namesakes > 1).then_some(id.as_str()),
        latency: journey.latency_p95_ms,
        availability: journey.availability.map(|a| a.to_string()),
        downtime: journey.availability.map(|a| minutes(a.downtime_minutes_per_month())),
        actors: parts.iter().map(|id| Actor { number: number(id), name: design.display_name(id) }).collect(),
        steps: links
            .iter()
            .map(|(link, note)| {
                let [from, to] = ends(link);
                Step { from: number(from), to: number(to), what: what(link), note, is_event: link.kind.is_event() }
            })
            .collect(),
        without: links
            .iter()
            .filter_map(|(link, _)| {
                let fallback = link.fallback.as_deref()?;
                Some(Without { part: design.display_name(&link.to), caller: design.display_name(&link.from), fallback })
            })
            .collect(),
    }
}

/// The ends in the direction in which something travels: messages come from the broker.
fn ends(link: &Link) -> [&ElementId; 2] {
    if link.kind == LinkKind::Subscribe { [&link.to, &link.from] } else { [&link.from, &link.to] }
}

fn what(link: &Link) -> String {
    let about = if link.kind.is_event() {
        link.events.iter().map(|event| event.as_str()).collect::<Vec<_>>().join(", ")
    } else {
        link.label.clone()
    };
    if about.is_empty() { link.kind.label().to_owned() } else { format!("{} {about}", link.kind.label()) }
}

fn minutes(minutes: f64) -> String {
    if minutes < 90.0 { format!("{minutes:.0} minutes") } else { format!("{:.1} hours", minutes / 60.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artefacts::fixture::shop;
    use domain::{design::Step as Passage, ids::LinkId, work::Work};

    #[test]
    fn journeys_of_one_name_are_told_apart() {
        let mut design = shop();
        let link = LinkId::new("gateway-orders").expect("an id");
        for (id, name) in [("pay", "Buy"), ("order", "Buy "), ("look", "Look")] {
            let steps = vec![Passage { link: link.clone(), note: String::new() }];
            design.journeys.insert(JourneyId::new(id).expect("an id"), Journey { name: name.into(), steps, ..Journey::default() });
        }
        let page = page(&Plan::new(&design, &Work::unlimited()).expect("a Plan")).expect("a page").expect("journeys");
        let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, ["## Look", "## Buy (order)", "## Buy (pay)"]);
    }
}
