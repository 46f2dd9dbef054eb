//! The facts of a stop: which journeys fail, degrade or follow later, which parts notice, how long callers wait.

use super::pieces::{AdviceNote, big, empty};
use crate::{
    components::{
        Icon,
        long_list::{LongList, Standing},
    },
    state::editor::Editor,
};
use domain::{
    Design,
    analysis::{Blast, Effect, JourneyEffect, PartEffect, Wait, WaitVerdict, words},
    ids::ElementId,
};
use leptos::prelude::*;

/// About how high the rows of the lists are, in pixels.
const ROW_PX: u32 = 28;
const WAIT_PX: u32 = 44;

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

/// What becomes of a journey or a part.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Noticed {
    id: String,
    effect: Effect,
    name: String,
    what: String,
}

fn row(Noticed { effect, name, what, .. }: Noticed, at: Standing) -> AnyView {
    let (class, icon, word) = sign(effect);
    view! {
        <li aria-posinset=move || at.position() aria-setsize=move || at.of()>
            <span class=format!("sev sev--{class}")>
                <Icon name=icon/>
                <span class="vh">{word}</span>
            </span>
            <span>{name}</span>
            <span class="faint">{what}</span>
        </li>
    }
    .into_any()
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
    let journey = |journey: &JourneyEffect| Noticed {
        id: journey.journey.to_string(),
        effect: journey.effect,
        name: journey.name.clone(),
        what: journey.what.clone(),
    };
    let noticed: Vec<Noticed> = blast.journeys.iter().map(journey).collect();
    let all = blast.journeys.len() + blast.unharmed as usize;
    let journeys = if all == 0 {
        view! { <p class="hint">"No journey yet, so only parts are listed. The request path overlay suggests some."</p> }.into_any()
    } else {
        view! {
            <LongList rows=noticed row_px=ROW_PX class="jr" row/>
            <ul class="jr">{unharmed(blast.unharmed)}</ul>
        }
        .into_any()
    };
    let parts: Vec<Noticed> = editor.with_design(|design| {
        let part = |part: &PartEffect| Noticed {
            id: part.element.to_string(),
            effect: part.effect,
            name: design.display_name(&part.element).to_owned(),
            what: part.what.clone(),
        };
        blast.parts.iter().map(part).collect()
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
        <LongList rows=parts row_px=ROW_PX class="jr" row/>
    }
}

/// Callers that wait too short or without end.
fn waits() -> impl IntoView {
    let editor = Editor::expect();
    let rows = Memo::new(move |_| {
        let waits: Vec<Wait> = editor.analysis.with(|analysis| analysis.waits.clone());
        editor.with_design(|design| waits.iter().map(|wait| Waiting::of(design, wait)).collect::<Vec<_>>())
    });
    let none = move || editor.analysis.with(|analysis| analysis.waits.is_empty());
    view! {
        <h3 class="lbl ana__h">"Waiting along chains"</h3>
        {move || none().then(|| view! { <p class="hint">"No call waits for another call."</p> })}
        <LongList rows row_px=WAIT_PX class="wts" row=wait_row/>
    }
}

/// A caller that waits.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Waiting {
    link: String,
    class: &'static str,
    icon: &'static str,
    ends: String,
    said: String,
}

impl Waiting {
    fn of(design: &Design, wait: &Wait) -> Self {
        let (class, icon) = match wait.verdict {
            WaitVerdict::Fits => ("ok", "circle-check"),
            WaitVerdict::GivesUpFirst => ("warn", "triangle-alert"),
            WaitVerdict::NeverEnds => ("err", "circle-x"),
        };
        let (ends, said) = wait_words(design, wait);
        Self { link: wait.link.to_string(), class, icon, ends, said }
    }
}

/// Who waits for whom, and how long.
fn wait_words(design: &Design, wait: &Wait) -> (String, String) {
    let ends = design.links.get(&wait.link).map(|link| (design.display_name(&link.from), design.display_name(&link.to)));
    let (from, to) = ends.map_or_else(Default::default, |(from, to)| (from.to_owned(), to.to_owned()));
    let attempts = if wait.attempts > 1 { format!(", {} attempts", wait.attempts) } else { String::new() };
    let own =
        wait.timeout_ms.map_or_else(|| "waits without end".to_owned(), |ms| format!("waits {}{attempts}", words::duration(u64::from(ms))));
    let callee = wait.callee_ms.map_or_else(|| format!("{to} may never answer"), |ms| format!("{to} may take {}", words::duration(ms)));
    let storm = (wait.attempts_below > 8).then(|| format!("; one request can become {} attempts", words::grouped(wait.attempts_below)));
    (format!("{from} to {to}"), format!("{own}, {callee}{}", storm.unwrap_or_default()))
}

fn wait_row(Waiting { class, icon, ends, said, .. }: Waiting, at: Standing) -> AnyView {
    view! {
        <li aria-posinset=move || at.position() aria-setsize=move || at.of()>
            <span class=format!("sev sev--{class}")>
                <Icon name=icon/>
            </span>
            <span>
                {ends} <span class="faint">{said}</span>
            </span>
        </li>
    }
    .into_any()
}
