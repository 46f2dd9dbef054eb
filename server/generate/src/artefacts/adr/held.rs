//! What the bundle holds of a decision, counted and named from the Plan. Must not know the words of any option.

use crate::{
    artefacts::ALL,
    origin,
    plan::{
        Container, EnvValue, Plan, Role, SecretSource,
        contract::{Access, CachePattern, Client, Contract, Holds, Method},
    },
};
use domain::decision::Record;
use std::collections::BTreeSet;

/// Most names in a line.
const MOST_NAMES: usize = 8;
/// The artefacts that say how the system is run.
const RUNS_IT: [&str; 4] = ["compose", "swarm", "kubernetes", "helm"];

/// A bundle as its records see it.
pub(super) struct Sight<'a> {
    pub plan: &'a Plan<'a>,
    /// Slugs of the artefacts that are in it.
    pub chosen: BTreeSet<&'static str>,
}

type Tell = fn(&Sight) -> Vec<String>;

/// The topics that are asked once for a Design. The others are about parts, which their records name.
const TOPICS: &[(&str, Tell)] = &[
    ("decomposition", |s| one(built(s))),
    ("data-ownership", keepers),
    ("compliance", protection),
    ("deployment", |s| one(ways_to_run(s))),
    ("configuration", |s| one(settings(s))),
    ("discovery", |s| one(names(s))),
    ("gateway", gateways),
    ("communication", |s| one(talk(s))),
    ("versioning", versions),
    ("broker", |s| told(s, |c| c.role == Role::Broker, "The bundle starts no broker.")),
    ("messaging", |s| one(messages(s))),
    ("consistency", |s| one(outboxes(s))),
    ("queries", |s| one(reads(s))),
    ("cache", caches),
    ("resilience", safeguards),
    ("secrets", secrets),
    ("authentication", sign_in),
    ("service-authentication", |s| one(networks(s))),
    ("sidecar", |s| one(format!("The bundle starts {}, one for each part.", count(s.plan.containers.len(), "container")))),
    ("observability", |s| observers(s, "observability")),
    ("logs", |s| observers(s, "logs")),
    ("traces", |s| observers(s, "traces")),
    ("correlation", |s| one(correlation(s))),
    ("release", |s| one(copies(s))),
    ("ci", |s| one(pipelines(s))),
    ("infrastructure", |s| one(ways_to_run(s))),
];

/// A line or more for each record.
pub(super) fn held(sight: &Sight, record: &Record) -> Vec<String> {
    match TOPICS.iter().find(|(topic, _)| *topic == record.topic) {
        Some((_, tell)) => tell(sight),
        None => parts(sight, record),
    }
}

fn one(line: String) -> Vec<String> {
    vec![line]
}

fn count(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// The first of some names, and how many are left out.
fn few<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
    let shown = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn contracts<'s>(sight: &'s Sight) -> impl Iterator<Item = &'s Contract> {
    sight.plan.contracts.iter()
}

fn clients<'s>(sight: &'s Sight) -> impl Iterator<Item = &'s Client> {
    contracts(sight).flat_map(|contract| &contract.clients)
}

/// What stands for a container in the bundle.
fn container(c: &Container) -> String {
    let made = match c.stack {
        Some(_) => format!("{} is built from code for {} in the bundle", c.id, c.runtime.name),
        None => format!("{} runs {}", c.id, c.image),
    };
    match &c.volume {
        Some(volume) => format!("{made}, with {} GiB of disk.", volume.gib),
        None if c.role == Role::Datastore => format!("{made}, without a disk."),
        None => format!("{made}."),
    }
}

fn told(sight: &Sight, is: impl Fn(&Container) -> bool, nothing: &str) -> Vec<String> {
    let lines: Vec<String> = sight.plan.containers.iter().filter(|c| is(c)).map(container).collect();
    if lines.is_empty() { one(nothing.to_owned()) } else { lines }
}

/// For decisions about single parts: those parts, and the calls between them.
fn parts(sight: &Sight, record: &Record) -> Vec<String> {
    let concerns = |id: &str| record.elements.iter().any(|element| element == id);
    let mut lines: Vec<String> = sight.plan.containers.iter().filter(|c| concerns(&c.id)).map(container).collect();
    for contract in contracts(sight).filter(|contract| concerns(&contract.service)) {
        lines.extend(contract.clients.iter().filter(|client| concerns(&client.target)).map(|client| {
            let (caller, kind, wait) = (&contract.service, client.kind.label(), client.timeout_ms);
            format!("{caller} calls {} ({kind}) and waits {wait} ms at the most.", client.target)
        }));
    }
    if lines.is_empty() { one("The bundle starts none of the parts that it is about.".to_owned()) } else { lines }
}

