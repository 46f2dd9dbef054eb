//! AsyncAPI 3 of one broker: every event that travels there, who sends it and who hears it.

use super::{protocol, words};
use crate::plan::{
    Plan,
    contract::{BrokerProduct, Channel, Message},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub(super) struct Document {
    asyncapi: &'static str,
    info: Value,
    #[serde(rename = "defaultContentType")]
    default_content_type: &'static str,
    servers: Map<String, Value>,
    channels: Map<String, Value>,
    operations: BTreeMap<String, Operation>,
    components: Value,
}

/// One part that sends or hears an event. There may be tens of thousands, so they are not kept as trees of JSON.
#[derive(Debug, Serialize)]
struct Operation {
    action: &'static str,
    channel: Reference,
    messages: [Reference; 1],
    summary: String,
}

#[derive(Debug, Serialize)]
struct Reference {
    #[serde(rename = "$ref")]
    to: String,
}

pub(super) fn document(plan: &Plan, broker: &str) -> Document {
    let mut document = Document {
        asyncapi: "3.0.0",
        info: json!({
            "title": format!("Events of {} at {broker}", plan.name),
            "version": "1.0.0",
            "description": "Events are CloudEvents 1.0 in structured JSON.",
        }),
        default_content_type: "application/cloudevents+json",
        servers: Map::new(),
        channels: Map::new(),
        operations: BTreeMap::new(),
        components: json!({}),
    };
    let mut messages = Map::new();
    let mut add = |document: &mut Document, service: &str, message: &Message, channel: &Channel, action: &'static str| {
        let name = &message.type_name;
        let port = plan.container(broker).map_or(0, |c| c.port);
        document.servers.insert(broker.into(), json!({ "host": format!("{broker}:{port}"), "protocol": protocol(channel.product) }));
        if !messages.contains_key(name) {
            document.channels.insert(name.clone(), channel_of(name, channel));
            messages.insert(name.clone(), message_of(message));
        }
        let to = format!("#/channels/{name}");
        let operation = Operation {
            action,
            messages: [Reference { to: format!("{to}/messages/{name}") }],
            channel: Reference { to },
            summary: if action == "send" { format!("{service} announces it.") } else { format!("{service} hears it.") },
        };
        document.operations.insert(format!("{service}-{action}s-{name}"), operation);
    };
    for contract in &plan.contracts {
        for p in contract.publishes.iter().filter(|p| p.channel.broker == broker) {
            add(&mut document, &contract.service, &p.message, &p.channel, "send");
        }
        for s in contract.consumes.iter().filter(|s| s.channel.broker == broker) {
            add(&mut document, &contract.service, &s.message, &s.channel, "receive");
        }
    }
    document.components = json!({ "messages": messages });
    document
}

fn channel_of(name: &str, channel: &Channel) -> Value {
    let mut value = json!({ "address": channel.address, "messages": { name: { "$ref": format!("#/components/messages/{name}") } } });
    match channel.product {
        BrokerProduct::Rabbitmq => {
            let exchange = json!({ "name": channel.exchange, "type": "topic", "durable": true, "autoDelete": false });
            value["bindings"] = json!({ "amqp": { "is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0" } });
        }
        BrokerProduct::Kafka => value["bindings"] = json!({ "kafka": { "topic": channel.address, "bindingVersion": "0.5.0" } }),
        BrokerProduct::Redis | BrokerProduct::Nats => {}
    }
    value
}

fn message_of(message: &Message) -> Value {
    let (summary, more) = message.description.split_once('\n').unwrap_or((&message.description, ""));
    let mut value = json!({
        "name": message.event,
        "title": message.type_name,
        "summary": if summary.is_empty() { &message.event } else { summary },
        "contentType": "application/cloudevents+json",
        "payload": message.event_schema(),
    });
    if !more.trim().is_empty() {
        value["description"] = words(&message.description).into();
    }
    value
}
