//! What the modules that put a service together need to know: its stores, brokers and consumers.

use super::{
    features::Features,
    imports::{Import, Imports},
    model::{self, Kept},
    names,
};
use crate::plan::contract::{BrokerProduct, CachePattern, Contract, SignIn, Store};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Parts {
    imports: Vec<Import>,
    clients: bool,
    admins: bool,
    /// The class that says who asks.
    sign_in: Option<&'static str>,
    records: Vec<Kept>,
}

impl Parts {
    pub(super) fn new(contract: &Contract, features: &Features) -> Self {
        let records = model::kept(contract, features);
        let mut imports = Imports::default();
        imports
            .add("dataclasses", &["dataclass"])
            .add("typing", &["Annotated"])
            .add("fastapi", &["Depends", "Request"])
            .add("app.core.once", &["Keys"])
            .add("app.messaging.outbox", &["Outbox"])
            .add_if(features.clients, "app.clients", &["Clients"])
            .add_if(features.sign_in.is_some(), "app.core.auth", features.sign_in.map(checks).as_slice())
            .add_if(!records.is_empty(), "app.core.records", &["Records"]);
        add_models(&mut imports, contract, features);
        Self {
            imports: imports.lines(),
            clients: features.clients,
            admins: features.admins,
            sign_in: features.sign_in.map(checks),
            records,
        }
    }
}

/// The class of `app/core/auth.py` that says who asks.
fn checks(way: SignIn) -> &'static str {
    match way {
        SignIn::Jwt | SignIn::Sessions => "Tokens",
        SignIn::Oidc => "Provider",
        SignIn::ApiKeys => "ApiKeys",
    }
}

fn add_models(imports: &mut Imports, contract: &Contract, features: &Features) {
    for resource in &contract.resources {
        imports.add("app.models", &[&names::class(&resource.type_name, "Record")]);
    }
    imports.add_if(features.actions, "app.core.actions", &["Action"]).add_if(features.accounts, "app.core.accounts", &["Credential"]);
}

#[derive(Debug, Serialize)]
pub(super) struct Wiring<'a> {
    imports: Vec<Import>,
    tracing: bool,
    brokers: Vec<Broker<'a>>,
    sql: bool,
    store: Option<&'a Store>,
    own_prefix: &'a str,
    cache: Option<Cache<'a>>,
    clients: bool,
    admins: bool,
    sign_in: Option<SignIn>,
    records: Vec<Kept>,
    /// Something hands events to the brokers.
    sends: bool,
    relays: bool,
    consumers: Vec<Heard<'a>>,
}

#[derive(Debug, Serialize)]
struct Broker<'a> {
    id: &'a str,
    class_name: &'static str,
    stem: &'a str,
    has_password: bool,
    /// Events that somebody hears: they wait in the outbox until the first queue is there.
    expected: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Cache<'a> {
    stem: &'a str,
    has_password: bool,
    write_through: bool,
}

/// Everything a service hears from one broker.
#[derive(Debug, Serialize)]
struct Heard<'a> {
    broker: &'a str,
    group: &'a str,
    dead_letters: Option<&'a str>,
    subscriptions: Vec<One<'a>>,
}

#[derive(Debug, Serialize)]
struct One<'a> {
    event: &'a str,
    address: &'a str,
    type_name: String,
    function: String,
    retries: u8,
}

/// The module and the class for a broker.
fn adapter(product: BrokerProduct) -> (&'static str, &'static str) {
    match product {
        BrokerProduct::Rabbitmq => ("app.messaging.rabbitmq", "RabbitMq"),
        BrokerProduct::Kafka => ("app.messaging.kafka", "Kafka"),
        BrokerProduct::Redis => ("app.messaging.redis_streams", "RedisStreams"),
        BrokerProduct::Nats => ("app.messaging.nats", "Nats"),
    }
}

