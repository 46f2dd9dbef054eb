//! What people do to the design on the canvas, as edits: add, connect, remove, duplicate, group.

use super::{Editor, Float, pointer};
use crate::state::selection::Selection;
use domain::{
    Design, Edit, catalog,
    design::{Context, Element, ElementKind, Link},
    edit::ElementField,
    ids::{ContextId, ElementId, TechnologyId},
    layout::{GRID, Placement, Rect, size_of},
    review,
};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What the palette offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Part { kind: ElementKind, technology: Option<&'static str> },
    Context,
}

/// The block of a kind without a particular technology.
pub fn block_of_kind(kind: ElementKind) -> Block {
    Block::Part { kind, technology: None }
}

/// Options that are not offered, each with the reason.
pub type Refused = BTreeMap<String, String>;

impl Editor {
    /// Adds a block: in the middle of the view, or around a world point; into the frame that is there.
    pub fn add(&self, block: &Block, at: Option<(f64, f64)>) {
        self.placing.set(None);
        match block {
            Block::Part { kind, technology } => self.add_part(*kind, *technology, at),
            Block::Context => self.add_context(at),
        }
    }

    fn add_part(&self, kind: ElementKind, technology: Option<&str>, at: Option<(f64, f64)>) {
        let context = at.and_then(|at| self.context_at(at)).filter(|_| kind != ElementKind::Note);
        let (id, edit, label) = self.with_design(|design| {
            let element = new_element(design, kind, technology, context.clone());
            let id = design.free_element_id(&wanted_id(design, &element));
            let placement = self.free_place(&id, &element, at);
            let label = format!("Added {id}");
            (id.clone(), Edit::add_element(id, element, Some(placement)), label)
        });
        if self.choose(edit, label.clone()) {
            self.say(label);
            self.select(Selection::part(id.clone()));
            self.reveal(&id);
            self.focus_part(&id);
        }
    }

    /// A context begins around what lies under it, or with a service of its own.
    fn add_context(&self, at: Option<(f64, f64)>) {
        let under = at.and_then(|at| {
            let area = Rect { x: at.0 as i32 - 60, y: at.1 as i32 - 40, width: 120, height: 80 };
            self.with_drawing(|drawing| drawing.scene.near(&area).first().map(|part| drawing.scene.ids[*part].clone()))
        });
        match under {
            Some(id) => self.group(Selection::part(id)),
            None if at.is_none() && !self.selection.with_untracked(|selection| selection.parts.is_empty()) => {
                self.group(self.selection.get_untracked())
            }
            None => {
                let (context, edits) = self.with_design(|design| {
                    let context = design.free_context_id("context");
                    let name = format!("Context {}", design.contexts.len() + 1);
                    let element = new_element(design, ElementKind::Service, None, Some(context.clone()));
                    let id = design.free_element_id(&format!("{context}-service"));
                    let placement = self.free_place(&id, &element, at);
                    let added = Edit::AddContext { id: context.clone(), context: Context { name, ..Context::default() } };
                    (context, vec![added, Edit::add_element(id, element, Some(placement))])
                });
                if self.project.dispatch(Edit::batch(edits), "Added a bounded context") {
                    self.select(Selection::context(context));
                }
            }
        }
    }

    /// Puts the selected parts into a new context.
    pub fn group(&self, selection: Selection) {
        let (context, edits) = self.with_design(|design| {
            let context = design.free_context_id("context");
            let name = format!("Context {}", design.contexts.len() + 1);
            let mut edits = vec![Edit::AddContext { id: context.clone(), context: Context { name, ..Context::default() } }];
            let parts =
                selection.parts.iter().filter(|id| design.elements.get(*id).is_some_and(|element| element.kind != ElementKind::Note));
            edits.extend(parts.map(|id| Edit::ChangeElement { id: id.clone(), change: ElementField::Context(Some(context.clone())) }));
            (context, edits)
        });
        if edits.len() > 1 && self.project.dispatch(Edit::batch(edits), "Grouped parts into a context") {
            self.select(Selection::context(context));
        }
    }

