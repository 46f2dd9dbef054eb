//! The runbooks: a page for each part that runs, and one for the alarms. Commands name this system's own parts.

use super::Writer;
use crate::{
    GenerateError,
    artefacts::kubernetes,
    names::in_path,
    origin::Mark,
    plan::{Container, Plan, Role, metrics_port},
    render::render,
};
use domain::{
    design::{Link, LinkKind},
    ids::ElementId,
};
use serde::Serialize;

#[derive(Serialize)]
struct Page<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    technology: &'a str,
    context: Option<&'a str>,
    team: Option<&'a str>,
    namespace: &'a str,
    replicas: u16,
    max_replicas: Option<u16>,
    memory_mib: u32,
    cpu_millicores: u32,
    is_code: bool,
    keeps_data: bool,
    has_kubernetes: bool,
    /// A Job in the cluster brings its database up to date.
    migrates: bool,
    has_delivery: bool,
    live: Option<&'a str>,
    ready: Option<&'a str>,
    port: u16,
    has_metrics: bool,
    grace_seconds: u32,
    needs: Vec<Need<'a>>,
    needed_by: Vec<Need<'a>>,
    journeys: Vec<&'a str>,
    secrets: &'a [String],
    volume: Option<VolumeRow<'a>>,
}

#[derive(Serialize)]
struct Need<'a> {
    name: &'a str,
    kind: &'static str,
    without: String,
}

#[derive(Serialize)]
struct VolumeRow<'a> {
    name: &'a str,
    gib: u32,
}

#[derive(Serialize)]
struct Alarms<'a> {
    name: &'a str,
    /// Prometheus raises them, under these names.
    watched: bool,
    rows: Vec<AlarmRow<'a>>,
    journeys: Vec<JourneyAlarm<'a>>,
    consumers: Vec<&'a str>,
    stores: Vec<&'a str>,
    namespace: &'a str,
    has_kubernetes: bool,
}

#[derive(Serialize)]
struct AlarmRow<'a> {
    id: &'a str,
    team: &'a str,
}

#[derive(Serialize)]
struct JourneyAlarm<'a> {
    name: &'a str,
    latency: String,
    availability: String,
    parts: String,
}

/// Where the runbook of a part is, from the top of the bundle.
pub(super) fn path(container: &Container) -> String {
    format!("docs/runbooks/{}.md", in_path(&container.id))
}

/// Parts that have one: what runs and is of this Design.
pub(super) fn covered<'a>(plan: &'a Plan) -> impl Iterator<Item = &'a Container> {
    plan.containers.iter().filter(|c| c.role != Role::Observer)
}

pub(super) fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    if covered(plan).next().is_none() {
        return Ok(());
    }
    for container in covered(plan) {
        out.about(Some(Mark::Part(container.id.clone())));
        out.text(path(container), render("docs/runbook.md", &page(plan, out, container))?)?;
    }
    out.about(None);
    out.text("docs/runbooks/README.md", render("docs/alarms.md", &alarms(plan, out))?)
}

fn page<'a>(plan: &'a Plan, out: &Writer, container: &'a Container) -> Page<'a> {
    let design = plan.design;
    let element = ElementId::new(container.id.clone()).ok();
    let part = element.as_ref().and_then(|id| design.elements.get(id));
    let context = part.and_then(|e| e.context.as_ref()).and_then(|id| design.contexts.get(id));
    let probe = container.probe.as_ref();
    Page {
        id: &container.id,
        title: &container.title,
        description: &container.description,
        technology: &container.made_with,
        context: context.map(|context| context.name.as_str()),
        team: context.and_then(|context| context.team.as_deref()),
        namespace: &plan.slug,
        replicas: container.replicas,
        max_replicas: container.max_replicas,
        memory_mib: container.memory_mib,
        cpu_millicores: container.cpu_millicores,
        is_code: container.stack.is_some(),
        keeps_data: container.volume.is_some(),
        has_kubernetes: out.is_chosen("kubernetes"),
        migrates: out.is_chosen("kubernetes") && kubernetes::migrates(plan, container),
        has_delivery: out.is_chosen("delivery") && container.stack.is_some(),
        live: probe.and_then(|p| p.live.as_ref()).map(|p| p.path.as_str()),
        ready: probe.and_then(|p| p.ready.as_ref()).map(|p| p.path.as_str()),
        port: container.port,
        has_metrics: metrics_port(container).is_some(),
        grace_seconds: container.stop_grace_seconds,
        needs: plan
            .links
            .from(&container.id)
            .iter()
            .map(|(_, link)| Need { name: design.display_name(&link.to), kind: link.kind.label(), without: without(link) })
            .collect(),
        needed_by: plan
            .links
            .to(&container.id)
            .iter()
            .map(|(_, link)| Need { name: design.display_name(&link.from), kind: link.kind.label(), without: without(link) })
            .collect(),
        journeys: plan.links.journeys_of(&container.id).iter().map(|journey| journey.name.as_str()).collect(),
        secrets: &container.secrets,
        volume: container.volume.as_ref().map(|v| VolumeRow { name: &v.name, gib: v.gib }),
    }
}

/// What the caller does when the other end is away.
fn without(link: &Link) -> String {
    match (&link.fallback, link.kind) {
        (Some(fallback), _) => fallback.clone(),
        (None, LinkKind::Publish) if link.outbox => "events wait in the outbox and leave later".to_owned(),
        (None, LinkKind::Publish) => "events are lost".to_owned(),
        (None, LinkKind::Subscribe) => "messages wait at the broker".to_owned(),
        (None, LinkKind::Owns | LinkKind::Reads) => "not ready: it takes no requests until the store is back".to_owned(),
        (None, _) => "the error goes on to whoever asked".to_owned(),
    }
}

fn alarms<'a>(plan: &'a Plan, out: &Writer) -> Alarms<'a> {
    let design = plan.design;
    let subscribes = |c: &Container| plan.links.from(&c.id).iter().any(|(_, link)| link.kind == LinkKind::Subscribe);
    let team = |c: &Container| {
        let element = design.elements.get(c.id.as_str());
        let context = element.and_then(|e| e.context.as_ref()).and_then(|id| design.contexts.get(id));
        context.and_then(|context| context.team.as_deref()).unwrap_or_default()
    };
    Alarms {
        name: &plan.name,
        watched: design.platform.observability.metrics.is_some() && out.is_chosen("observability"),
        rows: covered(plan).map(|c| AlarmRow { id: &c.id, team: team(c) }).collect(),
        journeys: design
            .journeys
            .values()
            .filter(|journey| !journey.steps.is_empty())
            .map(|journey| {
                let mut parts: Vec<&str> = journey
                    .steps
                    .iter()
                    .filter_map(|step| design.links.get(&step.link))
                    .flat_map(|link| [link.from.as_str(), link.to.as_str()])
                    .collect();
                parts.sort_unstable();
                parts.dedup();
                JourneyAlarm {
                    name: &journey.name,
                    latency: journey.latency_p95_ms.map_or_else(String::new, |ms| format!("{ms} ms")),
                    availability: journey.availability.map_or_else(String::new, |a| a.to_string()),
                    parts: parts.join(", "),
                }
            })
            .collect(),
        consumers: covered(plan).filter(|c| subscribes(c)).map(|c| c.id.as_str()).collect(),
        stores: covered(plan).filter(|c| c.volume.is_some()).map(|c| c.id.as_str()).collect(),
        namespace: &plan.slug,
        has_kubernetes: out.is_chosen("kubernetes"),
    }
}
