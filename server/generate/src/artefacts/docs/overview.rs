//! The picture in the README: a Mermaid flow chart of parts inside their contexts. Names are numbered, so that no id can be a keyword.

use crate::plan::Plan;
use domain::{
    catalog,
    design::{Element, ElementKind, LinkKind},
    ids::{ContextId, ElementId},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A picture of more is no overview any more, and Mermaid refuses to draw more than 500 links.
const MAX_LINKS: usize = 150;

#[derive(Serialize)]
pub(super) struct Overview<'a> {
    /// Parts of each context; the last group belongs to none.
    groups: Vec<Group<'a>>,
    links: Vec<Arrow>,
    /// There is something to draw, and not too much.
    drawn: bool,
}

#[derive(Serialize)]
struct Group<'a> {
    number: usize,
    /// Absent for parts outside every context.
    name: Option<&'a str>,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    number: usize,
    label: String,
    /// Keeps data or messages: drawn as a cylinder.
    store: bool,
}

#[derive(Serialize)]
struct Arrow {
    from: usize,
    to: usize,
    label: &'static str,
    /// Nobody waits for an answer: drawn dotted.
    dotted: bool,
}

impl<'a> Overview<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let design = plan.design;
        let parts = || design.elements.iter().filter(|(_, element)| element.kind != ElementKind::Note);
        let numbers: BTreeMap<&ElementId, usize> = parts().enumerate().map(|(i, (id, _))| (id, i + 1)).collect();
        let draw = |(id, element): (&ElementId, &Element)| Part {
            number: numbers.get(id).copied().unwrap_or_default(),
            label: label(design.display_name(id), element),
            store: matches!(element.kind, ElementKind::Datastore | ElementKind::Broker),
        };
        let members = |context: Option<&ContextId>| parts().filter(|(_, e)| e.context.as_ref() == context).map(draw).collect::<Vec<_>>();
        let mut groups: Vec<Group> = design
            .contexts
            .iter()
            .enumerate()
            .map(|(i, (id, context))| Group { number: i + 1, name: Some(context.name.as_str()), parts: members(Some(id)) })
            .collect();
        groups.push(Group { number: 0, name: None, parts: members(None) });
        groups.retain(|group| !group.parts.is_empty());
        let links: Vec<Arrow> = design
            .links
            .values()
            .filter_map(|link| {
                let (from, to) = (*numbers.get(&link.from)?, *numbers.get(&link.to)?);
                // Messages travel from the broker to whoever subscribes.
                let (from, to) = if link.kind == LinkKind::Subscribe { (to, from) } else { (from, to) };
                Some(Arrow { from, to, label: link.kind.label(), dotted: link.kind.is_event() })
            })
            .collect();
        let drawn = !numbers.is_empty() && links.len() <= MAX_LINKS && numbers.len() <= MAX_LINKS;
        Self { groups, links, drawn }
    }
}

fn label(name: &str, element: &Element) -> String {
    let technology = element.technology.as_ref().and_then(|slug| catalog::find(slug.as_str()));
    technology.map_or_else(|| name.to_owned(), |technology| format!("{name} ({})", technology.name))
}
