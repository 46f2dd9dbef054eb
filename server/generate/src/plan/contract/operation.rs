//! What can be asked of a part: its resources' operations, accounts, and the actions other parts' links name.

use super::{
    Access, Accounts, Contract, Does, Elements, MOST_AT_ONCE, Method, Operation, Resource, SignIn, client, name, resource::Keepers,
};
use crate::plan::{Container, Plan, Role, container::Names};
use domain::{
    design::{ElementKind, LinkKind},
    ids::{ElementId, slugify},
};
use std::collections::BTreeSet;

/// Entities whose keeper registers people and logs them in, the most telling first.
const PEOPLE: &[&str] = &["users", "accounts", "customers", "members", "guests", "patients", "people", "staff", "profiles"];

/// The service that keeps people: registration and login are its business. Where nobody keeps any, the first one that a gateway leads to
/// keeps the accounts, so that people can sign in at all.
pub(super) fn accounts_host(plan: &Plan, names: &Names, keepers: &Keepers) -> Option<ElementId> {
    let coded = |id: &ElementId| names.get(id).and_then(|name| plan.container(name)).filter(|c| super::has_contract(c));
    let reached = |id: &ElementId| coded(id).is_some_and(|c| !c.base_paths.is_empty());
    let contexts = |entity: &str| -> Vec<ElementId> {
        let kept = plan.design.contexts.iter().filter(|(_, context)| context.entities.iter().any(|e| e.name == entity));
        kept.filter_map(|(id, _)| keepers.keeper(id, entity)).filter(|id| coded(id).is_some()).cloned().collect()
    };
    let of_people: Vec<ElementId> = PEOPLE.iter().flat_map(|entity| contexts(entity)).collect();
    let services = || plan.design.elements_of(ElementKind::Service).map(|(id, _)| id);
    let found = of_people.iter().find(|id| reached(id)).or_else(|| services().find(|id| reached(id))).or(of_people.first());
    found.cloned()
}
/// Registration stands at the base path that is called after people, or at the first one.
pub(super) fn accounts(container: &Container) -> Accounts {
    let of_people = |path: &&String| path.rsplit('/').next().is_some_and(|last| PEOPLE.contains(&last) || last == "auth");
    let base = container.base_paths.iter().find(of_people).or(container.base_paths.first()).map_or("/api/v1/accounts", String::as_str);
    Accounts { register_path: format!("{base}/register"), login_path: format!("{base}/login"), me_path: format!("{base}/me") }
}

pub(super) fn add_operations(plan: &Plan, names: &Names, elements: &Elements, contract: &mut Contract) {
    if contract.role != Role::Service {
        return;
    }
    let mut ids = BTreeSet::new();
    let mut operations = Vec::new();
    for (at, resource) in contract.resources.iter().enumerate() {
        // What belongs to nobody is no single person's to change. Keys of programs have their right to write from the operator.
        let write = match contract.sign_in {
            None => Access::Public,
            Some(way) if resource.owned || way == SignIn::ApiKeys => Access::SignedIn,
            Some(_) => Access::Admin,
        };
        // The first resource is what the service is about: making one is its work, for which it calls others.
        let calls = if at == 0 { called(contract) } else { Vec::new() };
        operations.extend(of_resource(resource, write, calls, &mut ids));
    }
    let base = plan.container(&contract.service).and_then(|c| c.base_paths.first());
    if let (true, Some(base)) = (operations.is_empty(), base) {
        operations.push(operation(
            &mut ids,
            "describe",
            Method::Get,
            base,
            Does::Describe,
            "Says what this service is for.",
            Access::Public,
        ));
    }
    if let Some(accounts) = &contract.accounts {
        let public = Access::Public;
        let (register, login, me) = (&accounts.register_path, &accounts.login_path, &accounts.me_path);
        operations.push(operation(&mut ids, "register", Method::Post, register, Does::Register, "Opens an account.", public));
        operations.push(operation(
            &mut ids,
            "login",
            Method::Post,
            login,
            Does::Login,
            "Gives a token for an email address and a password.",
            public,
        ));
        operations.push(operation(&mut ids, "me", Method::Get, me, Does::Me, "Tells who is signed in.", Access::SignedIn));
    }
    for (action, label, asked_by) in asked(plan, names, elements, &contract.service) {
        let summary = format!("Accepts the command “{}” of another part.", plain(&label));
        let path = format!("/internal/{action}");
        let mut act = operation(&mut ids, &name::camel(&action), Method::Post, &path, Does::Act, &summary, Access::Internal);
        act.resource = contract.resources.first().map(|r| r.slug.clone());
        act.action = Some(action);
        act.idempotent = true;
        act.calls = called(contract);
        act.asked_by = asked_by;
        operations.push(act);
    }
    contract.operations = operations;
}

