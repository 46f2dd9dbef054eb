//! `GET /starters`: the gallery of ready-made designs. Every first visit shows it, so it is kept as a file and not made from eleven
//! designs at each start; a test makes it anew and compares.

use crate::{
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    respond::{conditional, etag_of},
};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use domain::protocol::StarterEntry;

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
    limit: Limit::Read,
};

const GALLERY: &[u8] = include_bytes!("starters.json");

pub async fn list_starters(headers: HeaderMap) -> Response {
    conditional(&headers, &etag_of(GALLERY), "application/json", || Bytes::from_static(GALLERY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Design, design::ElementKind, starters, work::Work};

    fn entries() -> Vec<StarterEntry> {
        let readable = starters::all().iter().filter_map(|starter| Some((starter.slug, starter.design().ok()?)));
        readable
            .map(|(slug, design)| StarterEntry {
                slug: slug.to_owned(),
                counts: counts(&design),
                miniature: canvas::miniature(&design, &Work::unlimited()),
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

    #[test]
    fn counts_name_what_is_there() {
        let text = "groundplan: 1\nname: Two\nelements:\n  a: {kind: service}\n  b: {kind: service}\n  c: {kind: broker}\n";
        assert_eq!(counts(&domain::file::read(text).unwrap()), "2 services · 1 broker");
    }

    /// With `INSTA_UPDATE=always`, which renews the other kept files, this one is written too.
    #[test]
    fn the_gallery_shows_every_starter_as_it_is() {
        let entries = entries();
        assert_eq!(entries.len(), starters::all().len());
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes/starters.json");
            std::fs::write(file, serde_json::to_vec(&entries).unwrap()).unwrap();
            return;
        }
        let kept: Vec<StarterEntry> = serde_json::from_slice(GALLERY).unwrap();
        let differing = kept.iter().zip(&entries).find(|(kept, made)| kept != made).map(|(kept, _)| &kept.slug);
        assert!(kept == entries, "starters.json differs from {differing:?}; INSTA_UPDATE=always renews it");
    }
}
