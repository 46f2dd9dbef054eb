//! What a service's contract asks of its code: which files it gets and which packages.

use crate::plan::{
    Container,
    contract::{BrokerProduct, Contract, SignIn},
};

/// The parts of the code that not every service has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Features {
    pub postgresql: bool,
    pub mysql: bool,
    pub mongo: bool,
    pub cache: bool,
    pub rabbitmq: bool,
    pub kafka: bool,
    pub redis_streams: bool,
    pub nats: bool,
    pub publishes: bool,
    pub consumes: bool,
    pub clients: bool,
    pub sign_in: Option<SignIn>,
    /// Something is changed by admins alone.
    pub admins: bool,
    pub accounts: bool,
    pub actions: bool,
    pub resources: bool,
    pub tracing: bool,
}

impl Features {
    pub(super) fn of(contract: &Contract, container: &Container) -> Self {
        let store = contract.primary_store().map(|store| store.product);
        let speaks = |product| contract.brokers().iter().any(|channel| channel.product == product);
        Self {
            postgresql: store == Some("postgresql"),
            mysql: store == Some("mysql"),
            mongo: store == Some("mongodb"),
            cache: contract.cache().is_some() && !contract.resources.is_empty(),
            rabbitmq: speaks(BrokerProduct::Rabbitmq),
            kafka: speaks(BrokerProduct::Kafka),
            redis_streams: speaks(BrokerProduct::Redis),
            nats: speaks(BrokerProduct::Nats),
            publishes: !contract.publishes.is_empty(),
            consumes: !contract.consumes.is_empty(),
            clients: !contract.clients.is_empty(),
            sign_in: contract.sign_in,
            admins: contract.has_admins(),
            accounts: contract.accounts.is_some(),
            actions: contract.actions().next().is_some(),
            resources: !contract.resources.is_empty(),
            tracing: container.env.iter().any(|e| e.name == "OTEL_EXPORTER_OTLP_ENDPOINT"),
        }
    }
    pub(super) fn sql(&self) -> bool {
        self.postgresql || self.mysql
    }
    pub(super) fn stored(&self) -> bool {
        self.sql() || self.mongo
    }
    pub(super) fn brokers(&self) -> bool {
        self.rabbitmq || self.kafka || self.redis_streams || self.nats
    }
    pub(super) fn relays(&self) -> bool {
        self.stored() && self.publishes
    }

    /// The packages it imports.
    pub(super) fn packages(&self) -> Vec<&'static str> {
        let mut all = vec!["fastapi", "opentelemetry-api", "prometheus-client", "pydantic", "pydantic-settings", "structlog", "uvicorn"];
        let optional: &[(bool, &[&str])] = &[
            (self.tracing, &["opentelemetry-exporter-otlp-proto-http", "opentelemetry-sdk"]),
            (self.sql(), &["alembic", "sqlalchemy"]),
            (self.postgresql, &["asyncpg"]),
            // `cryptography` for the server's own way to check passwords.
            (self.mysql, &["aiomysql", "cryptography"]),
            (self.mongo, &["pymongo"]),
            (self.cache || self.redis_streams, &["redis"]),
            (self.rabbitmq, &["aio-pika"]),
            (self.kafka, &["aiokafka"]),
            (self.nats, &["nats-py"]),
            (self.brokers() || self.clients, &["tenacity"]),
            (self.clients, &["httpx2", "purgatory"]),
            (matches!(self.sign_in, Some(SignIn::Jwt | SignIn::Sessions)), &["pyjwt"]),
            // `cryptography` for signatures with private keys.
            (self.sign_in == Some(SignIn::Oidc), &["cryptography", "httpx2", "pyjwt"]),
            (self.accounts, &["argon2-cffi"]),
        ];
        all.extend(optional.iter().filter(|(wanted, _)| *wanted).flat_map(|(_, names)| *names));
        all
    }
    /// The packages its tests import.
    pub(super) fn test_packages(&self) -> Vec<&'static str> {
        let mut all = self.packages();
        all.extend(["httpx2", "pytest", "ruff"]);
        if self.sql() {
            all.push("aiosqlite");
        }
        all
    }
}

