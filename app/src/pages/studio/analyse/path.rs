//! The facts of a journey: latency against its budget, availability, what it writes, what would help.

use super::{
    journey_form::{DrawnForm, JourneyForm, Suggestions},
    pieces::{AdviceNote, bar, big, empty, fact},
};
use crate::state::editor::{Editor, Tone};
use domain::{
    Design,
    analysis::{JourneyAnalysis, Need, StepAnalysis, words},
    ids::JourneyId,
};
use leptos::prelude::*;

#[component]
pub fn PathFacts() -> impl IntoView {
    let editor = Editor::expect();
    let drawing = Memo::new(move |_| editor.drawn.with(Option::is_some));
    let any = Memo::new(move |_| editor.analysis.with(|analysis| !analysis.journeys.is_empty()));
    let shown = Memo::new(move |_| {
        let id = editor.journey.get()?;
        editor.analysis.with(|analysis| analysis.journeys.iter().find(|journey| journey.id == id).cloned())
    });
    let chosen = Memo::new(move |_| shown.with(|journey| journey.as_ref().map(|journey| journey.id.clone())));
    move || {
        if drawing.get() {
            return view! { <DrawnForm/> }.into_any();
        }
        if !any.get() {
            return view! {
                <section>
                    {empty("No journey yet", "A journey is something a user would miss, such as checking out. It takes links in order, and has a latency and an availability to keep.")}
                    <Suggestions first=true/>
                </section>
            }
            .into_any();
        }
        view! {
            <section>
                <Choice/>
                {move || shown.with(|journey| journey.as_ref().map(facts))}
                {move || chosen.get().map(|id| view! { <JourneyForm id/> })}
                <Suggestions first=false/>
            </section>
        }
        .into_any()
    }
}

/// Which journey.
#[component]
fn Choice() -> impl IntoView {
    let editor = Editor::expect();
    let options = move || {
        let now = editor.journey.get();
        editor.analysis.with(|analysis| {
            let option = |journey: &JourneyAnalysis| {
                let chosen = Some(&journey.id) == now.as_ref();
                view! { <option value=journey.id.to_string() selected=chosen>{journey.name.clone()}</option> }
            };
            analysis.journeys.iter().map(option).collect_view()
        })
    };
    view! {
        <label class="lbl" for="journey">"Request path"</label>
        <select class="field" id="journey" on:change=move |event| editor.choose_journey(JourneyId::new(event_target_value(&event)).ok())>
            {options}
        </select>
    }
}

fn facts(journey: &JourneyAnalysis) -> impl IntoView + use<> {
    let editor = Editor::expect();
    editor.with_design(|design| {
        view! {
            {latency(journey)}
            {stack(journey)}
            <ol class="hops">{journey.steps.iter().enumerate().map(|(i, step)| hop(design, journey, i, step)).collect_view()}</ol>
            <p class="hint">"A sum of p95s is a ceiling. All steps are rarely slow at once, so the real figure is lower."</p>
            <h3 class="lbl ana__h">"Availability on this path"</h3>
            {availability(journey)}
            <p class="hint">{multiplied(design, journey)}</p>
            {journey.advice.clone().map(|advice| view! { <AdviceNote advice/> })}
            <h3 class="lbl ana__h">"Along the way"</h3>
            <dl class="facts">{along(design, journey)}</dl>
            {journey.saga.clone().map(|why| view! { <p class="hint">{why}</p> })}
        }
    })
}

fn latency(journey: &JourneyAnalysis) -> impl IntoView + use<> {
    let (value, unit) = match journey.latency_ms {
        ms if ms < 10_000 => (words::grouped(ms), "ms"),
        ms => (words::rate(ms as f64 / 1_000.0), "s"),
    };
    let verdict = journey.latency_target_ms.map(|target| {
        let target = u64::from(target);
        if journey.meets_latency() {
            ("ok", "check", format!("{} to spare", words::duration(target - journey.latency_ms)))
        } else {
            ("err", "circle-x", format!("{} over", words::duration(journey.latency_ms - target)))
        }
    });
    let budget = journey
        .latency_target_ms
        .map_or_else(|| "no budget set".to_owned(), |target| format!("budget {}", words::duration(u64::from(target))));
    big(value, unit, verdict, "p95, summed".to_owned(), budget)
}

