//! Contexts and the elements that run: frontends, the gateway, services, workers and their stores.

use super::{CURRENT_SYSTEM, Drawing, GATEWAY, element, technology};
use crate::{
    design::{Element, ElementKind, Sensitivity},
    discovery::{
        Archetype, Brief, Level,
        brief::{CurrentSystem, Users},
        capability::Shape,
        proposal::{
            Found,
            group::{BACKEND, Deployable},
            verdict::{join, words},
        },
    },
};

/// Least disk of a store, in GiB: room for its logs and for one rebuild.
const LEAST_GIB: u32 = 5;

impl Drawing<'_> {
    pub(super) fn contexts(&mut self) {
        for found in self.found {
            self.design.contexts.insert(found.id.clone(), found.context.clone());
        }
        if self.brief.teams < 2 {
            return;
        }
        // One team owns whole deployables, so that nobody waits for another team's release.
        let teams = usize::try_from(self.brief.teams).unwrap_or(1).min(self.parts.len()).max(1);
        for (i, part) in self.parts.iter().enumerate() {
            let team = team_name(i * teams / self.parts.len().max(1));
            for found in part.hosts(self.found) {
                if let Some(context) = self.design.contexts.get_mut(&found.id) {
                    context.team = Some(team.clone());
                }
            }
        }
    }

    pub(super) fn elements(&mut self) {
        let (brief, found) = (self.brief, self.found);
        match brief.users {
            Users::Programs => {
                let mut programs = Element::new(ElementKind::External);
                programs.title = Some("Client programs".to_owned());
                programs.description = "Programs of others that call the API.".to_owned();
                self.design.elements.insert(element("client-programs"), programs);
            }
            users => {
                let mut front = Element::new(ElementKind::Frontend);
                front.description = front_description(users).to_owned();
                // Search engines and first visits want finished pages; behind a sign-in a static site is enough.
                front.technology = Some(technology(if users == Users::Public { "nextjs" } else { "static-site" }));
                self.design.elements.insert(element(front_id(brief)), front);
            }
        }
        let mut gateway = Element::new(ElementKind::Gateway).with_technology(technology("nginx"));
        gateway.description = "The one door: TLS, routing, limits.".to_owned();
        self.design.elements.insert(element(GATEWAY), gateway);
        let stores = self.parts.iter().filter(|part| part.shape(found) != Shape::Nothing).count();
        let gib = (brief.volume.gib() / u32::try_from(stores.max(1)).unwrap_or(1)).max(LEAST_GIB);
        for part in self.parts {
            let id = element(&part.id);
            let service = self.deployable(part);
            let context = service.context.clone();
            self.design.elements.insert(id, service);
            if part.shape(found) != Shape::Nothing {
                let mut store = Element::new(ElementKind::Datastore).with_technology(technology(first_guess(part.shape(found))));
                store.description = format!("Keeps {}.", entities(part, found));
                store.context = context;
                store.storage_gib = Some(gib);
                store.encrypted = part.hosts(found).any(|f| f.sensitivity() != Sensitivity::Plain);
                self.design.elements.insert(element(&store_id(&part.id)), store);
            }
        }
        if brief.current_system == CurrentSystem::Monolith {
            let mut current = Element::new(ElementKind::External);
            current.title = Some("Current system".to_owned());
            current.description = "What runs today. Answers whatever has not moved yet.".to_owned();
            self.design.elements.insert(element(CURRENT_SYSTEM), current);
        }
    }

    fn deployable(&self, part: &Deployable) -> Element {
        let found = self.found;
        let kind = part.kind(found);
        let mut service = Element::new(kind).with_technology(technology(self.language(part)));
        match part.contexts[..] {
            [only] if part.id != BACKEND => {
                let only = &found[only];
                service.context = Some(only.id.clone());
                service.description.clone_from(&only.context.purpose);
            }
            _ => {
                service.modules = part.hosts(found).map(|f| f.id.clone()).collect();
                let names: Vec<_> = part.hosts(found).map(|f| f.context.name.as_str()).collect();
                service.description = match names[..] {
                    [only] => format!("One service, one module: {only}."),
                    _ => format!("One service, {} modules: {}.", words(names.len()), join(&names)),
                };
            }
        }
        if kind == ElementKind::Service {
            service.api_version = Some("v1".to_owned());
        }
        service
    }

    /// The team's language, unless everything in the part is better written in another that the team can bear.
    fn language(&self, part: &Deployable) -> &'static str {
        let preferred = self.brief.stack.first().copied().unwrap_or("node-express");
        let [only] = part.contexts[..] else { return preferred };
        let better = self.found[only].capabilities.first().and_then(|c| c.language);
        match better {
            Some((language, _)) if self.bears(language) => language,
            _ => preferred,
        }
    }
    fn bears(&self, language: &str) -> bool {
        self.brief.stack.contains(&language) || self.brief.knows(language) > Level::None
    }
}

/// The store of a deployable: `order-service` keeps its data in `order-db`.
pub(super) fn store_id(part: &str) -> String {
    match part {
        BACKEND => "main-db".to_owned(),
        part => format!("{}-db", part.strip_suffix("-service").unwrap_or(part)),
    }
}

pub(super) fn front_id(brief: &Brief) -> &str {
    let usual = if brief.archetype == Archetype::Ecommerce { "web-ui" } else { "frontend" };
    brief.named.iter().find(|named| named.front).map_or(usual, |named| &named.id)
}

fn front_description(users: Users) -> &'static str {
    match users {
        Users::Public => "What visitors see.",
        Users::Businesses => "What customers see after they signed in.",
        Users::Staff => "The tool our own people work with.",
        Users::Programs => "",
    }
}

fn first_guess(shape: Shape) -> &'static str {
    match shape {
        Shape::Documents => "mongodb",
        Shape::Search | Shape::Relational | Shape::KeyValue | Shape::TimeSeries | Shape::Nothing => "postgresql",
    }
}

fn entities(part: &Deployable, found: &[Found]) -> String {
    listed(&part.hosts(found).flat_map(|f| &f.context.entities).map(|entity| entity.name.replace('_', " ")).collect::<Vec<_>>())
}

/// Up to six names as words, and how many more there are.
pub(crate) fn listed(names: &[String]) -> String {
    let shown: Vec<_> = names.iter().take(6).map(String::as_str).collect();
    match names.len() {
        0..=6 => join(&shown),
        more => format!("{} and {} more", shown.join(", "), more - 6),
    }
}

/// `Team A`, … `Team Z`, `Team 27`.
fn team_name(i: usize) -> String {
    match u8::try_from(i) {
        Ok(n) if n < 26 => format!("Team {}", char::from(b'A' + n)),
        _ => format!("Team {}", i + 1),
    }
}
