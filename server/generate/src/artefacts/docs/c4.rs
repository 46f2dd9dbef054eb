//! The C4 pictures of architecture.md: the system among those who use it and what it uses, and its containers inside their contexts.
//! Parts are numbered, so that no name can be a keyword.

use super::is_described;
use crate::plan::Plan;
use domain::{
    Design,
    design::{Element, ElementKind},
    ids::{ContextId, ElementId},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A picture of more is none, and Mermaid refuses to draw more than 500 links.
const MOST_LINKS: usize = 150;

#[derive(Serialize)]
pub(super) struct C4<'a> {
    groups: Vec<Group<'a>>,
    outside: Vec<Shape<'a>>,
    relations: Vec<Relation<'a>>,
    /// Systems of others that call us or that we call, once each, with the direction.
    partners: Vec<Partner<'a>>,
    has_people: bool,
    drawn: bool,
}

#[derive(Serialize)]
struct Group<'a> {
    number: usize,
    name: Option<&'a str>,
    shapes: Vec<Shape<'a>>,
}

#[derive(Serialize)]
struct Shape<'a> {
    number: usize,
    /// The Mermaid macro.
    shape: &'static str,
    name: &'a str,
    technology: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct Relation<'a> {
    from: usize,
    to: usize,
    label: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct Partner<'a> {
    number: usize,
    name: &'a str,
    description: &'a str,
    calls_us: bool,
    called: bool,
}

impl<'a> C4<'a> {
    pub(super) fn new(plan: &'a Plan<'a>) -> Self {
        let design = plan.design;
        let parts: Vec<(&ElementId, &Element)> = design.elements.iter().filter(|(_, element)| is_described(element)).collect();
        let numbers: BTreeMap<&ElementId, usize> = parts.iter().enumerate().map(|(i, (id, _))| (*id, i + 1)).collect();
        let shape = |(id, element): &(&'a ElementId, &'a Element)| Shape {
            number: numbers.get(*id).copied().unwrap_or_default(),
            shape: macro_of(element.kind),
            name: design.display_name(id),
            technology: technology(plan, id, element),
            description: &element.description,
        };
        let is_outside = |element: &Element| element.kind == ElementKind::External;
        let members = |context: Option<&ContextId>| {
            parts.iter().filter(|(_, e)| !is_outside(e) && e.context.as_ref() == context).map(shape).collect::<Vec<_>>()
        };
        let mut groups: Vec<Group> = design
            .contexts
            .iter()
            .enumerate()
            .map(|(i, (id, context))| Group { number: i + 1, name: Some(context.name.as_str()), shapes: members(Some(id)) })
            .collect();
        groups.push(Group { number: 0, name: None, shapes: members(None) });
        groups.retain(|group| !group.shapes.is_empty());
        let relations: Vec<Relation> = design
            .links
            .values()
            .filter_map(|link| {
                let (from, to) = (*numbers.get(&link.from)?, *numbers.get(&link.to)?);
                let label = if link.label.is_empty() { link.kind.label() } else { link.label.as_str() };
                Some(Relation { from, to, label, kind: link.kind.label() })
            })
            .collect();
        let drawn = !groups.is_empty() && relations.len() <= MOST_LINKS && numbers.len() <= MOST_LINKS;
        Self {
            outside: parts.iter().filter(|(_, e)| is_outside(e)).map(shape).collect(),
            partners: parts.iter().filter(|(_, e)| is_outside(e)).map(|(id, e)| partner(design, id, e, &numbers)).collect(),
            has_people: parts.iter().any(|(_, e)| e.kind == ElementKind::Frontend),
            groups,
            relations,
            drawn,
        }
    }
}

fn partner<'a>(design: &'a Design, id: &'a ElementId, element: &'a Element, numbers: &BTreeMap<&ElementId, usize>) -> Partner<'a> {
    Partner {
        number: numbers.get(id).copied().unwrap_or_default(),
        name: design.display_name(id),
        description: &element.description,
        calls_us: design.links_from(id).next().is_some(),
        called: design.links_to(id).next().is_some(),
    }
}

fn macro_of(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Datastore => "ContainerDb",
        ElementKind::Broker => "ContainerQueue",
        ElementKind::External => "System_Ext",
        ElementKind::Service | ElementKind::Frontend | ElementKind::Worker | ElementKind::Gateway | ElementKind::Note => "Container",
    }
}

/// What it is made with in the bundle; the kind of a part that is somebody else's.
fn technology<'a>(plan: &'a Plan<'a>, id: &ElementId, element: &Element) -> &'a str {
    plan.container(id.as_str()).map_or(element.kind.label(), |container| &container.made_with)
}
