//! The contract model: what every part with code offers, asks for, announces, hears and keeps, resolved from the Design. OpenAPI,
//! AsyncAPI, protobuf and GraphQL files, the service code of every language and its tests are printed from it, so that they agree by
//! construction. Must not know any language or file format beyond JSON Schema.
//!
//! **Who has one.** Every built container of role service or worker whose stack is Node or Python: `plan.contract(id)`.
//!
//! **Resources.** The entities of the part's context and modules (see [`resource`] for who gets a context's entities). Records have
//! `id` (a UUID, version 7, so that ids sort by time), the fields of the entity, `version` (starts at 1, grows with each change),
//! `created_at` and `updated_at`. An entity without fields gets [`resource::FALLBACK_FIELDS`]: a required `name` and an optional
//! `note`. Only those records are kept whose resource is `owned` together with `owner_id`, the subject of the token that made them;
//! another person's records answer 404.
//!
//! **Operations.** Five of each resource below its `path` (list, create, read, replace, delete); `describe` at the base path of a
//! service without resources; `register`, `login` and `me` where accounts are hosted; and one **action** for each operation that
//! another part's call link names in its label (`Charge` gives `POST /internal/charge`). Lists are read in pages:
//! `?limit=` (1 to 100, 20 when absent) and `?cursor=` (opaque: the id after which the page begins); newest first; the answer is
//! `{"items": […], "next_cursor": "…" | null}`. Creating accepts the header `Idempotency-Key` (at most 128 characters of
//! `[A-Za-z0-9._:-]`): the same key of the same person gives the record that the first call made. Replacing and reading give
//! `ETag: "<version>"`; replacing honours `If-Match` (412 when it has moved on). Every error is a problem document of RFC 9457 in
//! `application/problem+json`: `type` (`about:blank`), `title`, `status`, `detail`, `instance` (the path), `correlation_id`, and
//! for 400 `errors: [{"path": "/total", "message": "…"}]`. Bodies with members that the schema does not name are refused.
//!
//! **Actions** are commands of other parts: the body is `{"reference_id": "<uuid>", "details": {…}}`, the answer 202 with
//! `{"id", "operation", "reference_id", "status": "accepted", "created_at"}`. They are kept in the table `requests`, unique by
//! operation and `reference_id`, so asking twice gives the first answer. No gateway routes to `/internal`: the network is their guard.
//!
//! **Access.** [`Access::Public`], [`Access::SignedIn`] (by what [`SignIn`] says), or [`Access::Internal`].
//! - Our own tokens ([`SignIn::Jwt`]; for [`SignIn::Sessions`] also in the cookie `session`) are JWTs signed with HS256: key in the file
//!   that `JWT_KEY_FILE` names, `iss` from `JWT_ISSUER`, `aud` from `JWT_AUDIENCE`, `sub` the user's UUID, `exp` [`TOKEN_SECONDS`] after
//!   issue. Passwords are hashed (scrypt or Argon2id) and kept in the table `credentials` (`id`, `email` unique and in lower case,
//!   `password_hash`, `created_at`).
//! - A provider's tokens ([`SignIn::Oidc`]) are JWTs of `OIDC_ISSUER` for `OIDC_AUDIENCE`, and with `OIDC_SCOPE` where it is set (403
//!   without). Keys come from the provider's discovery document. The id of a person is the UUID, version 5 in the namespace of URLs, of
//!   `<issuer> <sub>`: the same in every language.
//! - Keys of programs ([`SignIn::ApiKeys`]) come in `X-API-Key` and are compared with `<name>:<SHA-256>[:read]`, the lines of the file that
//!   `API_KEYS_FILE` names. The id of a program is the UUID, version 5 in the namespace of URLs, of `urn:api-key:<name>`. One that ends in
//!   `:read` gets 403 for everything but reading.
//!
//! **Events** are CloudEvents 1.0 in structured JSON: `specversion`, `id` (UUID), `source` (the container), `type` (the event's
//! name), `time`, `datacontenttype`, `correlationid`, optionally `traceparent` and `subject` (the record's id), and `data` by the
//! message's schema. They leave through the table `outbox` where the part owns a SQL or document store
//! ([`Publication::outbox`]), in the transaction of the change; [`Operation::announces`] says which, and where each field of `data`
//! comes from. A consumer remembers what it
//! has handled (table `inbox` where it owns a store), retries `retries` times, then puts the message aside where
//! [`Subscription::dead_letter`] says. [`Channel`] says what addresses mean at each broker.
//!
//! **Clients.** One per outgoing call link, with the link's own numbers. While handling [`Operation::calls`] (and
//! [`Subscription::calls`]) they are called in order. A critical one that fails answers 503 with `Retry-After` and nothing is kept;
//! one that is not logs its fallback text and the work goes on. A client whose `<STEM>_URL` is empty (external systems start so) takes
//! its fallback at once. Calls to our own parts pass on what the caller signed in with, all pass on `traceparent`, ours `x-correlation-id`.