    /// Links two parts with the likeliest kind, and offers the others.
    pub fn connect(&self, from: &ElementId, to: &ElementId) {
        let (made, why_not) = self.with_design(|design| {
            let (forth, back) = (pointer::links_between(design, from, to), pointer::links_between(design, to, from));
            // Drawn from a broker or a store, the link belongs to the other end.
            let (kind, from, to) = match (forth.first(), back.first()) {
                (Some(kind), _) => (*kind, from, to),
                (None, Some(_)) if design.elements[from].kind == ElementKind::Broker => (domain::design::LinkKind::Subscribe, to, from),
                (None, Some(kind)) => (*kind, to, from),
                (None, None) => return (None, format!("{} cannot be linked with {}", design.display_name(from), design.display_name(to))),
            };
            let mut link = Link::new(from.clone(), to.clone(), kind);
            if kind == domain::design::LinkKind::Rest && design.elements[from].kind == ElementKind::Gateway {
                link.label = format!("/api/{}", to.as_str().trim_end_matches("-service"));
            }
            let label = format!("Linked {} to {}", design.display_name(from), design.display_name(to));
            (Some((design.free_link_id(from, to), link, label)), String::new())
        });
        let Some((id, link, label)) = made else {
            self.toasts.say(why_not);
            return;
        };
        if self.project.dispatch(Edit::add_link(id.clone(), link), label.clone()) {
            self.say(label);
            self.select(Selection::link(id.clone()));
            // The part that the wire was drawn from still has the focus; the next key means the link.
            crate::browser::blur();
            let middle =
                self.with_drawing(|drawing| drawing.scene.links.iter().position(|link| link.id == id).map(|link| drawing.middle(link)));
            if let Some((x, y)) = middle {
                self.float.set(Some(Float::LinkKind { link: id, at: (f64::from(x - 60), f64::from(y + 18)) }));
            }
        }
    }

    /// Adds a part where a wire ended in the open, and links to it.
    pub fn add_connected(&self, from: &ElementId, kind: ElementKind, technology: Option<&str>, at: (f64, f64)) {
        self.float.set(None);
        let context = self.context_at(at);
        let made = self.with_design(|design| {
            let element = new_element(design, kind, technology, context);
            let id = design.free_element_id(&wanted_id(design, &element));
            let placement = self.free_place(&id, &element, Some(at));
            let mut after = design.clone();
            let added = Edit::add_element(id.clone(), element, Some(placement));
            after.apply(added.clone()).ok()?;
            let (from, to) = if after.possible_link_kinds(from, &id).is_empty() { (&id, from) } else { (from, &id) };
            let kind = *after.possible_link_kinds(from, to).first()?;
            let link = Edit::add_link(after.free_link_id(from, to), Link::new(from.clone(), to.clone(), kind));
            Some((id.clone(), Edit::batch(vec![added, link])))
        });
        if let Some((id, edit)) = made
            && self.choose(edit, format!("Added {id}"))
        {
            self.select(Selection::part(id.clone()));
            self.focus_part(&id);
        }
    }

    /// Removes what is selected. Asks nothing and offers to undo.
    pub fn remove_selection(&self) {
        let selection = self.selection.get_untracked();
        let (edit, what) = self.with_design(|design| {
            if let Some(context) = &selection.context {
                let name = design.contexts.get(context).map_or("", |context| context.name.as_str());
                return (design.removal_of_context(context), format!("the context {name}"));
            }
            let mut edits = vec![design.removal_of_elements(&selection.parts)];
            let rest = selection.links.iter().filter(|id| {
                design.links.get(*id).is_some_and(|link| !selection.parts.contains(&link.from) && !selection.parts.contains(&link.to))
            });
            let rest: BTreeSet<_> = rest.cloned().collect();
            if !rest.is_empty() {
                edits.insert(0, design.removal_of_links(&rest));
            }
            let gone =
                design.links.values().filter(|link| selection.parts.contains(&link.from) || selection.parts.contains(&link.to)).count()
                    + rest.len();
            let names: Vec<&str> = selection.parts.iter().map(|id| design.display_name(id)).collect();
            let links = match gone {
                0 => String::new(),
                1 => "1 link".to_owned(),
                n => format!("{n} links"),
            };
            let what = match (names.is_empty(), gone) {
                (true, _) => links,
                (false, 0) => pointer::many(&names),
                (false, _) => format!("{} and {links}", pointer::many(&names)),
            };
            (Edit::batch(edits), what)
        });
        if edit.count() == 0 {
            return;
        }
        let label = format!("Deleted {what}");
        let next = selection.parts.first().and_then(|id| self.neighbour_in_reading_order(id, &selection));
        if self.project.dispatch(edit, label.clone()) {
            self.say(label.clone());
            let project = self.project;
            self.toasts.offer(label, "Undo", move || project.undo(), || {});
            if let Some(next) = next {
                self.make_reachable(&next);
                self.focus_part(&next);
            }
        }
    }

