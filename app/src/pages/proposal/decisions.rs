//! The list of decisions by theme, the verdict first.

use super::{CUT, NUMBERS, Proposed, SHOWN, WAY};
use crate::components::Icon;
use domain::decision::{Record, Status, Theme};
use leptos::prelude::*;

/// Somebody has to say yes or no.
pub(super) fn waits(record: &Record) -> bool {
    record.status == Status::Proposed && record.override_reason.is_none()
}

/// The verdict and every decision, each a link.
#[component]
pub(super) fn DecisionList(proposed: Proposed) -> impl IntoView {
    let waiting = move || match proposed.records.with(|records| records.iter().filter(|record| waits(record)).count()) {
        0 => String::new(),
        1 => "1 waits for you".to_owned(),
        n => format!("{n} wait for you"),
    };
    let page = move |topic: Option<&'static str>, icon: &'static str, name: &'static str, about: &'static str| {
        let current = move || (proposed.topic.get().as_deref() == topic).then_some("true");
        view! {
            <li>
                <a class="de" href=move || format!("{}#{SHOWN}", proposed.address(topic)) aria-current=current>
                    <span class="de__n">
                        <Icon name=icon/>
                    </span>
                    <span class="de__t">{name} <span class="de__c">{about}</span></span>
                </a>
            </li>
        }
    };
    let way = move || proposed.has_way.get().then(|| page(Some(WAY), "route", "The way there", "out of the current system"));
    let groups = Theme::ALL.into_iter().map(|theme| view! { <Group proposed theme/> }).collect_view();
    view! {
        <section class="pane pane--l pdl" aria-labelledby="h-dl">
            <div class="row-head phead">
                <h2 id="h-dl">"Decisions"</h2>
                <span class="faint num">{waiting}</span>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Decisions, list">
                <ol class="des">
                    {page(None, "scale", "The shape of the system", "why it is split, or not")}
                    {page(Some(CUT), "group", "Where the boundaries run", "finer, coarser, and why here")}
                    {way}
                </ol>
                {groups}
                <ol class="des">{page(Some(NUMBERS), "cog", "Numbers", "what counts as small, busy, large")}</ol>
            </div>
        </section>
    }
    .into_any()
}

/// Where what was chosen stands below the list, the way back up to it.
#[component]
pub(super) fn BackToList() -> impl IntoView {
    view! {
        <a class="btn btn--sm padr__b" href="#h-dl">
            <Icon name="arrow-left"/>
            "All decisions"
        </a>
    }
}

/// The decisions of one theme, under its name; nothing when there are none.
#[component]
fn Group(proposed: Proposed, theme: Theme) -> impl IntoView {
    let of_theme =
        Memo::new(move |_| proposed.records.with(|records| records.iter().filter(|r| r.theme == theme).cloned().collect::<Vec<_>>()));
    let id = format!("h-dl-{}", theme.label().to_lowercase());
    let count = move || of_theme.with(Vec::len);
    view! {
        <Show when=move || of_theme.with(|records| !records.is_empty())>
            <section aria-labelledby=id.clone()>
                <h3 class="des__h" id=id.clone()>
                    {theme.label()} <span class="faint num">{count}</span>
                </h3>
                <ol class="des">
                    <For
                        each=move || of_theme.get()
                        key=|record| {
                            (record.topic.clone(), record.number, record.choice.clone(), waits(record), record.override_reason.is_some())
                        }
                        children=move |record| view! { <Entry proposed record/> }
                    />
                </ol>
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn Entry(proposed: Proposed, record: Record) -> impl IntoView {
    let topic = record.topic.clone();
    let current = move || (proposed.topic.get().as_deref() == Some(topic.as_str())).then_some("true");
    let chosen = record.chosen_name().to_owned();
    // What a later change replaced is told beside what took its place.
    let before = record.superseded.last().map(|past| format!(", before: {}", past.name));
    let sign = if record.override_reason.is_some() {
        view! { <span class="chip chip--acc">"Overridden"</span> }.into_any()
    } else if waits(&record) {
        view! { <span class="chip chip--warn">"Your decision"</span> }.into_any()
    } else {
        view! {
            <span class="de__ok" title="Accepted">
                <Icon name="check"/>
                <span class="vh">"accepted"</span>
            </span>
        }
        .into_any()
    };
    let lacking = record.lacking().map(|text| view! { <span class="chip chip--warn">{text}</span> });
    view! {
        <li>
            <a class="de" href=format!("{}#{SHOWN}", proposed.address(Some(&record.topic))) aria-current=current>
                <span class="de__n num">{format!("{:03}", record.number)}</span>
                <span class="de__t">{record.subject.clone()} <span class="de__c">{chosen} {before}</span></span>
                {lacking}
                {sign}
            </a>
        </li>
    }
    .into_any()
}
