//! The overlays' switch and legends on the canvas, and the bar that shows while a journey is drawn.

use crate::{
    commands,
    components::Icon,
    state::editor::{Editor, Overlay},
};
use leptos::prelude::*;

#[component]
pub fn OverlaySwitch() -> impl IntoView {
    let editor = Editor::expect();
    let button = move |overlay: Overlay| {
        let name = match overlay {
            Overlay::Plan => "Plan",
            Overlay::Path => "Request path",
            Overlay::Blast => "Blast radius",
            Overlay::Capacity => "Capacity",
        };
        let command = commands::find(overlay.command())?;
        let key = command.keys.first().copied().unwrap_or_default();
        Some(view! {
            <button
                type="button"
                aria-pressed=move || (editor.overlay.get() == overlay).to_string()
                aria-keyshortcuts=key
                title=format!("{name}  {key}")
                on:click=move |_| (command.run)(&editor)
            >
                <Icon name=command.icon/>
                <span>{name}</span>
                <kbd aria-hidden="true">{key}</kbd>
            </button>
        })
    };
    view! {
        <div class="float ovsw" role="group" aria-label="Overlay">
            {Overlay::ALL.map(button).collect_view()}
        </div>
    }
}

/// What the marks of the overlay mean: class of the sample and words.
fn signs(overlay: Overlay) -> (&'static str, &'static [(&'static str, &'static str)]) {
    match overlay {
        Overlay::Plan => ("", &[]),
        Overlay::Path => {
            ("Request path", &[("path", "Waited for"), ("slow", "Takes longest"), ("idle", "Happens later"), ("quiet", "Not on the way")])
        }
        Overlay::Blast => (
            "Blast radius",
            &[("down", "Stopped or fails"), ("deg", "Degraded or waits"), ("ok", "Works"), ("idle", "Idle"), ("quiet", "Not concerned")],
        ),
        Overlay::Capacity => ("Capacity at the peak", &[("plain", "Up to 50 %"), ("deg", "Over 50 %"), ("down", "Over 80 %")]),
    }
}

#[component]
pub fn OverlayLegend() -> impl IntoView {
    let editor = Editor::expect();
    move || {
        let overlay = editor.overlay.get();
        let (title, signs) = signs(overlay);
        let sign = |(class, words): &(&'static str, &'static str)| {
            view! {
                <li>
                    <span class=format!("ovl ovl--{class}")></span>
                    <span>{*words}</span>
                </li>
            }
        };
        view! {
            <div class="float legend">
                <h2 class="h-sec">{title}</h2>
                <ul>{signs.iter().map(sign).collect_view()}</ul>
            </div>
        }
    }
}

/// Says what to do while a journey is drawn.
#[component]
pub fn DrawingBar() -> impl IntoView {
    let editor = Editor::expect();
    let steps = move || editor.drawn.with(|drawn| drawn.as_ref().map(Vec::len));
    move || {
        steps().map(|count| {
            let words = match count {
                0 => "Click the links of the journey in order".to_owned(),
                1 => "1 step. Click the next link, or name the journey on the right".to_owned(),
                n => format!("{n} steps. Click the next link, or name the journey on the right"),
            };
            view! {
                <div class="float drawbar">
                    <Icon name="route"/>
                    <span>{words}</span>
                    <button type="button" class="btn btn--sm" disabled={count == 0} on:click=move |_| editor.take_step_back()>
                        "Take back"
                    </button>
                    <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| editor.stop_drawing()>
                        "Stop"
                    </button>
                </div>
            }
        })
    }
}
