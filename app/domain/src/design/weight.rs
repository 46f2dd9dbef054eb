//! How much memory a Design takes, for those who keep many. An estimate from its lengths; nothing is measured.

use super::{Context, Design, Element, Event, Journey, Link};
use crate::{decision::Decision, discovery::Answer};
use std::{collections::BTreeMap, mem::size_of};

/// What an allocation takes beside its bytes: the allocator's own note, and rounding up.
const ALLOCATION: usize = 24;

impl Design {
    /// Bytes on the heap, about. Within a factor of two of what the allocator hands out for designs of more than a few kilobytes; the bench
    /// of `edit::cost` saw 15.8 MB where this says 14.2.
    pub fn heap_bytes(&self) -> usize {
        text(&self.name)
            + text(&self.summary)
            + map(&self.brief, |id, answer| text(id.as_str()) + of_answer(answer))
            + map(&self.contexts, |id, context| text(id.as_str()) + of_context(context))
            + map(&self.elements, |id, element| text(id.as_str()) + of_element(element))
            + map(&self.links, |id, link| text(id.as_str()) + of_link(link))
            + map(&self.events, |id, event| text(id.as_str()) + of_event(event))
            + map(&self.journeys, |id, journey| text(id.as_str()) + of_journey(journey))
            + map(&self.decisions, |id, decision| text(id.as_str()) + of_decision(decision))
            + map(&self.waivers, |finding, reason| text(finding.as_str()) + text(reason))
            + map(&self.layout, |id, _| text(id.as_str()))
    }
}

fn text(text: &str) -> usize {
    if text.is_empty() { 0 } else { text.len() + ALLOCATION }
}

fn maybe(text: Option<&str>) -> usize {
    text.map_or(0, self::text)
}

/// Nodes of a map are half to wholly full: three quarters on the average.
fn map<K, V>(map: &BTreeMap<K, V>, inside: impl Fn(&K, &V) -> usize) -> usize {
    let entry = size_of::<K>() + size_of::<V>() + 4;
    map.len() * entry * 4 / 3 + map.iter().map(|(key, value)| inside(key, value)).sum::<usize>()
}

fn list<T>(list: &[T], inside: impl Fn(&T) -> usize) -> usize {
    if list.is_empty() {
        return 0;
    }
    size_of_val(list) + ALLOCATION + list.iter().map(inside).sum::<usize>()
}

fn of_answer(answer: &Answer) -> usize {
    match answer {
        Answer::Number(_) | Answer::NotSure => 0,
        Answer::Text(said) => text(said),
        Answer::Many(entries) => list(entries, |entry| text(entry)),
        Answer::Levels(levels) => map(levels, |subject, _| text(subject)),
    }
}

fn of_context(context: &Context) -> usize {
    let entities = list(&context.entities, |entity| text(&entity.name) + map(&entity.fields, |name, _| text(name)));
    text(&context.name) + text(&context.purpose) + maybe(context.team.as_deref()) + entities
}

fn of_element(element: &Element) -> usize {
    let Element { title, description, technology, context, modules, image, api_version, settings, .. } = element;
    [title.as_deref(), image.as_deref(), api_version.as_deref()].into_iter().map(maybe).sum::<usize>()
        + text(description)
        + maybe(technology.as_ref().map(|id| id.as_str()))
        + maybe(context.as_ref().map(|id| id.as_str()))
        + list(modules, |id| text(id.as_str()))
        + map(settings, |name, setting| text(name) + text(&setting.value))
}

fn of_link(link: &Link) -> usize {
    let Link { from, to, label, events, fallback, .. } = link;
    text(from.as_str()) + text(to.as_str()) + text(label) + list(events, |id| text(id.as_str())) + maybe(fallback.as_deref())
}

fn of_event(event: &Event) -> usize {
    text(&event.description) + map(&event.fields, |name, _| text(name))
}

fn of_journey(journey: &Journey) -> usize {
    text(&journey.name) + list(&journey.steps, |step| text(step.link.as_str()) + text(&step.note))
}

fn of_decision(decision: &Decision) -> usize {
    let past = list(&decision.superseded, |past| text(&past.choice) + text(&past.name) + maybe(past.override_reason.as_deref()));
    text(&decision.choice) + maybe(decision.override_reason.as_deref()) + past
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arbitrary::sized;

    fn written(design: &Design) -> usize {
        serde_json::to_string(design).unwrap().len()
    }

    #[test]
    fn texts_weigh_what_they_hold() {
        let mut design = sized(40);
        let before = design.heap_bytes();
        for element in design.elements.values_mut() {
            element.description = "x".repeat(2_000);
        }
        let grown = design.heap_bytes() - before;
        assert!((2_000..2_100).contains(&(grown / design.elements.len())), "{grown}");
    }

    #[test]
    fn a_design_weighs_about_as_much_as_its_text_or_a_few_times_that() {
        let mut designs: Vec<Design> = [3, 30, 300].map(sized).into();
        designs.extend(crate::starters::all().iter().map(|starter| starter.design().unwrap()));
        for design in designs {
            let (weight, length) = (design.heap_bytes(), written(&design));
            assert!(weight > length && weight < 6 * length, "{}: {weight} bytes for {length} of text", design.name);
        }
    }
}