mod client;
mod message;
pub mod name;
mod operation;
pub mod resource;
pub mod schema;
mod store;
#[cfg(test)]
mod tests;

pub(super) use resource::versioned;

use super::{Container, Plan, Role, Stack, container::Names};
use domain::design::{Authentication, FieldType, LinkKind, Sensitivity};
use serde::Serialize;

/// How long a token is valid, in seconds.
pub const TOKEN_SECONDS: u32 = 3_600;
/// What a client waits for one attempt when its link says nothing, in milliseconds.
pub const DEFAULT_TIMEOUT_MS: u32 = 2_000;
/// How often a message is tried again when its link says nothing.
pub const DEFAULT_RETRIES: u8 = 3;

/// What one part with code offers and needs.
#[derive(Debug, Clone, Serialize)]
pub struct Contract {
    /// The id of its container.
    pub service: String,
    pub title: String,
    /// One sentence; may hold any text.
    pub description: String,
    pub role: Role,
    /// The major version of its interface: `v1`.
    pub api_version: String,
    /// In order of contexts and, inside one, of the Design. Empty for workers.
    pub resources: Vec<Resource>,
    /// In order of paths of resources, then accounts, then actions. Empty for workers.
    pub operations: Vec<Operation>,
    pub publishes: Vec<Publication>,
    pub consumes: Vec<Subscription>,
    pub clients: Vec<Client>,
    pub stores: Vec<Store>,
    /// Whether its operations ask for a token.
    pub sign_in: Option<SignIn>,
    /// Registration and login are its business.
    pub accounts: Option<Accounts>,
}

/// How callers prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignIn {
    /// A bearer token.
    Jwt,
    /// The same token, also taken from the cookie `session`.
    Sessions,
    /// A bearer token that an OpenID Connect provider has issued.
    Oidc,
    /// A key in the header `X-API-Key`.
    ApiKeys,
}

impl SignIn {
    /// Our own code registers people and issues their tokens; otherwise somebody else says who they are.
    pub fn has_accounts(self) -> bool {
        matches!(self, Self::Jwt | Self::Sessions)
    }
}

/// Where people register and log in. Each path is complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accounts {
    pub register_path: String,
    pub login_path: String,
    pub me_path: String,
}

/// A thing the part keeps, with a collection path of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resource {
    /// Names the folder and the collection: `order-items`. Unique in the part.
    pub slug: String,
    /// Names the table or collection: `order_items`. Never one of [`resource::OWN_TABLES`]; quote it, it may be a word of SQL.
    pub table: String,
    /// Names the schema and the class: `OrderItem`. Unique in the part, letters and digits.
    pub type_name: String,
    /// Words for people: `order item`, `order items`.
    pub singular: String,
    pub plural: String,
    /// The context it belongs to.
    pub context: String,
    /// Where the collection stands: `/api/v1/orders/items`. One record is at `{path}/{id}`.
    pub path: String,
    pub sensitivity: Sensitivity,
    /// Only who made a record may see it: it, or something else in its context, is sensitive, and people sign in.
    pub owned: bool,
    /// What clients send and get beside `id`, `version`, `created_at` and `updated_at`. Never empty.
    pub fields: Vec<Field>,
}

