//! The observability artefact: what Prometheus, Alertmanager, Grafana, Loki, Alloy, Filebeat, Kibana and the OpenTelemetry collector read at start, and
//! the tests of Prometheus' rules.

mod dashboards;
mod signals;
#[cfg(test)]
mod tests;

use super::{Artefact, NOTHING, Runtime, Writer};
use crate::{
    GenerateError,
    plan::{Mount, Plan, Role},
    render::{json, render},
};
use domain::design::Observability;
use serde::Serialize;
use signals::{Objective, WINDOWS, Watched};
use std::collections::BTreeSet;

/// Every alert that rules.yml can raise.
const ALERTS: &[&str] = &[
    "PartDown",
    "NearMemoryLimit",
    "SlowAnswers",
    "BrokerBacklog",
    "HighErrorRatio",
    "JourneyBudgetBurnsFast",
    "JourneyBudgetBurnsSlowly",
    "JourneySlow",
];
const BURN_ALERTS: &[&str] = &["JourneyBudgetBurnsFast", "JourneyBudgetBurnsSlowly"];

pub static ARTEFACT: Artefact = Artefact {
    slug: "observability",
    name: "Observability",
    summary: "What to collect from where: metrics, logs and traces",
    icon: "gauge",
    essential: false,
    applies: |design| {
        let Observability { metrics, dashboards, logs, traces, .. } = &design.platform.observability;
        [metrics, dashboards, logs, traces].into_iter().any(Option::is_some)
    },
    needs: &[],
    templates: &[
        ("observability/prometheus.yml", include_str!("prometheus.yml.tera")),
        ("observability/rules.yml", include_str!("rules.yml.tera")),
        ("observability/tests/rules.test.yml", include_str!("rules.test.yml.tera")),
        ("observability/alertmanager.yml", include_str!("alertmanager.yml.tera")),
        ("observability/grafana-dashboards.yaml", include_str!("grafana-dashboards.yaml.tera")),
        ("observability/grafana-datasources.yaml", include_str!("grafana-datasources.yaml.tera")),
        ("observability/loki.yaml", include_str!("loki.yaml.tera")),
        ("observability/config.alloy", include_str!("config.alloy.tera")),
        ("observability/filebeat.yml", include_str!("filebeat.yml.tera")),
        ("observability/filebeat-lifecycle.json", include_str!("filebeat-lifecycle.json.tera")),
        ("observability/kibana.yml", include_str!("kibana.yml.tera")),
        ("observability/tempo.yaml", include_str!("tempo.yaml.tera")),
        ("observability/otel-collector.yaml", include_str!("otel-collector.yaml.tera")),
    ],
    whole: write,
    rest: NOTHING,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    for mount in plan.of_role(Role::Observer).flat_map(|container| &container.mounts) {
        out.text(&mount.source, configuration(plan, mount, Runtime::Compose)?)?;
    }
    if is_measured(plan) {
        let test = "observability/tests/rules.test.yml";
        out.text(test, render(test, &Observed::new(plan, Runtime::Compose))?)?;
    }
    Ok(())
}

/// Whether Prometheus is part of the system.
pub(super) fn is_measured(plan: &Plan) -> bool {
    plan.of_role(Role::Observer).any(|c| c.technology.slug == "prometheus")
}

/// The rules of Prometheus, where there is one.
pub(super) fn rules(plan: &Plan) -> Result<Option<String>, GenerateError> {
    is_measured(plan).then(|| render("observability/rules.yml", &Observed::new(plan, Runtime::Compose))).transpose()
}

/// One configuration file of what watches.
pub(super) fn configuration(plan: &Plan, mount: &Mount, runtime: Runtime) -> Result<String, GenerateError> {
    let file = mount.source.rsplit('/').next().unwrap_or_default();
    match dashboards::dashboard(plan, file) {
        Some(board) => json(&mount.source, &board),
        None => render(&mount.source, &Observed::new(plan, runtime)),
    }
}

#[derive(Serialize)]
struct Observed<'a> {
    slug: &'a str,
    name: &'a str,
    /// For the pods of a cluster.
    in_cluster: bool,
    /// What Prometheus asks.
    targets: Vec<Watched<'a>>,
    objectives: Vec<Objective<'a>>,
    /// Where journeys with a target enter, each once.
    entries: BTreeSet<&'a str>,
    windows: &'static [&'static str],
    alerts: &'static [&'static str],
    burn_alerts: &'static [&'static str],
    prometheus: Option<Address<'a>>,
    alertmanager: Option<Address<'a>>,
    loki: Option<Address<'a>>,
    elasticsearch: Option<Address<'a>>,
    jaeger: Option<Address<'a>>,
    tempo: Option<Address<'a>>,
    zipkin: Option<Address<'a>>,
}

#[derive(Serialize)]
struct Address<'a> {
    id: &'a str,
    port: u16,
}

impl<'a> Observed<'a> {
    fn new(plan: &'a Plan, runtime: Runtime) -> Self {
        let find =
            |slug: &str| plan.of_role(Role::Observer).find(|c| c.technology.slug == slug).map(|c| Address { id: &c.id, port: c.port });
        let objectives = signals::objectives(plan);
        Self {
            slug: &plan.slug,
            name: &plan.name,
            in_cluster: runtime == Runtime::Kubernetes,
            targets: signals::watched(plan),
            entries: objectives.iter().map(|o| o.job).collect(),
            objectives,
            windows: WINDOWS,
            alerts: ALERTS,
            burn_alerts: BURN_ALERTS,
            alertmanager: find("alertmanager"),
            prometheus: find("prometheus"),
            loki: find("loki"),
            elasticsearch: find("elasticsearch"),
            jaeger: find("jaeger"),
            tempo: find("tempo"),
            zipkin: find("zipkin"),
        }
    }
}
