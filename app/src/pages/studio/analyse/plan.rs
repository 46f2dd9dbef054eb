//! Without an overlay: the three questions the analysis answers, each with its answer so far.

use crate::{
    commands,
    components::Icon,
    state::editor::{Editor, Overlay},
};
use domain::analysis::{Effect, words};
use leptos::prelude::*;

#[component]
pub fn Overview() -> impl IntoView {
    let editor = Editor::expect();
    let journeys = move || {
        editor.analysis.with(|analysis| {
            let kept = analysis.journeys.iter().filter(|journey| journey.meets_latency() && journey.meets_availability()).count();
            match analysis.journeys.len() {
                0 => "No journey yet".to_owned(),
                n if kept == n => format!("All {n} journeys keep their targets"),
                n => format!("{kept} of {n} journeys keep their targets"),
            }
        })
    };
    let blast = move || {
        editor.analysis.with(|analysis| {
            let stops = |blast: &&domain::analysis::Blast| blast.journeys.iter().any(|journey| journey.effect == Effect::Fails);
            match analysis.blast.iter().filter(stops).count() {
                0 => "No part stops a journey".to_owned(),
                1 => "1 part can stop a journey".to_owned(),
                n => format!("{n} parts can stop a journey"),
            }
        })
    };
    let capacity = move || {
        editor.analysis.with(|analysis| match (&analysis.load.full_at_per_second, analysis.load.parts.first()) {
            (Some(full), Some(part)) => format!("{} is full at about {} requests/s", part.element, words::rate(*full)),
            _ => "Nothing carries load yet".to_owned(),
        })
    };
    let cost = move || {
        editor.analysis.with(|analysis| analysis.costs.iter().find(|cost| cost.chosen).map(|cost| format!("{} a month", cost.range())))
    };
    let row = move |overlay: Overlay, question: &'static str, answer: Signal<String>| {
        let command = commands::find(overlay.command())?;
        Some(view! {
            <li>
                <button type="button" class="anq" on:click=move |_| (command.run)(&editor)>
                    <Icon name=command.icon/>
                    <span>
                        <strong>{question}</strong>
                        <span class="faint">{move || answer.get()}</span>
                    </span>
                    <Icon name="chevron-right"/>
                </button>
            </li>
        })
    };
    view! {
        <section>
            <ul class="anqs">
                {row(Overlay::Path, "How long does a request take?", Signal::derive(journeys))}
                {row(Overlay::Blast, "What stops when a part stops?", Signal::derive(blast))}
                {row(Overlay::Capacity, "How much does it carry, and cost?", Signal::derive(capacity))}
            </ul>
            <p class="hint">{move || cost().map(|cost| format!("It costs {cost}. "))} "Everything here is worked out from the diagram, again after each change."</p>
        </section>
    }
}