/// A field of a resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Snake case; may be a word of SQL or of a language.
    pub name: String,
    pub kind: FieldType,
    /// Otherwise it may be absent or null.
    pub required: bool,
    /// A valid value, for documentation and tests.
    pub example: serde_json::Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// What an operation does; the resource is named by its slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    List,
    Create,
    Read,
    Replace,
    Delete,
    /// Accepts a command of another part.
    Act,
    /// Says what the service is for.
    Describe,
    Register,
    Login,
    /// Tells the signed-in person who they are.
    Me,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    Public,
    SignedIn,
    /// Reached by other parts only.
    Internal,
}

/// One thing a client can ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// Camel case, unique in the part: `createOrder`, `charge`.
    pub id: String,
    pub method: Method,
    /// Complete, with `{id}` for a record.
    pub path: String,
    pub does: Does,
    /// The slug of its resource.
    pub resource: Option<String>,
    /// For an action its slug: `price-and-reserve`.
    pub action: Option<String>,
    /// A sentence for people; plain words.
    pub summary: String,
    pub access: Access,
    /// Asking twice does no more than asking once, by its method, its key or its reference.
    pub idempotent: bool,
    /// The events it leads to.
    pub announces: Vec<Announcement>,
    /// Ids of the clients it calls, in order, before it keeps anything.
    pub calls: Vec<String>,
    /// For an action: the containers whose links ask for it.
    pub asked_by: Vec<String>,
}

/// An event an operation leads to, and where its data comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Announcement {
    pub event: String,
    /// Announced when a critical call fails and nothing is kept, instead of when the work is done.
    pub on_failure: bool,
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
    pub message: Message,
    pub channel: Channel,
    /// It leaves through the outbox table of the store the part owns; otherwise it is sent right after the work.
    pub outbox: bool,
    /// The parts that hear it at this broker. RabbitMQ drops what no queue waits for, so there an event that somebody should hear
    /// is sent as mandatory and stays in the outbox until the first of their queues is there.
    pub consumers: Vec<String>,
}

/// An event the part hears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subscription {
    pub message: Message,
    pub channel: Channel,
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

/// A part or an external system that this one calls, with what its link says about failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Client {
    /// Names its file: the target's id, numbered when several links lead there. Unique in the part.
    pub id: String,
    /// The link it comes from.
    pub link: String,
    /// A container or, when `external`, an element.
    pub target: String,
    /// May hold any text.
    pub title: String,
    pub kind: LinkKind,
    pub external: bool,
    /// The stem of its variables: `PAYMENT_SERVICE` gives `PAYMENT_SERVICE_URL`.
    pub stem: String,
    pub method: Method,
    /// Complete and without parameters.
    pub path: String,
    /// Names its function: `charge`, `listProducts`, `send`. Camel case.
    pub function: String,
    /// It asks for an action of a part of ours: the body is that of actions.
    pub action: bool,
    pub timeout_ms: u32,
    /// Attempts after the first; more than 0 only where asking twice is safe.
    pub retries: u8,
    pub circuit_breaker: bool,
    /// In words; may hold any text.
    pub fallback: Option<String>,
    pub idempotent: bool,
    pub critical: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    Owns,
    Reads,
    Caches,
}

/// When a cached record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CachePattern {
    /// Filled by reads, dropped by changes.
    Aside,
    /// Filled by changes as well, after the store has them. The link's label says “write-through”.
    WriteThrough,
}

/// A data store the part uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Store {
    /// Its container.
    pub id: String,
    /// The catalogue's slug: `postgresql`, `mysql`, `mongodb`, `redis`, `elasticsearch`.
    pub product: &'static str,
    pub holds: Holds,
    /// The stem of its variables: `ORDER_DB` gives `ORDER_DB_URL` and `ORDER_DB_PASSWORD_FILE`.
    pub stem: String,
    pub has_password: bool,
    /// For caches; aside otherwise.
    pub pattern: CachePattern,
    /// What is said to happen without it; may hold any text.
    pub fallback: Option<String>,
}

