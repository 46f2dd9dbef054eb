//! `package.json` and `package-lock.json` of a service: only the libraries it needs, each in the release that was tried. The lock is the
//! part of one lock file with all libraries that is reachable from the needed ones, so every service installs the same releases.

use crate::plan::{
    Container, Role,
    contract::{BrokerProduct, Contract, SignIn},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// What a service may need beyond answering health checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// It follows a contract.
    Contract,
    Postgresql,
    Mysql,
    Mongodb,
    Cache,
    /// It checks tokens.
    Tokens,
    /// Something in it is changed by admins alone.
    Admins,
    Accounts,
    Clients,
    Events,
    Consumes,
    Rabbitmq,
    Kafka,
    RedisStreams,
    Nats,
}

#[derive(Debug, Clone)]
pub(super) struct Needs(BTreeSet<Need>);

impl Needs {
    pub(super) fn new(container: &Container, contract: Option<&Contract>) -> Self {
        let mut needs = BTreeSet::new();
        let Some(contract) = contract.filter(|_| container.role != Role::Frontend) else { return Self(needs) };
        needs.insert(Need::Contract);
        let mut when = |holds: bool, need| _ = holds && needs.insert(need);
        let store = contract.primary_store().map(|s| s.product);
        when(store == Some("postgresql"), Need::Postgresql);
        when(store == Some("mysql"), Need::Mysql);
        when(store == Some("mongodb"), Need::Mongodb);
        when(contract.cache().is_some() && !contract.resources.is_empty(), Need::Cache);
        when(contract.sign_in.is_some_and(|way| way != SignIn::ApiKeys), Need::Tokens);
        when(contract.has_admins(), Need::Admins);
        when(contract.accounts.is_some(), Need::Accounts);
        when(!contract.clients.is_empty(), Need::Clients);
        when(!contract.consumes.is_empty(), Need::Consumes);
        for channel in contract.brokers() {
            when(true, Need::Events);
            when(channel.product == BrokerProduct::Rabbitmq, Need::Rabbitmq);
            when(channel.product == BrokerProduct::Kafka, Need::Kafka);
            when(channel.product == BrokerProduct::Redis, Need::RedisStreams);
            when(channel.product == BrokerProduct::Nats, Need::Nats);
        }
        Self(needs)
    }
    pub(super) fn has(&self, need: Need) -> bool {
        self.0.contains(&need)
    }
}

/// Libraries, and who needs one; nothing means that all do.
const LIBRARIES: &[(&str, &[Need])] = &[
    ("@nats-io/jetstream", &[Need::Nats]),
    ("@nats-io/transport-node", &[Need::Nats]),
    ("@opentelemetry/api", &[]),
    ("@opentelemetry/exporter-trace-otlp-http", &[]),
    ("@opentelemetry/resources", &[]),
    ("@opentelemetry/sdk-trace-node", &[]),
    ("ajv", &[Need::Contract]),
    ("ajv-formats", &[Need::Contract]),
    ("amqplib", &[Need::Rabbitmq]),
    ("cockatiel", &[Need::Clients, Need::Consumes]),
    ("express", &[]),
    ("ioredis", &[Need::Cache, Need::RedisStreams]),
    ("jose", &[Need::Tokens]),
    ("kafkajs", &[Need::Kafka]),
    ("knex", &[Need::Postgresql, Need::Mysql]),
    ("mongodb", &[Need::Mongodb]),
    ("mysql2", &[Need::Mysql]),
    ("pg", &[Need::Postgresql]),
    ("pino", &[]),
    ("prom-client", &[]),
    ("uuid", &[Need::Contract]),
];

/// The lock file of a package that needs all libraries, made by npm.
const LOCK: &str = include_str!("package-lock.json");

/// One entry of the lock: its path (`node_modules/ajv/node_modules/x`), its text as npm wrote it, and the entries it depends on.
#[derive(Debug)]
struct Entry {
    path: &'static str,
    text: &'static str,
    depends_on: Vec<usize>,
}

/// A library with its release and its entry.
#[derive(Debug)]
struct Library {
    name: &'static str,
    version: String,
    wanted_by: &'static [Need],
    entry: Option<usize>,
}

/// The lock of all libraries. Entries stand in the order of their paths and are known by their position.
#[derive(Debug)]
struct Lock {
    entries: Vec<Entry>,
    libraries: Vec<Library>,
}

