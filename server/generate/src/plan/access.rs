//! Who needs a token at a gateway, and who is asked whether a token is good. Follows the contracts, so that gateways and code agree.
//! Must not decide how a gateway says so.

use super::{
    Peer, Plan, Route, RouteKind,
    contract::{Access as Asked, Contract, Method, SignIn},
};
use serde::Serialize;
use std::collections::BTreeSet;

/// Who gets past a gateway on a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Everybody: pages, signing in, and everything in a Design without tokens.
    Open,
    /// Everybody may read; only who shows a token may change anything.
    Reading,
    /// Only who shows a token.
    Token,
}

/// The part that keeps the accounts. Gateways ask it whether a token is good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    pub id: String,
    pub port: u16,
    /// Where it tells who is signed in: 200 with a good token, 401 without.
    pub check_path: String,
}

/// Says of every route who may use it. Contracts must be there; adds what gateways ask to their peers.
pub(super) fn guard(plan: &mut Plan) {
    add_sign_in_routes(plan);
    let Some(identity) = identity(plan) else { return };
    let accesses: Vec<Access> = plan.routes.iter().map(|route| access(plan, route)).collect();
    for (route, access) in plan.routes.iter_mut().zip(accesses) {
        route.access = access;
    }
    let guarded: BTreeSet<&str> =
        plan.routes.iter().filter(|route| route.access != Access::Open).map(|route| route.gateway.as_str()).collect();
    for gateway in guarded {
        if let Some(container) = plan.containers.named_mut(gateway) {
            container.peers.push(Peer { id: identity.id.clone(), port: identity.port });
            container.peers.sort();
            container.peers.dedup();
        }
    }
    plan.identity = Some(identity);
}

/// Registering and logging in get routes of their own: open to everybody, a few attempts each.
fn add_sign_in_routes(plan: &mut Plan) {
    let accounts = plan.contracts.iter().filter_map(|c| Some((c.service.as_str(), c.accounts.as_ref()?)));
    let doors: Vec<(String, [String; 2])> =
        accounts.map(|(id, accounts)| (id.to_owned(), [accounts.register_path.clone(), accounts.login_path.clone()])).collect();
    let mut added: Vec<Route> = Vec::new();
    for (id, paths) in doors {
        for path in paths {
            let leads_there = |r: &&Route| r.upstream == id && r.kind == RouteKind::Api && path.starts_with(&format!("{}/", r.prefix));
            let is_taken = |gateway: &str| plan.routes.iter().any(|r| r.gateway == gateway && r.prefix == path);
            let below = plan.routes.iter().filter(leads_there).filter(|r| !is_taken(&r.gateway));
            added.extend(below.map(|r| Route { prefix: path.clone(), kind: RouteKind::SignIn, ..r.clone() }));
        }
    }
    added.dedup_by(|a, b| a.gateway == b.gateway && a.prefix == b.prefix);
    plan.routes.append(&mut added);
    let rank = |r: &Route| (r.gateway.clone(), usize::MAX - r.prefix.len(), r.prefix.clone());
    plan.routes.sort_by_key(rank);
}

/// The part with the accounts, where people sign in with tokens. Only code that follows a contract keeps accounts, and it answers.
fn identity(plan: &Plan) -> Option<Identity> {
    let contract = plan.contracts.iter().find(|c| c.accounts.is_some() && c.sign_in == Some(SignIn::Jwt))?;
    let container = plan.container(&contract.service)?;
    let check_path = contract.accounts.as_ref()?.me_path.clone();
    Some(Identity { id: container.id.clone(), port: container.port, check_path })
}

/// A browser cannot send a token when it opens a WebSocket: the part behind it asks for one in the first message.
fn access(plan: &Plan, route: &Route) -> Access {
    match (route.kind, plan.contract(&route.upstream)) {
        (RouteKind::Api, Some(contract)) => of_contract(contract, &route.prefix),
        (RouteKind::Api, None) => Access::Token,
        (RouteKind::SignIn | RouteKind::Websocket | RouteKind::Pages, _) => Access::Open,
    }
}

/// What the operations below a path have in common.
fn of_contract(contract: &Contract, prefix: &str) -> Access {
    let sign_in = contract.accounts.as_ref().map(|a| [a.register_path.as_str(), a.login_path.as_str()]).unwrap_or_default();
    let below = contract.operations.iter().filter(|o| o.path == prefix || o.path.starts_with(&format!("{prefix}/")));
    let mut asked = below.filter(|o| !sign_in.contains(&o.path.as_str())).peekable();
    if asked.peek().is_none() {
        return Access::Token;
    }
    let (reading, changing): (Vec<_>, Vec<_>) = asked.partition(|o| o.method == Method::Get);
    let is_open = |operations: &[&super::contract::Operation]| operations.iter().all(|o| o.access == Asked::Public);
    match (is_open(&reading), is_open(&changing)) {
        (true, true) => Access::Open,
        (true, false) => Access::Reading,
        (false, _) => Access::Token,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::Work;

    const DESIGN: &str = "groundplan: 1
name: Shop
platform: { authentication: jwt }
contexts:
  people: { name: People, entities: [{ name: users, sensitivity: personal }] }
  catalogue: { name: Catalogue, entities: [{ name: products }] }
elements:
  gateway: { kind: gateway, technology: nginx }
  members: { kind: service, context: people }
  products: { kind: service, context: catalogue }
links:
  a: { from: gateway, to: members, kind: rest }
  b: { from: gateway, to: products, kind: rest }
";

    #[test]
    fn tokens_are_due_where_the_contract_says_so() {
        let design = domain::file::read(DESIGN).expect("a Design");
        let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
        let of = |id: &str| of_contract(plan.contract(id).expect("a contract"), &plan.container(id).expect("a part").base_paths[0]);
        assert_eq!((of("members"), of("products")), (Access::Token, Access::Reading));
    }

    #[test]
    fn the_part_with_the_accounts_is_asked_whatever_it_is_written_in() {
        for technology in ["node-express", "python-fastapi"] {
            let people = format!("members: {{ kind: service, context: people, technology: {technology} }}");
            let design = domain::file::read(&DESIGN.replace("members: { kind: service, context: people }", &people)).expect("a Design");
            let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
            let identity = plan.identity.as_ref().expect("somebody to ask");
            assert_eq!((identity.id.as_str(), identity.check_path.as_str()), ("members", "/api/members/me"), "{technology}");
            let guarded = plan.routes.iter().find(|r| r.upstream == "members" && r.kind == RouteKind::Api).expect("a route");
            assert_eq!(guarded.access, Access::Token, "{technology}");
            let asks = plan.container("gateway").expect("a gateway").peers.iter().any(|peer| peer.id == "members");
            assert!(asks, "{technology}");
        }
    }

    #[test]
    fn gateways_pass_through_what_the_services_check_themselves() {
        for way in ["none", "sessions", "api-keys", "oidc"] {
            let design = domain::file::read(&DESIGN.replace("jwt", way)).expect("a Design");
            let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
            assert!(plan.identity.is_none() && plan.routes.iter().all(|r| r.access == Access::Open), "{way}");
        }
    }

    #[test]
    fn signing_in_has_routes_of_its_own() {
        let design = domain::file::read(DESIGN).expect("a Design");
        let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
        let accounts = plan.contract("members").and_then(|c| c.accounts.clone()).expect("accounts");
        for path in [accounts.register_path, accounts.login_path] {
            let route = plan.routes.iter().find(|r| r.prefix == path).unwrap_or_else(|| panic!("no route {path}"));
            assert_eq!((route.kind, route.access), (RouteKind::SignIn, Access::Open));
        }
    }
}