impl Contract {
    /// The store its records, outbox and inbox are kept in: the first it owns that is PostgreSQL, MySQL or MongoDB. Without one
    /// they are kept in memory and are gone after a restart.
    pub fn primary_store(&self) -> Option<&Store> {
        self.stores.iter().find(|s| s.holds == Holds::Owns && store::PRIMARY.contains(&s.product))
    }
    /// The Redis it caches in.
    pub fn cache(&self) -> Option<&Store> {
        self.stores.iter().find(|s| s.holds == Holds::Caches && s.product == "redis")
    }
    pub fn resource(&self, slug: &str) -> Option<&Resource> {
        self.resources.iter().find(|r| r.slug == slug)
    }
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|c| c.id == id)
    }
    /// The operations of one resource.
    pub fn operations_of<'c>(&'c self, resource: &'c str) -> impl Iterator<Item = &'c Operation> {
        self.operations.iter().filter(move |o| o.resource.as_deref() == Some(resource) && o.does != Does::Act)
    }
    pub fn actions(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|o| o.does == Does::Act)
    }
    /// Events that wait in the outbox until somebody's queue is there: those that are heard at a RabbitMQ, which drops what no queue takes.
    pub fn expected_at(&self, channel: &Channel) -> Vec<&str> {
        let waits = |p: &&Publication| p.outbox && !p.consumers.is_empty() && p.channel.product == BrokerProduct::Rabbitmq;
        self.publishes.iter().filter(|p| p.channel.broker == channel.broker).filter(waits).map(|p| p.message.event.as_str()).collect()
    }
    /// The brokers it speaks with, each once, in order.
    pub fn brokers(&self) -> Vec<&Channel> {
        let mut found: Vec<&Channel> = Vec::new();
        for channel in self.publishes.iter().map(|p| &p.channel).chain(self.consumes.iter().map(|s| &s.channel)) {
            if found.iter().all(|known| known.broker != channel.broker) {
                found.push(channel);
            }
        }
        found
    }
}

/// Whether the code of a container follows a contract.
pub(super) fn has_contract(container: &Container) -> bool {
    matches!(container.role, Role::Service | Role::Worker) && matches!(container.stack, Some(Stack::Node | Stack::Python))
}

/// What the Design's way to sign in means for the code.
pub(super) fn sign_in(authentication: Authentication) -> Option<SignIn> {
    match authentication {
        Authentication::Jwt => Some(SignIn::Jwt),
        Authentication::Sessions => Some(SignIn::Sessions),
        Authentication::Oidc => Some(SignIn::Oidc),
        Authentication::ApiKeys => Some(SignIn::ApiKeys),
        Authentication::None => None,
    }
}

/// Resolves the contracts. Containers, paths and variables must be there.
pub(super) fn add_contracts(plan: &mut Plan, names: &Names) {
    let sign_in = sign_in(plan.design.platform.authentication);
    let accounts = sign_in.is_some_and(SignIn::has_accounts);
    let host = accounts.then(|| operation::accounts_host(plan, names)).flatten();
    let mut contracts = Vec::new();
    for (element, name) in names {
        let (Some(container), Some(design)) = (plan.container(name), plan.design.elements.get(element)) else { continue };
        if !has_contract(container) {
            continue;
        }
        let is_service = container.role == Role::Service;
        let resources = if is_service { resource::resources(plan, names, element, container, sign_in.is_some()) } else { Vec::new() };
        contracts.push(Contract {
            service: name.clone(),
            title: container.title.clone(),
            description: container.description.clone(),
            role: container.role,
            api_version: design.api_version.clone().unwrap_or_else(|| resource::DEFAULT_VERSION.to_owned()),
            resources,
            operations: Vec::new(),
            publishes: Vec::new(),
            consumes: Vec::new(),
            clients: client::clients(plan, names, element),
            stores: store::stores(plan, names, element),
            sign_in: sign_in.filter(|_| is_service),
            accounts: (host.as_ref() == Some(element)).then(|| operation::accounts(container)),
        });
    }
    for contract in &mut contracts {
        operation::add_operations(plan, names, contract);
    }
    client::resolve_lists(&mut contracts);
    message::add_messages(plan, names, &mut contracts);
    for warning in client::unanswered(&contracts) {
        plan.warn(warning);
    }
    if accounts && host.is_none() && contracts.iter().any(|c| c.role == Role::Service) {
        plan.warn("People sign in, but no part keeps users, so nothing in the bundle issues tokens: sign them with the secret that JWT_KEY_FILE names.");
    }
    plan.contracts = contracts;
}