    fn neighbour_in_reading_order(&self, id: &ElementId, gone: &Selection) -> Option<ElementId> {
        let order = self.reading_order();
        let at = order.iter().position(|other| other == id)?;
        order[at..].iter().chain(order[..at].iter().rev()).find(|other| !gone.parts.contains(*other)).cloned()
    }

    /// Copies the selected parts beside themselves, with the links among them.
    pub fn duplicate(&self) {
        let selection = self.selection.get_untracked();
        let (edits, copies) = self.with_design(|design| {
            let mut after = design.clone();
            let mut names: BTreeMap<&ElementId, ElementId> = BTreeMap::new();
            let mut edits = Vec::new();
            for id in &selection.parts {
                let (Some(element), Some(rect)) = (design.elements.get(id), self.rect(id)) else { continue };
                let copy = after.free_element_id(id.as_str());
                let mut element = element.clone();
                element.title = element.title.map(|title| format!("{title} copy").chars().take(120).collect());
                let placement = self.free_place(&copy, &element, Some((f64::from(rect.centre().0 + 24), f64::from(rect.bottom() + 40))));
                let edit = Edit::add_element(copy.clone(), element, Some(placement));
                if after.apply(edit.clone()).is_ok() {
                    names.insert(id, copy);
                    edits.push(edit);
                }
            }
            for link in design.links.values() {
                if let (Some(from), Some(to)) = (names.get(&link.from), names.get(&link.to)) {
                    let edit = Edit::add_link(after.free_link_id(from, to), Link { from: from.clone(), to: to.clone(), ..link.clone() });
                    if after.apply(edit.clone()).is_ok() {
                        edits.push(edit);
                    }
                }
            }
            (edits, names.into_values().collect::<BTreeSet<_>>())
        });
        if !edits.is_empty() && self.project.dispatch(Edit::batch(edits), "Duplicated parts") {
            let first = copies.first().cloned();
            self.select(Selection { parts: copies, ..Selection::default() });
            // The next key means the copies.
            if let Some(first) = first {
                self.make_reachable(&first);
                self.focus_part(&first);
            }
        }
    }

    fn context_at(&self, (x, y): (f64, f64)) -> Option<ContextId> {
        self.with_drawing(|drawing| {
            drawing.scene.frames.iter().find(|frame| frame.rect.holds(x as i32, y as i32)).map(|frame| frame.id.clone())
        })
    }

    /// Makes a choice of one value. What nothing else in the design would make sense of is refused, with the reason. Says whether it
    /// was made.
    pub fn choose(&self, edit: Edit, label: impl Into<String>) -> bool {
        let refused = self.with_design(|design| review::refusals(design, std::slice::from_ref(&edit)).pop().flatten());
        match refused {
            Some(finding) => {
                self.toasts.error(format!("{}. {}", finding.title, finding.explanation));
                false
            }
            None => self.project.dispatch(edit, label),
        }
    }
    /// Which of these options [`Editor::choose`] would refuse, and why.
    pub fn refused(&self, options: impl Fn(&Design) -> Vec<(String, Edit)> + Send + Sync + 'static) -> Signal<Refused> {
        let design = self.project.design();
        Memo::new(move |_| {
            design.with(|design| {
                let (options, edits): (Vec<String>, Vec<Edit>) = options(design).into_iter().unzip();
                let found = review::refusals(design, &edits).into_iter().map(|finding| finding.map(|finding| finding.explanation));
                options.into_iter().zip(found).filter_map(|(option, why)| Some((option, why?))).collect()
            })
        })
        .into()
    }

