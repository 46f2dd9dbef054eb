//! Events that cross a boundary: who announces them, who acts on them, and the broker between. Facts that stay inside one
//! deployable need no broker and are not drawn.

use super::{BROKER, Drawing, element, event_id, flood, technology};
use crate::{
    design::{Element, ElementKind, Event, LinkKind},
    discovery::proposal::Found,
    ids::EventId,
};

/// Room for messages that wait while a consumer is down, in GiB.
const BROKER_GIB: u32 = 10;
/// Deliveries after the first before a message is put aside.
const REDELIVERIES: u8 = 5;

impl Drawing<'_> {
    pub(super) fn events(&mut self) {
        let (found, parts) = (self.found, self.parts);
        let flood = flood::is_one(self.brief, found);
        let mut reported = None;
        let mut published: Vec<Vec<EventId>> = vec![Vec::new(); parts.len()];
        let mut heard: Vec<Vec<EventId>> = vec![Vec::new(); parts.len()];
        for (i, part) in parts.iter().enumerate() {
            for event in part.hosts(found).flat_map(Found::emits) {
                let id = event_id(event.name);
                let direct = flood && event.name == flood::READING;
                let mut consumers = 0;
                for (j, other) in parts.iter().enumerate().filter(|(j, _)| *j != i || direct) {
                    if other.hosts(found).any(|f| f.hears(event.name) || (direct && flood::keeps_readings(f))) {
                        heard[j].push(id.clone());
                        consumers += 1;
                    }
                }
                if consumers > 0 {
                    let fields = event.fields.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
                    self.design.events.insert(id.clone(), Event { description: event.description.to_owned(), fields });
                    if direct {
                        reported = Some(id);
                    } else {
                        published[i].push(id);
                    }
                }
            }
        }
        if self.design.events.is_empty() {
            return;
        }
        let mut broker = Element::new(ElementKind::Broker).with_technology(technology("rabbitmq"));
        broker.description = "Carries the events between parts.".to_owned();
        broker.storage_gib = Some(BROKER_GIB);
        self.design.elements.insert(element(BROKER), broker);
        if let Some(event) = reported {
            self.devices(event);
        }
        for (i, part) in parts.iter().enumerate() {
            if !published[i].is_empty() {
                let mut link = self.connect(&part.id, BROKER, LinkKind::Publish);
                link.events.append(&mut published[i]);
                link.outbox = true;
                self.link(link);
            }
            if !heard[i].is_empty() {
                let mut link = self.connect(&part.id, BROKER, LinkKind::Subscribe);
                link.events.append(&mut heard[i]);
                link.dead_letter = true;
                link.idempotent = true;
                link.retries = Some(REDELIVERIES);
                self.link(link);
            }
        }
    }
}