fn built(sight: &Sight) -> String {
    let built: Vec<&str> = sight.plan.built().map(|c| c.id.as_str()).collect();
    match built.len() {
        0 => "The bundle builds no part.".to_owned(),
        n => format!("The bundle builds {}: {}.", count(n, "part"), few(built)),
    }
}

fn keepers(sight: &Sight) -> Vec<String> {
    let stores = sight.plan.of_role(Role::Datastore).filter(|c| !c.caches);
    let lines: Vec<String> = stores
        .map(|store| {
            let by = |holds: Holds| {
                let uses = move |c: &&Contract| c.stores.iter().any(|s| s.id == store.id && s.holds == holds);
                contracts(sight).filter(uses).map(|c| c.service.as_str()).collect::<Vec<_>>()
            };
            let (writers, readers) = (by(Holds::Owns), by(Holds::Reads));
            let written = match writers.len() {
                0 => format!("No code of the bundle writes to {}", store.id),
                1 => format!("{} is written by {} alone", store.id, writers[0]),
                n => format!("{} is written by {}: {}", store.id, count(n, "part"), few(writers)),
            };
            if readers.is_empty() { format!("{written}.") } else { format!("{written}, and read by {}.", few(readers)) }
        })
        .collect();
    if lines.is_empty() { one("The bundle starts no store.".to_owned()) } else { lines }
}

fn protection(sight: &Sight) -> Vec<String> {
    let owned: Vec<&str> = contracts(sight).flat_map(|c| &c.resources).filter(|r| r.owned).map(|r| r.plural.as_str()).collect();
    let shown = match owned.len() {
        0 => "No kind of record is kept from other people who sign in.".to_owned(),
        _ => format!("Shown to the person who made them alone, or to who decides about them: {}.", few(owned)),
    };
    vec![shown, "Volumes are mounted as they are; nothing in the bundle encrypts them.".to_owned()]
}

fn ways_to_run(sight: &Sight) -> String {
    let ways: Vec<&str> = ALL.iter().filter(|a| RUNS_IT.contains(&a.slug) && sight.chosen.contains(a.slug)).map(|a| a.name).collect();
    if ways.is_empty() {
        "The bundle holds no files that start the system.".to_owned()
    } else {
        format!("The bundle holds: {}.", few(ways))
    }
}

fn settings(sight: &Sight) -> String {
    let all: Vec<&EnvValue> = sight.plan.containers.iter().flat_map(|c| &c.env).map(|env| &env.value).collect();
    let open: BTreeSet<&str> =
        all.iter().filter_map(|value| if let EnvValue::Variable { name, .. } = value { Some(name.as_str()) } else { None }).collect();
    let (all, open) = (count(all.len(), "environment variable"), open.len());
    format!("Containers are given {all}; {open} of them can be set from outside, with a default each.")
}

fn names(sight: &Sight) -> String {
    let inside = clients(sight).filter(|client| !client.external).count();
    format!("The generated code makes {} to other parts, each found by the name of its container.", count(inside, "call"))
}

fn gateways(sight: &Sight) -> Vec<String> {
    let mut lines = told(sight, |c| c.role == Role::Gateway, "The bundle starts no gateway.");
    for gateway in sight.plan.of_role(Role::Gateway) {
        let routes: Vec<String> =
            sight.plan.routes_of(&gateway.id).map(|route| format!("{} to {}", route.prefix, route.upstream)).collect();
        match routes.len() {
            0 => lines.push(format!("{} routes to nothing.", gateway.id)),
            n => lines.push(format!("{} has {}: {}.", gateway.id, count(n, "route"), few(routes))),
        }
    }
    lines
}

fn talk(sight: &Sight) -> String {
    let calls = clients(sight).count();
    let announced: usize = contracts(sight).map(|c| c.publishes.len()).sum();
    let heard: usize = contracts(sight).map(|c| c.consumes.len()).sum();
    format!(
        "The generated code calls others in {}, announces events in {} and hears them in {}.",
        count(calls, "place"),
        count(announced, "place"),
        count(heard, "place")
    )
}

fn versions(sight: &Sight) -> Vec<String> {
    let lines: Vec<String> = contracts(sight)
        .filter(|c| c.role == Role::Service)
        .map(|c| format!("The paths of {} hold the version {}.", c.service, c.api_version))
        .collect();
    if lines.is_empty() { one("No generated code offers an interface.".to_owned()) } else { lines }
}

fn messages(sight: &Sight) -> String {
    let announced: BTreeSet<&str> = contracts(sight).flat_map(|c| &c.publishes).map(|p| p.message.event.as_str()).collect();
    let heard: Vec<_> = contracts(sight).flat_map(|c| &c.consumes).collect();
    let aside = heard.iter().filter(|s| s.dead_letter.is_some()).count();
    format!(
        "The generated code announces {} and handles events in {}; {aside} of these put aside what failed at every attempt.",
        count(announced.len(), "event"),
        count(heard.len(), "place")
    )
}

