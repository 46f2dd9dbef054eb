//! Which entities a part keeps, how their records look and where their collections stand.

use super::{Field, Resource, name};
use crate::plan::{Container, Plan, container::Names};
use domain::{
    design::{Context, ElementKind, FieldType, LinkKind, Sensitivity},
    ids::{ContextId, ElementId},
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The version of an interface whose element names none.
pub const DEFAULT_VERSION: &str = "v1";
/// The fields of an entity that names none, and whether a record must have them.
pub const FALLBACK_FIELDS: &[(&str, FieldType, bool)] = &[("name", FieldType::String, true), ("note", FieldType::String, false)];
/// Fields that name the person who decides about a record.
const APPROVERS: &[&str] = &["approver_id", "reviewer_id", "manager_id", "supervisor_id"];
/// What every record has anyway.
pub const OWN_FIELDS: &[&str] = &["id", "owner_id", "version", "idempotency_key", "created_at", "updated_at", "deleted_at"];
/// Tables that the generated code needs itself.
pub const OWN_TABLES: &[&str] = &["credentials", "idempotency_keys", "inbox", "outbox", "requests", "schema_migrations", "alembic_version"];
/// What is rarely known when a record is made: optional, like every field that ends with `_at`.
const KNOWN_LATER: &[&str] = &["note", "notes", "comment", "comments", "description", "reason", "status"];
/// What only the service may say: how far something has come, what it sums up to, what somebody may do, what a provider calls it.
const OF_SERVER: &[&str] = &["status", "total", "totals", "balance", "role", "roles"];
const OF_SERVER_ENDINGS: &[&str] = &["_status", "_total", "_balance", "_role"];
const OF_SERVER_BEGINNINGS: &[&str] = &["total_", "provider_", "payment_reference", "payment_intent"];
/// Never part of a record: kept hashed, in a table of its own.
const NEVER_KEPT: &[&str] = &["password", "password_hash"];
/// Longest text field, in characters.
pub const MAX_STRING_CHARS: u32 = 500;

/// The resources of a service. A context's entities go to the service that has it as a module; otherwise to the service of the context
/// that is called after them or asked for them at a gateway, else to its first one that owns a data store, or to its first one.
pub(super) fn resources(plan: &Plan, keepers: &Keepers, element: &ElementId, container: &Container, people_sign_in: bool) -> Vec<Resource> {
    let mut slugs = BTreeSet::new();
    let mut tables: BTreeSet<String> = OWN_TABLES.iter().map(ToString::to_string).collect();
    let mut types = BTreeSet::new();
    let mut paths = BTreeSet::new();
    let version = api_version(plan, element);
    let mut found = Vec::new();
    for (id, context) in keepers.contexts_of(plan, element) {
        let sensitive = people_sign_in && context.entities.iter().any(|e| e.sensitivity != Sensitivity::Plain);
        for entity in context.entities.iter().filter(|entity| keepers.keeper(id, &entity.name) == Some(element)) {
            let slug = name::claim(&mut slugs, &slug_of(&entity.name), "-");
            let path = name::claim(&mut paths, &path_of(&container.base_paths, version, id, context, &slug), "-");
            found.push(Resource {
                table: name::claim(&mut tables, &entity.name, "_"),
                type_name: name::claim(&mut types, &name::pascal(&name::singular(&entity.name)), ""),
                singular: name::words(&name::singular(&entity.name)),
                plural: name::words(&entity.name),
                context: id.to_string(),
                sensitivity: entity.sensitivity,
                owned: sensitive,
                approver: approver(&entity.fields).filter(|_| sensitive),
                fields: fields(&entity.fields),
                slug,
                path,
            });
        }
    }
    found
}

/// Who keeps the entities of each context.
#[derive(Debug)]
pub(super) struct Keepers<'a> {
    /// The first service that has the context as a module.
    by_module: BTreeMap<&'a ContextId, &'a ElementId>,
    /// For a context that is no module: its first service that owns a data store, or its first one.
    by_context: BTreeMap<&'a ContextId, &'a ElementId>,
    /// Entities of such a context that another of its services is called after, or is asked for at a gateway.
    by_name: BTreeMap<(&'a ContextId, &'a str), &'a ElementId>,
}

