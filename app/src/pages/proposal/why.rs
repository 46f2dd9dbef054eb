//! Why the system has this shape: what spoke for and against splitting, what would change it, and what to take out first.

use super::{
    Proposed, SHOWN,
    alternatives::{Alternatives, icon_of},
    decisions::BackToList,
};
use crate::components::{Icon, prose::Prose};
use domain::discovery::{Extraction, Outcome, Reason, Verdict};
use leptos::prelude::*;

/// Half the width of the weight bars, in their own units.
const HALF: i32 = 40;

/// The verdict as a page.
#[component]
pub(super) fn WhyView(proposed: Proposed) -> impl IntoView {
    let verdict = Memo::new(move |_| proposed.proposal.with(|proposal| proposal.verdict.clone()));
    let unanswered = move || proposed.state.design().with(|design| design.brief.is_empty());
    let shown = move || {
        if proposed.drawn.get() && unanswered() {
            let address = format!("/p/{}/discovery", proposed.state.id());
            return view! {
                <header class="adr__h">
                    <h2 id="h-adr">"Nobody has answered the questions yet"</h2>
                </header>
                <section>
                    <p>"Answer them and Groundplan says whether this shape fits your load, your team and your budget. Your design stays as it is."</p>
                    <p class="why__a">
                        <a class="btn btn--primary" href=address>
                            "Answer questions"
                        </a>
                    </p>
                </section>
            }
            .into_any();
        }
        verdict.with(|verdict| full(proposed, verdict)).into_any()
    };
    view! {
        <article class="padr scroll" id=SHOWN aria-labelledby="h-adr" tabindex="0">
            <BackToList/>
            {shown}
        </article>
    }
    .into_any()
}

fn full(proposed: Proposed, verdict: &Verdict) -> impl IntoView + use<> {
    let icon = icon_of(verdict.shape);
    let word = if verdict.advice == Outcome::MonolithFirst { verdict.advice.label() } else { verdict.shape.label() };
    let most = verdict.reasons.iter().map(|reason| reason.weight.abs()).max().unwrap_or(1).max(1);
    let reasons = verdict.reasons.iter().map(|reason| row(proposed, reason, most)).collect_view();
    let sum = verdict.balance;
    let roadmap = (!verdict.roadmap.is_empty()).then(|| {
        let steps = verdict
            .roadmap
            .iter()
            .map(|step| {
                view! {
                    <li>
                        <Prose text=step.clone()/>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section>
                <h3 class="h-sec">"The way there"</h3>
                <ol class="road">{steps}</ol>
            </section>
        }
    });
    let first = (!verdict.extract_first.is_empty()).then(|| {
        let rows = verdict.extract_first.iter().map(extraction).collect_view();
        view! {
            <section>
                <h3 class="h-sec">"What to take out first, and when"</h3>
                <ol class="outs">{rows}</ol>
            </section>
        }
    });
    let roadmap = roadmap.filter(|_| proposed.has_way.get_untracked());
    view! {
        <header class="adr__h">
            <div class="row-head">
                <span class="chip chip--ok">
                    <Icon name=icon/>
                    {word}
                </span>
            </div>
            <h2 id="h-adr">{verdict.title.clone()}</h2>
        </header>
        <section>
            <p>
                <Prose text=verdict.explanation.clone()/>
            </p>
        </section>
        <section>
            <h3 class="h-sec">"What spoke for one system, and what for splitting"</h3>
            <div class="cmpw" tabindex="0" role="group" aria-label="Reasons, table">
                <table class="whys">
                    <thead class="vh">
                        <tr>
                            <th scope="col">"Answer"</th>
                            <th scope="col">"Weight"</th>
                            <th scope="col">"What it means"</th>
                        </tr>
                    </thead>
                    <tbody>{reasons}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">"Together"</th>
                            <td class="num">{signed(sum)}</td>
                            <td>{if sum > 0 { "Splitting pays." } else { "Splitting does not pay yet." }}</td>
                        </tr>
                    </tfoot>
                </table>
            </div>
        </section>
        {first}
        {roadmap}
        <Alternatives proposed/>
        <section class="note revisit">
            <div class="note__h">
                <Icon name="rotate-ccw"/>
                <strong>"What would change it"</strong>
            </div>
            <p>
                <Prose text=verdict.would_change.clone()/>
            </p>
        </section>
    }
}

fn row(proposed: Proposed, reason: &Reason, most: i32) -> impl IntoView + use<> {
    let length = reason.weight.abs() * HALF / most;
    let start = if reason.weight < 0 { HALF - length } else { HALF };
    let class = if reason.weight < 0 { "why__b why__b--one" } else { "why__b why__b--many" };
    view! {
        <tr>
            <th scope="row">
                <a href=proposed.question_address(&reason.question)>{reason.answer.clone()}</a>
            </th>
            <td>
                <svg class="why__s" viewBox="0 0 80 10" aria-hidden="true">
                    <rect class="why__m" x="39.5" width="1" height="10"></rect>
                    <rect class=class x=start y="2" width=length height="6" rx="2"></rect>
                </svg>
                <span class="why__w num">
                    {signed(reason.weight)} <span class="vh">{if reason.weight < 0 { " against splitting" } else { " for splitting" }}</span>
                </span>
            </td>
            <td>
                <Prose text=reason.meaning.clone()/>
            </td>
        </tr>
    }
}

fn extraction(extraction: &Extraction) -> impl IntoView + use<> {
    view! {
        <li>
            <strong>{extraction.context.clone()}</strong>
            <span>{extraction.when.clone()}</span>
            <span class="faint">{extraction.why.clone()}</span>
        </li>
    }
}

/// A number with its sign.
pub(super) fn signed(n: i32) -> String {
    if n > 0 { format!("+{n}") } else { n.to_string().replace('-', "−") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_show_their_sign() {
        assert_eq!([3, 0, -2].map(signed), ["+3", "0", "−2"]);
    }
}
