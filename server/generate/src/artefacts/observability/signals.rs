//! What is watched and when somebody is told: golden signals of every part, and how fast each journey spends its error budget.

use crate::plan::{Container, Plan, Role, Stack, metrics_port};
use domain::design::{Availability, Link};
use serde::Serialize;

/// Share of the tightest time-out of its callers that a part's 95th percentile may take.
const LATENCY_SHARE_PERCENT: u32 = 80;
/// Share of its memory limit that a part may use.
const MEMORY_SHARE_PERCENT: u64 = 90;

/// Pairs of windows that burn alerts look at, as the SRE Workbook (chapter 5) gives them: page for what ends a month's budget in
/// two or five days, a ticket for what ends it in ten days or a month.
const BURNS: &[(&str, &str, u32, &str, &str, &str)] = &[
    ("JourneyBudgetBurnsFast", "page", 144, "1h", "5m", "2m"),
    ("JourneyBudgetBurnsFast", "page", 60, "6h", "30m", "15m"),
    ("JourneyBudgetBurnsSlowly", "ticket", 30, "1d", "2h", "1h"),
    ("JourneyBudgetBurnsSlowly", "ticket", 10, "3d", "6h", "3h"),
];
/// The windows that the rules above need.
pub(super) const WINDOWS: &[&str] = &["5m", "30m", "1h", "2h", "6h", "1d", "3d"];

/// A part that says how it is.
#[derive(Debug, Serialize)]
pub(super) struct Watched<'a> {
    pub id: &'a str,
    pub port: u16,
    /// Answers requests and counts them.
    http: bool,
    /// A queue that may grow.
    queue: bool,
    /// Its 95th percentile should stay below this; from the time-outs of the links that call it.
    slow_seconds: Option<String>,
    /// For code, whose process says how much memory it uses.
    memory_bytes: Option<u64>,
}

/// A journey with a target.
#[derive(Debug, Serialize)]
pub(super) struct Objective<'a> {
    id: &'a str,
    /// Safe in annotations, which Prometheus reads as templates.
    name: String,
    /// As it comes out of them.
    pub plain_name: &'a str,
    /// Where it enters the parts that count requests.
    pub job: &'a str,
    percent: Option<String>,
    /// The share of requests that may fail.
    pub budget: Option<String>,
    pub latency_seconds: Option<String>,
    burns: Vec<Burn>,
}

#[derive(Debug, Serialize)]
struct Burn {
    alert: &'static str,
    severity: &'static str,
    long: &'static str,
    short: &'static str,
    hold: &'static str,
    /// How many times faster than the target allows.
    factor: String,
    /// The share of failures above which it burns so fast.
    threshold: String,
}

/// Everything that Prometheus asks, in order of the Plan.
pub(super) fn watched<'a>(plan: &'a Plan) -> Vec<Watched<'a>> {
    let ports = plan.containers.iter().filter_map(|c| Some((c, metrics_port(c)?)));
    ports
        .map(|(c, port)| Watched {
            id: &c.id,
            port,
            http: c.stack.is_some(),
            queue: c.technology.slug == "rabbitmq",
            slow_seconds: tightest_timeout(plan, c).map(|ms| thousandths(ms * LATENCY_SHARE_PERCENT / 100)),
            memory_bytes: c.stack.map(|_| u64::from(c.memory_mib) * 1024 * 1024 * MEMORY_SHARE_PERCENT / 100),
        })
        .collect()
}

/// The shortest time that any caller waits for a part with code, in milliseconds.
fn tightest_timeout(plan: &Plan, container: &Container) -> Option<u32> {
    container.stack.filter(|stack| *stack != Stack::Static)?;
    let calls = plan.links.to(&container.id).iter().filter(|(_, link)| link.kind.is_call());
    calls.filter_map(|(_, link)| link.timeout_ms).min()
}

/// Journeys with a target that enter a part which counts its requests.
pub(super) fn objectives<'a>(plan: &'a Plan) -> Vec<Objective<'a>> {
    let with_target = plan.design.journeys.iter().filter(|(_, j)| j.availability.is_some() || j.latency_p95_ms.is_some());
    with_target
        .filter_map(|(id, journey)| {
            let links = journey.steps.iter().filter_map(|step| plan.design.links.get(&step.link));
            let job = links.filter_map(|link| entry(plan, link)).next()?;
            Some(Objective {
                id: id.as_str(),
                name: literal(&journey.name),
                plain_name: &journey.name,
                job,
                percent: journey.availability.map(|a| format!("{}", a.percent())),
                budget: journey.availability.map(|a| decimal(budget(a), 5)),
                latency_seconds: journey.latency_p95_ms.map(thousandths),
                burns: journey.availability.map(burns).unwrap_or_default(),
            })
        })
        .collect()
}

/// The part that a step reaches, when it answers requests and counts them.
fn entry<'a>(plan: &'a Plan, link: &Link) -> Option<&'a str> {
    let reached = plan.container(link.to.as_str()).filter(|_| link.kind.is_call())?;
    (reached.role == Role::Service && metrics_port(reached).is_some()).then_some(reached.id.as_str())
}

/// Hundred-thousandths of all requests that may fail: exact, as the thresholds made of it are.
fn budget(availability: Availability) -> u32 {
    100_000 - (availability.percent() * 1000.0).round() as u32
}

/// Only what can happen: nothing fails more often than always.
fn burns(availability: Availability) -> Vec<Burn> {
    let budget = budget(availability);
    BURNS
        .iter()
        .map(|(alert, severity, factor_tenths, long, short, hold)| {
            (alert, severity, *factor_tenths, long, short, hold, budget * factor_tenths)
        })
        .filter(|burn| burn.6 < 1_000_000)
        .map(|(alert, severity, factor_tenths, long, short, hold, millionths)| Burn {
            alert,
            severity,
            long,
            short,
            hold,
            factor: decimal(factor_tenths, 1),
            threshold: decimal(millionths, 6),
        })
        .collect()
}

fn thousandths(number: u32) -> String {
    decimal(number, 3)
}

/// A whole number of so many decimal places, written short: `1440` with 3 places is `1.44`.
fn decimal(number: u32, places: u32) -> String {
    let unit = 10_u32.pow(places);
    let text = format!("{}.{:0width$}", number / unit, number % unit, width = places as usize);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text that means itself in a Go template.
fn literal(text: &str) -> String {
    text.replace("{{", "{{ \"{{\" }}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_exact() {
        let thresholds = |percent: f64| -> Vec<String> {
            burns(Availability::from_percent(percent).expect("a percentage")).into_iter().map(|b| b.threshold).collect()
        };
        assert_eq!(thresholds(99.9), ["0.0144", "0.006", "0.003", "0.001"]);
        assert_eq!(thresholds(100.0), ["0", "0", "0", "0"]);
        assert_eq!(thresholds(90.0), ["0.6", "0.3", "0.1"], "nothing fails more often than always");
        assert!(thresholds(0.0).is_empty());
    }

    #[test]
    fn a_name_is_no_template() {
        assert_eq!(literal("{{7*7}}"), "{{ \"{{\" }}7*7}}");
        assert_eq!(decimal(1440, 3), "1.44");
    }
}
