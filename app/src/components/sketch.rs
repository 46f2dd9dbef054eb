//! A small drawing of a design that is still forming: names where they are readable, marks on what is new and on what is not
//! certain. For looking only; the studio is for working.

use super::icon::symbol;
use crate::canvas::{
    outline::{self, rounded},
    route::{Routes, path},
    scene::Scene,
};
use domain::{
    Design, catalog,
    design::{Element, ElementKind},
    ids::ElementId,
    layout::Rect,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Space around the drawing, in its own pixels.
const MARGIN: i32 = 16;
/// Up to this width the names are readable in the panel.
const READABLE_WIDTH: i32 = 640;

/// The drawing, with the parts of two sets marked.
#[component]
pub fn Sketch(
    #[prop(into)] design: Signal<Design>,
    #[prop(into)] changed: Signal<BTreeSet<ElementId>>,
    #[prop(into)] uncertain: Signal<BTreeSet<ElementId>>,
) -> impl IntoView {
    let drawing = move || design.with(|design| draw(design, changed, uncertain));
    view! {
        <figure class="sketch">
            {drawing}
            <figcaption class="vh">{move || design.with(words)}</figcaption>
        </figure>
    }
    .into_any()
}

fn draw(design: &Design, changed: Signal<BTreeSet<ElementId>>, uncertain: Signal<BTreeSet<ElementId>>) -> impl IntoView + use<> {
    let scene = Scene::new(design);
    let routes = Routes::new(&scene);
    let view = scene.bounds().unwrap_or_default().inflated(MARGIN);
    let named = view.width <= READABLE_WIDTH;
    let frames = scene
        .frames
        .iter()
        .map(|frame| {
            let r = &frame.rect;
            let name = design.contexts.get(&frame.id).map(|context| context.name.clone()).unwrap_or_default();
            let title = named.then(|| view! { <text class="skt-f" x=r.x + 13 y=r.y + 20>{name}</text> });
            view! {
                <path class="mn-g" d=rounded(f64::from(r.x), f64::from(r.y), f64::from(r.width), f64::from(r.height), 13.0)></path>
                {title}
            }
        })
        .collect_view();
    let links = scene
        .links
        .iter()
        .enumerate()
        .map(|(n, link)| view! { <path class=format!("mn-e mn-e--{}", link.class.slug()) d=path(link.class, routes.points(n))></path> })
        .collect_view();
    let parts = scene
        .ids
        .iter()
        .zip(&scene.rects)
        .filter_map(|(id, rect)| Some(part(id, design.elements.get(id)?, design.display_name(id), rect, named, changed, uncertain)))
        .collect_view();
    view! {
        <svg
            class=if named { "mini sketch__svg" } else { "mini sketch__svg is-small" }
            viewBox=format!("{} {} {} {}", view.x, view.y, view.width.max(1), view.height.max(1))
            preserveAspectRatio="xMidYMid meet"
            aria-hidden="true"
        >
            {frames}
            {links}
            {parts}
        </svg>
    }
}

fn part(
    id: &ElementId,
    element: &Element,
    name: &str,
    rect: &Rect,
    named: bool,
    changed: Signal<BTreeSet<ElementId>>,
    uncertain: Signal<BTreeSet<ElementId>>,
) -> impl IntoView + use<> {
    let (w, h) = (f64::from(rect.width), f64::from(rect.height));
    let ring_id = id.clone();
    let kind = element.kind;
    let (new_id, open_id) = (id.clone(), id.clone());
    let class = move || {
        let new = if changed.with(|ids| ids.contains(&new_id)) { " is-new" } else { "" };
        let open = if uncertain.with(|ids| ids.contains(&open_id)) { " is-ghost" } else { "" };
        format!("mn-n mn-n--{}{new}{open}", kind.slug())
    };
    let ring = move || {
        changed.with(|ids| ids.contains(&ring_id)).then(|| view! { <path class="skt-ring" d=outline::outline(kind, w, h, 5.0)></path> })
    };
    let words = named.then(|| {
        let icon = icon_of(element);
        let inset = if kind == ElementKind::Gateway { 24 } else { 12 };
        let (middle, text) = (rect.height / 2, inset + 28);
        let technology = element.technology.as_ref().and_then(|id| catalog::find(id.as_str())).map_or(kind.label(), |entry| entry.name);
        view! {
            <svg class="i skt-i" x=inset y=middle - 10 width="20" height="20">
                <use href=symbol(icon)></use>
            </svg>
            <text class="skt-t" x=text y=middle - 2>
                {name.to_owned()}
            </text>
            <text class="skt-s" x=text y=middle + 13>
                {technology}
            </text>
        }
    });
    view! {
        <g class=format!("skt k-{}", style_of(kind)) transform=format!("translate({} {})", rect.x, rect.y)>
            {ring}
            <path class=class d=outline::outline(kind, w, h, 0.0)></path>
            {words}
        </g>
    }
}

/// The class that sets the ink and tint of a kind: the style sheet calls a data store a store.
pub fn style_of(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Datastore => "store",
        ElementKind::Note => "external",
        other => other.slug(),
    }
}

/// The icon of a part: its technology's mark, else the sign of its kind.
pub fn icon_of(element: &Element) -> &'static str {
    let technology = element.technology.as_ref().and_then(|id| catalog::find(id.as_str()));
    technology.map_or(
        match element.kind {
            ElementKind::Service => "server",
            ElementKind::Frontend => "app-window",
            ElementKind::Worker => "cog",
            ElementKind::Gateway => "route",
            ElementKind::Datastore => "database",
            ElementKind::Broker => "radio",
            ElementKind::External => "plug",
            ElementKind::Note => "sticky-note",
        },
        |entry| entry.icon,
    )
}

/// The drawing in words.
fn words(design: &Design) -> String {
    let names: Vec<&str> = design.elements.keys().map(|id| design.display_name(id)).collect();
    format!("{} parts: {}", names.len(), names.join(", "))
}
