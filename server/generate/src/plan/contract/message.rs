//! Events: their messages, where they travel, who announces them when, and who hears them.

use super::{
    Announcement, BrokerProduct, Channel, Contract, DEFAULT_RETRIES, Does, Elements, Fill, MOST_AT_ONCE, Message, MessageField, Operation,
    Publication, Resource, Source, Subscription, name, operation,
};
use crate::plan::{ById, Container, Plan, Role, container::Names, environment};
use domain::{
    design::{Link, LinkKind},
    ids::EventId,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The last words of events that report what an operation of generated code surely did. What any other word reports, such as `paid`,
/// `shipped` or `failed`, only code that is not generated can know.
const VERBS: &[(Does, &[&str])] = &[
    (
        Does::Create,
        &[
            "created",
            "made",
            "placed",
            "opened",
            "added",
            "submitted",
            "requested",
            "recorded",
            "booked",
            "scheduled",
            "registered",
            "posted",
        ],
    ),
    (Does::Replace, &["updated", "changed", "modified", "replaced"]),
    (Does::Delete, &["deleted", "removed"]),
    (Does::Register, &["registered"]),
];
/// Fields that mean the signed-in person.
pub const SUBJECT_FIELDS: &[&str] = &["user_id", "customer_id", "account_id", "owner_id"];

pub(super) fn add_messages(plan: &Plan, names: &Names, elements: &Elements, contracts: &mut [Contract]) {
    let mut types = BTreeSet::new();
    let drafts: BTreeMap<&EventId, Message> =
        plan.design.events.keys().map(|id| (id, message(plan, id, name::claim(&mut types, &name::pascal(id.as_str()), "")))).collect();
    // Who announces what, and with which operations.
    let references = references(contracts);
    let nothing = BTreeMap::new();
    for contract in contracts.iter_mut() {
        plan.work.go_on();
        let references = references.get(&contract.service).unwrap_or(&nothing);
        // Twice announced, to two brokers, is one announcement of the operation.
        let mut announced = BTreeSet::new();
        for (event, ..) in links(plan, names, elements, &contract.service, LinkKind::Publish) {
            let draft = drafts.get(event).filter(|_| announced.insert(event));
            if let Some(draft) = draft {
                trigger(contract, draft, references);
            }
        }
    }
    let messages = settled(drafts, &filled_by_all(contracts));
    let mut channels = Channels::default();
    for contract in contracts.iter_mut() {
        plan.work.go_on();
        let outbox = contract.primary_store().is_some();
        for (event, _, broker) in links(plan, names, elements, &contract.service, LinkKind::Publish) {
            let Some(message) = messages.get(event).cloned() else { continue };
            contract.publishes.push(Publication { message, channel: channels.of(broker, event), outbox, is_heard: false });
        }
        let heard = links(plan, names, elements, &contract.service, LinkKind::Subscribe);
        let mut handlers = BTreeSet::new();
        for (event, link, broker) in heard {
            let Some(message) = messages.get(event).cloned() else { continue };
            let channel = channels.of(broker, event);
            let dead_letter = link.dead_letter.then(|| dead_letter(channel.product, &contract.service));
            contract.consumes.push(Subscription {
                message,
                channel,
                handler: name::claim(&mut handlers, &event.as_str().replace('.', "-"), "-"),
                group: contract.service.clone(),
                dead_letter,
                retries: link.retries.unwrap_or(DEFAULT_RETRIES),
                calls: if contract.role == Role::Worker { operation::called(contract) } else { Vec::new() },
            });
        }
    }
    note_who_is_heard(contracts);
}

/// The messages as everybody sends and hears them: each once, however many parts hold it.
fn settled<'a>(
    drafts: BTreeMap<&'a EventId, Message>,
    required: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeMap<&'a EventId, Arc<Message>> {
    let settle = |(id, mut message): (&'a EventId, Message)| {
        if let Some(required) = required.get(&message.event) {
            message.fields.iter_mut().for_each(|field| field.required = required.contains(&field.name));
        }
        (id, Arc::new(message))
    };
    drafts.into_iter().map(settle).collect()
}

/// Events that no generated operation surely is, by the part that publishes them.
pub(super) fn unannounced(contracts: &ById<Contract>) -> Vec<String> {
    let of = |contract: &Contract| {
        let published = contract.publishes.iter().map(|p| p.message.event.as_str());
        let left: BTreeSet<&str> = published.filter(|event| !contract.announces(event)).collect();
        let left: Vec<&str> = left.into_iter().collect();
        (!left.is_empty()).then(|| {
            format!(
                "“{}” publishes {}: no generated operation is surely that moment, so announcing it is yours to add where it happens.",
                contract.service,
                left.join(", ")
            )
        })
    };
    contracts.iter().filter_map(of).collect()
}

