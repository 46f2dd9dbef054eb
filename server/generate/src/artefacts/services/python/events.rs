//! The models of what a Python service announces and hears: its events, who fills them, and what handles them.

use super::{
    imports::{Import, Imports},
    model::{self, Call, FieldModel, Told},
    modules::kinds,
    names,
};
use crate::plan::contract::{self, Contract, Message};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Debug, Serialize)]
pub(super) struct Events<'a> {
    imports: Vec<&'static str>,
    aliased: bool,
    messages: Vec<MessageModel<'a>>,
    announced: Vec<Announced<'a>>,
}

#[derive(Debug, Serialize)]
struct MessageModel<'a> {
    type_name: String,
    summary: &'a str,
    fields: Vec<FieldModel>,
}

#[derive(Debug, Serialize)]
struct Announced<'a> {
    constant: String,
    event: &'a str,
    type_name: String,
    broker: &'a str,
    address: &'a str,
}

impl<'a> Events<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let all = contract.publishes.iter().map(|p| &*p.message).chain(contract.consumes.iter().map(|s| &*s.message));
        let mut seen = BTreeSet::new();
        let messages: Vec<_> = all.filter(|m| seen.insert(&m.event)).map(message).collect();
        let constants = model::constants(contract);
        let fields = || messages.iter().flat_map(|m| &m.fields);
        let mut seen = BTreeSet::new();
        let first = contract.publishes.iter().filter(|p| seen.insert(&p.message.event));
        let announced = first
            .map(|p| Announced {
                constant: constants.get(&p.message.event).cloned().unwrap_or_default(),
                event: &p.message.event,
                type_name: names::class(&p.message.type_name, "Event"),
                broker: &p.channel.broker,
                address: &p.channel.address,
            })
            .collect();
        Self { imports: kinds(fields()).into_iter().collect(), aliased: fields().any(FieldModel::is_aliased), messages, announced }
    }
}

fn message(message: &Message) -> MessageModel<'_> {
    MessageModel {
        type_name: names::class(&message.type_name, "Event"),
        summary: if message.description.is_empty() { &message.event } else { &message.description },
        fields: model::message_fields(&message.fields),
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Announcements<'a> {
    imports: Vec<Import>,
    service: &'a str,
    announcements: Vec<Told>,
}

impl<'a> Announcements<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let announcements = model::told(contract);
        let mut imports = Imports::default();
        imports.add("uuid", &["UUID"]).add("app", &["events"]).add("app.core.event", &["Outgoing", "announce"]);
        for told in announcements.iter().filter(|told| !told.register) {
            let module = if told.type_name == "Action" { "app.core.actions" } else { "app.models" };
            imports.add(module, &[&told.type_name]);
        }
        Self { imports: imports.lines(), service: &contract.service, announcements }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Handlers<'a> {
    consumes: Vec<Handler<'a>>,
}

#[derive(Debug, Serialize)]
struct Handler<'a> {
    function: String,
    type_name: String,
    summary: &'a str,
    calls: Vec<Call>,
}

impl<'a> Handlers<'a> {
    pub(super) fn new(contract: &'a Contract) -> Self {
        let handler = |s: &'a contract::Subscription| Handler {
            function: names::of_id(&format!("on-{}", s.handler), "on"),
            type_name: names::class(&s.message.type_name, "Event"),
            summary: if s.message.description.is_empty() { &s.message.event } else { &s.message.description },
            calls: model::calls(contract, &s.calls),
        };
        Self { consumes: contract.consumes.iter().map(handler).collect() }
    }
}
