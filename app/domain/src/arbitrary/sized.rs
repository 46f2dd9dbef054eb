//! Designs of a given size that look like real shops: for benchmarks, and for tests that need something large.

use super::design::id;
use crate::{
    Design,
    design::limits::MAX_CONTEXTS,
    design::{Availability, Context, Element, ElementKind, Entity, Event, FieldType, Journey, Link, LinkKind, Step, Target},
    ids::{ElementId, EventId, LinkId},
};

const LANGUAGES: &[&str] = &["node-express", "python-fastapi", "go", "rust-axum", "java-spring"];
const STORES: &[&str] = &["postgresql", "mongodb", "mysql"];

/// A Design of services around one broker: every second one announces all events, the others hear all. What they say to each other grows as
/// the product of the three numbers, while the Design grows as the first two.
pub fn crowded(services: usize, events: usize, fields: usize) -> Design {
    let mut design = Design::new(format!("Square of {services} services"));
    add(&mut design, "bus", ElementKind::Broker, "rabbitmq");
    let names: Vec<EventId> = (0..events).map(|n| id(format!("thing-{n}.changed"))).collect();
    for name in &names {
        let fields = (0..fields).map(|n| (format!("field_{n}"), FieldType::String)).collect();
        design.events.insert(name.clone(), Event { description: String::new(), fields });
    }
    for n in 0..services {
        let service = format!("service-{n}");
        add(&mut design, &service, ElementKind::Service, LANGUAGES[n / 2 % 2]);
        let kind = if n % 2 == 0 { LinkKind::Publish } else { LinkKind::Subscribe };
        let link = Link { events: names.clone(), ..Link::new(id(service), id("bus".to_owned()), kind) };
        design.links.insert(id(format!("link-{n}")), link);
    }
    design
}

/// A Design with this many services, each in a context (where those are enough) with its own store, behind one gateway, with one broker; every third
/// service calls its neighbour, every second one announces an event that the next one consumes.
pub fn sized(services: usize) -> Design {
    let mut design = Design::new(format!("Shop of {services} services"));
    design.platform.target = Target::Kubernetes;
    add(&mut design, "web", ElementKind::Frontend, "nextjs");
    add(&mut design, "gateway", ElementKind::Gateway, "kong");
    add(&mut design, "bus", ElementKind::Broker, "rabbitmq");
    let mut links = vec![call("web", "gateway")];
    let together = services.div_ceil(MAX_CONTEXTS).max(1);
    for n in 0..services {
        let (service, store, event) = (format!("service-{n}"), format!("service-{n}-db"), format!("thing-{n}.changed"));
        let context = format!("context-{}", n / together);
        let team = Some(format!("Team {}", n / 4));
        let named = || Context { name: format!("Context {n}"), team, ..Context::default() };
        let entities = (0..3).map(|k| Entity::plain(format!("things_{n}_{k}")));
        design.contexts.entry(id(context.clone())).or_insert_with(named).entities.extend(entities);
        for (name, kind, technology) in
            [(&service, ElementKind::Service, LANGUAGES[n % LANGUAGES.len()]), (&store, ElementKind::Datastore, STORES[n % STORES.len()])]
        {
            add(&mut design, name, kind, technology);
            if let Some(element) = design.elements.get_mut(name.as_str()) {
                element.context = Some(id(context.clone()));
                element.replicas = Some(if kind == ElementKind::Service { 2 } else { 1 });
            }
        }
        links.push(call("gateway", &service));
        links.push(Link::new(id(service.clone()), id(store), LinkKind::Owns));
        if n % 3 == 0 && n + 1 < services {
            links.push(call(&service, &format!("service-{}", n + 1)));
        }
        if n % 2 == 0 {
            let fields = [("id".to_owned(), FieldType::Uuid), ("changed_at".to_owned(), FieldType::Timestamp)].into();
            design.events.insert(id(event.clone()), Event { description: format!("Thing {n} has changed."), fields });
            links.push(about(&service, LinkKind::Publish, &event));
            links.push(about(&format!("service-{}", (n + 1) % services), LinkKind::Subscribe, &event));
        }
    }
    for (n, link) in links.into_iter().enumerate() {
        design.links.insert(id(format!("link-{n}")), link);
    }
    let steps = ["link-0", "link-1"]
        .iter()
        .filter(|link| design.links.contains_key(**link))
        .map(|link| Step { link: id::<LinkId>((*link).to_owned()), note: String::new() });
    let journey = Journey {
        name: "Look around".into(),
        steps: steps.collect(),
        latency_p95_ms: Some(500),
        availability: Availability::from_percent(99.9),
    };
    design.journeys.insert(id("look-around".to_owned()), journey);
    design
}

fn add(design: &mut Design, name: &str, kind: ElementKind, technology: &str) {
    design.elements.insert(id::<ElementId>(name.to_owned()), Element::new(kind).with_technology(id(technology.to_owned())));
}

fn call(from: &str, to: &str) -> Link {
    let mut link = Link::new(id(from.to_owned()), id(to.to_owned()), LinkKind::Rest).labelled("/api");
    link.timeout_ms = Some(2_000);
    link
}

fn about(element: &str, kind: LinkKind, event: &str) -> Link {
    let mut link = Link::new(id(element.to_owned()), id("bus".to_owned()), kind);
    link.events = vec![id::<EventId>(event.to_owned())];
    link.outbox = kind == LinkKind::Publish;
    link.dead_letter = kind == LinkKind::Subscribe;
    link
}
