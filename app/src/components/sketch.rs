//! A small drawing of a design that is still forming: names where they are readable, marks on what is new and on what is not
//! certain. For looking only; the studio is for working.

use super::icon::symbol;
use crate::shell::leave;
use canvas::{
    outline::{self, rounded},
    route::{Routes, path},
    scene::Scene,
    svg::{has_start_mark, markers},
};
use domain::{
    Design, catalog,
    design::{Element, ElementKind},
    ids::ElementId,
    layout::{Rect, text_width},
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Space around the drawing, in its own pixels.
const MARGIN: i32 = 16;
/// The width a sketch is shown at, about, in pixels.
const SHOWN_WIDTH: f64 = 380.0;
/// How large names are then; nothing is written smaller.
const NAME_SIZE: f64 = 11.0;
/// How large signs are then.
const SIGN_SIZE: f64 = 15.0;
/// Drawings that are shrunk more than this have no room for names.
const MOST_SHRUNK: f64 = 2.2;

/// The drawing, with the parts of two sets marked.
#[component]
pub fn Sketch(
    #[prop(into)] design: Signal<Design>,
    #[prop(into)] changed: Signal<BTreeSet<ElementId>>,
    #[prop(into)] uncertain: Signal<BTreeSet<ElementId>>,
    /// An icon at the corner of each marked part: so that marks of one picture differ from those of another.
    #[prop(optional)]
    sign: &'static str,
) -> impl IntoView {
    let drawing = move || design.with(|design| draw(design, changed, uncertain, sign));
    view! {
        <figure class="sketch">
            {drawing}
            <figcaption class="vh">{move || design.with(words)}</figcaption>
        </figure>
    }
    .into_any()
}

fn draw(
    design: &Design,
    changed: Signal<BTreeSet<ElementId>>,
    uncertain: Signal<BTreeSet<ElementId>>,
    sign: &'static str,
) -> impl IntoView + use<> {
    let scene = Scene::new(design);
    let routes = Routes::new(&scene, &leave());
    let view = scene.bounds().unwrap_or_default().inflated(MARGIN);
    let shrunk = (f64::from(view.width) / SHOWN_WIDTH).max(1.0);
    let named = shrunk <= MOST_SHRUNK;
    let size = named.then_some(NAME_SIZE * shrunk);
    let frames = scene
        .frames
        .iter()
        .map(|frame| {
            let r = &frame.rect;
            let name = design.contexts.get(&frame.id).map(|context| context.name.as_str()).unwrap_or_default();
            let title = size.map(|size| {
                let name = fitting(name, f64::from(r.width) - 20.0, size);
                view! { <text class="skt-f" x=r.x + 12 y=r.y + 22 font-size=size>{name}</text> }
            });
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
        .map(|(n, link)| {
            let slug = link.class.slug();
            let start = has_start_mark(link.class).then(|| format!("url(#sk-s-{slug})"));
            let end = format!("url(#sk-m-{slug})");
            view! { <path class=format!("mn-e mn-e--{slug}") d=path(link.class, routes.points(n)) marker-start=start marker-end=end></path> }
        })
        .collect_view();
    let parts = scene
        .ids
        .iter()
        .zip(&scene.rects)
        .filter_map(|(id, rect)| Some(part(id, design.elements.get(id)?, design.display_name(id), rect, size, changed, uncertain)))
        .collect_view();
    let side = SIGN_SIZE * shrunk;
    let signs = scene
        .ids
        .iter()
        .zip(&scene.rects)
        .filter(|(id, _)| !sign.is_empty() && changed.with_untracked(|ids| ids.contains(*id)))
        .map(|(_, rect)| {
            let (x, y) = (f64::from(rect.right()) - side / 2.0, f64::from(rect.y) - side / 2.0);
            view! {
                <circle class="skt-sb" cx=x + side / 2.0 cy=y + side / 2.0 r=side * 0.62></circle>
                <svg class=format!("i skt-s skt-s--{sign}") x=x y=y width=side height=side>
                    <use href=symbol(sign)></use>
                </svg>
            }
        })
        .collect_view();
    view! {
        <svg
            class=if named { "mini sketch__svg" } else { "mini sketch__svg is-small" }
            viewBox=format!("{} {} {} {}", view.x, view.y, view.width.max(1), view.height.max(1))
            preserveAspectRatio="xMidYMid meet"
            aria-hidden="true"
        >
            <defs inner_html=markers("sk-")></defs>
            {frames}
            {links}
            {parts}
            {signs}
        </svg>
    }
}

fn part(
    id: &ElementId,
    element: &Element,
    name: &str,
    rect: &Rect,
    size: Option<f64>,
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
    let words = size.map(|size| {
        let icon = icon_of(element);
        let side = size * 1.4;
        let inset = if kind == ElementKind::Gateway { 20.0 } else { 10.0 };
        // A whole name says more than its icon.
        let room = w - inset * 2.0;
        let pictured = text_width(name, size) <= room - side - 6.0 || text_width(name, size) > room;
        let indent = if pictured { side + 6.0 } else { 0.0 };
        let name = fitting(name, room - indent, size);
        let middle = if kind == ElementKind::Datastore { h / 2.0 + 4.0 } else { h / 2.0 };
        view! {
            {pictured
                .then(|| {
                    view! {
                        <svg class="i skt-i" x=inset y=middle - side / 2.0 width=side height=side>
                            <use href=symbol(icon)></use>
                        </svg>
                    }
                })}
            <text class="skt-t" x=inset + indent y=middle + size * 0.36 font-size=size>
                {name}
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

/// The name, cut with an ellipsis where it does not fit.
fn fitting(name: &str, width: f64, size: f64) -> String {
    if text_width(name, size) <= width {
        return name.to_owned();
    }
    let mut cut = String::new();
    for c in name.chars() {
        if text_width(&cut, size) + text_width("…", size) + text_width(c.encode_utf8(&mut [0; 4]), size) > width {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

/// The drawing in words.
fn words(design: &Design) -> String {
    let names: Vec<&str> = design.elements.keys().map(|id| design.display_name(id)).collect();
    format!("{} parts: {}", names.len(), names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_do_not_fit_are_cut() {
        assert_eq!(fitting("orders", 200.0, 11.0), "orders");
        let cut = fitting("notification-service", 60.0, 11.0);
        assert!(cut.ends_with('…') && text_width(&cut, 11.0) <= 60.0, "{cut}");
    }
}
