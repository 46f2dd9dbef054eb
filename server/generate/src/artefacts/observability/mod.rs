//! The observability artefact: what Prometheus, Grafana, Loki, Alloy and the OpenTelemetry collector read at start.

use super::{Artefact, Writer};
use crate::{
    GenerateError,
    plan::{Mount, Plan, Role, metrics_port},
    render::render,
};
use domain::design::Observability;
use serde::Serialize;

pub static ARTEFACT: Artefact = Artefact {
    slug: "observability",
    name: "Observability",
    summary: "What to collect from where: metrics, logs and traces",
    icon: "gauge",
    applies: |design| {
        let Observability { metrics, dashboards, logs, traces, .. } = &design.platform.observability;
        [metrics, dashboards, logs, traces].into_iter().any(Option::is_some)
    },
    needs: &[],
    templates: &[
        ("observability/prometheus.yml", include_str!("prometheus.yml.tera")),
        ("observability/grafana-datasources.yaml", include_str!("grafana-datasources.yaml.tera")),
        ("observability/loki.yaml", include_str!("loki.yaml.tera")),
        ("observability/config.alloy", include_str!("config.alloy.tera")),
        ("observability/otel-collector.yaml", include_str!("otel-collector.yaml.tera")),
    ],
    render: write,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    for mount in plan.of_role(Role::Observer).flat_map(|container| &container.mounts) {
        out.text(&mount.source, configuration(plan, mount)?)?;
    }
    Ok(())
}

/// One configuration file of what watches.
pub(super) fn configuration(plan: &Plan, mount: &Mount) -> Result<String, GenerateError> {
    render(&mount.source, &Observed::new(plan))
}

#[derive(Serialize)]
struct Observed<'a> {
    slug: &'a str,
    /// What Prometheus asks.
    targets: Vec<Target<'a>>,
    prometheus: Option<Address<'a>>,
    loki: Option<Address<'a>>,
    jaeger: Option<Address<'a>>,
}

#[derive(Serialize)]
struct Target<'a> {
    id: &'a str,
    port: u16,
}

#[derive(Serialize)]
struct Address<'a> {
    id: &'a str,
    port: u16,
}

impl<'a> Observed<'a> {
    fn new(plan: &'a Plan) -> Self {
        let find =
            |slug: &str| plan.of_role(Role::Observer).find(|c| c.technology.slug == slug).map(|c| Address { id: &c.id, port: c.port });
        Self {
            slug: &plan.slug,
            targets: plan.containers.iter().filter_map(|c| metrics_port(c).map(|port| Target { id: &c.id, port })).collect(),
            prometheus: find("prometheus"),
            loki: find("loki"),
            jaeger: find("jaeger"),
        }
    }
}
