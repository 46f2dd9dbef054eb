//! What is drawn: kinds and technologies of elements, kinds of links, and every field of contexts, elements and links.

use super::{
    choices::{after, shops},
    *,
};
use domain::{
    catalog,
    design::{ElementKind, Entity, LinkKind, Sensitivity, Setting, Subdomain},
    edit::{ContextField, Edit, ElementField, LinkField, Said},
    ids::{ContextId, ElementId, EventId, LinkId, TechnologyId},
};

pub(super) fn technologies() -> Vec<Value> {
    let roles = catalog::all().iter().flat_map(|entry| entry.kinds.iter().map(move |kind| (*entry, *kind)));
    roles.map(|(entry, kind)| technology(entry, kind)).collect()
}

/// A technology in the place of whatever elements of its kind are made with.
fn technology(entry: &catalog::Technology, kind: ElementKind) -> Value {
    let chosen = TechnologyId::new(entry.slug).ok();
    let mut trials = Vec::new();
    let mut is_default = false;
    for shop in shops() {
        for (id, element) in shop.elements_of(kind) {
            is_default |= element.technology == chosen;
            let Some(changed) = with_element(&shop, id, ElementField::Technology(chosen.clone())) else { continue };
            // A cache is no store of records: what is said of the store is tried where something owns it.
            let owner = shop.links.values().find(|link| link.kind == LinkKind::Owns && link.to == *id).map(|link| &link.from);
            if kind == ElementKind::Datastore && owner.is_none() {
                continue;
            }
            trials.push(Trial::of(&shop, changed, owner.unwrap_or(id).as_str()));
        }
    }
    trials.retain(|trial| trial.before != trial.after[0]);
    let standing = entry.standing_as(kind).expect("a standing for each kind");
    Value { place: format!("technology, {}", kind.label()), name: entry.name.to_owned(), standing, is_default, trials }
}

fn with_element(design: &Design, id: &ElementId, change: ElementField) -> Option<Design> {
    after(design, Edit::ChangeElement { id: id.clone(), change })
}
fn with_link(design: &Design, id: &LinkId, change: LinkField) -> Option<Design> {
    after(design, Edit::ChangeLink { id: id.clone(), change })
}

/// Kinds of elements and links, each compared with the shop without one of them, or with another kind in its place.
pub(super) fn kinds() -> Vec<Value> {
    let element = |kind: ElementKind| {
        let without = |shop: &Design| {
            let (id, _) = shop.elements_of(kind).next()?;
            let links = shop.links.iter().filter(|(_, link)| link.from == *id || link.to == *id);
            let mut edits: Vec<Edit> = vec![Edit::SetJourney { journey: None, id: shop.journeys.keys().next()?.clone() }];
            edits.extend(links.map(|(link, _)| Edit::RemoveLink { id: link.clone() }));
            edits.push(Edit::RemoveElement { id: id.clone() });
            Some(Trial { before: after(shop, Edit::Batch { edits })?, after: vec![shop.clone()], part: id.to_string() })
        };
        let trials = shops().iter().filter_map(without).collect();
        Value { place: "kind of element".to_owned(), name: kind.label().to_owned(), standing: kind.standing(), is_default: false, trials }
    };
    let link = |kind: LinkKind| Value {
        place: "kind of link".to_owned(),
        name: kind.label().to_owned(),
        standing: kind.standing(),
        is_default: false,
        trials: shops().iter().flat_map(|shop| of_kind(shop, kind)).collect(),
    };
    ElementKind::ALL.into_iter().map(element).chain(LinkKind::ALL.into_iter().map(link)).collect()
}

/// A kind in the place of another that may stand there; one that is there already, against its absence.
fn of_kind(shop: &Design, kind: LinkKind) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (id, link) in &shop.links {
        let part = if kind.is_data() { &link.from } else { &link.to };
        if link.kind == kind {
            let edits = vec![
                Edit::SetJourney { journey: None, id: shop.journeys.keys().next().expect("a journey").clone() },
                Edit::RemoveLink { id: id.clone() },
            ];
            let before = after(shop, Edit::Batch { edits }).expect("a shop without a link");
            trials.push(Trial { before, after: vec![shop.clone()], part: part.to_string() });
        } else if let Some(changed) = with_link(shop, id, LinkField::Kind(kind)) {
            trials.push(Trial::of(shop, changed, part.as_str()));
        }
    }
    trials
}

