//! `GET /starters`: the gallery of ready-made designs.

use crate::{
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    respond::{conditional, etag_of},
};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use domain::{Design, design::ElementKind, protocol::StarterEntry, starters};
use std::sync::LazyLock;

pub const LIST: Operation = Operation {
    id: "list_starters",
    summary: "List the ready-made designs to begin with",
    description: "",
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "In the order of the gallery",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<StarterEntry>> }],
    }],
    problems: &[],
    limit: Limit::None,
};

static TEXT: LazyLock<Bytes> = LazyLock::new(|| serde_json::to_vec(&entries()).unwrap_or_default().into());

pub async fn list_starters(headers: HeaderMap) -> Response {
    conditional(&headers, &etag_of(&TEXT), "application/json", || TEXT.clone())
}

fn entries() -> Vec<StarterEntry> {
    let readable = starters::all().iter().filter_map(|starter| Some((starter.slug, starter.design().ok()?)));
    readable
        .map(|(slug, design)| StarterEntry {
            slug: slug.to_owned(),
            counts: counts(&design),
            miniature: app::canvas::miniature(&design),
            name: design.name,
            summary: design.summary,
        })
        .collect()
}

/// `5 services · 1 broker`.
fn counts(design: &Design) -> String {
    let kinds = [
        (ElementKind::Service, "service", "services"),
        (ElementKind::Worker, "worker", "workers"),
        (ElementKind::Datastore, "store", "stores"),
        (ElementKind::Broker, "broker", "brokers"),
    ];
    let parts = kinds.iter().filter_map(|(kind, one, many)| {
        let count = design.elements.values().filter(|element| element.kind == *kind).count();
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    });
    parts.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_name_what_is_there() {
        let text = "groundplan: 1\nname: Two\nelements:\n  a: {kind: service}\n  b: {kind: service}\n  c: {kind: broker}\n";
        assert_eq!(counts(&domain::file::read(text).unwrap()), "2 services · 1 broker");
    }

    #[test]
    fn every_starter_is_in_the_gallery() {
        assert_eq!(entries().len(), starters::all().len());
    }
}
