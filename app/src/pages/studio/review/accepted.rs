//! Risks that were accepted and that the review no longer finds: the design has changed since, and the reason may go.

use crate::{components::Icon, state::editor::Editor};
use domain::review::{FindingKey, rule};
use leptos::prelude::*;

#[component]
pub fn GoneRisks() -> impl IntoView {
    let editor = Editor::expect();
    let gone = Memo::new(move |_| {
        let found: Vec<FindingKey> = editor.review.with(|review| review.findings.iter().map(|finding| finding.key.clone()).collect());
        editor.with_design(|design| {
            let waivers = design.waivers.iter().filter(|(key, _)| !found.contains(key));
            waivers.map(|(key, reason)| (key.clone(), reason.clone())).collect::<Vec<_>>()
        })
    });
    let item = move |(key, reason): (FindingKey, String)| {
        let title = rule(key.code()).map_or_else(String::new, domain::review::Rule::title);
        let (place, code) = (key.subject().to_owned(), key.code().to_owned());
        view! {
            <li class="gone">
                <span class="sev sev--ok">
                    <Icon name="check"/>
                </span>
                <span class="fd__t">{title}</span>
                <span class="code-chip">{code}</span>
                <span class="fd__w">{format!("{place}, accepted: {reason}")}</span>
                {editor
                    .can_edit()
                    .then(|| {
                        let key = key.clone();
                        view! {
                            <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| editor.waive(key.clone(), None)>
                                "Forget it"
                            </button>
                        }
                    })}
            </li>
        }
    };
    view! {
        <section hidden=move || gone.with(Vec::is_empty)>
            <h3 class="h-sec rev__s">"Accepted, and no longer found"</h3>
            <ul class="fds">{move || gone.get().into_iter().map(item).collect_view()}</ul>
        </section>
    }
}
