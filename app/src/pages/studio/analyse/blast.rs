//! The facts of a stop: which journeys fail, degrade or follow later, which parts notice, how long callers wait.

use super::pieces::{AdviceNote, big, empty};
use crate::{components::Icon, state::editor::Editor};
use domain::{
    Design,
    analysis::{Blast, Effect, JourneyEffect, PartEffect, Wait, WaitVerdict, words},
    ids::ElementId,
};
use leptos::prelude::*;

#[component]
pub fn BlastFacts() -> impl IntoView {
    let editor = Editor::expect();
    let shown = Memo::new(move |_| {
        let stopped = editor.stopped.get()?;
        editor.analysis.with(|analysis| analysis.blast.iter().find(|blast| blast.element == stopped).cloned())
    });
    let options = move || {
        let now = editor.stopped.get();
        let ids: Vec<ElementId> = editor.analysis.with(|analysis| analysis.blast.iter().map(|blast| blast.element.clone()).collect());
        editor.with_design(|design| {
            let option = |id: &ElementId| view! { <option value=id.to_string() selected={Some(id) == now.as_ref()}>{design.display_name(id).to_owned()}</option> };
            ids.iter().map(option).collect_view()
        })
    };
    let stop = move |event: web_sys::Event| {
        if let Ok(id) = ElementId::new(event_target_value(&event)) {
            editor.stop_part(id);
        }
    };
    let any = Memo::new(move |_| editor.analysis.with(|analysis| !analysis.blast.is_empty()));
    move || {
        if !any.get() {
            return view! { <section>{empty("Nothing to stop yet", "Once parts are linked, stopping one in thought shows what else stops.")}</section> }.into_any();
        }
        view! {
            <section>
                <label class="lbl" for="kill">"Stop this part"</label>
                <select class="field" id="kill" on:change=stop>
                    {options}
                </select>
                {move || shown.with(|blast| blast.as_ref().map(facts))}
                {waits()}
                <p class="hint">"Worked out from the links on the canvas. Nothing is running and nothing is stopped."</p>
            </section>
        }
        .into_any()
    }
}

/// How an effect is told: class, icon, word.
fn sign(effect: Effect) -> (&'static str, &'static str, &'static str) {
    match effect {
        Effect::Stopped => ("err", "power-off", "Stopped"),
        Effect::Fails => ("err", "circle-x", "Fails"),
        Effect::Degrades => ("warn", "triangle-alert", "Degraded"),
        Effect::Queues => ("warn", "clock", "Waits"),
        Effect::Idle => ("info", "pause", "Idle"),
    }
}

fn row(effect: Effect, name: String, what: String) -> impl IntoView {
    let (class, icon, word) = sign(effect);
    view! {
        <li>
            <span class=format!("sev sev--{class}")>
                <Icon name=icon/>
                <span class="vh">{word}</span>
            </span>
            <span>{name}</span>
            <span class="faint">{what}</span>
        </li>
    }
}

/// The journeys that notice nothing, as one row.
fn unharmed(count: u32) -> Option<impl IntoView> {
    let name = if count == 1 { "1 journey".to_owned() } else { format!("{count} journeys") };
    (count > 0).then(|| {
        view! {
            <li>
                <span class="sev sev--ok">
                    <Icon name="circle-check"/>
                    <span class="vh">"Works"</span>
                </span>
                <span>{name}</span>
                <span class="faint">{if count == 1 { "Goes on as before" } else { "Go on as before" }}</span>
            </li>
        }
    })
}

fn facts(blast: &Blast) -> impl IntoView + use<> {
    let editor = Editor::expect();
    let failing = blast.journeys.iter().filter(|journey| journey.effect == Effect::Fails).count();
    let count = |wanted: &[Effect]| blast.parts.iter().filter(|part| wanted.contains(&part.effect)).count();
    let (stopped, degraded) = (count(&[Effect::Stopped, Effect::Fails]), count(&[Effect::Degrades, Effect::Queues]));
    let journey = |journey: &JourneyEffect| row(journey.effect, journey.name.clone(), journey.what.clone());
    let all = blast.journeys.len() + blast.unharmed as usize;
    let journeys = if all == 0 {
        view! { <p class="hint">"No journey yet, so only parts are listed. The request path overlay suggests some."</p> }.into_any()
    } else {
        view! { <ul class="jr">{blast.journeys.iter().map(journey).collect_view()} {unharmed(blast.unharmed)}</ul> }.into_any()
    };
    let parts = editor.with_design(|design| {
        let part = |part: &PartEffect| row(part.effect, design.display_name(&part.element).to_owned(), part.what.clone());
        blast.parts.iter().map(part).collect_view()
    });
    view! {
        {(all > 0)
            .then(|| {
                let verdict = ("err", "power-off", format!("{stopped} stopped"));
                big(failing.to_string(), "", Some(verdict), format!("of {all} user journeys stop"), format!("{degraded} degraded"))
            })}
        {journeys}
        {blast.spreads.clone().map(|advice| view! { <AdviceNote advice tone="warn"/> })}
        <h3 class="lbl ana__h">"Parts that notice"</h3>
        <ul class="jr">{parts}</ul>
    }
}

/// Callers that wait too short or without end.
fn waits() -> impl IntoView {
    let editor = Editor::expect();
    let rows = move || {
        let waits: Vec<Wait> = editor.analysis.with(|analysis| analysis.waits.clone());
        editor.with_design(|design| waits.iter().map(|wait| wait_row(design, wait)).collect_view())
    };
    let none = move || editor.analysis.with(|analysis| analysis.waits.is_empty());
    view! {
        <h3 class="lbl ana__h">"Waiting along chains"</h3>
        {move || none().then(|| view! { <p class="hint">"No call waits for another call."</p> })}
        <ul class="wts">{rows}</ul>
    }
}

fn wait_row(design: &Design, wait: &Wait) -> impl IntoView + use<> {
    let (class, icon) = match wait.verdict {
        WaitVerdict::Fits => ("ok", "circle-check"),
        WaitVerdict::GivesUpFirst => ("warn", "triangle-alert"),
        WaitVerdict::NeverEnds => ("err", "circle-x"),
    };
    let ends = design.links.get(&wait.link).map(|link| (design.display_name(&link.from), design.display_name(&link.to)));
    let (from, to) = ends.map_or_else(Default::default, |(from, to)| (from.to_owned(), to.to_owned()));
    let attempts = if wait.attempts > 1 { format!(", {} attempts", wait.attempts) } else { String::new() };
    let own =
        wait.timeout_ms.map_or_else(|| "waits without end".to_owned(), |ms| format!("waits {}{attempts}", words::duration(u64::from(ms))));
    let callee = wait.callee_ms.map_or_else(|| format!("{to} may never answer"), |ms| format!("{to} may take {}", words::duration(ms)));
    let storm = (wait.attempts_below > 8).then(|| format!("; one request can become {} attempts", words::grouped(wait.attempts_below)));
    view! {
        <li>
            <span class=format!("sev sev--{class}")>
                <Icon name=icon/>
            </span>
            <span>
                {format!("{from} to {to}")}
                <span class="faint">{format!("{own}, {callee}{}", storm.unwrap_or_default())}</span>
            </span>
        </li>
    }
}
