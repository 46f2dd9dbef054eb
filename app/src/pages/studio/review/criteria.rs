//! The ten success criteria: met or not, by how much, and which parts and links they were judged by.

use super::class_of;
use crate::{
    components::Icon,
    state::{editor::Editor, selection::Selection},
};
use canvas::mark;
use domain::review::{Criterion, Finding, Met, Witnesses};
use leptos::prelude::*;

/// Parts and links that are named before the rest is counted.
const MOST_NAMED: usize = 8;

#[component]
pub fn Criteria() -> impl IntoView {
    let editor = Editor::expect();
    let count = Memo::new(move |_| editor.review.with(|review| review.scoreboard.len()));
    view! {
        <ul class="crs">
            <For each=move || 0..count.get() key=|at| *at children=|at| view! { <CriterionItem at/> }/>
        </ul>
    }
}

#[component]
fn CriterionItem(
    /// Its place on the scoreboard.
    at: usize,
) -> impl IntoView {
    let editor = Editor::expect();
    let open = RwSignal::new(false);
    let criterion = Memo::new(move |_| editor.review.with(|review| review.scoreboard.get(at).cloned()));
    let head = move || {
        criterion.get().map(|criterion| {
            let (icon, word) = match criterion.met {
                Met::Yes => ("circle-check", "met"),
                Met::Partly => ("circle-dot-dashed", "partly met"),
                Met::No => ("circle-x", "not met"),
            };
            view! {
                <Icon name=icon/>
                <span class="cr__t">
                    {criterion.name}
                    <span class="cr__n">{criterion.evidence}</span>
                </span>
                <span class="vh">{word}</span>
            }
        })
    };
    let class = move || {
        criterion.with(|criterion| match criterion.as_ref().map(|criterion| criterion.met) {
            Some(Met::Yes) => "cr cr--ok",
            Some(Met::Partly) => "cr cr--part",
            _ => "cr cr--no",
        })
    };
    view! {
        <li>
            <button type="button" class=class aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                {head}
            </button>
            {move || open.get().then(|| criterion.get().map(|criterion| view! { <CriterionEvidence criterion/> }))}
        </li>
    }
}

/// What breaks it, what fulfils it, and the findings that speak against it.
#[component]
fn CriterionEvidence(criterion: Criterion) -> impl IntoView {
    let editor = Editor::expect();
    let keys = criterion.findings.clone();
    let findings: Vec<Finding> =
        editor.review.with_untracked(|review| review.findings.iter().filter(|finding| keys.contains(&finding.key)).cloned().collect());
    let against = findings.into_iter().map(|finding| {
        let key = finding.key.as_str().to_owned();
        let class = class_of(finding.severity);
        view! {
            <li>
                <button type="button" class="wt" on:click=move |_| editor.open_finding.set(Some(key.clone()))>
                    <span class=format!("sev sev--{class}")>
                        <Icon name=mark::icon(finding.severity)/>
                    </span>
                    {finding.title.clone()}
                </button>
            </li>
        }
    });
    let against: Vec<_> = against.collect();
    let nothing = criterion.good.is_empty() && criterion.bad.is_empty() && against.is_empty();
    view! {
        <div class="cr__e">
            {witnesses("Not yet", &criterion.bad)}
            {witnesses("Fulfilled by", &criterion.good)}
            {(!against.is_empty())
                .then(|| {
                    view! {
                        <p class="cr__w">"Findings"</p>
                        <ul>{against}</ul>
                    }
                })}
            {nothing.then(|| view! { <p class="cr__w">"Judged by the platform’s choices, not by single parts."</p> })}
        </div>
    }
}

/// Parts and links as buttons that select them.
fn witnesses(title: &'static str, witnesses: &Witnesses) -> Option<impl IntoView + use<>> {
    let editor = Editor::expect();
    let all = witnesses.elements.len() + witnesses.links.len();
    let parts = witnesses.elements.iter().map(|id| {
        let name = editor.with_design(|design| design.display_name(id).to_owned());
        (name, Selection::part(id.clone()), vec![id.clone()])
    });
    let links = witnesses.links.iter().map(|id| {
        let ends = editor.with_design(|design| design.links.get(id).map(|link| (link.from.clone(), link.to.clone())));
        let name = editor.with_design(|design| {
            ends.as_ref()
                .map_or_else(|| id.to_string(), |(from, to)| format!("{} to {}", design.display_name(from), design.display_name(to)))
        });
        (name, Selection::link(id.clone()), ends.map(|(from, to)| vec![from, to]).unwrap_or_default())
    });
    let shown = parts.chain(links).take(MOST_NAMED).map(|(name, selection, reveal)| {
        let select = move |_| {
            editor.select(selection.clone());
            reveal.iter().for_each(|id| editor.reveal(id));
        };
        view! {
            <button type="button" class="chip chip--go" on:click=select>
                {name}
            </button>
        }
    });
    let shown: Vec<_> = shown.collect();
    let rest = all.saturating_sub(MOST_NAMED);
    (all > 0).then(|| {
        view! {
            <p class="cr__w">{title}</p>
            <div class="cr__p">{shown} {(rest > 0).then(|| view! { <span class="faint">{format!("and {rest} more")}</span> })}</div>
        }
    })
}
