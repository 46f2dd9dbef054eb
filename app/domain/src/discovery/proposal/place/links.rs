//! Calls, data links and the systems outside. Timeouts follow when all links are known.

use super::{CURRENT_SYSTEM, Drawing, GATEWAY, element, elements};
use crate::{
    design::{Element, ElementKind, Link, LinkKind, Subdomain, limits::MAX_LINE_CHARS},
    discovery::{
        brief::{CurrentSystem, Users},
        capability::{External, Shape, external},
        proposal::{
            Found,
            group::{BACKEND, Deployable},
        },
    },
    latin::latin,
};

/// What a caller does that cannot go on without the answer.
const REFUSE: &str = "refuse with a clear error and leave nothing half done";
/// What the gateway does while a part is away.
const LATER: &str = "answer with a clear error and a time to try again";

impl Drawing<'_> {
    pub(super) fn links(&mut self) {
        let (brief, found, parts) = (self.brief, self.found, self.parts);
        let front = if brief.users == Users::Programs { "client-programs" } else { elements::front_id(brief) };
        let mut entry = self.connect(front, GATEWAY, LinkKind::Rest).labelled("/api");
        entry.critical = true;
        self.link(entry);
        for part in parts {
            if part.kind(found) == ElementKind::Service {
                self.routes(&part.id, part.hosts(found));
            }
        }
        for (i, part) in parts.iter().enumerate() {
            for (j, other) in parts.iter().enumerate().filter(|(j, _)| *j != i) {
                let hears = |f: &&Found| other.contexts.iter().any(|k| found[*k].id == f.id);
                let calls: Vec<_> = part
                    .hosts(found)
                    .flat_map(Found::calls)
                    .filter(|call| other.hosts(found).filter(hears).any(|f| f.has(call.to)))
                    .collect();
                if calls.is_empty() || other.kind(found) == ElementKind::Worker || self.waits(j, i) {
                    continue;
                }
                let mut operations: Vec<&str> = calls.iter().map(|call| call.operation).collect();
                operations.dedup();
                let mut link = self.connect(&part.id, &other.id, LinkKind::Rest).labelled(clip(&operations.join(", ")));
                link.idempotent = calls.iter().all(|call| call.idempotent);
                link.critical = calls.iter().any(|call| call.fallback.is_none());
                let plan = calls.iter().find_map(|call| call.fallback).filter(|_| !link.critical);
                link.fallback = Some(plan.unwrap_or(REFUSE).to_owned());
                self.link(link);
            }
        }
        self.charge();
        for part in parts {
            if part.shape(found) != Shape::Nothing {
                let owns = self.connect(&part.id, &elements::store_id(&part.id), LinkKind::Owns);
                self.link(owns);
            }
        }
        if brief.current_system == CurrentSystem::Monolith {
            let mut rest = self.connect(GATEWAY, CURRENT_SYSTEM, LinkKind::Uses).labelled("/");
            rest.fallback = Some("say that this page is being moved".to_owned());
            rest.idempotent = true;
            self.link(rest);
        }
    }

    /// Payments are for something: where no capability says what, the part that sets the product apart asks for them.
    fn charge(&mut self) {
        let (found, parts) = (self.found, self.parts);
        let Some(payments) = parts.iter().position(|part| part.has(found, "payments")) else { return };
        let to = element(&parts[payments].id);
        let asked = self.design.links_to(&to).any(|(_, link)| link.kind.is_call() && link.from.as_str() != GATEWAY);
        let paid_for = |part: &Deployable| {
            part.kind(found) == ElementKind::Service && part.hosts(found).any(|f| f.context.subdomain != Subdomain::Generic)
        };
        let core = |part: &Deployable| part.hosts(found).any(|f| f.context.subdomain == Subdomain::Core);
        let sellers = (0..parts.len()).filter(|i| *i != payments && paid_for(&parts[*i]) && !self.waits(payments, *i));
        let seller = sellers.max_by_key(|i| (core(&parts[*i]), parts[*i].load_percent(found), std::cmp::Reverse(*i)));
        if let Some(seller) = seller.filter(|_| !asked) {
            let mut link = self.connect(&parts[seller].id, &parts[payments].id, LinkKind::Rest).labelled("Charge");
            link.idempotent = true;
            link.fallback = Some("keep it as unpaid and charge it later".to_owned());
            self.link(link);
        }
    }

    /// The gateway's routes to one deployable: one for requests, one for connections held open.
    fn routes<'f>(&mut self, id: &str, hosts: impl Iterator<Item = &'f Found>) {
        let hosts: Vec<_> = hosts.filter(|f| f.kind() == ElementKind::Service).collect();
        // Voice speaks over its connection only; other live parts answer requests as well.
        let (open, asked): (Vec<_>, Vec<_>) = hosts.into_iter().partition(|f| f.capabilities.first().is_some_and(|c| c.realtime));
        let both = open.iter().filter(|f| !f.has("voice"));
        let asked: Vec<_> = asked.iter().chain(both).map(|f| f.path.as_str()).collect();
        match asked[..] {
            [] if id != BACKEND || !open.is_empty() => {}
            [only] => self.route(id, LinkKind::Rest, only),
            _ => self.route(id, LinkKind::Rest, if id == BACKEND { "/api" } else { asked[0] }),
        }
        if let Some(first) = open.first() {
            let path = if first.has("voice") { first.path.clone() } else { format!("{}/live", first.path) };
            self.route(id, LinkKind::Websocket, &path);
        }
    }
    fn route(&mut self, id: &str, kind: LinkKind, path: &str) {
        let mut link = self.connect(GATEWAY, id, kind).labelled(path);
        link.critical = true;
        link.fallback = Some(LATER.to_owned());
        self.link(link);
    }

    /// One part already waits for the other, directly or over others. A call back would let both stand still.
    fn waits(&self, from: usize, to: usize) -> bool {
        let goal = element(&self.parts[to].id);
        let mut seen = vec![element(&self.parts[from].id)];
        let mut next = 0;
        while let Some(at) = seen.get(next).cloned() {
            next += 1;
            for (_, link) in self.design.links_from(&at).filter(|(_, link)| link.kind.is_call()) {
                if link.to == goal {
                    return true;
                }
                if !seen.contains(&link.to) {
                    seen.push(link.to.clone());
                }
            }
        }
        false
    }

    /// What the capabilities need from outside, and what the person named.
    pub(super) fn externals(&mut self) {
        let brief = self.brief;
        for i in 0..self.parts.len() {
            let needed: Vec<&External> = self.parts[i]
                .hosts(self.found)
                .flat_map(|f| &f.capabilities)
                .flat_map(|c| c.externals)
                .filter_map(|s| external::find(s))
                .collect();
            let id = self.parts[i].id.clone();
            needed.into_iter().for_each(|external| self.external(external, &id));
        }
        for external in &brief.integrations {
            if !self.design.elements.contains_key(external.slug) {
                let caller = self.caller_of(external.callers);
                self.external(external, &caller);
            }
        }
        let hub = self.caller_of(&[]);
        for name in &brief.own_integrations {
            let title: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            let id = self.design.free_element_id(&latin(&title));
            let mut system = Element::new(ElementKind::External);
            system.title = Some(title);
            system.description = "A system you named.".to_owned();
            self.design.elements.insert(id.clone(), system);
            let mut link = Link::new(element(&hub), id, LinkKind::Uses);
            link.fallback = Some("queue the request and hand it over later".to_owned());
            link.idempotent = true;
            self.link(link);
        }
    }

    fn external(&mut self, external: &'static External, caller: &str) {
        let id = element(external.slug);
        if !self.design.elements.contains_key(&id) {
            let mut system = Element::new(ElementKind::External);
            system.title = Some(external.title.to_owned());
            system.description = format!("{}.", external.purpose);
            self.design.elements.insert(id.clone(), system);
        }
        let mut link = if external.calls_us {
            // Calls come in by the one door, like everything else; held open where somebody behind it holds them open.
            let open = self.design.links_from(&element(GATEWAY)).any(|(_, link)| link.kind == LinkKind::Websocket);
            Link::new(id, element(GATEWAY), if open { LinkKind::Websocket } else { LinkKind::Rest })
        } else {
            Link::new(element(caller), id, LinkKind::Uses)
        };
        link.label = external.operation.to_owned();
        link.fallback = Some(external.fallback.to_owned());
        link.idempotent = true;
        let known = self.design.links.values().any(|other| other.from == link.from && other.to == link.to);
        if !known {
            self.link(link);
        }
    }

    /// The part with the first of these capabilities, else the busiest one.
    fn caller_of(&self, capabilities: &[&str]) -> String {
        let with = capabilities.iter().find_map(|slug| self.parts.iter().find(|part| part.has(self.found, slug)));
        let services = || self.parts.iter().filter(|part| part.kind(self.found) == ElementKind::Service);
        with.or_else(|| services().max_by_key(|part| part.load_percent(self.found)))
            .or_else(|| self.parts.first())
            .map(|part| part.id.clone())
            .unwrap_or_default()
    }
}

fn clip(text: &str) -> String {
    text.chars().take(MAX_LINE_CHARS).collect()
}