    /// A place on the grid around a point, or in the view, that nothing covers.
    fn free_place(&self, id: &ElementId, element: &Element, at: Option<(f64, f64)>) -> Placement {
        let (width, height) = size_of(id, element, None);
        let (cx, cy) = at.unwrap_or_else(|| self.middle_of_view());
        let on_grid = |v: f64| (v / f64::from(GRID)).round() as i32 * GRID;
        let first = Rect { x: on_grid(cx - f64::from(width) / 2.0), y: on_grid(cy - f64::from(height) / 2.0), width, height };
        let free = self.with_drawing(|drawing| {
            let steps = (0..60).map(|i| first.moved(i % 6 * 24 * i32::from(at.is_none()), i / 2 * 24));
            steps.into_iter().find(|rect| drawing.scene.near(&rect.inflated(8)).is_empty()).unwrap_or(first)
        });
        Placement { x: free.x, y: free.y, ..Placement::default() }
    }
}

/// The id of a part's card in the document.
pub fn part_dom_id(id: &ElementId) -> String {
    format!("part-{id}")
}

/// A new part: with the technology asked for, or the one its like is mostly made with.
fn new_element(design: &Design, kind: ElementKind, technology: Option<&str>, context: Option<ContextId>) -> Element {
    let mut element = Element::new(kind);
    element.context = context;
    let usual = || {
        let mut counts: BTreeMap<&TechnologyId, usize> = BTreeMap::new();
        design.elements_of(kind).filter_map(|(_, element)| element.technology.as_ref()).for_each(|id| *counts.entry(id).or_default() += 1);
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(id, _)| id.clone())
    };
    let first = || catalog::of_kind(kind).first().and_then(|entry| TechnologyId::new(entry.slug).ok());
    let given = technology.and_then(|slug| TechnologyId::new(slug).ok());
    let is_asked_for = given.is_some();
    element.technology = match kind {
        ElementKind::External | ElementKind::Note => None,
        _ => given.or_else(usual).or_else(first),
    };
    // Nobody chose it, so what would be refused is not taken over from its like.
    if !is_asked_for && kind.has_code() {
        let added = Edit::add_element(design.free_element_id("new"), element.clone(), None);
        if review::refusals(design, &[added]).into_iter().flatten().next().is_some() {
            element.technology = first();
        }
    }
    match kind {
        ElementKind::External => element.title = Some("External system".to_owned()),
        ElementKind::Note => element.description = "Double click to write".to_owned(),
        _ => {}
    }
    if kind.has_code() {
        element.port = (kind != ElementKind::Worker).then(|| free_port(design, &element)).flatten();
    }
    element
}

/// The technology's own port, or the next one that no part has.
fn free_port(design: &Design, element: &Element) -> Option<u16> {
    let own = element.technology.as_ref().and_then(|id| catalog::find(id.as_str()))?.port;
    let taken = |port: u16| design.elements.values().any(|other| other.port == Some(port));
    (own..=own.saturating_add(500)).find(|port| !taken(*port))
}

/// The id a new part would like: after its context, its technology, or its kind.
fn wanted_id(design: &Design, element: &Element) -> String {
    let context = element.context.as_ref().filter(|id| design.contexts.contains_key(*id));
    match (element.kind, context, &element.technology) {
        (ElementKind::Datastore, Some(context), _) => format!("{context}-db"),
        (ElementKind::Datastore | ElementKind::Broker, _, Some(technology)) => technology.to_string(),
        (ElementKind::Service | ElementKind::Worker, Some(context), _) => format!("{context}-{}", element.kind.slug()),
        (ElementKind::Gateway, ..) => "api-gateway".to_owned(),
        (ElementKind::External, ..) => "external".to_owned(),
        (kind, ..) => kind.slug().to_owned(),
    }
}
