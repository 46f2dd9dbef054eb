//! Making and changing journeys: by suggestion, by clicking links, by name and targets. Each change is one edit.

use crate::{
    components::Icon,
    pages::studio::inspector::{NumberField, TextField},
    state::editor::Editor,
};
use domain::{analysis::suggested_journeys, design::Availability, ids::JourneyId};
use leptos::{ev::SubmitEvent, html, prelude::*};

/// Journeys the design suggests, and a way to draw one.
#[component]
pub fn Suggestions(
    /// Nothing is there yet: all are offered at once.
    first: bool,
) -> impl IntoView {
    let editor = Editor::expect();
    if !editor.can_edit() {
        return ().into_any();
    }
    let suggested = Memo::new(move |_| {
        editor.analysis.track();
        editor.with_design(suggested_journeys)
    });
    let all = move || {
        for (id, journey) in suggested.get_untracked() {
            editor.add_journey(Some(id), journey);
        }
    };
    let rows = move || {
        suggested
            .get()
            .into_iter()
            .map(|(id, journey)| {
                let name = journey.name.clone();
                let steps = journey.steps.len();
                view! {
                    <li>
                        <button type="button" class="sug" on:click=move |_| editor.add_journey(Some(id.clone()), journey.clone())>
                            <Icon name="plus"/>
                            <span>{name}</span>
                            <span class="faint num">{format!("{steps} steps")}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <h3 class="lbl ana__h">{if first { "Suggested from the diagram" } else { "More journeys" }}</h3>
        <ul class="sugs">{rows}</ul>
        {move || {
            suggested
                .with(Vec::is_empty)
                .then(|| view! { <p class="hint">{if first { "Draw a way in first: a website or gateway that calls a service." } else { "Every way in has its journey." }}</p> })
        }}
        <div class="irow">
            {move || {
                (first && suggested.with(|all| all.len() > 1))
                    .then(|| view! { <button type="button" class="btn btn--sm btn--primary" on:click=move |_| all()>"Add all"</button> })
            }}
            <button type="button" class="btn btn--sm" disabled=move || editor.link_ids.with(Vec::is_empty) on:click=move |_| editor.begin_journey()>
                <Icon name="route"/>
                "Draw a journey"
            </button>
        </div>
    }
    .into_any()
}

/// The journey being drawn: its steps, its name.
#[component]
pub fn DrawnForm() -> impl IntoView {
    let editor = Editor::expect();
    let name = NodeRef::<html::Input>::new();
    let none = move || editor.drawn.with(|drawn| drawn.as_ref().is_none_or(Vec::is_empty));
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default();
        if !text.is_empty() && !untrack(none) {
            editor.keep_drawn(&text);
        }
    };
    let rows = move || {
        let drawn = editor.drawn.get().unwrap_or_default();
        editor.with_design(|design| {
            let row = |(i, link)| {
                view! {
                    <li class="step">
                        <span class="hop__n num">{i + 1}</span>
                        <span>{crate::state::editor::spoken_link(design, link)}</span>
                    </li>
                }
            };
            drawn.iter().enumerate().map(row).collect_view()
        })
    };
    view! {
        <section>
            <h3 class="lbl">"A new journey"</h3>
            {move || none().then(|| view! { <p class="hint">"Click the links in the order a request takes them. The list of links in the inspector works as well."</p> })}
            <ol class="stepl">{rows}</ol>
            <form class="fd__f" on:submit=keep>
                <label class="lbl">
                    "What does the user do?"
                    <input class="field" node_ref=name maxlength="120" required placeholder="Check out" autocomplete="off"/>
                </label>
                <div class="irow">
                    <button class="btn btn--sm btn--primary" disabled=none>"Keep the journey"</button>
                    <button type="button" class="btn btn--sm" disabled=none on:click=move |_| editor.take_step_back()>"Take back a step"</button>
                    <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| editor.stop_drawing()>"Stop"</button>
                </div>
            </form>
        </section>
    }
}

/// Name and targets of a journey.
#[component]
pub fn JourneyForm(id: JourneyId) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let id = StoredValue::new(id);
    let of = move |read: fn(&domain::design::Journey) -> String| {
        move || id.with_value(|id| design.with(|design| design.journeys.get(id).map(read).unwrap_or_default()))
    };
    let name = Signal::derive(of(|journey| journey.name.clone()));
    let latency = Signal::derive(move || {
        id.with_value(|id| design.with(|design| design.journeys.get(id).and_then(|journey| journey.latency_p95_ms)))
    });
    let availability = Signal::derive(of(|journey| journey.availability.map(|target| target.percent().to_string()).unwrap_or_default()));
    let change_name = move |text: String| {
        if !text.is_empty() {
            id.with_value(|id| editor.change_journey(id, "Renamed a journey", |journey| journey.name = text));
        }
    };
    let change_latency = move |ms: Option<u32>| {
        let ms = ms.map(|ms| ms.clamp(1, 3_600_000));
        id.with_value(|id| editor.change_journey(id, "Changed a latency target", |journey| journey.latency_p95_ms = ms));
    };
    let change_availability = move |text: String| {
        let target = text.trim_end_matches('%').trim().replace(',', ".").parse().ok().and_then(Availability::from_percent);
        if target.is_some() || text.is_empty() {
            id.with_value(|id| editor.change_journey(id, "Changed an availability target", |journey| journey.availability = target));
        }
    };
    view! {
        <details class="jform">
            <summary>"Name and targets"</summary>
            <div class="props">
                <TextField label="Name" value=name changed=change_name/>
                <NumberField label="Latency p95" unit="ms" value=latency changed=change_latency/>
                <TextField label="Availability %" value=availability changed=change_availability maxlength="8"/>
            </div>
            {editor
                .can_edit()
                .then(|| {
                    view! {
                        <button type="button" class="btn btn--sm" on:click=move |_| id.with_value(|id| editor.remove_journey(id))>
                            "Delete the journey"
                        </button>
                    }
                })}
        </details>
    }
}