/// Whether anybody hears each event where it is announced.
fn note_who_is_heard(contracts: &mut [Contract]) {
    let heard: BTreeSet<(String, String)> =
        contracts.iter().flat_map(|c| &c.consumes).map(|s| (s.message.event.clone(), s.channel.broker.clone())).collect();
    for publication in contracts.iter_mut().flat_map(|c| &mut c.publishes) {
        publication.is_heard = heard.contains(&(publication.message.event.clone(), publication.channel.broker.clone()));
    }
}

/// The channels that were asked for, each once, by broker and event.
#[derive(Debug, Default)]
struct Channels<'a>(BTreeMap<(String, &'a EventId), Arc<Channel>>);

impl<'a> Channels<'a> {
    fn of(&mut self, broker: &Container, event: &'a EventId) -> Arc<Channel> {
        let make = || Arc::new(channel(&broker.id, broker.technology.slug, environment::has_password(broker), event.as_str()));
        self.0.entry((broker.id.clone(), event)).or_insert_with(make).clone()
    }
}

/// The events of a part's links of one kind, each once at each broker, with its link and broker.
fn links<'p, 'a>(
    plan: &'p Plan<'a>,
    names: &Names,
    elements: &Elements,
    service: &str,
    kind: LinkKind,
) -> Vec<(&'a EventId, &'a Link, &'p Container)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let ours = elements.get(service).map_or(&[][..], |element| plan.links.from(element.as_str()));
    for (_, link) in ours.iter().filter(|(_, link)| link.kind == kind) {
        let Some(broker) = names.get(&link.to).and_then(|name| plan.container(name)) else { continue };
        for event in link.events.iter().filter(|event| seen.insert((*event, &broker.id))) {
            found.push((event, *link, broker));
        }
    }
    found
}

fn channel(broker: &str, technology: &str, has_password: bool, event: &str) -> Channel {
    let (product, exchange, address) = match technology {
        "kafka" => (BrokerProduct::Kafka, "", event.to_owned()),
        "redis" => (BrokerProduct::Redis, "", format!("events:{event}")),
        "nats" => (BrokerProduct::Nats, "EVENTS", format!("events.{event}")),
        _ => (BrokerProduct::Rabbitmq, "events", event.to_owned()),
    };
    let stem = environment::variable_stem(broker);
    Channel { broker: broker.to_owned(), product, stem, has_password, exchange: exchange.to_owned(), address }
}

fn dead_letter(product: BrokerProduct, service: &str) -> String {
    match product {
        BrokerProduct::Rabbitmq | BrokerProduct::Kafka => format!("{service}.dead-letters"),
        BrokerProduct::Redis => format!("dead-letters:{service}"),
        BrokerProduct::Nats => format!("dead-letters.{service}"),
    }
}

fn message(plan: &Plan, id: &EventId, type_name: String) -> Message {
    let event = plan.design.events.get(id);
    let fields = event.map(|e| &e.fields).into_iter().flatten();
    Message {
        event: id.to_string(),
        type_name,
        description: event.map(|e| e.description.clone()).unwrap_or_default(),
        fields: fields.map(|(name, kind)| MessageField { name: name.clone(), kind: *kind, required: false }).collect(),
    }
}

/// Notes an event at the operations that surely are what it reports: the one its last word names, of the resource its first words name;
/// and a command of those very words, such as “Place order” for `order.placed`, when it is accepted.
fn trigger(contract: &mut Contract, message: &Message, references: &BTreeMap<String, BTreeSet<String>>) {
    let event = message.event.as_str();
    let (stem, verb) = event.rsplit_once('.').unwrap_or((event, ""));
    let of_people = stem == "user" || stem == "account" || stem == "member" || stem == "customer";
    let registers = verb == "registered" && contract.accounts.is_some() && of_people;
    let does = |operation: &Operation| VERBS.iter().any(|(does, words)| *does == operation.does && words.contains(&verb));
    let resource = contract.resources.iter().find(|r| r.singular.replace(' ', "-") == stem || r.slug == stem).cloned();
    let is_it = |operation: &Operation| match operation.does {
        Does::Register => registers,
        Does::Act => operation.action.as_deref().is_some_and(|action| commands(action, stem, verb)),
        _ => !registers && does(operation) && resource.as_ref().is_some_and(|r| operation.resource.as_ref() == Some(&r.slug)),
    };
    let nobody = BTreeSet::new();
    for operation in contract.operations.iter_mut().filter(|o| o.announces.len() < MOST_AT_ONCE && is_it(o)) {
        let about = operation.resource.as_deref().and_then(|slug| contract.resources.iter().find(|r| r.slug == slug));
        let reference = references.get(&operation.id).unwrap_or(&nobody);
        let fill = message
            .fields
            .iter()
            .filter_map(|field| Some(Fill { field: field.name.clone(), source: source(operation, about, &field.name, reference)? }))
            .collect();
        operation.announces.push(Announcement { event: event.to_owned(), fill });
    }
}