/// Every field of contexts, elements and links that says the same of all its values.
pub(super) fn fields() -> Vec<Value> {
    let shops = shops();
    let mut all = Vec::new();
    let (context_id, context) = shops[0].contexts.iter().next().expect("a context");
    for field in ContextField::all(context) {
        let name = field.name();
        let tries = |shop: &Design| trial(shop, context_id.as_str(), contexts(shop, context_id, &field));
        all.extend(value("context", name, field.said(), shops.iter().filter_map(tries).collect()));
    }
    let (_, element) = shops[0].elements.iter().next().expect("an element");
    for field in ElementField::all(element) {
        let of = |shop: &Design| -> Vec<Trial> {
            shop.elements.keys().filter_map(|id| trial(shop, id.as_str(), elements(shop, id, &field))).collect()
        };
        all.extend(value("element", field.name(), field.said(), shops.iter().flat_map(of).collect()));
    }
    let (_, link) = shops[0].links.iter().next().expect("a link");
    for field in LinkField::all(link) {
        let of = |shop: &Design| -> Vec<Trial> {
            shop.links.iter().filter_map(|(id, link)| trial(shop, link.from.as_str(), links(shop, id, &field))).collect()
        };
        all.extend(value("link", field.name(), field.said(), shops.iter().flat_map(of).collect()));
    }
    all
}

fn trial(shop: &Design, part: &str, after: Vec<Option<Design>>) -> Option<Trial> {
    let after = after.into_iter().collect::<Option<Vec<_>>>()?;
    (!after.is_empty()).then(|| Trial { before: shop.clone(), after, part: part.to_owned() })
}

fn value(place: &str, field: &str, said: Said, trials: Vec<Trial>) -> Option<Value> {
    match said {
        Said::All(standing) => Some(Value { place: place.to_owned(), name: field.to_owned(), standing, is_default: false, trials }),
        Said::Each => None,
    }
}

/// Two values of a field of a context, besides the one it has. A new field does not compile until it is here; so it is below.
fn contexts(shop: &Design, id: &ContextId, field: &ContextField) -> Vec<Option<Design>> {
    let set = |change| after(shop, Edit::ChangeContext { id: id.clone(), change });
    match field {
        ContextField::Name(_) => ["A", "B"].map(|name| set(ContextField::Name(name.to_owned()))).to_vec(),
        ContextField::Subdomain(_) => [Subdomain::Core, Subdomain::Generic].map(|class| set(ContextField::Subdomain(class))).to_vec(),
        ContextField::Purpose(_) => ["a", "b"].map(|text| set(ContextField::Purpose(text.to_owned()))).to_vec(),
        ContextField::Team(_) => ["a", "b"].map(|team| set(ContextField::Team(Some(team.to_owned())))).to_vec(),
        ContextField::Entities(_) => ["plants", "stones"]
            .map(|name| {
                set(ContextField::Entities(vec![Entity {
                    name: name.to_owned(),
                    sensitivity: Sensitivity::Plain,
                    fields: BTreeMap::new(),
                }]))
            })
            .to_vec(),
    }
}

