//! The review panel: how many criteria are met, the findings with their fixes, the ten criteria. Live on every change.

use crate::{
    canvas::mark,
    components::Icon,
    state::editor::{Editor, RightTab},
};
use domain::review::{Criterion, Finding, Met, Severity};
use leptos::{ev::SubmitEvent, html, prelude::*};

fn class_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "err",
        Severity::Warning => "warn",
        Severity::Note => "info",
    }
}

#[component]
pub fn ReviewPanel() -> impl IntoView {
    let editor = Editor::expect();
    let hidden = move || editor.right_tab.get() != RightTab::Review;
    view! {
        <div class="scroll rev" id="tab-review-panel" role="tabpanel" aria-labelledby="tab-review" tabindex="0" hidden=hidden>
            <ReviewBody/>
        </div>
    }
}

/// What the panel shows; the phone shows the same on a page of its own.
#[component]
pub fn ReviewBody() -> impl IntoView {
    let editor = Editor::expect();
    let count = move |met: Met| editor.review.with(|review| review.scoreboard.iter().filter(|criterion| criterion.met == met).count());
    let open = move |severity: Severity| editor.review.with(|review| review.open(severity).count());
    let counts = move || {
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
            .into_iter()
            .filter(|(severity, _)| open(*severity) > 0)
            .map(|(severity, word)| {
                let n = open(severity);
                view! {
                    <span class=format!("chip chip--{}", class_of(severity))>
                        <Icon name=mark::icon(severity)/>
                        {format!("{n} {word}{}", if n == 1 { "" } else { "s" })}
                    </span>
                }
            })
            .collect_view()
    };
    let keys = Memo::new(move |_| {
        editor.review.with(|review| {
            let (open, waived): (Vec<&Finding>, Vec<&Finding>) = review.findings.iter().partition(|finding| finding.waived.is_none());
            open.into_iter().chain(waived).map(|finding| finding.key.as_str().to_owned()).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="row-head rev__top">
            <strong class="num">{move || format!("{} of {} criteria met", count(Met::Yes), editor.review.with(|review| review.scoreboard.len()))}</strong>
        </div>
        <Meter/>
        <div class="rev__h">{counts}</div>
        {move || keys.with(Vec::is_empty).then(|| view! { <p class="hint">"Nothing found. The criteria below say what was looked at."</p> })}
        <ul class="fds">
            <For each=move || keys.get() key=Clone::clone children=|key| view! { <FindingItem key/> }/>
        </ul>
        <h3 class="h-sec rev__s">"Success criteria"</h3>
        <ul class="crs">{move || editor.review.with(|review| review.scoreboard.iter().map(criterion).collect_view())}</ul>
    }
}

/// Met, partly met, not met: three lengths, set as attributes.
#[component]
fn Meter() -> impl IntoView {
    let editor = Editor::expect();
    move || {
        let [met, part, not] = editor.review.with(|review| {
            [Met::Yes, Met::Partly, Met::No].map(|wanted| review.scoreboard.iter().filter(|criterion| criterion.met == wanted).count())
        });
        let total = (met + part + not).max(1);
        let words = format!("{met} met, {part} partly met, {not} not met");
        let mut x = 0.0;
        let bars = [("m-ok", met), ("m-part", part), ("m-no", not)].map(|(class, n)| {
            let width = n as f64 / total as f64 * 100.0;
            let start = x;
            x += width;
            (n > 0).then(|| view! { <rect class=class x=start y="0" width=(width - 0.8).max(0.0) height="6"></rect> })
        });
        view! {
            <svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=words>
                {bars}
            </svg>
        }
    }
}

fn criterion(criterion: &Criterion) -> impl IntoView + use<> {
    let (class, icon, word) = match criterion.met {
        Met::Yes => ("ok", "circle-check", "met"),
        Met::Partly => ("part", "circle-dot-dashed", "partly met"),
        Met::No => ("no", "circle-x", "not met"),
    };
    view! {
        <li class=format!("cr cr--{class}") title=criterion.evidence.clone()>
            <Icon name=icon/>
            <span class="cr__t">
                {criterion.name.clone()}
                <span class="cr__n">{criterion.evidence.clone()}</span>
            </span>
            <span class="vh">{word}</span>
        </li>
    }
}

#[component]
fn FindingItem(key: String) -> impl IntoView {
    let editor = Editor::expect();
    let finding = {
        let key = key.clone();
        Memo::new(move |_| editor.review.with(|review| review.findings.iter().find(|finding| finding.key.as_str() == key).cloned()))
    };
    let opened = key.clone();
    let is_open = Memo::new(move |_| editor.open_finding.with(|open| open.as_deref() == Some(opened.as_str())));
    let toggle = move |_| editor.open_finding.set((!is_open.get_untracked()).then(|| key.clone()));
    let head = move || {
        finding.get().map(|finding| {
            let class = if finding.waived.is_some() { "ok" } else { class_of(finding.severity) };
            let icon = if finding.waived.is_some() { "check" } else { mark::icon(finding.severity) };
            view! {
                <span class=format!("sev sev--{class}")>
                    <Icon name=icon/>
                </span>
                <span class="fd__t">{finding.title}</span>
                <span class="code-chip">{finding.code}</span>
                <span class="fd__w">{if finding.waived.is_some() { format!("{}, accepted", finding.place) } else { finding.place }}</span>
            }
        })
    };
    view! {
        <li class=move || if is_open.get() { "fd is-open" } else { "fd" }>
            <button type="button" class="fd__b" aria-expanded=move || is_open.get().to_string() on:click=toggle>
                {head}
            </button>
            {move || (is_open.get()).then(|| finding.get().map(|finding| view! { <FindingDetail finding/> }))}
        </li>
    }
}

/// Why, the exact change, and what can be done.
#[component]
fn FindingDetail(finding: Finding) -> impl IntoView {
    let editor = Editor::expect();
    let accepting = RwSignal::new(false);
    let reason = NodeRef::<html::Input>::new();
    let (shown, fixed, key) = (finding.clone(), finding.clone(), finding.key.clone());
    let reopen_key = finding.key.clone();
    let accept = move |event: SubmitEvent| {
        event.prevent_default();
        let text = reason.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default();
        if !text.is_empty() {
            editor.waive(key.clone(), Some(text));
            accepting.set(false);
        }
    };
    let edits = editor.can_edit();
    let changes = finding.fix.as_ref().map(|fix| {
        let lines = fix.changes.iter().map(|line| view! { <span class="ln ln--add">{format!("+ {line}\n")}</span> }).collect_view();
        view! { <pre class="mini-diff" tabindex="0" role="group" aria-label="What the fix changes">{lines}</pre> }
    });
    let waived = finding.waived.clone();
    let is_waived = waived.is_some();
    view! {
        <div class="fd__m">
            <p>{finding.explanation.clone()}</p>
            {waived.map(|reason| view! { <p class="fd__r">"Accepted: " {reason}</p> })}
            {changes}
            <div class="fd__a">
                {(edits && finding.fix.is_some() && !is_waived)
                    .then(|| {
                        let label = finding.fix.as_ref().map(|fix| fix.label.clone()).unwrap_or_default();
                        view! {
                            <button type="button" class="btn btn--sm btn--primary" title=label on:click=move |_| editor.apply_fix(&fixed)>
                                <Icon name="wand-sparkles"/>
                                "Apply fix"
                            </button>
                        }
                    })}
                <button type="button" class="btn btn--sm" on:click=move |_| editor.show_finding(&shown)>
                    "Show"
                </button>
                {(edits && !is_waived)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="btn btn--sm btn--quiet"
                                aria-expanded=move || accepting.get().to_string()
                                on:click=move |_| accepting.update(|on| *on = !*on)
                            >
                                "Accept risk"
                            </button>
                        }
                    })}
                {(edits && is_waived)
                    .then(|| {
                        let key = reopen_key.clone();
                        view! {
                            <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| editor.waive(key.clone(), None)>
                                "Open again"
                            </button>
                        }
                    })}
            </div>
            <form class="fd__f" hidden=move || !accepting.get() on:submit=accept>
                <label class="lbl">
                    "Why may this stay?"
                    <input class="field" node_ref=reason maxlength="120" required/>
                </label>
                <button class="btn btn--sm">"Accept"</button>
            </form>
        </div>
    }
}
