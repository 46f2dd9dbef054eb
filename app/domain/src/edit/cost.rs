//! What it costs to apply edits, known before they are applied. A save may ask for so much and no more; pages that have more to
//! save than that send it in several saves. An estimate from above: it must not know the clock, and never applies anything.

use super::{Edit, ElementField};
use crate::{Design, ids::JourneyId};
use std::collections::BTreeMap;

/// The most one save may cost, in nanoseconds of one processor, as [`Meter`] reckons.
pub const MAX_SAVE_COST_NS: u64 = 400_000_000;

// The numbers below are what `cargo bench --package domain --features arbitrary --bench saving` measures on a design of 4,803 elements
// and 19,990 links, rounded up: 5 µs a name, 31 ns a link in a renaming, 245 ns where links are checked, 1.1 µs a waiver.
/// What any edit costs: moving its texts, finding its place, checking the result.
const EDIT_NS: u64 = 6_000;
/// What it takes to look at one of so many things.
const LINK_NS: u64 = 32;
const ELEMENT_NS: u64 = 20;
const JOURNEY_NS: u64 = 15;
const STEP_NS: u64 = 5;
/// A changed kind has every link of the part checked again.
const CHECKED_LINK_NS: u64 = 250;
/// A new name moves every waiver and every decision.
const WAIVER_NS: u64 = 1_150;
const DECISION_NS: u64 = 1_500;

/// Adds up what edits cost on a design. It grows with the design: an edit that renames looks at every link.
#[derive(Debug, Clone)]
pub struct Meter {
    elements: u64,
    links: u64,
    /// Mentions of events by links.
    mentions: u64,
    steps_of: BTreeMap<JourneyId, u64>,
    steps: u64,
    decisions: u64,
    waivers: u64,
    spent_ns: u64,
}

impl Meter {
    /// Nothing is spent yet.
    pub fn new(design: &Design) -> Self {
        let steps_of: BTreeMap<JourneyId, u64> =
            design.journeys.iter().map(|(id, journey)| (id.clone(), journey.steps.len() as u64)).collect();
        Self {
            elements: design.elements.len() as u64,
            links: design.links.len() as u64,
            mentions: design.links.values().map(|link| link.events.len() as u64).sum(),
            steps: steps_of.values().sum(),
            steps_of,
            decisions: design.decisions.len() as u64,
            waivers: design.waivers.len() as u64,
            spent_ns: 0,
        }
    }

    /// Nanoseconds spent on all edits so far.
    pub fn spent_ns(&self) -> u64 {
        self.spent_ns
    }

    /// How many things an edit may have to look at: small designs are copied and searched in no time.
    pub fn things(&self) -> u64 {
        self.elements + self.links + self.steps + self.decisions + self.waivers
    }