/// Whether a command has the words of an event: `place-order` those of `order.placed`, `charge` those of `payment.charged`.
fn commands(action: &str, stem: &str, verb: &str) -> bool {
    let past = |word: &str| {
        let root = word.strip_suffix('y').or(word.strip_suffix('e')).unwrap_or(word);
        [format!("{word}ed"), format!("{word}d"), format!("{root}ied"), format!("{root}ed")].iter().any(|form| form == verb)
    };
    let mut words: Vec<&str> = action.split('-').collect();
    let Some(at) = words.iter().position(|word| past(word)) else { return false };
    words.remove(at);
    words.retain(|word| !matches!(*word, "a" | "an" | "the"));
    let nouns: Vec<&str> = stem.split(['-', '.']).collect();
    words.iter().all(|word| nouns.iter().any(|noun| noun == word || *noun == name::singular(word)))
}

/// Where an operation takes the value of a field from.
fn source(operation: &Operation, resource: Option<&Resource>, field: &str, reference: &BTreeSet<String>) -> Option<Source> {
    let own_id = resource.map(|r| format!("{}_id", r.singular.replace(' ', "_")));
    let is_own_id = field == "id" || own_id.as_deref() == Some(field);
    match operation.does {
        Does::Register if field == "email" => Some(Source::Record("email".to_owned())),
        Does::Register => (is_own_id || SUBJECT_FIELDS.contains(&field)).then_some(Source::RecordId),
        _ if is_own_id => Some(Source::RecordId),
        Does::Act if reference.contains(field) => Some(Source::Reference),
        Does::Act => Some(Source::Detail(field.to_owned())),
        _ if resource.is_some_and(|r| r.fields.iter().any(|f| f.name == field)) => Some(Source::Record(field.to_owned())),
        _ => (operation.access.asks() && SUBJECT_FIELDS.contains(&field)).then_some(Source::Subject),
    }
}

/// Whether the source of a field always has a value.
fn is_certain(contract: &Contract, operation: &Operation, source: &Source) -> bool {
    match source {
        Source::RecordId | Source::Subject | Source::Reference => true,
        Source::Detail(_) => false,
        Source::Record(_) if operation.does == Does::Register => true,
        Source::Record(name) => {
            let resource = operation.resource.as_deref().and_then(|slug| contract.resource(slug));
            resource.is_some_and(|r| r.fields.iter().any(|f| f.name == *name && f.required))
        }
    }
}

/// For each event the fields that every operation of every publisher surely fills.
fn filled_by_all(contracts: &[Contract]) -> BTreeMap<String, BTreeSet<String>> {
    let mut required: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for contract in contracts {
        for operation in &contract.operations {
            for announcement in &operation.announces {
                let certain = announcement.fill.iter().filter(|f| is_certain(contract, operation, &f.source));
                let certain: BTreeSet<String> = certain.map(|f| f.field.clone()).collect();
                required.entry(announcement.event.clone()).and_modify(|known| known.retain(|f| certain.contains(f))).or_insert(certain);
            }
        }
    }
    required
}

/// For each action of each part the fields that name the record of who asks: `order_id` when a part that keeps orders does.
fn references(contracts: &[Contract]) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let kept: BTreeMap<&str, String> = contracts
        .iter()
        .filter_map(|c| Some((c.service.as_str(), format!("{}_id", c.resources.first()?.singular.replace(' ', "_")))))
        .collect();
    contracts
        .iter()
        .map(|contract| {
            let of = |o: &Operation| (o.id.clone(), o.asked_by.iter().filter_map(|by| kept.get(by.as_str()).cloned()).collect());
            (contract.service.clone(), contract.actions().map(of).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn a_command_is_an_event_of_the_same_words_only() {
        assert!(
            commands("place-order", "order", "placed")
                && commands("charge", "payment", "charged")
                && commands("notify", "user", "notified")
        );
        assert!(!commands("charge", "payment", "processed") && !commands("charge", "payment", "failed"));
        assert!(!commands("place-order", "table", "placed"));
    }
}
