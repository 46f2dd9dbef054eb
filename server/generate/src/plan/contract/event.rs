//! What a contract says of events: messages, where they travel, who announces and who hears them. Data only.

use domain::design::FieldType;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// An event an operation leads to, and where its data comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Announcement {
    pub event: String,
    /// The fields of `data` that this operation can fill; it leaves out the others, and those whose source has no value.
    pub fill: Vec<Fill>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fill {
    pub field: String,
    pub source: Source,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "from", content = "name")]
pub enum Source {
    /// The id of the record, account or request.
    RecordId,
    /// A field of the record; for registering the `email`.
    Record(String),
    /// The subject of the token.
    Subject,
    /// The `reference_id` of an action.
    Reference,
    /// A member of an action's `details`, when it is there and of the message's type.
    Detail(String),
}

/// The message of an event, the same for everyone who sends or hears it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Its name: `order.created`. Lower case, digits, `-` and `.`.
    pub event: String,
    /// Names its schema: `OrderCreated`. Unique in the Design.
    pub type_name: String,
    /// May hold any text.
    pub description: String,
    pub fields: Vec<MessageField>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageField {
    pub name: String,
    pub kind: FieldType,
    /// Every publisher can fill it.
    pub required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BrokerProduct {
    Rabbitmq,
    Kafka,
    Redis,
    Nats,
}

/// Where an event travels, in the words of its broker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// The broker's container.
    pub broker: String,
    pub product: BrokerProduct,
    /// The stem of its variables: `RABBITMQ` gives `RABBITMQ_URL` and `RABBITMQ_PASSWORD_FILE`.
    pub stem: String,
    /// The broker asks for a password.
    pub has_password: bool,
    /// RabbitMQ: the topic exchange `events`. NATS: the JetStream stream `EVENTS`. Kafka and Redis: empty.
    pub exchange: String,
    /// RabbitMQ: the routing key. Kafka: the topic. Redis: the key of the stream (`events:order.created`). NATS: the subject
    /// (`events.order.created`).
    pub address: String,
}

/// An event the part announces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Publication {
    #[serde(serialize_with = "shared")]
    pub message: Arc<Message>,
    #[serde(serialize_with = "shared")]
    pub channel: Arc<Channel>,
    /// It leaves through the outbox table of the store the part owns; otherwise it is sent right after the work.
    pub outbox: bool,
    /// A part hears it at this broker. RabbitMQ drops what no queue waits for, so there an event that somebody should hear
    /// is sent as mandatory and stays in the outbox until the first of their queues is there.
    pub is_heard: bool,
}

/// An event the part hears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subscription {
    #[serde(serialize_with = "shared")]
    pub message: Arc<Message>,
    #[serde(serialize_with = "shared")]
    pub channel: Arc<Channel>,
    /// Names the function and the file of its handler: `order-created`. Unique in the part.
    pub handler: String,
    /// RabbitMQ: the queue (one for all events of the part at that broker). Kafka and Redis: the consumer group. NATS: the durable
    /// consumer. Always the container's id.
    pub group: String,
    /// Where a message goes that could not be handled: a queue (RabbitMQ), topic (Kafka), stream key (Redis) or subject of the
    /// stream `DEAD_LETTERS` (NATS), all `<container>.dead-letters` but for `dead-letters:<container>` at Redis and
    /// `dead-letters.<container>` at NATS. Absent: it is logged and dropped.
    pub dead_letter: Option<String>,
    /// Attempts after the first.
    pub retries: u8,
    /// Ids of the clients it calls.
    pub calls: Vec<String>,
}

/// A message and its channel are the same for all who send or hear it: thousands of parts hold one.
fn shared<T: Serialize, S: Serializer>(value: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}
