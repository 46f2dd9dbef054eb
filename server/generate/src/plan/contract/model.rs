//! What a contract says of a part: its resources, operations, calls and stores. Data only: how it is resolved stands in the files beside.

use super::{Announcement, BrokerProduct, Channel, Publication, Subscription, store};
use crate::plan::Role;
use domain::design::{FieldType, LinkKind, Sensitivity};
use serde::Serialize;

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
    /// Stands before the names of the tables that its code needs for itself, where others keep theirs in the same store; else empty.
    pub own_prefix: String,
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
    /// The field that names who has to decide about an owned record, and so may list and read it: `approver_id`.
    pub approver: Option<String>,
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
    /// Only the service's own code sets it: clients get it, and sending it is refused.
    pub server: bool,
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
    /// Signed in, and one of those whom the operator names in `ADMINS`.
    Admin,
    /// Reached by other parts only.
    Internal,
}

impl Access {
    /// Somebody must show who they are.
    pub fn asks(self) -> bool {
        matches!(self, Self::SignedIn | Self::Admin)
    }
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
    /// One of its operations leads to an event.
    pub fn announces(&self, event: &str) -> bool {
        self.operations.iter().flat_map(|o| &o.announces).any(|a| a.event == event)
    }
    pub fn resource(&self, slug: &str) -> Option<&Resource> {
        self.resources.iter().find(|r| r.slug == slug)
    }
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|c| c.id == id)
    }
    /// Something here is changed by admins alone.
    pub fn has_admins(&self) -> bool {
        self.operations.iter().any(|o| o.access == Access::Admin)
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
        let waits = |p: &&Publication| p.outbox && p.is_heard && p.channel.product == BrokerProduct::Rabbitmq;
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
