//! The files that are the same in every Node service that needs them.

use super::package::{Need, Needs};
use crate::plan::contract::{Contract, SignIn};

/// A file, and what a service must need to have it; nothing means that all have it.
type Asset = (&'static str, &'static str, &'static [Need]);

macro_rules! assets {
    ($($path:literal: $needs:expr),+ $(,)?) => { &[$(($path, include_str!($path), $needs)),+] };
}

const ASSETS: &[Asset] = assets!(
    "src/main.js": &[],
    "src/config.js": &[],
    "src/facts.js": &[],
    "src/lifecycle.js": &[],
    "src/http/app.js": &[],
    "src/http/problem.js": &[],
    "src/observe/context.js": &[],
    "src/observe/log.js": &[],
    "src/observe/metrics.js": &[],
    "src/observe/tracing.js": &[],
    "src/contract.js": &[Need::Contract],
    "src/http/once.js": &[Need::Contract],
    "src/http/validate.js": &[Need::Contract],
    "src/store/errors.js": &[Need::Contract],
    "src/store/memory.js": &[Need::Contract],
    "src/store/record.js": &[Need::Contract],
    "src/store/sql.js": &[Need::Postgresql, Need::Mysql],
    "src/store/migrate.js": &[Need::Postgresql, Need::Mysql],
    "src/store/mongodb.js": &[Need::Mongodb],
    "src/cache.js": &[Need::Cache],
    "src/accounts/passwords.js": &[Need::Accounts],
    "src/accounts/routes.js": &[Need::Accounts],
    "src/http/admin.js": &[Need::Admins],
    "src/http/client.js": &[Need::Clients],
    "src/events/event.js": &[Need::Events, Need::Accounts, Need::Postgresql, Need::Mysql, Need::Mongodb],
    "src/events/publish.js": &[Need::Events],
    "src/events/relay.js": &[Need::Events],
    "src/events/consumer.js": &[Need::Consumes],
    "src/events/rabbitmq.js": &[Need::Rabbitmq],
    "src/events/kafka.js": &[Need::Kafka],
    "src/events/redis.js": &[Need::RedisStreams],
    "src/events/nats.js": &[Need::Nats],
    "test/support.js": &[],
    "test/whole.js": &[Need::Contract],
    "test/app.test.js": &[],
    "test/config.test.js": &[],
    "test/contract.test.js": &[Need::Contract],
    "test/accounts.test.js": &[Need::Accounts],
    "test/client.test.js": &[Need::Clients],
    "test/consumer.test.js": &[Need::Consumes],
    "test/relay.test.js": &[Need::Events],
    "test/migrate.test.js": &[Need::Postgresql, Need::Mysql],
    "test/integration/migrate.test.js": &[Need::Postgresql, Need::Mysql],
    "test/integration/store.test.js": &[Need::Postgresql, Need::Mysql, Need::Mongodb],
    "test/integration/broker.test.js": &[Need::Rabbitmq, Need::Kafka, Need::RedisStreams, Need::Nats],
);

macro_rules! ways {
    ($folder:literal: $($path:literal),+ $(,)?) => { &[$(($path, include_str!(concat!("sign-in/", $folder, "/", $path)))),+] };
}

/// The files of a way to sign in: the same names and interfaces for all ways, so that nothing else knows which one it is.
fn of_sign_in(way: Option<SignIn>) -> &'static [(&'static str, &'static str)] {
    match way {
        None => ways!("none": "test/identity.js"),
        Some(SignIn::Jwt | SignIn::Sessions) => ways!("jwt": "src/http/access.js", "test/identity.js", "test/access.test.js"),
        Some(SignIn::Oidc) => ways!("oidc": "src/http/access.js", "test/identity.js", "test/access.test.js"),
        Some(SignIn::ApiKeys) => ways!("api-keys": "src/http/access.js", "test/identity.js", "test/access.test.js"),
    }
}

/// Paths below the folder of the service, and texts.
pub(super) fn of(needs: &Needs, contract: Option<&Contract>) -> impl Iterator<Item = (&'static str, &'static str)> {
    let wanted = |(_, _, any): &&Asset| any.is_empty() || any.iter().any(|need| needs.has(*need));
    let ways = contract.filter(|_| needs.has(Need::Contract)).map_or(&[][..], |c| of_sign_in(c.sign_in));
    ASSETS.iter().filter(wanted).map(|(path, text, _)| (*path, *text)).chain(ways.iter().copied())
}
