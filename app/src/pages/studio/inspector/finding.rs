//! The worst finding about what is selected, with its fix.

use crate::{
    components::Icon,
    state::editor::{Editor, RightTab},
};
use canvas::mark;
use domain::review::{Finding, Severity, rule_path};
use leptos::prelude::*;

#[component]
pub fn WorstFinding(
    /// Whether a finding is about what is selected.
    about: impl Fn(&Finding) -> bool + Send + Sync + 'static,
) -> impl IntoView {
    let editor = Editor::expect();
    let finding = Memo::new(move |_| {
        editor.review.with(|review| review.findings.iter().find(|finding| finding.waived.is_none() && about(finding)).cloned())
    });
    move || {
        finding.get().map(|finding| {
            let class = match finding.severity {
                Severity::Error => "err",
                Severity::Warning => "warn",
                Severity::Note => "info",
            };
            let key = finding.key.as_str().to_owned();
            let more = move |_| {
                editor.open_finding.set(Some(key.clone()));
                editor.right_tab.set(RightTab::Review);
            };
            let fixed = finding.clone();
            let fix = finding.fix.as_ref().filter(|_| editor.can_edit()).map(|fix| {
                view! {
                    <button type="button" class="btn btn--sm btn--fix" on:click=move |_| editor.apply_fix(&fixed)>
                        <Icon name="wand-sparkles"/>
                        {fix.label.clone()}
                    </button>
                }
            });
            view! {
                <div class=format!("note note--{class}")>
                    <div class="note__h">
                        <span class=format!("sev sev--{class}")>
                            <Icon name=mark::icon(finding.severity)/>
                        </span>
                        <strong>{finding.title.clone()}</strong>
                        <a class="code-chip" href=rule_path(&finding.code) target="_blank" rel="noopener">
                            {finding.code.clone()}
                            <span class="vh">" explained, in a new tab"</span>
                        </a>
                    </div>
                    <p>{finding.explanation.clone()}</p>
                    <div class="irow">
                        {fix} <button type="button" class="btn btn--sm btn--quiet" on:click=more>"More"</button>
                    </div>
                </div>
            }
        })
    }
}
