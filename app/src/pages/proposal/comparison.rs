//! The options of a decision side by side: how each meets the criteria, whether the bundle makes it, and the way to choose it.

use super::Proposed;
use crate::components::Icon;
use domain::decision::{DecisionOption, Mark, Record, without_answer};
use leptos::prelude::*;

/// Most bars a mark can have.
const BARS: u8 = 4;

/// Options that stand side by side; the others unfold, so that nothing is cut.
const SIDE_BY_SIDE: usize = 3;

/// The options, the chosen one first. What the design could make nothing of is named and not offered.
#[component]
pub(super) fn Comparison(proposed: Proposed, record: Record) -> impl IntoView {
    let mut options: Vec<DecisionOption> = record.options.clone();
    options.sort_by_key(|option| (option.slug != record.choice, std::cmp::Reverse(option.score)));
    let impossible = proposed.design.with_untracked(|design| without_answer(design, &record.topic));
    let (refused, mut offered) = options.into_iter().partition::<Vec<_>, _>(|option| impossible.contains(&option.slug));
    let rest = offered.split_off(offered.len().min(SIDE_BY_SIDE));
    let more = (!rest.is_empty()).then(|| {
        let tables = rest.chunks(SIDE_BY_SIDE).map(|options| table(proposed, &record, options)).collect_view();
        view! {
            <details class="cmp__m">
                <summary>{if rest.len() == 1 { "1 more option".to_owned() } else { format!("{} more options", rest.len()) }}</summary>
                {tables}
            </details>
        }
    });
    let not_here = (!refused.is_empty()).then(|| {
        let names = refused.iter().map(|option| option.name.as_str()).collect::<Vec<_>>().join(", ");
        view! { <p class="hint">{format!("Not possible with this design: {names}.")}</p> }
    });
    view! {
        {table(proposed, &record, &offered)}
        {more}
        {not_here}
    }
    .into_any()
}

/// Options side by side; on a phone each criterion with the options below each other, which is why every cell says its option.
fn table(proposed: Proposed, record: &Record, options: &[DecisionOption]) -> AnyView {
    let heads = options
        .iter()
        .map(|option| {
            let chosen = option.slug == record.choice;
            let icon = (!option.icon.is_empty()).then(|| view! { <Icon name=option.icon.clone()/> });
            view! {
                <th scope="col">
                    <span class="cmp__n">
                        {icon} {option.name.clone()} {chosen.then(|| view! { <span class="chip chip--acc">"Chosen"</span> })}
                    </span>
                </th>
            }
        })
        .collect_view();
    let rows = record
        .criteria
        .iter()
        .enumerate()
        .map(|(i, criterion)| {
            let marks = options.iter().map(|option| view! { <td data-of=option.name.clone()>{option.marks.get(i).map(mark)}</td> });
            let marks = marks.collect_view();
            view! {
                <tr>
                    <th scope="row">{criterion.clone()}</th>
                    {marks}
                </tr>
            }
        })
        .collect_view();
    let bundled = options.iter().any(|option| option.gap.is_some()).then(|| {
        let cells = options
            .iter()
            .map(|option| {
                let text = option.gap.clone().unwrap_or_else(|| "nothing".to_owned());
                view! {
                    <td data-of=option.name.clone()>
                        <span>{text}</span>
                    </td>
                }
            })
            .collect_view();
        view! {
            <tr>
                <th scope="row">"What is missing"</th>
                {cells}
            </tr>
        }
    });
    let has_pick = options.iter().any(|option| option.slug == record.choice);
    let feet = options.iter().map(|option| foot(proposed, record, option)).collect_view();
    view! {
        <div class="cmpw" tabindex="0" role="group" aria-label="Options compared, table">
            <table class="cmp" class:has-pick=has_pick>
                <thead>
                    <tr>
                        <td></td>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows} {bundled}</tbody>
                <tfoot>
                    <tr>
                        <td></td>
                        {feet}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn foot(proposed: Proposed, record: &Record, option: &DecisionOption) -> impl IntoView + use<> {
    let best = option.slug == record.proposed;
    if option.slug == record.choice {
        let text = if best { "Fits best" } else { "Your choice" };
        return view! {
            <td data-of=option.name.clone()>
                <span class="faint">{text}</span>
            </td>
        }
        .into_any();
    }
    let wish = (record.clone(), option.slug.clone());
    let ask = move |_| proposed.wish.set(Some(wish.clone()));
    view! {
        <td>
            <button type="button" class="btn btn--sm" aria-haspopup="dialog" disabled=!proposed.state.can_edit() on:click=ask>
                {format!("Choose {}", option.name)}
            </button>
            {best.then(|| view! { <span class="faint">"Fits best"</span> })}
        </td>
    }
    .into_any()
}

/// Bars and a word; the bars' length comes from the markup, so that a strict style policy holds.
fn mark(mark: &Mark) -> impl IntoView + use<> {
    let bars = (0..BARS).map(|i| view! { <i class=if i < mark.bars { "on" } else { "" }></i> }).collect_view();
    view! {
        <span class="rt" aria-hidden="true">
            {bars}
        </span>
        <span>{mark.word.clone()}</span>
        <span class="vh">{format!(", {} of {BARS}", mark.bars)}</span>
    }
}
