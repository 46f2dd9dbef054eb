//! The facts of load: how full each part is, what the peak asks for, and what it costs a month.

use super::pieces::{AdviceNote, bar, big, empty};
use crate::{
    components::{
        Icon,
        long_list::{LongList, Standing},
    },
    state::editor::{Editor, Tone},
};
use domain::{
    Design,
    analysis::{ASSUMPTIONS, CostEstimate, HOT_PERCENT, LoadAnalysis, PartLoad, WARM_PERCENT, unit, words},
};
use leptos::prelude::*;

/// About how high the rows of the lists are, in pixels.
const HOP_PX: u32 = 26;
const NEED_PX: u32 = 45;

/// Loads to look at, in percent of the peak.
const LOADS: [(u32, &str); 5] =
    [(50, "Half the peak"), (100, "Peak"), (200, "Twice the peak"), (500, "Five times the peak"), (1_000, "Ten times the peak")];

#[component]
pub fn CapacityFacts() -> impl IntoView {
    let editor = Editor::expect();
    let load = Memo::new(move |_| editor.analysis.with(|analysis| analysis.load.clone()));
    let costs = Memo::new(move |_| editor.analysis.with(|analysis| analysis.costs.clone()));
    let hops =
        Memo::new(move |_| load.with(|load| editor.with_design(|design| load.parts.iter().map(|part| Hop::of(design, part)).collect())));
    let needs =
        Memo::new(move |_| load.with(|load| editor.with_design(|design| load.parts.iter().map(|part| Need::of(design, part)).collect())));
    let any = Memo::new(move |_| load.with(|load| !load.parts.is_empty()));
    move || {
        if !any.get() {
            return view! { <section>{empty("Nothing carries load yet", "Place a service or a store and link a way in to it.")}</section> }
                .into_any();
        }
        view! {
            <section>
                <Choice/>
                {move || load.with(head)}
                <LongList rows=hops row_px=HOP_PX class="hops hops--c" row=hop/>
                {move || load.with(advice)}
                <h3 class="lbl ana__h">"What the load asks for"</h3>
                <LongList rows=needs row_px=NEED_PX class="needs" row=need/>
                <h3 class="lbl ana__h">"Cost a month"</h3>
                <ul class="costs">{move || costs.with(|costs| costs.iter().map(cost).collect_view())}</ul>
                <p class="hint">
                    {format!(
                        "Assumed: list prices of {}, in euros, from the sizes above. Without tax, traffic to the internet, backups and people. Ask your provider, and say how far off they are under “Prices”, among the numbers of the proposal.",
                        domain::analysis::PRICES_AS_OF,
                    )}
                </p>
                <details class="jform">
                    <summary>"What is assumed"</summary>
                    <ul class="assumed">{ASSUMPTIONS.iter().map(|line| view! { <li>{*line}</li> }).collect_view()}</ul>
                </details>
            </section>
        }
        .into_any()
    }
}

#[component]
fn Choice() -> impl IntoView {
    let editor = Editor::expect();
    let options = move || {
        let now = editor.load_percent.get();
        let peak = editor.analysis.with(|analysis| analysis.load.peak_per_second);
        let option = |(percent, name): (u32, &'static str)| {
            // The analysis holds the load looked at; the others follow from it.
            let of = peak * u64::from(percent) / u64::from(now.max(1));
            let label = format!("{name}, {} requests/s", words::grouped(of.max(1)));
            view! { <option value=percent.to_string() selected={percent == now}>{label}</option> }
        };
        LOADS.map(option).collect_view()
    };
    let choose = move |event: web_sys::Event| {
        if let Ok(percent) = event_target_value(&event).parse() {
            editor.choose_load(percent);
        }
    };
    view! {
        <label class="lbl" for="load">"Load"</label>
        <select class="field" id="load" on:change=choose>
            {options}
        </select>
    }
}

/// How much fits in before the first part is full.
fn head(load: &LoadAnalysis) -> impl IntoView + use<> {
    let editor = Editor::expect();
    editor.with_design(|design| {
        load.full_at_per_second.zip(load.parts.first()).map(|(full, part)| {
            let room = (100.0 - part.percent).round();
            let verdict = if part.percent > 100.0 {
                ("err", "octagon-alert", "Too much".to_owned())
            } else if part.percent > HOT_PERCENT {
                ("warn", "triangle-alert", format!("{room} % headroom"))
            } else {
                ("ok", "check", format!("{room} % headroom"))
            };
            big(
                words::rate(full),
                "req/s",
                Some(verdict),
                "before something fills up".to_owned(),
                design.display_name(&part.element).to_owned(),
            )
        })
    })
}