    /// Adds an edit that comes after those before; returns what all of them cost.
    pub fn add(&mut self, edit: &Edit) -> u64 {
        let own_ns = match edit {
            Edit::Batch { edits } => {
                edits.iter().for_each(|edit| {
                    self.add(edit);
                });
                0
            }
            Edit::RenameElement { .. } => self.links * LINK_NS + self.waivers * WAIVER_NS + self.decisions * DECISION_NS,
            Edit::AddElement { element, .. } => {
                self.elements += 1;
                element.modules.len() as u64 * ELEMENT_NS
            }
            Edit::RemoveElement { .. } => {
                self.elements = self.elements.saturating_sub(1);
                self.links * LINK_NS
            }
            Edit::ChangeElement { change: ElementField::Kind(_), .. } => self.links * CHECKED_LINK_NS,
            Edit::AddLink { link, .. } => {
                self.links += 1;
                self.mentions += link.events.len() as u64;
                link.events.len() as u64 * ELEMENT_NS
            }
            Edit::RemoveLink { .. } => {
                self.links = self.links.saturating_sub(1);
                self.steps_of.len() as u64 * JOURNEY_NS + self.steps * STEP_NS
            }
            Edit::ChangeLink { change: super::LinkField::Events(events), .. } => {
                self.mentions += events.len() as u64;
                events.len() as u64 * ELEMENT_NS
            }
            Edit::RemoveContext { .. } => self.elements * ELEMENT_NS,
            Edit::SetEvent { event: None, .. } => self.links * LINK_NS + self.mentions * ELEMENT_NS,
            Edit::SetJourney { id, journey } => {
                let now = journey.as_ref().map_or(0, |journey| journey.steps.len() as u64);
                let before = match journey {
                    Some(_) => self.steps_of.insert(id.clone(), now),
                    None => self.steps_of.remove(id),
                };
                self.steps = self.steps.saturating_sub(before.unwrap_or(0)) + now;
                (now + before.unwrap_or(0)) * CHECKED_LINK_NS
            }
            Edit::SetDecision { decision, .. } => {
                self.decisions += u64::from(decision.is_some());
                0
            }
            Edit::SetWaiver { reason, .. } => {
                self.waivers += u64::from(reason.is_some());
                0
            }
            Edit::SetName { .. }
            | Edit::SetSummary { .. }
            | Edit::SetAnswer { .. }
            | Edit::ChangePlatform { .. }
            | Edit::AddContext { .. }
            | Edit::ChangeContext { .. }
            | Edit::ChangeElement { .. }
            | Edit::ChangeLink { .. }
            | Edit::SetEvent { .. }
            | Edit::Place { .. } => 0,
        };
        self.spent_ns = self.spent_ns.saturating_add(EDIT_NS).saturating_add(own_ns);
        self.spent_ns
    }
}

/// How many of these edits fit into one save, from the first on.
pub fn fitting(design: &Design, edits: &[Edit], most_ns: u64) -> usize {
    let mut meter = Meter::new(design);
    edits.iter().take_while(|edit| meter.add(edit) <= most_ns).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        arbitrary::sized,
        ids::{ElementId, LinkId},
    };

    fn rename(from: &str, to: &str) -> Edit {
        Edit::RenameElement { from: ElementId::new(from).unwrap(), to: ElementId::new(to).unwrap() }
    }

    #[test]
    fn a_flood_of_renames_does_not_fit_a_large_design() {
        let design = sized(2_400);
        let flood: Vec<Edit> = (0..41_458).map(|n| if n % 2 == 0 { rename("web", "net") } else { rename("net", "web") }).collect();
        let fits = fitting(&design, &flood, MAX_SAVE_COST_NS);
        assert!((100..20_000).contains(&fits), "{fits}");
        assert_eq!(fitting(&sized(2), &flood[..5_000], MAX_SAVE_COST_NS), 5_000, "in a small one thousands do");
    }

    #[test]
    fn whatever_a_person_can_do_with_one_command_fits() {
        let design = sized(2_400);
        let all = design.removal_of_elements(&design.elements.keys().cloned().collect());
        let links: std::collections::BTreeSet<LinkId> = design.links.keys().cloned().collect();
        let mut emptied = design.clone();
        let back = emptied.apply(all.clone()).unwrap();
        for (what, on, edit) in
            [("delete all", &design, all), ("undo it", &emptied, back), ("links", &design, design.removal_of_links(&links))]
        {
            let cost = Meter::new(on).add(&edit);
            assert!(cost < MAX_SAVE_COST_NS, "{what}: {cost}");
        }
    }

    #[test]
    fn what_a_save_adds_makes_its_later_edits_dearer() {
        let design = sized(2);
        let mut meter = Meter::new(&design);
        let before = meter.add(&rename("web", "net"));
        let link = design.links.values().next().unwrap().clone();
        for n in 0..1_000 {
            meter.add(&Edit::add_link(LinkId::new(format!("more-{n}")).unwrap(), link.clone()));
        }
        let spent = meter.spent_ns();
        assert!(meter.add(&rename("net", "web")) - spent > before);
    }
}
