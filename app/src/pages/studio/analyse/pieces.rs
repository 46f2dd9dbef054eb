//! What the lists of the analysis are made of: a big number, a bar, advice. They compute nothing.

use crate::{
    components::Icon,
    state::editor::{Editor, Tone},
};
use domain::analysis::Advice;
use leptos::prelude::*;

/// A number with what it is, and a verdict beside it.
pub fn big(
    value: String,
    unit: &'static str,
    verdict: Option<(&'static str, &'static str, String)>,
    left: String,
    right: String,
) -> impl IntoView {
    let chip = verdict.map(|(class, icon, words)| view! { <span class=format!("chip chip--{class}")><Icon name=icon/>{words}</span> });
    view! {
        <div class="big">
            <div>
                <span class="big__v num">{value} <small>{unit}</small></span>
                <span class="faint">{left}</span>
            </div>
            <div class="big__r">
                {chip}
                <span class="faint">{right}</span>
            </div>
        </div>
    }
}

/// A bar, filled so far, in percent. The number beside it says the same.
pub fn bar(percent: f64, tone: Tone) -> impl IntoView {
    let width = if percent > 0.0 { percent.clamp(3.0, 100.0) } else { 0.0 };
    view! {
        <svg class=format!("hop__b hop__b--{}", tone.css()) viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="hop__r" width="100" height="6"></rect>
            <rect class="hop__f" width=width height="6"></rect>
        </svg>
    }
}

/// What would help, with a button where an edit does it.
#[component]
pub fn AdviceNote(advice: Advice, #[prop(default = "acc")] tone: &'static str) -> impl IntoView {
    let editor = Editor::expect();
    let icon = if tone == "acc" { "lightbulb" } else { "triangle-alert" };
    let action = advice.edit.filter(|_| editor.can_edit()).map(|edit| {
        let label = advice.label.clone().unwrap_or_else(|| advice.title.clone());
        let said = label.clone();
        view! {
            <button type="button" class="btn btn--sm btn--fix" on:click=move |_| editor.apply_advice(&edit, &said)>
                <Icon name="wand-sparkles"/>
                {label}
            </button>
        }
    });
    view! {
        <div class=format!("note note--{tone}")>
            <div class="note__h">
                <Icon name=icon/>
                <strong>{advice.title}</strong>
            </div>
            <p>{advice.text}</p>
            {action}
        </div>
    }
}

/// A fact: its name and its value.
pub fn fact(name: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// Something is not there yet: what it is for, and how to begin.
pub fn empty(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <div class="ana__e">
            <h3>{title}</h3>
            <p>{text}</p>
        </div>
    }
}
