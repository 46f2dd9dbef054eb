//! One file of the bundle, exactly as the zip holds it.

use super::{Export, highlight};
use crate::{
    api, browser,
    components::{Icon, toast::Toasts},
};
use leptos::prelude::*;

/// Lines shown; a longer file is cut here and says so.
const MOST_LINES: usize = 3_000;

/// The text of the chosen file, highlighted, with line numbers.
#[component]
pub(super) fn Preview(export: Export) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let path = Memo::new(move |_| export.shown_file());
    let text = Resource::new(
        move || (path.get(), export.version()),
        move |(path, (_, targets))| {
            let id = export.state.id();
            async move {
                match path {
                    Some(path) => api::file_text(id, path, targets).await.map(Some),
                    None => Ok(None),
                }
            }
        },
    );
    let copy = move |_| {
        if let Some(Ok(Some(file))) = text.get_untracked() {
            browser::copy(&file.text);
            toasts.say("The file is on the clipboard.");
        }
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
                <Transition fallback=|| ()>
                    {move || Suspend::new(async move {
                        match text.await {
                            Ok(Some(file)) => code(&file.path, &file.text).into_any(),
                            Ok(None) => view! { <p class="prev__e faint">"Choose something to generate on the left."</p> }.into_any(),
                            Err(error) => {
                                view! { <p class="prev__e" role="alert">"This file could not be loaded. " {error.to_string()}</p> }.into_any()
                            }
                        }
                    })}
                </Transition>
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
