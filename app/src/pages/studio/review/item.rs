//! One finding in the panel: what, where, why, the exact change, and what can be done about it.

use super::class_of;
use crate::{
    components::{Icon, long_list::Standing},
    state::editor::Editor,
};
use canvas::mark;
use domain::review::{Finding, rule_path};
use leptos::{ev::SubmitEvent, html, prelude::*};

#[component]
pub fn FindingItem(key: String, at: Standing) -> impl IntoView {
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
        <li class=move || if is_open.get() { "fd is-open" } else { "fd" } aria-posinset=move || at.position() aria-setsize=move || at.of()>
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
            <p>
                <a href=rule_path(&finding.code) target="_blank" rel="noopener">
                    {format!("About rule {}", finding.code)}
                    <span class="vh">" (in a new tab)"</span>
                </a>
            </p>
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
