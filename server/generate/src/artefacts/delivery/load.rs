//! The load test's numbers: what the load analysis expects over each link into the system at the peak of the brief, divided among the
//! journeys that come in over it. Must not guess bodies: every journey is walked by reading at its route.

use crate::plan::{Plan, Route, RouteKind};
use domain::{
    analysis,
    design::{Authentication, Availability, ElementKind},
    discovery::Brief,
    ids::{ElementId, LinkId},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// However good it must be, fewer failures than one in ten thousand say nothing in a test of minutes.
const LEAST_FAILURES: f64 = 0.0001;

#[derive(Debug, Serialize)]
pub(super) struct Load<'a> {
    base_url: String,
    /// Where the numbers come from, as a sentence.
    peak_from: String,
    journeys: Vec<Scenario<'a>>,
    pub k6: &'static str,
    /// Programs show a key instead of a token.
    api_keys: bool,
}

#[derive(Debug, Serialize)]
struct Scenario<'a> {
    id: String,
    name: &'a str,
    path: &'a str,
    /// Requests a second at the peak.
    rate: String,
    p95_ms: u32,
    /// The share of requests that may fail.
    failures: String,
}

/// A journey, or a route that none takes, with the link over which it comes in.
struct Way<'a> {
    link: &'a LinkId,
    scenario: Scenario<'a>,
}

impl<'a> Load<'a> {
    /// `None` when there is no way in, or nothing behind it.
    pub(super) fn new(plan: &'a Plan<'a>) -> Option<Self> {
        let brief = Brief::read(&plan.design.brief);
        let gateway = plan.containers.iter().find(|c| c.host_port.is_some() && plan.routes_of(&c.id).next().is_some())?;
        let port = gateway.host_port.as_ref()?.host;
        let mut ways = journeys(plan, &brief, &gateway.id);
        if ways.is_empty() {
            ways = routes(plan, &brief, &gateway.id);
        }
        if ways.is_empty() {
            return None;
        }
        let told = plan.design.brief.contains_key("peak-rps");
        let said = if told { "that the brief names" } else { "that follows from the number of users, because nobody named one" };
        Some(Self {
            base_url: format!("http://localhost:{port}"),
            peak_from: format!("Of the peak of {} requests a second {said}, what comes in over the link of each journey.", brief.peak_rps),
            journeys: with_rates(plan, ways),
            k6: K6,
            api_keys: plan.design.platform.authentication == Authentication::ApiKeys,
        })
    }
}

/// Journeys that come in by the gateway, where they do.
fn journeys<'a>(plan: &'a Plan<'a>, brief: &Brief, gateway: &'a str) -> Vec<Way<'a>> {
    let all = plan.design.journeys.iter();
    all.filter_map(|(id, journey)| {
        let links = journey.steps.iter().filter_map(|step| plan.design.links.get_key_value(&step.link));
        let (link, route) =
            links.filter(|(_, link)| is_gateway(plan, &link.from)).find_map(|(id, link)| Some((id, route(plan, gateway, &link.to)?)))?;
        let scenario = Scenario {
            id: id.to_string(),
            name: &journey.name,
            path: &route.prefix,
            rate: String::new(),
            p95_ms: journey.latency_p95_ms.unwrap_or(brief.latency_ms),
            failures: failures(journey.availability.unwrap_or(brief.availability)),
        };
        Some(Way { link, scenario })
    })
    .collect()
}

/// Each route of the gateway, where no journey is drawn.
fn routes<'a>(plan: &'a Plan<'a>, brief: &Brief, gateway: &'a str) -> Vec<Way<'a>> {
    let routes = plan.routes_of(gateway).filter(|route| route.kind == RouteKind::Api);
    routes
        .filter_map(|route| {
            let mut links = plan.design.links.iter();
            let (link, _) = links.find(|(_, link)| link.from.as_str() == gateway && link.to.as_str() == route.upstream)?;
            let scenario = Scenario {
                id: route.upstream.clone(),
                name: &route.prefix,
                path: &route.prefix,
                rate: String::new(),
                p95_ms: brief.latency_ms,
                failures: failures(brief.availability),
            };
            Some(Way { link, scenario })
        })
        .collect()
}

/// What comes in over a link is shared by those who come in over it.
fn with_rates<'a>(plan: &Plan, ways: Vec<Way<'a>>) -> Vec<Scenario<'a>> {
    let rates = analysis::link_rates(plan.design);
    let mut sharing: BTreeMap<&LinkId, u32> = BTreeMap::new();
    ways.iter().for_each(|way| *sharing.entry(way.link).or_default() += 1);
    let rate = |way: &Way| rates.get(way.link).copied().unwrap_or_default() / f64::from(sharing[way.link]);
    ways.into_iter().map(|way| Scenario { rate: format!("{:.2}", rate(&way)), ..way.scenario }).collect()
}

/// The image that runs the test where k6 is not installed.
const K6: &str = "grafana/k6:2.3.0";

fn is_gateway(plan: &Plan, id: &ElementId) -> bool {
    plan.design.elements.get(id).is_some_and(|element| element.kind == ElementKind::Gateway)
}

fn route<'a>(plan: &'a Plan<'a>, gateway: &'a str, upstream: &ElementId) -> Option<&'a Route> {
    plan.routes_of(gateway).find(|route| route.upstream == upstream.as_str() && route.kind == RouteKind::Api)
}

/// The share of requests that may fail, in the form that JavaScript reads.
fn failures(availability: Availability) -> String {
    format!("{:.4}", ((100.0 - availability.percent()) / 100.0).max(LEAST_FAILURES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::Work;

    #[test]
    fn those_who_come_in_over_one_link_share_its_load() {
        let yaml = "groundplan: 1
name: Shop
brief: { peak-rps: 300 }
contexts: { core: { name: Core, subdomain: core }, side: { name: Side, subdomain: generic } }
elements:
  gateway: { kind: gateway, technology: nginx }
  orders: { kind: service, context: core }
  news: { kind: service, context: side }
links:
  a: { from: gateway, to: orders, kind: rest }
  b: { from: gateway, to: news, kind: rest }
journeys:
  buy: { name: Buy, steps: [{ link: a }] }
  look: { name: Look, steps: [{ link: a }] }
  read: { name: Read, steps: [{ link: b }] }
";
        let design = domain::file::read(yaml).expect("a Design");
        let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
        let load = Load::new(&plan).expect("a load test");
        let rates: Vec<(&str, &str)> = load.journeys.iter().map(|journey| (journey.id.as_str(), journey.rate.as_str())).collect();
        assert_eq!(rates, [("buy", "112.50"), ("look", "112.50"), ("read", "75.00")], "three of four requests go to the core");
    }
}