/// The steps side by side, against the budget.
fn stack(journey: &JourneyAnalysis) -> impl IntoView + use<> {
    let whole = journey.latency_ms.max(journey.latency_target_ms.map_or(0, u64::from)).max(1) as f64;
    let mut x = 0.0;
    let parts = journey.steps.iter().enumerate().filter(|(_, step)| step.ms > 0).map(|(i, step)| {
        let width = step.ms as f64 / whole * 100.0;
        let start = x;
        x += width;
        let class = if journey.slowest == Some(i) {
            "st-slow"
        } else if i % 2 == 0 {
            "st-a"
        } else {
            "st-b"
        };
        view! { <rect class=class x=start width=(width - 0.4).max(0.3) height="10"></rect> }
    });
    let parts = parts.collect_view();
    let target = journey.latency_target_ms.filter(|_| !journey.meets_latency()).map(|target| {
        let x = f64::from(target) / whole * 100.0;
        view! { <rect class="st-line" x=x width="0.7" height="10"></rect> }
    });
    view! {
        <svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="st-rest" width="100" height="10"></rect>
            {parts}
            {target}
        </svg>
    }
}

fn hop(design: &Design, journey: &JourneyAnalysis, i: usize, step: &StepAnalysis) -> impl IntoView + use<> {
    let slowest = journey.slowest == Some(i);
    let most = journey.slowest.map_or(1, |slowest| journey.steps[slowest].ms).max(1);
    let tone = if slowest { Tone::Slow } else { Tone::Path };
    let note = match (step.connected, journey.breaks_at == Some(i), step.need) {
        (false, ..) => Some("does not follow from the steps before"),
        (_, true, _) => Some("the budget is gone here"),
        (_, _, Need::Optional) => Some("can be done without"),
        _ => None,
    };
    let value = if step.need == Need::Later { "later".to_owned() } else { words::duration(step.ms) };
    view! {
        <li class=if journey.breaks_at == Some(i) { "hop is-break" } else { "hop" }>
            <span class="hop__n num">{i + 1}</span>
            <span class="hop__t">{design.display_name(&step.part).to_owned()}</span>
            {bar(step.ms as f64 / most as f64 * 100.0, tone)}
            <span class="hop__v num">{value}</span>
            {note.map(|note| view! { <span class="hop__x">{note}</span> })}
        </li>
    }
}

fn availability(journey: &JourneyAnalysis) -> impl IntoView + use<> {
    let shown = words::percent(journey.availability_percent);
    let value = shown.trim_end_matches(" %").to_owned();
    let verdict = journey.availability_target_percent.map(|target| {
        let class = if journey.meets_availability() { ("ok", "check") } else { ("err", "octagon-alert") };
        (class.0, class.1, format!("Target {}", words::percent(target)))
    });
    let parts = journey.required.len() + usize::from(journey.on_one_machine);
    let left = format!("{parts} part{} in series", if parts == 1 { "" } else { "s" });
    big(value, "%", verdict, left, format!("{} a month", words::minutes(journey.down_minutes_per_month)))
}

/// How the product came about, and what the target would allow.
fn multiplied(design: &Design, journey: &JourneyAnalysis) -> String {
    let weakest: Vec<String> = journey
        .required
        .iter()
        .take(2)
        .map(|part| format!("{} {}", design.display_name(&part.element), words::percent(part.percent)))
        .collect();
    let machine = if journey.on_one_machine { ", and one machine at 99.9 %" } else { "" };
    let first = match journey.required.len() {
        0 => "Nothing of ours is on this way.".to_owned(),
        1 | 2 => format!("{}{machine}, multiplied.", weakest.join(" and ")),
        n => format!("{} and {} more{machine}, multiplied.", weakest.join(", "), n - 2),
    };
    match journey.availability_target_percent {
        Some(target) => format!("{first} The target allows {}.", words::minutes((100.0 - target) / 100.0 * 43_200.0)),
        None => first,
    }
}

fn along(design: &Design, journey: &JourneyAnalysis) -> impl IntoView + use<> {
    let names = |ids: &[domain::ids::ElementId]| {
        let names: Vec<&str> = ids.iter().map(|id| design.display_name(id)).collect();
        if names.is_empty() { "nothing".to_owned() } else { words::list(&names) }
    };
    let wait = journey.worst_wait_ms.map_or_else(|| "without end: no timeout".to_owned(), |ms| format!("{} at most", words::duration(ms)));
    view! {
        {fact("Writes", names(&journey.writes))}
        {fact("Can do without", names(&journey.optional))}
        {fact("Follows later", names(&journey.later))}
        {fact("If all hangs", wait)}
        {fact("Needs a saga", if journey.saga.is_some() { "yes".to_owned() } else { "no".to_owned() })}
    }
}