/// Ids of the clients that are called while handling a request, in order: as many as one request can lead to.
pub(super) fn called(contract: &Contract) -> Vec<String> {
    contract.clients.iter().take(MOST_AT_ONCE).map(|c| c.id.clone()).collect()
}

fn of_resource(resource: &Resource, write: Access, calls: Vec<String>, ids: &mut BTreeSet<String>) -> Vec<Operation> {
    let one = &resource.type_name;
    let many = if resource.singular == resource.plural { format!("All{one}") } else { plural_type(resource) };
    let record = format!("{}/{{id}}", resource.path);
    let read = if resource.owned { Access::SignedIn } else { Access::Public };
    let (s, p) = (&resource.singular, &resource.plural);
    let mut of = |verb: &str, noun: &str, method, path: &str, does, summary: String, access| {
        let mut operation = operation(ids, &format!("{verb}{noun}"), method, path, does, &summary, access);
        operation.resource = Some(resource.slug.clone());
        operation
    };
    let mut create = of("create", one, Method::Post, &resource.path, Does::Create, format!("Makes a record of {s}."), write);
    create.calls = calls;
    vec![
        of("list", &many, Method::Get, &resource.path, Does::List, format!("Lists {p}, newest first, in pages."), read),
        create,
        of("read", one, Method::Get, &record, Does::Read, format!("Gives one record of {s}."), read),
        of("replace", one, Method::Put, &record, Does::Replace, format!("Replaces one record of {s}."), write),
        of("delete", one, Method::Delete, &record, Does::Delete, format!("Deletes one record of {s}."), write),
    ]
}

fn plural_type(resource: &Resource) -> String {
    name::pascal(&resource.plural.replace(' ', "_"))
}

fn operation(ids: &mut BTreeSet<String>, id: &str, method: Method, path: &str, does: Does, summary: &str, access: Access) -> Operation {
    Operation {
        id: name::claim(ids, id, ""),
        method,
        path: path.to_owned(),
        does,
        resource: None,
        action: None,
        summary: summary.to_owned(),
        access,
        idempotent: !matches!(does, Does::Register | Does::Login),
        announces: Vec::new(),
        calls: Vec::new(),
        asked_by: Vec::new(),
    }
}

/// The actions that links to a part name, with the label of the first link and the containers that ask.
fn asked(plan: &Plan, names: &Names, elements: &Elements, service: &str) -> Vec<(String, String, Vec<String>)> {
    let mut found: Vec<(String, String, Vec<String>)> = Vec::new();
    let calls = elements.get(service).map_or(&[][..], |element| plan.links.to(element.as_str()));
    for (_, link) in calls.iter().filter(|(_, link)| is_call_between_parts(link.kind)) {
        let Some(from) = names.get(&link.from).filter(|from| plan.container(from).is_some_and(super::has_contract)) else { continue };
        let client::Asked::Action(action) = client::asked(&link.label) else { continue };
        match found.iter_mut().find(|(known, _, _)| *known == action) {
            Some((_, _, callers)) if callers.contains(from) => {}
            Some((_, _, callers)) => callers.push(from.clone()),
            None => found.push((action, link.label.clone(), vec![from.clone()])),
        }
    }
    found
}

pub(super) fn is_call_between_parts(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Rest | LinkKind::Grpc | LinkKind::Graphql | LinkKind::Websocket)
}

/// A label in plain words, for texts that must not hold anything surprising.
fn plain(label: &str) -> String {
    name::words(&slugify(label, "call"))
}
