//! The models of what stands for a Python service as a whole: its application and its README.

use super::{
    features::Features,
    imports::{Import, Imports},
    model::{self, OperationModel},
    names,
};
use crate::plan::{
    Container,
    contract::{self, Accounts, Contract, Does, Method, SignIn},
};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Main<'a> {
    imports: Vec<Import>,
    title: &'a str,
    description: &'a str,
    version: &'a str,
    accounts: Option<AccountsModel<'a>>,
    modules: Vec<Module>,
    actions: bool,
    describes: Vec<OperationModel>,
    base: &'a str,
}

#[derive(Debug, Serialize)]
struct AccountsModel<'a> {
    #[serde(flatten)]
    paths: &'a Accounts,
    events: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Module {
    name: String,
}

impl<'a> Main<'a> {
    pub(super) fn new(contract: &'a Contract, features: &Features) -> Self {
        let registered = contract.operations.iter().find(|o| o.does == Does::Register).map(|o| model::operation(contract, o, None));
        let accounts =
            contract.accounts.as_ref().map(|paths| AccountsModel { paths, events: registered.map(|o| o.events).unwrap_or_default() });
        let describe = contract.operations.iter().find(|o| o.does == Does::Describe);
        let mut imports = Imports::default();
        imports
            .add("collections.abc", &["AsyncIterator", "Callable"])
            .add("contextlib", &["AbstractAsyncContextManager", "asynccontextmanager"])
            .add("fastapi", &["FastAPI"])
            .add("app.config", &["Config"])
            .add("app.core.problems", &["Api", "install"])
            .add("app.core.health", &["Health", "router"])
            .add("app.core.metrics", &["Metrics"])
            .add("app.core.observe", &["Observe"])
            .add("app.parts", &["Parts"])
            .add("app.wiring", &["connected"])
            .add_if(features.accounts, "app.core.accounts", &["accounts"])
            .add_if(features.actions, "app", &["actions"])
            .add_if(accounts.as_ref().is_some_and(|a| !a.events.is_empty()), "app", &["announcements"]);
        let modules: Vec<_> = contract.resources.iter().map(|r| Module { name: names::module(&r.slug) }).collect();
        for module in &modules {
            imports.add(&format!("app.routes.{}", module.name), &[&format!("router as {}_routes", module.name)]);
        }
        Self {
            imports: imports.lines(),
            title: if contract.title.is_empty() { &contract.service } else { &contract.title },
            description: &contract.description,
            version: &contract.api_version,
            accounts,
            modules,
            actions: features.actions,
            describes: describe.map(|o| model::operation(contract, o, None)).into_iter().collect(),
            base: describe.map_or("", |o| o.path.as_str()),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Readme<'a> {
    service: &'a str,
    title: &'a str,
    description: &'a str,
    port: u16,
    operations: Vec<Line<'a>>,
    publishes: Vec<&'a str>,
    consumes: Vec<&'a str>,
    clients: Vec<&'a contract::Client>,
    variables: Vec<&'a str>,
    store: Option<&'a contract::Store>,
    sql: bool,
    brokers: bool,
    accounts: bool,
    sign_in: Option<SignIn>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    method: Method,
    path: &'a str,
    summary: &'a str,
}

impl<'a> Readme<'a> {
    pub(super) fn new(container: &'a Container, contract: &'a Contract, features: &Features) -> Self {
        Self {
            service: &contract.service,
            title: if contract.title.is_empty() { &contract.service } else { &contract.title },
            description: &contract.description,
            port: container.port,
            operations: contract.operations.iter().map(|o| Line { method: o.method, path: &o.path, summary: &o.summary }).collect(),
            publishes: contract.publishes.iter().map(|p| p.message.event.as_str()).collect(),
            consumes: contract.consumes.iter().map(|s| s.message.event.as_str()).collect(),
            clients: contract.clients.iter().collect(),
            variables: container.env.iter().map(|e| e.name.as_str()).collect(),
            store: contract.primary_store(),
            sql: features.sql(),
            brokers: features.brokers(),
            accounts: features.accounts,
            sign_in: features.sign_in,
        }
    }
}