fn outboxes(sight: &Sight) -> String {
    let all: Vec<bool> = contracts(sight).flat_map(|c| &c.publishes).map(|p| p.outbox).collect();
    let kept = all.iter().filter(|outbox| **outbox).count();
    let once: usize = contracts(sight).filter(|c| c.primary_store().is_some()).map(|c| c.consumes.len()).sum();
    let heard: usize = contracts(sight).map(|c| c.consumes.len()).sum();
    format!(
        "{kept} of {} leave through an outbox, in the transaction of the change; {once} of {} remember in a store what they have handled.",
        count(all.len(), "announcement"),
        count(heard, "listener")
    )
}

fn reads(sight: &Sight) -> String {
    let asked = clients(sight).filter(|client| client.method == Method::Get && !client.external).count();
    format!("The generated code asks other parts for their records in {}.", count(asked, "place"))
}

fn caches(sight: &Sight) -> Vec<String> {
    let mut lines = told(sight, |c| c.caches, "The bundle starts no cache.");
    for contract in contracts(sight) {
        if let Some(cache) = contract.cache() {
            let filled = match cache.pattern {
                CachePattern::Aside => "by reads, and drops what is changed",
                CachePattern::WriteThrough => "by reads and by changes",
            };
            lines.push(format!("{} fills {} {filled}.", contract.service, cache.id));
        }
    }
    lines
}

fn safeguards(sight: &Sight) -> Vec<String> {
    let all: Vec<&Client> = clients(sight).collect();
    let having = |has: fn(&Client) -> bool| all.iter().filter(|client| has(client)).count();
    let waits = all.iter().map(|client| client.timeout_ms);
    let (Some(least), Some(most)) = (waits.clone().min(), waits.max()) else {
        return one("The generated code calls nobody.".to_owned());
    };
    vec![
        format!("The generated code makes {}, which wait {least} to {most} ms.", count(all.len(), "call")),
        format!(
            "Of these {} are tried again, {} have a circuit breaker, and {} have a fallback.",
            having(|c| c.retries > 0),
            having(|c| c.circuit_breaker),
            having(|c| c.fallback.is_some())
        ),
    ]
}

fn secrets(sight: &Sight) -> Vec<String> {
    let from = |source| sight.plan.secrets.iter().filter(|secret| secret.source == source).count();
    vec![
        format!(
            "{}: {} made at random, {} to be filled in, {} for the keys of programs.",
            count(sight.plan.secrets.len(), "secret"),
            from(SecretSource::Random),
            from(SecretSource::Given),
            from(SecretSource::ApiKeys)
        ),
        "Each reaches a container as a file of its own.".to_owned(),
    ]
}

fn sign_in(sight: &Sight) -> Vec<String> {
    let operations: Vec<_> = contracts(sight).flat_map(|c| &c.operations).filter(|o| o.access != Access::Internal).collect();
    let asking = operations.iter().filter(|o| o.access.asks()).count();
    let mut lines = vec![format!("{asking} of {} ask who is calling.", count(operations.len(), "operation"))];
    lines.extend(
        contracts(sight).filter(|c| c.accounts.is_some()).map(|c| format!("{} registers people and issues their tokens.", c.service)),
    );
    lines
}

fn networks(sight: &Sight) -> String {
    let (all, closed) = (sight.plan.networks.len(), sight.plan.networks.iter().filter(|network| network.internal).count());
    format!("Containers are on {}, of which {closed} lead neither to the host nor to the world.", count(all, "network"))
}

fn observers(sight: &Sight, topic: &str) -> Vec<String> {
    told(sight, |c| c.role == Role::Observer && origin::topic_of(&c.id) == Some(topic), "The bundle starts nothing for it.")
}

fn correlation(sight: &Sight) -> String {
    let parts = count(sight.plan.contracts.iter().count(), "part");
    if sight.plan.design.platform.observability.correlation_ids {
        format!("Gateways give each request an id; the code of {parts} writes it into its logs and passes it on.")
    } else {
        format!("Gateways give requests no id; the code of {parts} passes on what a caller has sent.")
    }
}

fn copies(sight: &Sight) -> String {
    let several = sight.plan.built().filter(|c| c.replicas > 1).count();
    format!(
        "{several} of {} run in more than one copy, so that one goes on while the next is replaced.",
        count(sight.plan.built().count(), "part with code")
    )
}

fn pipelines(sight: &Sight) -> String {
    if sight.chosen.contains("delivery") {
        format!(
            "The bundle holds workflows of GitHub Actions: one for the whole, and one for each of {}.",
            count(sight.plan.built().count(), "part")
        )
    } else {
        "The bundle holds no pipeline.".to_owned()
    }
}
