//! Who may talk to whom: a passage for each link, and for each connection that no link stands for, such as that of what watches. A
//! passage is a network policy at either end; what has none is denied.

use super::{deployed, entrance, migration, names::Names};
use crate::plan::{Container, Plan};
use domain::design::{ElementKind, Link};
use serde::Serialize;
use std::{borrow::Cow, collections::BTreeSet};

/// The port of an outside system whose Design names none.
const HTTPS: u16 = 443;

/// All of them, as the file of network policies prints them.
#[derive(Debug, Serialize)]
pub(super) struct Passages<'a> {
    part_of: &'a str,
    /// Parts that the world may call, and where.
    doors: Vec<Door<'a>>,
    /// Parts that ask the cluster's API.
    askers: Vec<&'a str>,
    passages: Vec<Passage<'a>>,
}

#[derive(Debug, Serialize)]
struct Door<'a> {
    id: &'a str,
    port: u16,
}

/// One part may call another, or the world.
#[derive(Debug, Serialize)]
struct Passage<'a> {
    /// The link's id. What is no link is named after both ends; a dot is in no id.
    name: String,
    purpose: String,
    /// A part, or the Job of one.
    from: Cow<'a, str>,
    /// Absent: systems outside.
    to: Option<&'a str>,
    ports: BTreeSet<u16>,
}

impl<'a> Passages<'a> {
    pub(super) fn new(plan: &'a Plan<'_>) -> Self {
        let links: Vec<Passage> = plan.design.links.iter().filter_map(|(id, link)| of_link(plan, id.as_str(), link)).collect();
        let covered: BTreeSet<(&str, Option<&str>)> = links.iter().map(|passage| (passage.from.as_ref(), passage.to)).collect();
        let mut others = Vec::new();
        for from in deployed(plan) {
            let called: BTreeSet<&str> = from.peers.iter().map(|peer| peer.id.as_str()).collect();
            let open = called.into_iter().filter_map(|id| part(plan, id)).filter(|to| !covered.contains(&(&from.id, Some(&to.id))));
            others.extend(open.map(|to| Passage {
                name: format!("{}.{}", from.id, to.id),
                purpose: format!("{} calls {}", from.id, to.id),
                from: Cow::Borrowed(&from.id),
                to: Some(&to.id),
                ports: ports(from, to),
            }));
            if from.egress && !covered.contains(&(&from.id, None)) {
                others.push(Passage {
                    name: format!("{}.calls.outside", from.id),
                    purpose: format!("{} calls systems outside", from.id),
                    from: Cow::Borrowed(&from.id),
                    to: None,
                    ports: [HTTPS].into(),
                });
            }
        }
        others.extend(of_migrations(plan));
        Self {
            part_of: &plan.slug,
            doors: deployed(plan).filter(|c| entrance::is_entrance(c)).map(|c| Door { id: &c.id, port: c.port }).collect(),
            askers: deployed(plan).filter(|c| c.asks_cluster()).map(|c| c.id.as_str()).collect(),
            passages: links.into_iter().chain(others).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.doors.is_empty() && self.passages.is_empty()
    }
}

fn part<'a>(plan: &'a Plan, id: &str) -> Option<&'a Container> {
    plan.container(id).filter(|c| c.runs_in_clusters())
}

fn ports(from: &Container, to: &Container) -> BTreeSet<u16> {
    from.ports_at(&to.id).collect()
}

/// Some links, such as those that bring events, are drawn against the direction of their connection.
fn of_link<'a>(plan: &'a Plan, id: &str, link: &Link) -> Option<Passage<'a>> {
    let purpose = format!("link {id}, {}", link.kind.slug());
    let start = part(plan, link.from.as_str())?;
    if let Some(outside) = plan.design.elements.get(&link.to).filter(|element| element.kind == ElementKind::External) {
        let ports = [outside.port.unwrap_or(HTTPS)].into();
        return start.egress.then(|| Passage { name: id.to_owned(), purpose, from: Cow::Borrowed(&start.id), to: None, ports });
    }
    let end = part(plan, link.to.as_str())?;
    let (from, to) = if ports(start, end).is_empty() { (end, start) } else { (start, end) };
    let ports = ports(from, to);
    (!ports.is_empty()).then(|| Passage { name: id.to_owned(), purpose, from: Cow::Borrowed(&from.id), to: Some(&to.id), ports })
}

/// The Job of a part reaches that part's own database, and nobody reaches it.
fn of_migrations<'a>(plan: &'a Plan<'_>) -> Vec<Passage<'a>> {
    let names = Names::new(plan);
    let reach = |c: &'a Container| {
        let (job, store) = (migration::job(plan, c, &names)?, migration::store(plan, c)?);
        let purpose = format!("the migration of {} calls {}", c.id, store.id);
        Some(Passage { name: format!("{job}.{}", store.id), purpose, from: Cow::Owned(job), to: Some(&store.id), ports: ports(c, store) })
    };
    deployed(plan).filter_map(reach).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::Work;

    #[test]
    fn a_link_is_a_passage_of_its_name_and_what_watches_has_its_own() {
        let yaml = "groundplan: 1
name: Shop
platform: { target: kubernetes, observability: { metrics: prometheus } }
elements: { a: { kind: service }, b: { kind: service }, bus: { kind: broker, technology: rabbitmq }, bank: { kind: external, port: 8443 } }
links:
  calls: { from: a, to: b, kind: rest }
  pays: { from: b, to: bank, kind: uses }
  tells: { from: a, to: bus, kind: publish }
  hears: { from: b, to: bus, kind: subscribe }
";
        let design = domain::file::read(yaml).expect("a Design");
        let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
        let passages = Passages::new(&plan);
        let shown: Vec<String> = passages
            .passages
            .iter()
            .map(|p| format!("{}: {} -> {} {:?}", p.name, p.from, p.to.unwrap_or("outside"), p.ports))
            .filter(|line| !line.contains("prometheus") || line.starts_with("prometheus.b"))
            .collect();
        let expected = [
            "calls: a -> b {3002}",
            "hears: b -> bus {5672}",
            "pays: b -> outside {8443}",
            "tells: a -> bus {5672}",
            "prometheus.b: prometheus -> b {3002}",
            "prometheus.bus: prometheus -> bus {15692}",
        ];
        assert_eq!(shown, expected);
    }
}
