//! What a part, a link and a frame show: plain values, compared so that only what changed is drawn again.

use canvas::{
    drawing::Drawing,
    label::Label,
    route::path,
    scene::{LinkClass, Scene},
    svg::cut,
};
use domain::{
    Design, catalog,
    design::{Element, ElementKind, LinkKind},
    ids::LinkId,
    layout::{NAME_SIZE, Rect, caption},
};

/// A card.
#[derive(Debug, Clone, PartialEq)]
pub struct PartView {
    pub kind: ElementKind,
    pub rect: Rect,
    /// The name, cut to fit.
    pub name: String,
    pub full_name: String,
    pub caption: String,
    pub icon: &'static str,
    pub cache: bool,
    pub modules: Vec<String>,
    /// The text of a note.
    pub text: String,
    pub pinned: bool,
    /// Its name for people who listen.
    pub spoken: String,
}

/// The icon of a part: its technology's, or its kind's.
pub fn icon_of(element: &Element) -> &'static str {
    element.technology.as_ref().and_then(|id| catalog::find(id.as_str())).map_or_else(|| icon_of_kind(element.kind), |entry| entry.icon)
}

pub fn icon_of_kind(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Service => "server",
        ElementKind::Frontend => "app-window",
        ElementKind::Worker => "cog",
        ElementKind::Gateway => "waypoints",
        ElementKind::Datastore => "database",
        ElementKind::Broker => "radio",
        ElementKind::External => "plug",
        ElementKind::Note => "sticky-note",
    }
}

/// `Service in Ordering`.
pub fn kind_and_place(design: &Design, element: &Element) -> String {
    let context = element.context.as_ref().and_then(|id| design.contexts.get(id));
    match context {
        Some(context) => format!("{} in {}", element.kind.label(), context.name),
        None => element.kind.label().to_owned(),
    }
}

impl PartView {
    pub fn new(design: &Design, scene: &Scene, number: usize) -> Self {
        let (id, rect) = (&scene.ids[number], scene.rects[number]);
        let element = &design.elements[id];
        let full_name = design.display_name(id).to_owned();
        let beside = match element.kind {
            ElementKind::Datastore => 44,
            ElementKind::Gateway => 80,
            ElementKind::Broker => 84,
            ElementKind::External => 66,
            _ => 58,
        };
        let caption = caption(element);
        let module = |id: &domain::ids::ContextId| design.contexts.get(id).map_or_else(|| id.to_string(), |context| context.name.clone());
        let modules: Vec<String> = element.modules.iter().map(module).collect();
        let spoken = if element.kind == ElementKind::Note {
            format!("Note: {}", element.description)
        } else {
            // What the card shows, in its order, then what it shows by its shape.
            let shown = [full_name.as_str(), caption.as_str()].into_iter().chain(modules.iter().map(String::as_str));
            format!("{}, {}", shown.collect::<Vec<_>>().join(" "), kind_and_place(design, element).to_lowercase())
        };
        Self {
            kind: element.kind,
            rect,
            name: cut(&full_name, f64::from(rect.width - beside), NAME_SIZE),
            full_name,
            caption,
            icon: icon_of(element),
            cache: scene.caches[number],
            modules,
            text: element.description.clone(),
            pinned: design.layout.get(id).is_some_and(|placement| placement.pinned),
            spoken,
        }
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkView {
    pub class: LinkClass,
    pub path: String,
    pub label: Option<Label>,
    pub middle: (i32, i32),
    pub spoken: String,
}

impl LinkView {
    pub fn new(design: &Design, drawing: &Drawing, number: usize) -> Self {
        let link = &drawing.scene.links[number];
        Self {
            class: link.class,
            path: path(link.class, drawing.routes.points(number)),
            label: drawing.labels.get(number).cloned(),
            middle: drawing.middle(number),
            spoken: spoken_link(design, &link.id),
        }
    }
}

/// A link in a sentence: `orders to payments, gRPC Charge`.
pub fn spoken_link(design: &Design, id: &LinkId) -> String {
    let Some(link) = design.links.get(id) else { return String::new() };
    let what = match link.kind {
        kind if kind.is_event() => link.events.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        LinkKind::Owns | LinkKind::Reads | LinkKind::Caches => String::new(),
        _ => link.label.clone(),
    };
    format!("{} to {}, {} {what}", design.display_name(&link.from), design.display_name(&link.to), link.kind.label()).trim_end().to_owned()
}

/// A frame.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameView {
    pub rect: Rect,
    pub name: String,
    pub subdomain: &'static str,
}
