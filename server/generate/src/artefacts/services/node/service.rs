//! What `service.js` and the README of a Node service print: how its parts fit together.

use super::model::{ActionFile, ClientFile, EventModel, HandlerFile, ResourceFile, actions, clients, events, handlers, truth};
use crate::plan::{
    Container,
    contract::{Access, BrokerProduct, CachePattern, Contract, Does, Method, Operation, SignIn, Source, Subscription},
};
use serde::Serialize;
use std::collections::BTreeSet;

/// `service.js` and the README.
#[derive(Debug, Serialize)]
pub(super) struct Service<'a> {
    name: &'a str,
    title: &'a str,
    description: &'a str,
    kind: &'static str,
    port: u16,
    models: bool,
    primary: Primary<'a>,
    cache: Option<Cache<'a>>,
    sign_in: Option<SignIn>,
    admins: bool,
    accounts: Option<AccountsModel<'a>>,
    clients: Vec<ClientFile<'a>>,
    resources: Vec<ResourceFile<'a>>,
    actions: Vec<ActionFile<'a>>,
    handlers: Vec<HandlerFile<'a>>,
    consumes: bool,
    brokers: Vec<Broker<'a>>,
    products: Vec<BrokerProduct>,
    operations: Vec<OperationLine<'a>>,
    variables: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Primary<'a> {
    kind: &'static str,
    id: &'a str,
    prefix: &'a str,
}

#[derive(Debug, Serialize)]
struct Cache<'a> {
    id: &'a str,
    write_through: &'static str,
}

#[derive(Debug, Serialize)]
struct AccountsModel<'a> {
    base: &'a str,
    sessions: &'static str,
    announces: Vec<EventModel<'a>>,
}

#[derive(Debug, Serialize)]
struct Broker<'a> {
    id: &'a str,
    product: BrokerProduct,
    optional: bool,
    addresses: Vec<Address<'a>>,
    /// Events that somebody hears here.
    expected: Vec<&'a str>,
    subscription: Option<Heard<'a>>,
}

#[derive(Debug, Serialize)]
struct Address<'a> {
    event: &'a str,
    address: &'a str,
}

#[derive(Debug, Serialize)]
struct Heard<'a> {
    group: &'a str,
    addresses: Vec<&'a str>,
    dead_letter: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct OperationLine<'a> {
    id: &'a str,
    method: Method,
    path: &'a str,
    summary: &'a str,
    access: &'static str,
}

impl<'a> Service<'a> {
    pub(super) fn new(container: &'a Container, contract: Option<&'a Contract>) -> Self {
        let primary = contract.and_then(Contract::primary_store);
        let kind = match primary.map(|s| s.product) {
            Some("postgresql" | "mysql") => "sql",
            Some("mongodb") => "mongodb",
            _ => "memory",
        };
        let mut resources: Vec<ResourceFile> =
            contract.into_iter().flat_map(|c| c.resources.iter().map(move |r| ResourceFile::new(c, r))).collect();
        resources.sort_by(|a, b| b.path.len().cmp(&a.path.len()).then_with(|| a.path.cmp(b.path)));
        let brokers = contract.map(brokers).unwrap_or_default();
        let products: BTreeSet<BrokerProduct> = brokers.iter().map(|b| b.product).collect();
        let cache = contract.filter(|c| !c.resources.is_empty()).and_then(Contract::cache);
        Self {
            name: &container.id,
            title: &container.title,
            description: &container.description,
            kind: match container.role {
                crate::plan::Role::Worker => "worker",
                crate::plan::Role::Frontend => "frontend",
                _ => "service",
            },
            port: container.port,
            models: contract.is_some_and(|c| !c.resources.is_empty()) || kind == "mongodb",
            primary: Primary { kind, id: primary.map_or("", |s| s.id.as_str()), prefix: contract.map_or("", |c| c.own_prefix.as_str()) },
            cache: cache.map(|s| Cache { id: &s.id, write_through: truth(s.pattern == CachePattern::WriteThrough) }),
            sign_in: contract.and_then(|c| c.sign_in),
            admins: contract.is_some_and(Contract::has_admins),
            accounts: contract.and_then(accounts),
            clients: contract.map(clients).unwrap_or_default(),
            resources,
            actions: contract.map(actions).unwrap_or_default(),
            handlers: contract.map(handlers).unwrap_or_default(),
            consumes: contract.is_some_and(|c| !c.consumes.is_empty()),
            brokers,
            products: products.into_iter().collect(),
            operations: contract.into_iter().flat_map(|c| c.operations.iter().map(|o| OperationLine::new(o, c.sign_in))).collect(),
            variables: container.env.iter().map(|e| e.name.as_str()).collect(),
        }
    }
}

impl<'a> OperationLine<'a> {
    fn new(operation: &'a Operation, way: Option<SignIn>) -> Self {
        let access = match operation.access {
            Access::Public => "everybody",
            Access::SignedIn if way == Some(SignIn::ApiKeys) => "programs with a key",
            Access::SignedIn => "people who are signed in",
            Access::Admin => "admins",
            Access::Internal => "other parts",
        };
        Self { id: &operation.id, method: operation.method, path: &operation.path, summary: &operation.summary, access }
    }
}

fn accounts(contract: &Contract) -> Option<AccountsModel<'_>> {
    let accounts = contract.accounts.as_ref()?;
    let register = contract.operations.iter().find(|o| o.does == Does::Register)?;
    let value = |source: &Source| match source {
        Source::Record(field) => format!("account.{field}"),
        _ => "account.id".to_owned(),
    };
    Some(AccountsModel {
        base: accounts.register_path.strip_suffix("/register").unwrap_or(&accounts.register_path),
        sessions: truth(contract.sign_in == Some(SignIn::Sessions)),
        announces: events(register, value),
    })
}

fn brokers(contract: &Contract) -> Vec<Broker<'_>> {
    let of = |broker: &str| -> Vec<&Subscription> { contract.consumes.iter().filter(|s| s.channel.broker == broker).collect() };
    let model = |channel: &'_ crate::plan::contract::Channel| of(&channel.broker);
    contract
        .brokers()
        .into_iter()
        .map(|channel| (channel, model(channel)))
        .map(|(channel, heard)| Broker {
            id: &channel.broker,
            product: channel.product,
            optional: heard.is_empty() && contract.primary_store().is_some(),
            addresses: contract
                .publishes
                .iter()
                .filter(|p| p.channel.broker == channel.broker)
                .map(|p| Address { event: &p.message.event, address: &p.channel.address })
                .collect(),
            expected: contract
                .publishes
                .iter()
                .filter(|p| p.channel.broker == channel.broker && p.is_heard && p.channel.product == BrokerProduct::Rabbitmq)
                .map(|p| p.message.event.as_str())
                .collect(),
            subscription: heard.first().map(|first| Heard {
                group: &first.group,
                addresses: heard.iter().map(|s| s.channel.address.as_str()).collect(),
                dead_letter: heard.iter().find_map(|s| s.dead_letter.as_deref()),
            }),
        })
        .collect()
}