static PARSED: LazyLock<Lock> = LazyLock::new(|| {
    let all: Value = serde_json::from_str(LOCK).unwrap_or_default();
    let names = |value: &Value| -> Vec<String> { value.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect() };
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    // npm indents entries by four spaces and ends each with a line of its own.
    let mut rest = LOCK;
    while let Some((_, after)) = rest.split_once("\n    \"node_modules/") {
        let Some((name, body)) = after.split_once("\": {\n") else { break };
        let Some((text, next)) = body.split_once("\n    }") else { break };
        let start = LOCK.len() - after.len() - "node_modules/".len();
        let path = &LOCK[start..start + "node_modules/".len() + name.len()];
        texts.insert(path, text);
        rest = next;
    }
    let positions: BTreeMap<&str, usize> = texts.keys().enumerate().map(|(position, path)| (*path, position)).collect();
    let entry = |(path, text): (&&'static str, &&'static str)| {
        let package = &all["packages"][*path];
        // npm installs peers too, unless they are optional; those are in the lock only because something needs them.
        let wanted = ["dependencies", "optionalDependencies", "peerDependencies"].into_iter().flat_map(|kind| names(&package[kind]));
        Entry { path, text, depends_on: wanted.filter_map(|name| resolve(&positions, path, &name)).collect() }
    };
    let library = |(name, wanted_by): &(&'static str, &'static [Need])| Library {
        name,
        version: all["packages"][""]["dependencies"][*name].as_str().unwrap_or_default().to_owned(),
        wanted_by,
        entry: positions.get(format!("node_modules/{name}").as_str()).copied(),
    };
    Lock { entries: texts.iter().map(entry).collect(), libraries: LIBRARIES.iter().map(library).collect() }
});

fn libraries(needs: &Needs) -> impl Iterator<Item = &'static Library> {
    PARSED.libraries.iter().filter(|library| library.wanted_by.is_empty() || library.wanted_by.iter().any(|need| needs.has(*need)))
}

/// The lines of `dependencies`, indented for their place.
fn lines(needs: &Needs, indent: &str) -> String {
    let line = |library: &Library| format!("{indent}\"{}\": \"{}\"", library.name, library.version);
    libraries(needs).map(line).collect::<Vec<_>>().join(",\n")
}

pub(super) fn manifest(id: &str, needs: &Needs) -> String {
    let mut scripts = vec![("start", "node src/main.js"), ("dev", "node --watch-path=src src/main.js"), ("test", "node --test")];
    if needs.has(Need::Postgresql) || needs.has(Need::Mysql) {
        scripts.push(("migrate", "node src/store/migrate.js"));
    }
    let scripts: Vec<String> = scripts.iter().map(|(name, command)| format!("    \"{name}\": {}", json!(command))).collect();
    format!(
        "{{\n  \"name\": \"{id}\",\n  \"version\": \"0.1.0\",\n  \"private\": true,\n  \"type\": \"module\",\n  \"engines\": {{\n    \"node\": \">=20.19\"\n  }},\n  \"scripts\": {{\n{}\n  }},\n  \"dependencies\": {{\n{}\n  }}\n}}\n",
        scripts.join(",\n"),
        lines(needs, "    ")
    )
}

/// Where Node finds a package from inside another: in its own folder first, then outwards.
fn resolve(positions: &BTreeMap<&str, usize>, from: &str, name: &str) -> Option<usize> {
    let mut base = from;
    loop {
        let candidate = if base.is_empty() { format!("node_modules/{name}") } else { format!("{base}/node_modules/{name}") };
        if let Some(position) = positions.get(candidate.as_str()) {
            return Some(*position);
        }
        if base.is_empty() {
            return None;
        }
        base = base.rfind("/node_modules/").map_or("", |at| &base[..at]);
    }
}

pub(super) fn lock(id: &str, needs: &Needs) -> String {
    let mut kept = vec![false; PARSED.entries.len()];
    let mut open: Vec<usize> = libraries(needs).filter_map(|library| library.entry).collect();
    while let Some(position) = open.pop() {
        if !std::mem::replace(&mut kept[position], true) {
            open.extend(&PARSED.entries[position].depends_on);
        }
    }
    let mut text = format!(
        "{{\n  \"name\": \"{id}\",\n  \"version\": \"0.1.0\",\n  \"lockfileVersion\": 3,\n  \"requires\": true,\n  \"packages\": {{\n    \"\": {{\n      \"name\": \"{id}\",\n      \"version\": \"0.1.0\",\n      \"dependencies\": {{\n{}\n      }},\n      \"engines\": {{\n        \"node\": \">=20.19\"\n      }}\n    }}",
        lines(needs, "        ")
    );
    for (entry, _) in PARSED.entries.iter().zip(&kept).filter(|(_, kept)| **kept) {
        for piece in [",\n    \"", entry.path, "\": {\n", entry.text, "\n    }"] {
            text.push_str(piece);
        }
    }
    text.push_str("\n  }\n}\n");
    text
}
