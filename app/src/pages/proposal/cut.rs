//! The cut: how well the contexts are drawn, beside the finer and coarser cuts, and what ties contexts together.

use super::{Proposed, SHOWN, decisions::BackToList};
use crate::components::Icon;
use domain::{
    Design,
    discovery::{
        Brief, Cutting, cutting,
        proposal::cut::{Coupling, Cut, relation::CRITERIA},
    },
    ids::ContextId,
};
use leptos::prelude::*;

/// Pairs shown; the others hardly touch.
const MOST_PAIRS: usize = 8;

/// The cut as a page.
#[component]
pub(super) fn CutView(proposed: Proposed) -> impl IntoView {
    let shown = move || {
        proposed.design.with(|design| match cutting(design) {
            Some(cutting) => full(proposed, design, &cutting).into_any(),
            None => view! {
                <header class="adr__h">
                    <h2 id="h-adr">"Nothing to cut yet"</h2>
                </header>
                <section>
                    <p>"A cut is judged by what ties tables together. Give the contexts of this design at least two tables that have to do with each other."</p>
                </section>
            }
            .into_any(),
        })
    };
    view! {
        <article class="padr scroll" id=SHOWN aria-labelledby="h-adr" tabindex="0">
            <BackToList/>
            {shown}
        </article>
    }
    .into_any()
}

fn full(proposed: Proposed, design: &Design, cutting: &Cutting) -> impl IntoView + use<> {
    let drawn = &cutting.drawn;
    let mut cuts: Vec<(&Cut, bool)> = cutting.alternatives.iter().map(|cut| (cut, false)).collect();
    let place = cuts.iter().position(|(cut, _)| cut.parts < drawn.parts).unwrap_or(cuts.len());
    cuts.insert(place, (drawn, true));
    let rows = cuts.into_iter().map(|(cut, chosen)| row(cut, chosen)).collect_view();
    let pairs = cutting.couplings.iter().take(MOST_PAIRS).map(|coupling| pair(design, coupling)).collect_view();
    let pairs = if cutting.couplings.is_empty() {
        view! { <p class="muted">"Nothing. No key and no call leads from one context to another, so one tie counts as missing."</p> }
            .into_any()
    } else {
        view! { <ul class="ties">{pairs}</ul> }.into_any()
    };
    let criteria = CRITERIA
        .iter()
        .map(|criterion| {
            view! {
                <div>
                    <dt>
                        {criterion.label}
                        <span class="num">{signed(criterion.points)}</span>
                    </dt>
                    <dd>{criterion.about}</dd>
                </div>
            }
        })
        .collect_view();
    let numbers = Brief::read(&design.brief).numbers;
    let limits = format!(
        "A context with no more than {} and a single caller joins its caller; none gets more than {}.",
        tables(numbers.nano_entities),
        tables(numbers.god_entities)
    );
    let sign = if drawn.god > 0 { "chip chip--warn" } else { "chip chip--ok" };
    view! {
        <header class="adr__h">
            <div class="row-head">
                <span class="code-chip">"Bounded contexts"</span>
                <span class=sign>{format!("{} of 100", drawn.score)}</span>
            </div>
            <h2 id="h-adr">"Why it is cut here"</h2>
        </header>
        <section>
            <p>{cutting.why.clone()}</p>
        </section>
        <section>
            <h3 class="h-sec">"Beside finer and coarser cuts"</h3>
            <div class="cmpw" tabindex="0" role="group" aria-label="Cuts compared, table">
                <table class="whys cuts">
                    <thead>
                        <tr>
                            <th scope="col">"Cut"</th>
                            <th scope="col">"Score"</th>
                            <th scope="col">"Together"</th>
                            <th scope="col">"Apart"</th>
                            <th scope="col">"What it means"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="cuts__k faint">
                "“Together” is the share of what belongs together that stays in one part, “apart” the share of what should be apart that is. The score is their harmonic mean, so that neither can be bought with the other."
            </p>
        </section>
        <section>
            <h3 class="h-sec">"What ties contexts together"</h3>
            {pairs}
        </section>
        <section>
            <details class="crit">
                <summary>
                    <Icon name="chevron-right"/>
                    <h3>"The criteria and their points"</h3>
                </summary>
                <dl>{criteria}</dl>
                <p class="faint">
                    "After M. Gysel, L. Kölbener, W. Giersche, O. Zimmermann, “Service Cutter”, ESOCC 2016. The points are Groundplan's own. Who somebody is travels in the token and ties nothing."
                </p>
            </details>
        </section>
        <section class="note">
            <div class="note__h">
                <Icon name="scale"/>
                <strong>"Never too small, never too large"</strong>
            </div>
            <p>
                {limits} " "
                <a href=proposed.address(Some(super::NUMBERS))>"Change these numbers"</a>
            </p>
        </section>
    }
}

fn row(cut: &Cut, chosen: bool) -> impl IntoView + use<> {
    let size = match (cut.smallest, cut.largest) {
        (a, b) if a == b => format!("{} with {a} table{}", parts(cut.parts), if a == 1 { "" } else { "s" }),
        (a, b) => format!("{} with {a} to {b} tables", parts(cut.parts)),
    };
    view! {
        <tr class=if chosen { "is-on" } else { "" }>
            <th scope="row">
                {cut.name.clone()}
                <span>{size}</span>
            </th>
            <td class="cuts__s">
                <b class="num">{cut.score}</b>
                <svg viewBox="0 0 60 6" aria-hidden="true">
                    <rect class="cuts__b" width="60" height="6" rx="3"></rect>
                    <rect class="cuts__v" width=(cut.score * 60 / 100).to_string() height="6" rx="3"></rect>
                </svg>
            </td>
            <td class="num">{format!("{} %", cut.together_percent)}</td>
            <td class="num">{format!("{} %", cut.apart_percent)}</td>
            <td>{cut.remark.clone()}</td>
        </tr>
    }
}

fn pair(design: &Design, coupling: &Coupling) -> impl IntoView + use<> {
    let name = |id: &ContextId| design.contexts.get(id).map_or_else(|| id.to_string(), |context| context.name.clone());
    let weights = coupling
        .criteria
        .iter()
        .map(|weight| {
            let class = if weight.points > 0 { "tie tie--p" } else { "tie" };
            view! {
                <span class=class>
                    {weight.criterion.clone()}
                    <b class="num">{signed(weight.points)}</b>
                </span>
            }
        })
        .collect_view();
    view! {
        <li>
            <p>
                <strong>{name(&coupling.from)}</strong>
                " and "
                <strong>{name(&coupling.to)}</strong>
                <span class="faint">{format!(" {} for one part, {} for two", coupling.together, coupling.apart)}</span>
            </p>
            <div>{weights}</div>
        </li>
    }
}

fn tables(n: u32) -> String {
    format!("{n} table{}", if n == 1 { "" } else { "s" })
}

fn parts(n: usize) -> String {
    format!("{n} part{}", if n == 1 { "" } else { "s" })
}

fn signed(n: i32) -> String {
    super::why::signed(n)
}