impl<'a> Keepers<'a> {
    pub(super) fn of(plan: &Plan<'a>, names: &Names) -> Self {
        let mut keepers = Self { by_module: BTreeMap::new(), by_context: BTreeMap::new(), by_name: BTreeMap::new() };
        let coded = |id: &ElementId| names.get(id).and_then(|name| plan.container(name)).filter(|c| super::has_contract(c));
        let owns = |id: &ElementId| plan.links.from(id.as_str()).iter().any(|(_, link)| link.kind == LinkKind::Owns);
        let mut owners = BTreeSet::new();
        for (id, element) in plan.design.elements_of(ElementKind::Service) {
            for module in &element.modules {
                keepers.by_module.entry(module).or_insert(id);
            }
            let (Some(context), Some(container)) = (element.context.as_ref(), coded(id)) else { continue };
            keepers.by_context.entry(context).or_insert(id);
            if owns(id) && owners.insert(context) {
                keepers.by_context.insert(context, id);
            }
            for entity in plan.design.contexts.get(context).into_iter().flat_map(|c| &c.entities) {
                if is_about(id, container, &entity.name) {
                    keepers.by_name.entry((context, &entity.name)).or_insert(id);
                }
            }
        }
        keepers
    }

    /// The service that keeps an entity of a context.
    pub(super) fn keeper(&self, context: &ContextId, entity: &str) -> Option<&'a ElementId> {
        let named = || self.by_name.iter().find(|((id, name), _)| *id == context && *name == entity).map(|(_, keeper)| *keeper);
        self.by_module.get(context).copied().or_else(named).or_else(|| self.by_context.get(context).copied())
    }

    /// The contexts of which a service may keep entities: its modules, and its own.
    fn contexts_of(&self, plan: &Plan<'a>, element: &ElementId) -> Vec<(&'a ContextId, &'a Context)> {
        let Some(own) = plan.design.elements.get(element) else { return Vec::new() };
        let mut ids: Vec<&ContextId> = own.modules.iter().collect();
        if let Some(context) = own.context.as_ref().filter(|context| !ids.contains(context)) {
            ids.insert(0, context);
        }
        ids.into_iter().filter_map(|id| plan.design.contexts.get_key_value(id)).collect()
    }
}

/// Whether a service is called after an entity (`member-service` after `members`), or a gateway leads to it by that name.
fn is_about(id: &ElementId, container: &Container, entity: &str) -> bool {
    let slug = slug_of(entity);
    let names = [slug.clone(), name::singular(&slug)];
    let stem = ["-service", "-api", "-svc"].iter().find_map(|end| id.as_str().strip_suffix(end)).unwrap_or(id.as_str());
    let routed = container.base_paths.iter().any(|path| path.rsplit('/').next() == Some(slug.as_str()));
    routed || names.iter().any(|name| name == stem)
}

fn api_version<'a>(plan: &Plan<'a>, element: &ElementId) -> &'a str {
    plan.design.elements.get(element).and_then(|e| e.api_version.as_deref()).unwrap_or(DEFAULT_VERSION)
}

