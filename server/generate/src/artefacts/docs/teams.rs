//! The model of teams.md: who owns what, and what architect, DevOps, backend and QA do next with this very design.

use super::Writer;
use crate::{
    GenerateError,
    plan::{Plan, SecretSource},
    render::render,
};
use domain::{
    Design,
    decision::Status,
    design::{ElementKind, Link},
    review::Severity,
};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    teams: Vec<Team<'a>>,
    /// Parts that belong to no team.
    unowned: Vec<&'a str>,
    waiting: Vec<Waiting<'a>>,
    open: usize,
    accepted: usize,
    has_records: bool,
    given_secrets: Vec<&'a str>,
    target: &'static str,
    secret_store: String,
    release: &'static str,
    has_delivery: bool,
    has_load: bool,
    built: Vec<Built<'a>>,
    journeys: Vec<JourneyRow<'a>>,
    outages: Vec<Outage<'a>>,
    consumers: Vec<&'a str>,
}

#[derive(Serialize)]
struct Team<'a> {
    name: &'a str,
    contexts: Vec<&'a str>,
    parts: Vec<&'a str>,
    entities: Vec<&'a str>,
    calls: Vec<&'a str>,
}

#[derive(Serialize)]
struct Waiting<'a> {
    subject: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Built<'a> {
    id: &'a str,
    technology: &'a str,
    team: &'a str,
    entities: String,
    events: String,
}

#[derive(Serialize)]
struct JourneyRow<'a> {
    name: &'a str,
    latency: String,
    availability: String,
}

#[derive(Serialize)]
struct Outage<'a> {
    part: &'a str,
    caller: &'a str,
    expected: &'a str,
}

pub(super) fn page(plan: &Plan, out: &Writer) -> Result<Option<String>, GenerateError> {
    let design = plan.design;
    if plan.containers.is_empty() {
        return Ok(None);
    }
    let findings = &plan.review().findings;
    let page = Page {
        name: &plan.name,
        teams: teams(design),
        unowned: design
            .elements
            .iter()
            .filter(|(id, e)| e.kind.has_code() && team_of(design, id.as_str()).is_none())
            .map(|(id, _)| id.as_str())
            .collect(),
        waiting: plan
            .records()
            .iter()
            .filter(|record| record.status == Status::Proposed)
            .map(|record| Waiting { subject: &record.subject, title: &record.title })
            .collect(),
        open: findings.iter().filter(|f| f.waived.is_none() && f.severity != Severity::Note).count(),
        accepted: findings.iter().filter(|f| f.waived.is_some()).count(),
        has_records: out.is_chosen("adr"),
        given_secrets: plan.secrets.iter().filter(|secret| secret.source == SecretSource::Given).map(|secret| secret.id.as_str()).collect(),
        target: design.platform.target.label(),
        secret_store: super::security::secret_store(plan),
        release: design.platform.release.label(),
        has_delivery: out.is_chosen("delivery"),
        has_load: out.is_chosen("delivery") && !plan.routes.is_empty(),
        built: built(plan),
        journeys: design
            .journeys
            .values()
            .map(|journey| JourneyRow {
                name: &journey.name,
                latency: journey.latency_p95_ms.map_or_else(String::new, |ms| format!("{ms} ms")),
                availability: journey.availability.map_or_else(String::new, |a| a.to_string()),
            })
            .collect(),
        outages: design.links.values().filter_map(|link| outage(design, link)).collect(),
        consumers: consumers(design),
    };
    render("docs/teams.md", &page).map(Some)
}

/// The team of a part: that of its context.
pub(super) fn team_of<'a>(design: &'a Design, part: &str) -> Option<&'a str> {
    let element = design.elements.get(part)?;
    element.context.iter().chain(&element.modules).find_map(|id| design.contexts.get(id)?.team.as_deref())
}

fn teams(design: &Design) -> Vec<Team<'_>> {
    let mut by_name: BTreeMap<&str, Team> = BTreeMap::new();
    for (id, context) in &design.contexts {
        let Some(name) = context.team.as_deref() else { continue };
        let team = by_name.entry(name).or_insert_with(|| Team {
            name,
            contexts: Vec::new(),
            parts: Vec::new(),
            entities: Vec::new(),
            calls: Vec::new(),
        });
        team.contexts.push(&context.name);
        team.parts.extend(
            design.elements.iter().filter(|(_, e)| e.context.as_ref() == Some(id) || e.modules.contains(id)).map(|(part, _)| part.as_str()),
        );
        team.entities.extend(context.entities.iter().map(|entity| entity.name.as_str()));
    }
    // Whom a team has to talk to when its interfaces change.
    for link in design.links.values().filter(|link| link.kind.is_call()) {
        if let (Some(caller), Some(callee)) = (team_of(design, link.from.as_str()), team_of(design, link.to.as_str()))
            && caller != callee
            && let Some(team) = by_name.get_mut(callee)
        {
            team.calls.push(caller);
        }
    }
    for team in by_name.values_mut() {
        for list in [&mut team.parts, &mut team.calls] {
            list.sort_unstable();
            list.dedup();
        }
    }
    by_name.into_values().collect()
}

fn built<'a>(plan: &'a Plan<'a>) -> Vec<Built<'a>> {
    let design = plan.design;
    plan.built()
        .map(|container| {
            let contexts = design.elements.get(container.id.as_str()).into_iter().flat_map(|e| e.context.iter().chain(&e.modules));
            let entities: Vec<&str> =
                contexts.filter_map(|id| design.contexts.get(id)).flat_map(|c| &c.entities).map(|entity| entity.name.as_str()).collect();
            let mine = plan.links.from(&container.id).iter().map(|(_, link)| link).filter(|link| link.kind.is_event());
            let events: Vec<String> = mine
                .map(|link| {
                    format!(
                        "{}: {}",
                        link.kind.label().to_lowercase(),
                        link.events.iter().map(|e| e.as_str()).collect::<Vec<_>>().join(", ")
                    )
                })
                .collect();
            Built {
                id: &container.id,
                technology: &container.made_with,
                team: team_of(design, &container.id).unwrap_or_default(),
                entities: entities.join(", "),
                events: events.join("; "),
            }
        })
        .collect()
}

fn outage<'a>(design: &'a Design, link: &'a Link) -> Option<Outage<'a>> {
    let expected = link.fallback.as_deref()?;
    let backend = design.elements.get(&link.from).is_some_and(|e| matches!(e.kind, ElementKind::Service | ElementKind::Worker));
    backend.then(|| Outage { part: design.display_name(&link.to), caller: design.display_name(&link.from), expected })
}

fn consumers(design: &Design) -> Vec<&str> {
    let mut all: Vec<&str> = design
        .links
        .values()
        .filter(|l| l.kind == domain::design::LinkKind::Subscribe && l.idempotent)
        .map(|l| design.display_name(&l.from))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
