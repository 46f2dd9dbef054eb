//! For clusters whose Prometheus is run by the prometheus-operator: what it asks, its rules, and its way through the network policies.
//! The rules are those of the observability artefact, word for word.

use super::{Dialect, Placed, deployed, workload};
use crate::{
    GenerateError,
    artefacts::observability,
    plan::{Plan, metrics_port},
    render::render,
};
use serde::Serialize;

/// Where the operator's Prometheus runs, unless somebody says otherwise: the namespace that its own manifests use.
pub(in crate::artefacts) const NAMESPACE: &str = "monitoring";

#[derive(Debug, Serialize)]
struct Monitored<'a> {
    slug: &'a str,
    namespace: Placed,
    targets: Vec<Target<'a>>,
}

#[derive(Debug, Serialize)]
struct Target<'a> {
    id: &'a str,
    /// The name of its port in the Service.
    port_name: String,
    port: u16,
}

/// `None` where nobody measures.
pub(in crate::artefacts) fn monitoring(plan: &Plan, dialect: Dialect) -> Result<Option<String>, GenerateError> {
    let Some(rules) = observability::rules(plan)? else { return Ok(None) };
    let targets = deployed(plan).filter_map(|c| {
        let port = metrics_port(c)?;
        Some(Target { id: &c.id, port_name: workload::port_name(c, port)?, port })
    });
    let namespace = dialect.text(&["prometheusOperator", "namespace"], NAMESPACE);
    let model = Monitored { slug: &plan.slug, namespace, targets: targets.collect() };
    // The last object of the template ends with `spec:`.
    Ok(Some(render("kubernetes/monitoring.yaml", &model)?.trim_end().to_owned() + "\n" + &indented(&rules)))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}
