//! Services that somebody has identified already: each is kept under its name, with what is said of it. Draws nothing.

use crate::{
    discovery::{
        capability::{self, Capability},
        hearing,
    },
    ids::{first_free, slugify},
    latin::latin,
};

/// A service by the name somebody gave it.
#[derive(Debug, Clone)]
pub struct Named {
    /// As it was written, without what is said of it.
    pub name: String,
    /// Its element.
    pub id: String,
    /// What its name says it does.
    pub capability: Option<&'static Capability>,
    /// What people see, by its name.
    pub front: bool,
    /// The language said of it.
    pub technology: Option<&'static str>,
    /// The store said of it.
    pub store: Option<&'static str>,
    /// It is spoken to over gRPC.
    pub grpc: bool,
}

/// What is said of a service in brackets or after a colon, and what it means.
const LANGUAGES: &[(&str, &str)] = &[
    ("go", "go"),
    ("golang", "go"),
    ("python", "python-fastapi"),
    ("java", "java-spring"),
    ("kotlin", "java-spring"),
    ("node", "node-express"),
    ("node.js", "node-express"),
    ("nodejs", "node-express"),
    ("typescript", "node-express"),
    ("javascript", "node-express"),
    ("rust", "rust-axum"),
];
const STORES: &[(&str, &str)] = &[
    ("postgresql", "postgresql"),
    ("postgres", "postgresql"),
    ("mysql", "mysql"),
    ("mongodb", "mongodb"),
    ("mongo", "mongodb"),
    ("redis", "redis"),
    ("elasticsearch", "elasticsearch"),
    ("timescaledb", "timescaledb"),
];
/// Names of what people see.
const FRONTS: &[&str] = &["frontend", "front-end", "web", "web-ui", "webapp", "web-app", "ui", "website", "storefront", "spa"];
/// Ends of names that say nothing.
const ENDS: &[&str] = &["-microservice", "-service", "service", "-svc", "svc", "-server", "-api", "-ms", "-app"];
/// Names the table of capabilities knows by another word.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("checkout", "orders"),
    ("order", "orders"),
    ("payment", "payments"),
    ("user", "accounts"),
    ("customer", "accounts"),
    ("account", "accounts"),
    ("auth", "access"),
    ("email", "notifications"),
    ("mail", "notifications"),
    ("product", "catalog"),
    ("products", "catalog"),
    ("productcatalog", "catalog"),
    ("product-catalog", "catalog"),
    ("recommendation", "recommendations"),
    ("stock", "inventory"),
    ("shipment", "shipping"),
];
/// Room for the ends of ids that are made of it, such as `-db`.
const MOST_CHARS: usize = 32;
/// Ids that every design may need for a part of its own.
const RESERVED: &[&str] = &["api-gateway", "broker", "current-system", "backend", "main-db"];

/// The services of the entries, in their order, each with an id of its own.
pub(super) fn named(entries: &[String]) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for entry in entries {
        let (name, said) = entry.split_once(['(', ':']).unwrap_or((entry, ""));
        // Nothing before the bracket: all of it is the name.
        let (name, said) = if name.trim().is_empty() { (entry.as_str(), "") } else { (name, said) };
        let name = name.trim();
        let slug: String = slugify(&latin(name), "service").chars().take(MOST_CHARS).collect();
        let slug = slug.trim_end_matches('-').to_owned();
        let id = first_free(&slug, |id| RESERVED.contains(&id) || all.iter().any(|other| other.id == id));
        let words: Vec<String> = said.split([',', ')', '/', ';']).map(|word| word.trim().to_lowercase()).collect();
        let of = |table: &[(&str, &'static str)]| {
            words.iter().find_map(|word| table.iter().find(|(known, _)| known == word).map(|(_, slug)| *slug))
        };
        let front = FRONTS.contains(&slug.as_str()) && !all.iter().any(|other| other.front);
        let capability = if front { None } else { capability_of(&slug) };
        let capability = capability.filter(|found| !all.iter().any(|other| other.capability.is_some_and(|c| c.slug == found.slug)));
        all.push(Named {
            name: name.to_owned(),
            id,
            capability,
            front,
            technology: of(LANGUAGES),
            store: of(STORES),
            grpc: words.iter().any(|word| word == "grpc"),
        });
    }
    all
}

/// The capability that a name speaks of: the whole name, without `-service` and the like.
fn capability_of(slug: &str) -> Option<&'static Capability> {
    let bare = ENDS.iter().find_map(|end| slug.strip_suffix(end)).filter(|bare| !bare.is_empty()).unwrap_or(slug);
    let known = capability::ALL.iter().find(|c| c.slug == bare || c.service == slug || c.service.strip_suffix("-service") == Some(bare));
    let other = || OTHER_WORDS.iter().find(|(word, _)| *word == bare).and_then(|(_, slug)| capability::find(slug));
    known.copied().or_else(other).or_else(|| {
        let spaced = bare.replace('-', " ");
        let hearing = hearing::hear(&spaced);
        match &hearing.wanted[..] {
            [only] if only.said == spaced => capability::find(only.capability),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entries: &[&str]) -> Vec<Named> {
        named(&entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn each_name_is_kept_and_known_where_it_can_be() {
        let all = read(&["frontend", "cartservice", "checkoutservice", "currencyservice", "emailservice", "adservice", "Käufe", "broker"]);
        let found: Vec<_> = all.iter().map(|named| (named.id.as_str(), named.capability.map_or("-", |c| c.slug))).collect();
        let expected = [
            ("frontend", "-"),
            ("cartservice", "cart"),
            ("checkoutservice", "orders"),
            ("currencyservice", "-"),
            ("emailservice", "notifications"),
            ("adservice", "-"),
            ("kaeufe", "-"),
            ("broker-2", "-"),
        ];
        assert_eq!(found, expected);
        assert!(all[0].front && !all[1].front);
    }

    #[test]
    fn two_names_for_one_thing_stay_two() {
        let all = read(&["order-service", "order-other-service", "orders"]);
        assert_eq!(all.iter().filter(|named| named.capability.is_some()).count(), 1);
        assert_eq!(all.iter().map(|named| named.id.as_str()).collect::<Vec<_>>(), ["order-service", "order-other-service", "orders"]);
    }

    #[test]
    fn what_is_said_of_a_service_is_read() {
        let all = read(&["cart (Go, gRPC, Redis)", "ads: Java", "plain"]);
        assert_eq!((all[0].name.as_str(), all[0].technology, all[0].store, all[0].grpc), ("cart", Some("go"), Some("redis"), true));
        assert_eq!((all[1].technology, all[1].store, all[1].grpc), (Some("java-spring"), None, false));
        assert_eq!((all[2].technology, all[2].store), (None, None));
        assert_eq!(read(&["(Go)", ":"]).iter().map(|named| named.name.as_str()).collect::<Vec<_>>(), ["(Go)", ":"]);
    }
}
