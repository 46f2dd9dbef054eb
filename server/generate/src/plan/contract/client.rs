//! The calls a part makes, from its outgoing call links and their numbers.

use super::{Client, Contract, DEFAULT_TIMEOUT_MS, Does, Method, name, resource};
use crate::plan::{ById, Plan, Role, container::Names, environment};
use domain::{
    design::{Link, LinkKind},
    ids::{ElementId, slugify},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a label asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing in particular.
    Nothing,
    /// `POST /send`: a method when one is named, and the path up to its first parameter.
    Path(Option<Method>, String),
    /// `Price and reserve`: its slug.
    Action(String),
}

/// Reads a label: the first path it names; an operation when it has words but no path.
pub(super) fn asked(label: &str) -> Asked {
    let words = || label.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty());
    if let Some(word) = words().find(|word| word.starts_with('/')) {
        let plain = |segment: &&str| {
            !segment.is_empty()
                && *segment != "."
                && *segment != ".."
                && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.~".contains(&b))
        };
        let fixed: Vec<&str> = word.split('/').skip(1).take_while(plain).collect();
        let method = words().find_map(|word| match word {
            "GET" => Some(Method::Get),
            "POST" => Some(Method::Post),
            "PUT" => Some(Method::Put),
            "DELETE" => Some(Method::Delete),
            _ => None,
        });
        return Asked::Path(method, format!("/{}", fixed.join("/")));
    }
    if label.trim().is_empty() { Asked::Nothing } else { Asked::Action(slugify(label, "call")) }
}

pub(super) fn clients(plan: &Plan, names: &Names, element: &ElementId) -> Vec<Client> {
    let mut ids = BTreeSet::new();
    let mut links: Vec<_> = plan.links.from(element.as_str()).iter().filter(|(_, link)| link.kind.is_call()).collect();
    // In the order of the first journey that goes along them; those of no journey last.
    links.sort_by_key(|(id, _)| plan.links.first_step(id));
    links.into_iter().filter_map(|(id, link)| client(plan, names, id.as_str(), link, &mut ids)).collect()
}

fn client(plan: &Plan, names: &Names, id: &str, link: &Link, ids: &mut BTreeSet<String>) -> Option<Client> {
    let external = link.kind == LinkKind::Uses;
    let target = if external { link.to.to_string() } else { names.get(&link.to)?.clone() };
    let coded = !external && plan.container(&target).is_some_and(|c| c.role == Role::Service && super::has_contract(c));
    let asked = asked(&link.label);
    let version = plan.design.elements.get(&link.to).and_then(|e| e.api_version.as_deref());
    let (method, path, action) = match &asked {
        Asked::Action(action) if coded => (Method::Post, format!("/internal/{action}"), true),
        Asked::Path(method, path) if external => (method.unwrap_or(Method::Post), path.clone(), false),
        // Sending anything but a question needs a body that the label does not describe.
        Asked::Path(_, path) => (Method::Get, resource::versioned(path, version.filter(|_| link.kind == LinkKind::Rest)), false),
        Asked::Action(_) | Asked::Nothing if external => (Method::Post, "/".to_owned(), false),
        Asked::Action(_) | Asked::Nothing => (Method::Get, "/".to_owned(), false),
    };
    let function = match &asked {
        Asked::Action(action) => name::camel(action),
        Asked::Path(..) if path != "/" => {
            let verb = if method == Method::Get { "get" } else { "send" };
            format!("{verb}{}", name::pascal(&slugify(path.rsplit('/').next().unwrap_or_default(), "request")))
        }
        _ => "call".to_owned(),
    };
    let level = plan.design.platform.resilience;
    let safe = link.idempotent || action || method == Method::Get;
    Some(Client {
        id: name::claim(ids, &target, "-"),
        link: id.to_owned(),
        title: plan.design.display_name(&link.to).to_owned(),
        kind: link.kind,
        external,
        stem: environment::variable_stem(&target),
        target,
        method,
        path,
        function,
        action,
        timeout_ms: link.timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS),
        // The platform says how far parts protect themselves; a link cannot go further.
        retries: if safe { link.repetitions(level) } else { 0 },
        circuit_breaker: link.breaks(level),
        fallback: link.fallback.clone(),
        idempotent: safe,
        critical: link.critical,
    })
}

/// A link that names no operation asks for the list of what its target keeps first.
pub(super) fn resolve_lists(contracts: &mut [Contract]) {
    let lists: BTreeMap<String, (String, String)> = contracts
        .iter()
        .filter_map(|c| {
            let list = c.operations.iter().find(|o| o.does == Does::List)?;
            Some((c.service.clone(), (list.path.clone(), list.id.clone())))
        })
        .collect();
    for client in contracts.iter_mut().flat_map(|c| &mut c.clients).filter(|c| !c.external && c.path == "/" && !c.action) {
        if let Some((path, id)) = lists.get(&client.target) {
            client.path.clone_from(path);
            client.function.clone_from(id);
        }
    }
}

/// Calls to a path that the called part does not serve, each told with the way out.
pub(super) fn unanswered(contracts: &ById<Contract>) -> Vec<String> {
    let served = |client: &Client, target: &Contract| target.operations.iter().any(|o| o.method == client.method && o.path == client.path);
    let of = |caller: &Contract| {
        let lost = caller.clients.iter().filter(|client| !client.external && !client.action).filter_map(|client| {
            let target = contracts.named(&client.target).filter(|c| !c.operations.is_empty())?;
            (!served(client, target)).then(|| {
                format!(
                    "“{}” asks “{}” for {}, which is none of its routes: name what it wants in words, such as “Check availability”, and it becomes an operation of both.",
                    caller.service, client.target, client.path
                )
            })
        });
        lost.collect::<Vec<_>>()
    };
    contracts.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_paths_and_operations() {
        assert_eq!(asked(""), Asked::Nothing);
        assert_eq!(asked("Price and reserve"), Asked::Action("price-and-reserve".into()));
        assert_eq!(asked("日本"), Asked::Action("call".into()));
        assert_eq!(asked("POST /v1/intents/{id}"), Asked::Path(Some(Method::Post), "/v1/intents".into()));
        assert_eq!(asked("/a;b"), Asked::Path(None, "/".into()));
    }
}