/// `order__items_` gives `order-items`.
fn slug_of(entity: &str) -> String {
    entity.split('_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// Where a collection stands: at the base path that is called after it; else below the base path that is called after its
/// context or another entity of it, without repeating that one's name; else below the first base path.
fn path_of(base_paths: &[String], version: &str, id: &ContextId, context: &Context, slug: &str) -> String {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let apis: Vec<&String> = base_paths.iter().filter(|path| !path.starts_with("/ws") && !path.starts_with("/graphql")).collect();
    if let Some(own) = apis.iter().find(|path| last(path) == slug) {
        return (*own).clone();
    }
    let siblings: Vec<String> = context.entities.iter().map(|e| slug_of(&e.name)).collect();
    let near = apis.iter().find(|path| siblings.contains(&last(path)) || last(path) == id.as_str()).or(apis.first());
    match near {
        Some(base) => {
            let stem = format!("{}-", name::singular(&last(base)));
            format!("{base}/{}", slug.strip_prefix(&stem).filter(|rest| !rest.is_empty()).unwrap_or(slug))
        }
        None => format!("/api/{version}/{slug}"),
    }
}

/// The path with the version of the interface: `/api/orders` gives `/api/v1/orders`. A path that names a version keeps it.
pub(in crate::plan) fn versioned(path: &str, version: Option<&str>) -> String {
    let is_version = |word: &str| word.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    match version {
        Some(version) if !path.split('/').any(is_version) => match path.strip_prefix("/api/") {
            Some(rest) => format!("/api/{version}/{rest}"),
            None if path == "/api" => format!("/api/{version}"),
            None => format!("/{version}{path}"),
        },
        _ => path.to_owned(),
    }
}

fn fields(given: &BTreeMap<String, FieldType>) -> Vec<Field> {
    let kept: Vec<(&str, FieldType, bool)> = given
        .iter()
        .map(|(name, kind)| (name.as_str(), *kind))
        .filter(|(name, _)| !OWN_FIELDS.contains(name) && !NEVER_KEPT.contains(name))
        .map(|(name, kind)| (name, kind, !KNOWN_LATER.contains(&name) && !name.ends_with("_at")))
        .collect();
    let mut chosen = kept;
    // Whoever makes a record must have something to say.
    if chosen.iter().all(|(name, ..)| is_of_server(name)) {
        let given = |known: &[(&str, FieldType, bool)], name: &str| known.iter().any(|(other, ..)| *other == name);
        let fallback: Vec<_> = FALLBACK_FIELDS.iter().filter(|(name, ..)| !given(&chosen, name)).copied().collect();
        chosen.extend(fallback);
    }
    let field = |(name, kind, required): (&str, FieldType, bool)| {
        let server = is_of_server(name);
        Field { name: name.to_owned(), kind, required: required && !server, server, example: example(name, kind) }
    };
    chosen.into_iter().map(field).collect()
}

fn approver(fields: &BTreeMap<String, FieldType>) -> Option<String> {
    let named = APPROVERS.iter().find(|name| fields.get(**name) == Some(&FieldType::Uuid));
    named.map(|name| (*name).to_owned())
}

fn is_of_server(name: &str) -> bool {
    OF_SERVER.contains(&name)
        || OF_SERVER_ENDINGS.iter().any(|end| name.ends_with(end))
        || OF_SERVER_BEGINNINGS.iter().any(|start| name.starts_with(start))
}

/// A valid value for documentation and tests, the same every time.
pub fn example(name: &str, kind: FieldType) -> Value {
    match kind {
        FieldType::String if name.contains("email") => json!("ada@example.org"),
        FieldType::String if name == "currency" => json!("EUR"),
        FieldType::String => json!(format!("Some {}", name::words(name))),
        FieldType::Integer => json!(3),
        FieldType::Decimal => json!("12.50"),
        FieldType::Boolean => json!(true),
        FieldType::Timestamp => json!("2026-01-31T12:00:00Z"),
        FieldType::Uuid => json!("01890a5d-ac96-774b-bcce-b302099a8057"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::design::Entity;

    #[test]
    fn collections_stand_below_the_base_path() {
        let context = Context { entities: vec![Entity::plain("orders"), Entity::plain("order_items")], ..Context::default() };
        let id = ContextId::new("ordering").expect("an id");
        let path = |bases: &[&str], slug| {
            let bases: Vec<String> = bases.iter().map(ToString::to_string).collect();
            path_of(&bases, "v2", &id, &context, slug)
        };
        assert_eq!(path(&["/api/v1/orders"], "orders"), "/api/v1/orders");
        assert_eq!(path(&["/api/v1/orders"], "order-items"), "/api/v1/orders/items");
        assert_eq!(path(&["/api/v1/other", "/api/v1/orders"], "order-items"), "/api/v1/orders/items");
        assert_eq!(path(&["/api/v1/shop"], "orders"), "/api/v1/shop/orders");
        assert_eq!(path(&[], "orders"), "/api/v2/orders");
        assert_eq!(path(&["/ws/orders"], "orders"), "/api/v2/orders");
    }

    #[test]
    fn a_path_names_its_version_once() {
        assert_eq!(versioned("/api/orders", Some("v1")), "/api/v1/orders");
        assert_eq!(versioned("/api/v2/orders", Some("v1")), "/api/v2/orders");
        assert_eq!(versioned("/orders", Some("v1")), "/v1/orders");
        assert_eq!(versioned("/api/orders", None), "/api/orders");
    }

    #[test]
    fn an_entity_without_fields_has_a_name_and_a_note() {
        let names = |given: &[(&str, FieldType)]| -> Vec<String> {
            fields(&given.iter().map(|(n, k)| ((*n).to_owned(), *k)).collect()).into_iter().map(|f| f.name).collect()
        };
        assert_eq!(names(&[]), ["name", "note"]);
        assert_eq!(names(&[("id", FieldType::Uuid)]), ["name", "note"]);
        assert_eq!(names(&[("amount", FieldType::Decimal), ("created_at", FieldType::Timestamp)]), ["amount"]);
        assert_eq!(names(&[("status", FieldType::String)]), ["status", "name", "note"], "clients say something too");
    }

    #[test]
    fn what_is_the_servers_to_say_is_no_clients() {
        for name in ["status", "order_status", "total", "grand_total", "total_paid", "role", "balance", "provider_reference"] {
            assert!(is_of_server(name), "{name}");
        }
        for name in ["name", "statement", "quantity", "reference", "user_id", "rolex"] {
            assert!(!is_of_server(name), "{name}");
        }
    }
}
