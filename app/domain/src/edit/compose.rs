//! Edits made of several: what one intention of a person takes.

use super::{Edit, PlatformField};
use crate::{
    Design,
    design::{ElementKind, ManagedBroker, ManagedGateway},
    ids::{ContextId, ElementId, LinkId},
};
use std::collections::BTreeSet;

impl Design {
    /// Removes elements together with their links and the journey steps over those links. What a cloud runs instead of the last gateway
    /// or broker goes with it.
    pub fn removal_of_elements(&self, ids: &BTreeSet<ElementId>) -> Edit {
        let links: BTreeSet<LinkId> =
            self.links.iter().filter(|(_, link)| ids.contains(&link.from) || ids.contains(&link.to)).map(|(id, _)| id.clone()).collect();
        let mut edits = self.removals_of_links(&links);
        edits.extend(ids.iter().filter(|id| self.elements.contains_key(*id)).map(|id| Edit::RemoveElement { id: id.clone() }));
        let of_kind = |kind: ElementKind| self.elements_of(kind).partition::<Vec<_>, _>(|(id, _)| ids.contains(*id));
        let takes_last = |kind| matches!(of_kind(kind), (gone, left) if !gone.is_empty() && left.is_empty());
        let mut change = |change: PlatformField| edits.push(Edit::ChangePlatform { change });
        if self.platform.managed_broker != ManagedBroker::None && takes_last(ElementKind::Broker) {
            change(PlatformField::ManagedBroker(ManagedBroker::None));
        }
        if self.platform.managed_gateway != ManagedGateway::None && takes_last(ElementKind::Gateway) {
            change(PlatformField::ManagedGateway(ManagedGateway::None));
        }
        Edit::batch(edits)
    }

    /// Removes links together with the journey steps over them.
    pub fn removal_of_links(&self, ids: &BTreeSet<LinkId>) -> Edit {
        Edit::batch(self.removals_of_links(ids))
    }

    /// Removes a context; its members and its modules stay, outside of any context.
    pub fn removal_of_context(&self, id: &ContextId) -> Edit {
        use super::ElementField::{Context, Modules};
        let mut edits = Vec::new();
        for (member, element) in &self.elements {
            if element.context.as_ref() == Some(id) {
                edits.push(Edit::ChangeElement { id: member.clone(), change: Context(None) });
            }
            if element.modules.contains(id) {
                let rest = element.modules.iter().filter(|module| *module != id).cloned().collect();
                edits.push(Edit::ChangeElement { id: member.clone(), change: Modules(rest) });
            }
        }
        edits.push(Edit::RemoveContext { id: id.clone() });
        Edit::batch(edits)
    }

    fn removals_of_links(&self, ids: &BTreeSet<LinkId>) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (id, journey) in &self.journeys {
            if journey.steps.iter().any(|step| ids.contains(&step.link)) {
                let mut shorter = journey.clone();
                shorter.steps.retain(|step| !ids.contains(&step.link));
                edits.push(Edit::SetJourney { id: id.clone(), journey: Some(shorter) });
            }
        }
        edits.extend(ids.iter().filter(|id| self.links.contains_key(*id)).map(|id| Edit::RemoveLink { id: id.clone() }));
        edits
    }
}