impl<'a> Wiring<'a> {
    pub(super) fn new(contract: &'a Contract, features: &Features) -> Self {
        let channels = contract.brokers();
        let store = contract.primary_store();
        let cache = contract.cache().filter(|_| features.cache);
        let records = model::kept(contract, features);
        let has_password = store.into_iter().chain(cache).any(|s| s.has_password) || channels.iter().any(|b| b.has_password);
        let sends = features.relays() || !features.stored();
        let background = features.relays() || features.consumes;
        let mut imports = Imports::default();
        imports
            .add("collections.abc", &["AsyncIterator"])
            .add("contextlib", &["AsyncExitStack", "asynccontextmanager"])
            .add("app.config", &["Config"])
            .add("app.core.health", &["Health"])
            .add("app.core.metrics", &["Metrics"])
            .add_if(sends, "app.messaging.publisher", &["Sender"])
            .add("app.parts", &["Parts"])
            .add_if(features.consumes, "functools", &["partial"])
            .add_if(features.consumes, "app", &["events", "handlers"])
            .add_if(features.consumes, "app.messaging.consumer", &["Consumer", "Subscription"])
            .add_if(features.clients, "app.clients", &["Clients"])
            .add_if(features.sign_in.is_some(), "app.core.auth", features.sign_in.map(checks).as_slice())
            .add_if(features.admins, "app.core.admin", &["ids_of"])
            .add_if(has_password, "app.core.settings", &["with_password"])
            .add_if(features.tracing, "app.core.tracing", &["exporting"])
            .add_if(background, "app.core.tasks", &["background"])
            .add_if(features.relays(), "app.messaging.relay", &["Relay"])
            .add_if(features.cache, "app.data.cache", &["Cache", "CachedRecords"])
            .add_if(features.sql(), "app.data", &["tables"])
            .add_if(features.sql(), "app.data.database", &["Database"])
            .add_if(features.sql(), "app.data.migrations", &["is_migrated", "migrate"])
            .add_if(features.sql(), "app.data.sql_outbox", &["SqlOutbox"])
            .add_if(features.sql() && features.consumes, "app.data.sql_outbox", &["SqlInbox"])
            .add_if(features.sql(), "app.data.sql_keys", &["SqlKeys"])
            .add_if(features.mongo, "app.data.mongo_keys", &["MongoKeys"])
            .add_if(!features.stored(), "app.data.memory", &["MemoryKeys"])
            .add_if(features.sql() && !records.is_empty(), "app.data.sql_records", &["SqlRecords"])
            .add_if(features.mongo, "app.data.mongo", &["Mongo"])
            .add_if(features.mongo, "app.data.mongo_outbox", &["MongoOutbox"])
            .add_if(features.mongo && features.consumes, "app.data.mongo_outbox", &["MongoInbox"])
            .add_if(features.mongo && !records.is_empty(), "app.data.mongo_records", &["MongoRecords"])
            .add_if(!features.stored() && features.consumes, "app.data.memory", &["MemoryInbox"])
            .add_if(!features.stored() && !records.is_empty(), "app.data.memory", &["MemoryRecords"]);
        for channel in &channels {
            let (module, class_name) = adapter(channel.product);
            imports.add(module, &[class_name]);
        }
        if features.stored() || features.cache {
            add_models(&mut imports, contract, features);
        }
        Self {
            imports: imports.lines(),
            tracing: features.tracing,
            brokers: channels
                .iter()
                .map(|c| Broker {
                    id: &c.broker,
                    class_name: adapter(c.product).1,
                    stem: &c.stem,
                    has_password: c.has_password,
                    expected: contract.expected_at(c),
                })
                .collect(),
            sql: features.sql(),
            store,
            own_prefix: &contract.own_prefix,
            cache: cache.map(|c| Cache {
                stem: &c.stem,
                has_password: c.has_password,
                write_through: c.pattern == CachePattern::WriteThrough,
            }),
            clients: features.clients,
            admins: features.admins,
            sign_in: features.sign_in,
            records,
            sends,
            relays: features.relays(),
            consumers: channels.iter().filter_map(|c| heard(contract, &c.broker)).collect(),
        }
    }
}

fn heard<'a>(contract: &'a Contract, broker: &'a str) -> Option<Heard<'a>> {
    let here: Vec<_> = contract.consumes.iter().filter(|s| s.channel.broker == broker).collect();
    let group = &here.first()?.group;
    Some(Heard {
        broker,
        group,
        dead_letters: here.iter().find_map(|s| s.dead_letter.as_deref()),
        subscriptions: here
            .iter()
            .map(|s| One {
                event: &s.message.event,
                address: &s.channel.address,
                type_name: names::class(&s.message.type_name, "Event"),
                function: names::of_id(&format!("on-{}", s.handler), "on"),
                retries: s.retries,
            })
            .collect(),
    })
}