fn elements(shop: &Design, id: &ElementId, field: &ElementField) -> Vec<Option<Design>> {
    let set = |change| with_element(shop, id, change);
    let setting = |value: &str| Setting { value: value.to_owned(), secret: false };
    let context = |id: &str| ContextId::new(id).expect("an id");
    match field {
        // Each of their values says so itself.
        ElementField::Kind(_) | ElementField::Technology(_) => Vec::new(),
        ElementField::Title(_) => ["A", "B"].map(|title| set(ElementField::Title(Some(title.to_owned())))).to_vec(),
        ElementField::Description(_) => ["A.", "B."].map(|text| set(ElementField::Description(text.to_owned()))).to_vec(),
        ElementField::Context(_) => ["news", "money"].map(|id| set(ElementField::Context(Some(context(id))))).to_vec(),
        ElementField::Modules(_) => ["news", "money"].map(|id| set(ElementField::Modules(vec![context(id)]))).to_vec(),
        ElementField::Port(_) => [4100, 4200].map(|port| set(ElementField::Port(Some(port)))).to_vec(),
        ElementField::Replicas(_) => [2, 3].map(|n| set(ElementField::Replicas(Some(n)))).to_vec(),
        ElementField::MaxReplicas(_) => [4, 5].map(|n| set(ElementField::MaxReplicas(Some(n)))).to_vec(),
        ElementField::CpuMillicores(_) => [700, 900].map(|n| set(ElementField::CpuMillicores(Some(n)))).to_vec(),
        ElementField::MemoryMib(_) => [700, 900].map(|n| set(ElementField::MemoryMib(Some(n)))).to_vec(),
        ElementField::StorageGib(_) => [70, 90].map(|n| set(ElementField::StorageGib(Some(n)))).to_vec(),
        ElementField::Image(_) => {
            ["example.com/a:1.2.3", "example.com/b:1.2.3"].map(|i| set(ElementField::Image(Some(i.to_owned())))).to_vec()
        }
        ElementField::ApiVersion(_) => ["v2", "v3"].map(|v| set(ElementField::ApiVersion(Some(v.to_owned())))).to_vec(),
        ElementField::Exposed(_) => vec![set(ElementField::Exposed(true))],
        ElementField::HealthCheck(_) => vec![set(ElementField::HealthCheck(false))],
        ElementField::Encrypted(_) => vec![set(ElementField::Encrypted(true))],
        ElementField::Settings(_) => {
            ["a", "b"].map(|value| set(ElementField::Settings([("COLOUR".to_owned(), setting(value))].into()))).to_vec()
        }
    }
}

fn links(shop: &Design, id: &LinkId, field: &LinkField) -> Vec<Option<Design>> {
    let set = |change| with_link(shop, id, change);
    let element = |id: &str| ElementId::new(id).expect("an id");
    match field {
        // Each of its values says so itself.
        LinkField::Kind(_) => Vec::new(),
        LinkField::From(_) => ["mailer", "payments"].map(|id| set(LinkField::From(element(id)))).to_vec(),
        LinkField::To(_) => ["accounts", "payments"].map(|id| set(LinkField::To(element(id)))).to_vec(),
        LinkField::Label(_) => ["/api/things", "/api/goods"].map(|label| set(LinkField::Label(label.to_owned()))).to_vec(),
        LinkField::Events(_) => {
            let event = |id: &str| EventId::new(id).expect("an id");
            [vec![event("order-cancelled")], vec![event("order-placed"), event("order-cancelled")]]
                .map(|e| set(LinkField::Events(e)))
                .to_vec()
        }
        LinkField::TimeoutMs(_) => [700, 1300].map(|ms| set(LinkField::TimeoutMs(Some(ms)))).to_vec(),
        LinkField::Retries(_) => [1, 2].map(|n| set(LinkField::Retries(Some(n)))).to_vec(),
        // A call that may be repeated has a number of repetitions.
        LinkField::Idempotent(_) => {
            let repeated = with_link(shop, id, LinkField::Retries(Some(2)));
            vec![repeated.and_then(|repeated| with_link(&repeated, id, LinkField::Idempotent(true)))]
        }
        LinkField::CircuitBreaker(_) => vec![set(LinkField::CircuitBreaker(true))],
        LinkField::Fallback(_) => ["show the last list", "say so"].map(|text| set(LinkField::Fallback(Some(text.to_owned())))).to_vec(),
        LinkField::Critical(_) => vec![set(LinkField::Critical(true))],
        LinkField::DeadLetter(_) => vec![set(LinkField::DeadLetter(true))],
        LinkField::Outbox(_) => vec![set(LinkField::Outbox(true))],
        LinkField::CallsPerRequest(_) => [3, 20].map(|n| set(LinkField::CallsPerRequest(Some(n)))).to_vec(),
    }
}
