//! Links: one SVG layer under the cards, their labels and marks in one above. A link that moves changes its own path only.

use super::card::badge_mark;
use crate::{
    components::icon::symbol,
    state::editor::{Editor, Tone},
};
use canvas::{
    scene::LinkClass,
    svg::{has_start_mark, markers},
};
use domain::ids::LinkId;
use leptos::prelude::*;

#[component]
pub fn Wires() -> impl IntoView {
    let editor = Editor::expect();
    view! {
        <svg class="wires" width="1" height="1" aria-hidden="true">
            <defs inner_html=markers("")></defs>
            <For each=move || editor.link_ids.get() key=Clone::clone children=|id| view! { <Wire id/> }/>
        </svg>
    }
}

#[component]
fn Wire(id: LinkId) -> impl IntoView {
    let editor = Editor::expect();
    let signals = editor.link(&id)?;
    let view = signals.view.clone();
    let path = Memo::new({
        let view = view.clone();
        move |_| view.with(|view| view.path.clone())
    });
    let class = Memo::new(move |_| view.with(|view| view.class));
    let selected = signals.selected;
    let tone = Memo::new(move |_| signals.mark.with(|mark| mark.as_ref().map(|mark| mark.tone)));
    // A step of a journey has the head of the overlay; what is cut has none.
    let head = move || match tone.get() {
        Some(Tone::Path) if !matches!(class.get(), LinkClass::Data) => Some("url(#m-path)".to_owned()),
        Some(Tone::Down) => None,
        _ => Some(format!("url(#m-{})", class.get().css())),
    };
    let start = move || (has_start_mark(class.get()) && tone.get() != Some(Tone::Down)).then(|| format!("url(#s-{})", class.get().css()));
    Some(view! {
        <g data-ov=move || tone.get().map(Tone::css) class=move || format!("ed ed--{}{}", class.get().css(), if selected.get() { " is-selected" } else { "" }) data-link=id.to_string()>
            <path class="ed-hit" d=move || path.get()></path>
            <path
                class="ed-line"
                d=move || path.get()
                marker-end=head
                marker-start=start
            ></path>
        </g>
    })
}

#[component]
pub fn Labels() -> impl IntoView {
    let editor = Editor::expect();
    view! {
        <svg class="wires wires--labels" width="1" height="1" aria-hidden="true">
            <For each=move || editor.link_ids.get() key=Clone::clone children=|id| view! { <WireLabel id/> }/>
            <Hints/>
        </svg>
    }
}

#[component]
fn WireLabel(id: LinkId) -> impl IntoView {
    let editor = Editor::expect();
    let signals = editor.link(&id)?;
    let view = signals.view.clone();
    let label = Memo::new({
        let view = view.clone();
        move |_| view.with(|view| view.label.clone().map(|label| (view.class, label)))
    });
    let badge = signals.badge;
    let middle = Memo::new(move |_| view.with(|view| view.middle));
    let mark_of = signals.mark;
    let tone = Memo::new({
        let mark = mark_of.clone();
        move |_| mark.with(|mark| mark.as_ref().map(|mark| mark.tone))
    });
    let pill = move || {
        label.get().map(|(class, label)| {
            let (x, y) = (label.rect.x, label.rect.y);
            let bare = if label.kind.is_none() { " el--bare" } else { "" };
            view! {
                <g class=format!("el el--{}{bare}", class.css()) data-link=id.to_string() data-ov=move || tone.get().map(Tone::css)>
                    <rect x=x y=y width=label.rect.width height=label.rect.height rx="9.5"></rect>
                    {label.kind.map(|kind| view! { <text class="el-k" x=x + 7 y=f64::from(y) + 13.2>{kind}</text> })}
                    <text class="el-t" x=x + label.text_x y=f64::from(y) + 13.2>{label.text}</text>
                </g>
            }
        })
    };
    // A mark stands in the middle of the link, or beside the label that is there.
    let mark = move || {
        badge.get().map(|severity| {
            let (x, y) = match label.get() {
                Some((_, label)) => (label.rect.right() + 12, label.rect.centre().1),
                None => middle.get(),
            };
            view! { <g transform=format!("translate({} {})", x - 12, y - 12)>{badge_mark(severity)}</g> }
        })
    };
    // The numbers of the steps, or a cross where a link is cut: left of the label that is there, in the middle of the link otherwise.
    let overlay = move || {
        let mark = mark_of.get()?;
        let at = label.with(|label| label.as_ref().map(|(_, label)| (label.rect.x, label.rect.centre().1)));
        if mark.tone == Tone::Down {
            let (x, y) = at.map_or_else(|| middle.get(), |(x, y)| (x - 11, y));
            return Some(
                view! {
                    <g class="ovx">
                        <circle cx=x cy=y r="8"></circle>
                        <svg class="i" x=x - 6 y=y - 6 width="12" height="12">
                            <use href=symbol("x")></use>
                        </svg>
                    </g>
                }
                .into_any(),
            );
        }
        let text = mark.steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return None;
        }
        let width = 11 + 6 * text.len() as i32;
        let (x, y) = at.map_or_else(|| (middle.get().0 - width / 2, middle.get().1), |(x, y)| (x - width - 3, y));
        Some(
            view! {
                <g class=format!("ovs ovs--{}", mark.tone.css())>
                    <rect x=x y=y - 9 width=width height="18" rx="9"></rect>
                    <text x=x + width / 2 y=f64::from(y) + 3.8 text-anchor="middle">{text}</text>
                </g>
            }
            .into_any(),
        )
    };
    Some(view! {
        {pill}
        {mark}
        {overlay}
    })
}

/// What only shows during a gesture: guides and the wire in hand.
#[component]
fn Hints() -> impl IntoView {
    let editor = Editor::expect();
    let guides = move || {
        let line = |guide: &canvas::snap::Guide| view! { <path class="al" d=format!("M{} {}L{} {}", guide.from.0, guide.from.1, guide.to.0, guide.to.1)></path> };
        editor.guides.with(|guides| guides.iter().map(line).collect_view())
    };
    let position = move || {
        editor.position.get().map(|(x, y, dx, dy)| {
            let text = format!("{dx}, {dy}");
            let width = 12 + 6 * text.len() as i32;
            view! {
                <g class="alt">
                    <rect x=x y=y + 8 width=width height="16" rx="4"></rect>
                    <text x=x + 6 y=y + 19>{text}</text>
                </g>
            }
        })
    };
    let wire = move || {
        editor.wire.get().map(|((x0, y0), (x1, y1))| {
            let across = (x1 - x0).abs() > (y1 - y0).abs();
            let bend = if across {
                format!("M{x0} {y0}H{}V{y1}H{x1}", (x0 + x1) / 2.0)
            } else {
                format!("M{x0} {y0}V{}H{x1}V{y1}", (y0 + y1) / 2.0)
            };
            view! {
                <path class="wire" d=bend></path>
                <circle class="wire-e" cx=x0 cy=y0 r="4.5"></circle>
                <circle class="wire-e" cx=x1 cy=y1 r="4.5"></circle>
            }
        })
    };
    view! {
        {guides}
        {position}
        {wire}
    }
}
