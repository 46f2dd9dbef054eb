//! One file of the bundle, exactly as the zip holds it.

use super::{Export, highlight};
use crate::{
    api, browser,
    components::{Icon, toast::Toasts},
};
use leptos::{prelude::*, task::spawn_local};

/// Lines shown; a longer file is cut here and says so.
const MOST_LINES: usize = 3_000;

/// The text of the chosen file, highlighted, with line numbers.
#[component]
pub(super) fn Preview(export: Export) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let path = Memo::new(move |_| export.shown_file());
    let failed = RwSignal::new(None::<String>);
    // The first text came with the listing; another choice or another revision asks for another.
    Effect::new(move |before: Option<(Option<String>, _)>| {
        let wanted = (path.get(), export.listed.get());
        if before.is_some_and(|before| before != wanted) {
            let asked = wanted.clone();
            spawn_local(async move {
                let (path_asked, (_, targets)) = asked;
                let answer = match path_asked.clone() {
                    Some(path) => api::file_text(export.state.id(), path, targets).await.map(Some),
                    None => Ok(None),
                };
                // A slow answer must not replace a newer one.
                if path.try_get_untracked() != Some(path_asked) {
                    return;
                }
                failed.set(answer.as_ref().err().map(ToString::to_string));
                export.text.set(answer.unwrap_or_default());
            });
        }
        wanted
    });
    let copy = move |_| {
        if let Some(file) = export.text.get_untracked() {
            browser::copy(&file.text);
            toasts.say("The file is on the clipboard.");
        }
    };
    let shown = move || match (export.text.get(), failed.get()) {
        (Some(file), _) => code(&file.path, &file.text).into_any(),
        (None, Some(error)) => view! { <p class="prev__e" role="alert">"This file could not be loaded. " {error}</p> }.into_any(),
        (None, None) => view! { <p class="prev__e faint">"Choose something to generate on the left."</p> }.into_any(),
    };
    view! {
        <section class="pane prev" aria-labelledby="h-pv">
            <div class="row-head phead">
                <h2 class="prev__t" id="h-pv">
                    <code>{move || path.get().unwrap_or_else(|| "No file".into())}</code>
                </h2>
                <div class="prev__a">
                    <button type="button" class="btn btn--icon" aria-label="Copy the file" title="Copy the file" on:click=copy>
                        <Icon name="copy"/>
                    </button>
                </div>
            </div>
            <div class="scroll prev__s" tabindex="0" role="group" aria-label="File content">
                {shown}
            </div>
        </section>
    }
    .into_any()
}

fn code(path: &str, text: &str) -> impl IntoView + use<> {
    let total = text.lines().count();
    let lines = highlight::lines(highlight::Language::of(path), text)
        .into_iter()
        .take(MOST_LINES)
        .map(|tokens| {
            let tokens = tokens
                .into_iter()
                .map(|(class, text)| match class {
                    Some(class) => view! { <span class=class>{text}</span> }.into_any(),
                    None => text.into_any(),
                })
                .collect_view();
            view! { <span class="cl">{tokens}</span> }
        })
        .collect_view();
    let cut = (total > MOST_LINES)
        .then(|| view! { <p class="prev__e faint">{format!("The first {MOST_LINES} of {total} lines. The zip holds them all.")}</p> });
    view! {
        <pre class="code">
            <code>{lines}</code>
        </pre>
        {cut}
    }
}
