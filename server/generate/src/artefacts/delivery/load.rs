//! The load test's numbers: the peak of the brief, shared among the journeys that enter through a gateway. Must not guess bodies:
//! every journey is walked by reading at its route.

use crate::plan::{Plan, Route, RouteKind};
use domain::{Design, design::ElementKind, discovery::Brief, ids::ElementId};
use serde::Serialize;

/// A journey without a target of its own should answer within this, in milliseconds: the default of the questionnaire.
const DEFAULT_P95_MS: u32 = 500;
/// The share of requests that may fail where nobody said how often it must work.
const DEFAULT_FAILURES: f64 = 0.01;

#[derive(Debug, Serialize)]
pub(super) struct Load<'a> {
    base_url: String,
    /// Where the number comes from, as a sentence.
    peak_from: &'static str,
    peak_rps: u64,
    journeys: Vec<Scenario<'a>>,
    pub k6: &'static str,
}

#[derive(Debug, Serialize)]
struct Scenario<'a> {
    id: String,
    name: &'a str,
    path: &'a str,
    /// Of the peak; all of them make 1.
    share: String,
    p95_ms: u32,
    /// The share of requests that may fail.
    failures: String,
}

impl<'a> Load<'a> {
    /// `None` when there is no way in, or nothing behind it.
    pub(super) fn new(plan: &'a Plan<'a>) -> Option<Self> {
        let brief = Brief::read(&plan.design.brief);
        let gateway = plan.containers.iter().find(|c| c.host_port.is_some() && plan.routes_of(&c.id).next().is_some())?;
        let port = gateway.host_port.as_ref()?.host;
        let mut journeys: Vec<Scenario> = plan
            .design
            .journeys
            .iter()
            .filter_map(|(id, journey)| {
                let steps = journey.steps.iter().filter_map(|step| plan.design.links.get(&step.link));
                let route = steps.filter(|link| is_gateway(plan.design, &link.from)).find_map(|link| route(plan, &gateway.id, &link.to))?;
                let failures = journey.availability.map_or(DEFAULT_FAILURES, |a| (100.0 - a.percent()) / 100.0);
                Some(Scenario {
                    id: id.to_string(),
                    name: &journey.name,
                    path: &route.prefix,
                    share: String::new(),
                    p95_ms: journey.latency_p95_ms.unwrap_or(DEFAULT_P95_MS),
                    failures: fraction(failures.max(0.0001)),
                })
            })
            .collect();
        if journeys.is_empty() {
            journeys =
                plan.routes_of(&gateway.id).filter(|route| route.kind == RouteKind::Api).map(|route| by_route(&brief, route)).collect();
        }
        if journeys.is_empty() {
            return None;
        }
        let share = fraction(1.0 / journeys.len() as f64);
        journeys.iter_mut().for_each(|journey| journey.share.clone_from(&share));
        let told = plan.design.brief.contains_key("peak-rps");
        Some(Self {
            base_url: format!("http://localhost:{port}"),
            peak_from: if told { "The peak that the brief names." } else { "Nobody named a peak; this follows from the number of users." },
            peak_rps: brief.peak_rps,
            journeys,
            k6: K6,
        })
    }
}

/// The image that runs the test where k6 is not installed.
const K6: &str = "grafana/k6:2.3.0";

fn is_gateway(design: &Design, id: &ElementId) -> bool {
    design.elements.get(id).is_some_and(|element| element.kind == ElementKind::Gateway)
}

fn route<'a>(plan: &'a Plan<'a>, gateway: &'a str, upstream: &ElementId) -> Option<&'a Route> {
    plan.routes_of(gateway).find(|route| route.upstream == upstream.as_str() && route.kind == RouteKind::Api)
}

fn by_route<'a>(brief: &Brief, route: &'a Route) -> Scenario<'a> {
    Scenario {
        id: route.upstream.clone(),
        name: &route.prefix,
        path: &route.prefix,
        share: String::new(),
        p95_ms: brief.latency_ms,
        failures: fraction(DEFAULT_FAILURES),
    }
}

/// A share in the form that JavaScript reads, to four places.
fn fraction(share: f64) -> String {
    format!("{share:.4}")
}