/// What would help, and what is assumed.
fn advice(load: &LoadAnalysis) -> impl IntoView + use<> {
    let editor = Editor::expect();
    let assumed = load.assumed.then(|| {
            let id = editor.project.id();
            view! {
                <p class="hint">
                    "Nobody has said how many come, so this is the questionnaire’s default. " <a href=format!("/p/{id}/discovery")>"Answer it"</a>
                    ", and copies and limits in the files follow."
                </p>
            }
        });
    view! {
        {load.advice.clone().map(|advice| view! { <AdviceNote advice/> })}
        {assumed}
        <p class="hint">"Rates for one copy are estimates from its technology and processor. Load-test before you rely on them."</p>
    }
}

fn tone(percent: f64) -> Tone {
    match percent {
        p if p > HOT_PERCENT => Tone::Down,
        p if p > WARM_PERCENT => Tone::Degraded,
        _ => Tone::Path,
    }
}

/// How full a part is.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Hop {
    id: String,
    name: String,
    percent: u64,
    tone: Tone,
}

impl Hop {
    fn of(design: &Design, part: &PartLoad) -> Self {
        let name = design.display_name(&part.element).to_owned();
        Self { id: part.element.to_string(), name, percent: part.percent.round() as u64, tone: tone(part.percent) }
    }
}

fn hop(Hop { id, name, percent, tone }: Hop, at: Standing) -> AnyView {
    view! {
        <li class="hop" aria-posinset=move || at.position() aria-setsize=move || at.of()>
            <span class="hop__t" title=id>{name}</span>
            {bar(percent as f64, tone)}
            <span class="hop__v num">{format!("{}%", words::grouped(percent))}</span>
        </li>
    }
    .into_any()
}

/// What the load asks of a part.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Need {
    /// Two parts of one name may need the same.
    id: String,
    name: String,
    facts: String,
    is_short: bool,
}

impl Need {
    fn of(design: &Design, part: &PartLoad) -> Self {
        let (facts, is_short) = needed(design, part);
        Self { id: part.element.to_string(), name: design.display_name(&part.element).to_owned(), facts, is_short }
    }
}

fn need(Need { id, name, facts, is_short }: Need, at: Standing) -> AnyView {
    view! {
        <li class:is-short=is_short aria-posinset=move || at.position() aria-setsize=move || at.of()>
            <strong title=id>{name}</strong>
            <span class="faint num">{facts}</span>
        </li>
    }
    .into_any()
}

/// Rate, copies, limits, connections, partitions, disk; and whether there are too few copies.
fn needed(design: &Design, part: &PartLoad) -> (String, bool) {
    let unit = design.elements.get(&part.element).map_or("requests", unit);
    let mut facts = vec![format!("{} {unit}/s", words::rate(part.per_second))];
    let keeps = part.connections.is_some() || unit == "messages";
    if !keeps {
        let copies = |n: u16| if n == 1 { "1 copy".to_owned() } else { format!("{n} copies") };
        facts.push(if part.needed_copies > part.copies {
            format!("needs {}, has {}", copies(part.needed_copies), part.copies)
        } else {
            copies(part.copies)
        });
    }
    facts.push(format!(
        "{} CPU, {}",
        words::rate(f64::from(part.cpu_millicores) / 1_000.0),
        words::gibibytes(f64::from(part.memory_mib) / 1_024.0)
    ));
    if let Some(connections) = part.connections.filter(|connections| *connections > 0) {
        facts.push(match part.connections_limit {
            Some(limit) => format!("{} of {} connections", words::grouped(u64::from(connections)), words::grouped(u64::from(limit))),
            None => format!("{} connections", words::grouped(u64::from(connections))),
        });
    }
    if let Some(partitions) = part.partitions {
        facts.push(format!("{partitions} partition{}", if partitions == 1 { "" } else { "s" }));
    }
    if let Some(gib) = part.storage_gib_per_year {
        facts.push(format!("grows about {} a year", words::gibibytes(gib)));
    }
    let short = part.needed_copies > part.copies && !keeps;
    (facts.join(" · "), short)
}

fn cost(cost: &CostEstimate) -> impl IntoView + use<> {
    view! {
        <li class=if cost.chosen { "is-on" } else { "" } title=cost.basis.clone()>
            <span class="costs__n">
                {cost.chosen.then(|| view! { <Icon name="check"/> <span class="vh">"Chosen: "</span> })}
                {cost.name.clone()}
            </span>
            <span class="num">{cost.range()}</span>
            <span class="faint">{cost.basis.clone()}</span>
        </li>
    }
}
