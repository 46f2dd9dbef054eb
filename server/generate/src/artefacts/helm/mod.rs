//! The Helm artefact: a chart whose templates are the manifests of the kustomize base, with what differs between environments read from
//! the chart's values. Holds no manifest of its own where the base has one.

mod schema;
#[cfg(test)]
mod tests;

use super::{
    Artefact, NOTHING, Writer,
    kubernetes::{self, Dialect, REGISTRY, SUPPORTED_VERSIONS, Size},
    observability,
};
use crate::{
    GenerateError,
    names::in_path,
    origin::Mark,
    plan::{Container, Plan},
    render::{json, render},
};
use serde::Serialize;
use std::borrow::Cow;

pub static ARTEFACT: Artefact = Artefact {
    slug: "helm",
    name: "Helm chart",
    summary: "The Kubernetes objects as one release, sized by a values file that its schema checks",
    icon: "b-kubernetes",
    essential: false,
    // Two ways to roll out the same objects would be one too many when nobody asks.
    applies: |_| false,
    needs: &["kubernetes"],
    templates: &[
        ("helm/Chart.yaml", include_str!("Chart.yaml.tera")),
        ("helm/NOTES.txt", include_str!("NOTES.txt.tera")),
        ("helm/README.md", include_str!("README.md.tera")),
        ("helm/configuration.yaml", include_str!("configuration.yaml.tera")),
        ("helm/entrance.yaml", include_str!("entrance.yaml.tera")),
        ("helm/values.yaml", include_str!("values.yaml.tera")),
    ],
    whole: NOTHING,
    rest: write,
};

const ROOT: &str = "deploy/helm";
/// A certificate's Secret, after the name of the way in.
const CERTIFICATE: &str = "tls";

/// What the files share.
#[derive(Debug, Serialize)]
struct Chart<'a> {
    slug: &'a str,
    name: &'a str,
    title: &'static str,
    registry: &'static str,
    tag: &'static str,
    oldest_version: &'static str,
    /// For a cluster on one's own machine.
    is_small: bool,
    certificate: &'static str,
    settings: Vec<kubernetes::Setting<'a>>,
    entrances: Vec<kubernetes::Entrance<'a>>,
    /// Parts with configuration files.
    configured: Vec<Configured<'a>>,
    parts: Vec<Part<'a>>,
    has_secrets: bool,
    external: Option<kubernetes::External>,
    has_canaries: bool,
    /// Jobs bring databases up to date.
    has_migrations: bool,
    /// Where the prometheus-operator's Prometheus runs; absent where nobody measures.
    monitoring: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Configured<'a> {
    /// Of its configuration files.
    folder: Cow<'a, str>,
    map: String,
}

/// A part's values.
#[derive(Debug, Serialize)]
struct Part<'a> {
    id: &'a str,
    title: &'a str,
    /// Of a ready-made part; one that is built is named by registry and tag.
    image: Option<&'a str>,
    size: Size,
    /// Its next release can be tried on a few.
    canary: Option<kubernetes::Trial>,
}

impl<'a> Chart<'a> {
    fn new(plan: &'a Plan<'_>) -> Self {
        let parts = kubernetes::deployed(plan);
        Self {
            slug: &plan.slug,
            name: &plan.name,
            title: "Production",
            registry: REGISTRY,
            tag: "0.1.0",
            oldest_version: SUPPORTED_VERSIONS.0,
            is_small: false,
            certificate: CERTIFICATE,
            settings: kubernetes::settings(plan),
            entrances: kubernetes::entrances(plan),
            configured: kubernetes::deployed(plan)
                .filter(|c| !c.mounts.is_empty())
                .map(|c| Configured { folder: in_path(&c.id), map: kubernetes::config_map(c) })
                .collect(),
            parts: parts.map(|c| part(plan, c)).collect(),
            has_canaries: kubernetes::deployed(plan).any(|c| kubernetes::trial(plan, c).is_some()),
            has_migrations: kubernetes::migrated(plan).next().is_some(),
            has_secrets: kubernetes::deployed(plan).any(|c| !c.secrets.is_empty()),
            external: kubernetes::external(plan),
            monitoring: observability::is_measured(plan).then_some(kubernetes::MONITORING_NAMESPACE),
        }
    }

    /// One copy of everything and images as `docker compose build` leaves them.
    fn small(plan: &'a Plan<'_>) -> Self {
        let parts = kubernetes::deployed(plan).map(|container| {
            let mut part = part(plan, container);
            part.size.shrink();
            part
        });
        Self {
            title: "Development, on one machine",
            registry: "localhost",
            tag: "dev",
            is_small: true,
            parts: parts.collect(),
            ..Self::new(plan)
        }
    }
}

fn part<'a>(plan: &Plan, container: &'a Container) -> Part<'a> {
    let image = container.stack.is_none().then_some(container.image.as_str());
    Part { id: &container.id, title: &container.title, image, size: Size::of(container), canary: kubernetes::trial(plan, container) }
}

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let chart = Chart::new(plan);
    let names = kubernetes::Names::new(plan);
    for c in kubernetes::deployed(plan) {
        let file = in_path(&c.id);
        out.about(Some(Mark::Part(c.id.clone())));
        let manifest = kubernetes::manifest(plan, c, &names, Dialect::Helm)?;
        out.text(format!("{ROOT}/templates/parts/{file}.yaml"), kubernetes::template(&manifest))?;
        if let Some(job) = kubernetes::migration(plan, c, &names, Dialect::Helm)? {
            out.text(format!("{ROOT}/templates/migrations/{file}.yaml"), kubernetes::template(&job))?;
        }
        out.about(None);
        if let Some(canary) = kubernetes::canary(plan, c, &names, Dialect::Helm)? {
            let guard = format!("{{{{- if index .Values \"parts\" \"{}\" \"canary\" \"enabled\" }}}}\n", c.id);
            let guarded = format!("{guard}{}{{{{- end }}}}\n", kubernetes::template(&canary));
            out.text(format!("{ROOT}/templates/canary/{file}.yaml"), guarded)?;
        }
    }
    for (_, path, text) in kubernetes::configurations(plan)? {
        out.text(format!("{ROOT}/configuration/{path}"), text)?;
    }
    for (file, text) in kubernetes::policies(plan)? {
        out.text(format!("{ROOT}/templates/{file}"), kubernetes::template(&text))?;
    }
    if let Some(text) = kubernetes::monitoring(plan, Dialect::Helm)? {
        let guarded = format!("{{{{- if .Values.prometheusOperator.enabled }}}}\n{}{{{{- end }}}}\n", kubernetes::template(&text));
        out.text(format!("{ROOT}/templates/monitoring.yaml"), guarded)?;
    }
    out.text(format!("{ROOT}/templates/NOTES.txt"), render("helm/NOTES.txt", &chart)?)?;
    if !chart.settings.is_empty() || !chart.configured.is_empty() {
        out.text(format!("{ROOT}/templates/configuration.yaml"), render("helm/configuration.yaml", &chart)?)?;
    }
    if !chart.entrances.is_empty() {
        out.text(format!("{ROOT}/templates/entrance.yaml"), render("helm/entrance.yaml", &chart)?)?;
    }
    for file in ["Chart.yaml", "README.md", "values.yaml"] {
        out.text(format!("{ROOT}/{file}"), render(&format!("helm/{file}"), &chart)?)?;
    }
    out.text(format!("{ROOT}/values-dev.yaml"), render("helm/values.yaml", &Chart::small(plan))?)?;
    let file = format!("{ROOT}/values.schema.json");
    out.text(&file, json(&file, &schema::schema(&chart))?)
}