/// A file of the code that is the same in every service that has it.
pub(super) struct Asset {
    pub path: &'static str,
    pub text: &'static str,
    pub wanted: fn(&Features) -> bool,
}

macro_rules! assets {
    ($($wanted:expr => $($path:literal),+;)+) => { &[$($(Asset { path: $path, text: include_str!($path), wanted: $wanted }),+),+] };
}

macro_rules! ways {
    ($folder:literal: $($path:literal),+) => { &[$(($path, include_str!(concat!("sign_in/", $folder, "/", $path)))),+] };
}

/// The files of a way to sign in: the same names and interfaces for all ways, so that hardly anything else knows which one it is.
pub(super) fn of_sign_in(way: Option<SignIn>) -> &'static [(&'static str, &'static str)] {
    match way {
        None => ways!("none": "tests/identity.py"),
        Some(SignIn::Jwt | SignIn::Sessions) => ways!("jwt": "app/core/auth.py", "tests/identity.py", "tests/test_auth.py"),
        Some(SignIn::Oidc) => ways!("oidc": "app/core/auth.py", "tests/identity.py", "tests/test_auth.py"),
        Some(SignIn::ApiKeys) => ways!("api_keys": "app/core/auth.py", "tests/identity.py", "tests/test_auth.py"),
    }
}

/// Every file that is no template.
pub(super) const ASSETS: &[Asset] = assets! {
    |_| true => "app/__init__.py", "app/__main__.py", "app/core/__init__.py", "app/core/event.py", "app/core/health.py", "app/core/log.py",
        "app/core/metrics.py", "app/core/observe.py", "app/core/once.py", "app/core/problems.py", "app/core/records.py", "app/core/settings.py",
        "app/data/__init__.py", "app/data/memory.py", "app/messaging/__init__.py", "app/messaging/outbox.py", "app/messaging/publisher.py",
        "tests/__init__.py", "tests/conftest.py", "tests/test_operations.py", "tests/test_settings.py", "pyproject.toml";
    |f| f.resources => "app/routes/__init__.py", "tests/test_resources.py";
    |f| f.resources || f.actions || f.accounts => "app/core/requests.py";
    |f| f.relays() || f.consumes => "app/core/tasks.py";
    |f| f.clients || f.sign_in.is_some() => "app/core/signed_in.py";
    |f| f.clients => "app/core/client.py", "tests/test_client.py";
    |f| f.admins => "app/core/admin.py";
    |f| f.accounts => "app/core/accounts.py", "tests/test_accounts.py";
    |f| f.actions => "app/core/actions.py", "tests/test_actions.py";
    |f| f.tracing => "app/core/tracing.py";
    |f| f.cache => "app/data/cache.py", "tests/test_cache.py";
    Features::stored => "app/migrate.py", "tests/test_migrate.py";
    Features::sql => "app/data/columns.py", "app/data/database.py", "app/data/migrations.py", "app/data/sql_keys.py", "app/data/sql_outbox.py",
        "app/data/sql_records.py", "migrations/env.py", "migrations/script.py.mako", "tests/test_database.py";
    |f| f.mongo => "app/data/mongo.py", "app/data/mongo_keys.py", "app/data/mongo_outbox.py", "app/data/mongo_records.py", "tests/test_mongo.py";
    Features::relays => "app/messaging/relay.py";
    |f| f.relays() && f.sql() => "tests/test_relay.py";
    Features::brokers => "app/messaging/consumer.py", "tests/test_consumer.py";
    |f| f.rabbitmq => "app/messaging/rabbitmq.py", "tests/test_rabbitmq.py";
    |f| f.kafka => "app/messaging/kafka.py";
    |f| f.redis_streams => "app/messaging/redis_streams.py";
    |f| f.nats => "app/messaging/nats.py";
};
