//! One file of the bundle, exactly as the zip holds it.

use super::{Export, highlight};
use crate::{
    alive::Alive,
    api, browser,
    components::{Icon, toast::Toasts},
};
use domain::protocol::{Change, ComparedLine, FileText, Origin, OriginKind};
use leptos::prelude::*;

/// Lines shown; a longer file is cut here and says so.
const MOST_LINES: usize = 3_000;

/// The text of the chosen file, highlighted, with line numbers.
#[component]
pub(super) fn Preview(export: Export) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let path = Memo::new(move |_| export.shown_file());
    let failed = RwSignal::new(None::<String>);
    let alive = Alive::here();
    // The first text came with the listing; another choice or another revision asks for another.
    Effect::new(move |before: Option<(Option<String>, _)>| {
        let wanted = (path.get(), export.listed.get());
        if before.is_some_and(|before| before != wanted) {
            let asked = wanted.clone();
            alive.spawn(async move {
                let (path_asked, (_, wanted)) = asked;
                let answer = match path_asked.clone() {
                    Some(path) => api::file_text(export.state.id(), path, &wanted).await.map(Some),
                    None => Ok(None),
                };
                // A slow answer must not replace a newer one.
                if path.get_untracked() != path_asked {
                    return;
                }
                failed.set(answer.as_ref().err().map(ToString::to_string));
                export.text.set(answer.unwrap_or_default());
            });
        }
        wanted
    });
    // Only a file that differs has changes to show.
    let differs = Memo::new(move |_| {
        export
            .text
            .with(|text| text.as_ref().and_then(|file| file.lines.as_ref()).is_some_and(|lines| lines.iter().any(|l| l.change.is_some())))
    });
    let wants_changes = RwSignal::new(true);
    let changes = Memo::new(move |_| differs.get() && wants_changes.get());
    let switch = move || {
        export.since.get().filter(|_| differs.get()).map(|since| {
            let side = |label: String, on: bool| {
                view! {
                    <button type="button" aria-pressed=move || (changes.get() == on).to_string() on:click=move |_| wants_changes.set(on)>
                        {label}
                    </button>
                }
            };
            view! {
                <div class="seg" role="group" aria-label="Show">
                    {side("File".into(), false)} {side(format!("Changes since r{since}"), true)}
                </div>
            }
        })
    };
    let copy = move |_| {
        if let Some(file) = export.text.get_untracked() {
            browser::copy(&file.text);
            toasts.say("The file is on the clipboard.");
        }
    };
    let shown = move || match (export.text.get(), failed.get()) {
        (Some(FileText { path, lines: Some(lines), left_out_bytes, .. }), _) if changes.get() => {
            compared(&path, lines, left_out_bytes > 0).into_any()
        }
        (Some(file), _) => code(&export.state.id(), file).into_any(),
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
                    {switch}
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

fn code(project: &str, file: FileText) -> impl IntoView + use<> {
    let FileText { path, text, origins, left_out_bytes, .. } = file;
    let shown: Vec<&str> = text.lines().take(MOST_LINES).collect();
    let mut origins = origins.into_iter().peekable();
    let lines = highlighted(&path, &shown.join("\n"))
        .into_iter()
        .enumerate()
        .map(|(i, mut line)| {
            let origin = origins.next_if(|origin| origin.line == i + 1);
            let class = if origin.is_some() { "cl cl--from" } else { "cl" };
            line.extend(origin.map(|origin| comes_from(project, origin)));
            view! { <span class=class>{line}</span> }
        })
        .collect_view();
    view! {
        <pre class="code">
            <code>{lines}</code>
        </pre>
        {cut(text.lines().count(), left_out_bytes > 0)}
    }
}

/// Leads from a line to what it is printed from.
fn comes_from(project: &str, origin: Origin) -> AnyView {
    let Origin { kind, id, label, .. } = origin;
    let place = match kind {
        OriginKind::Element | OriginKind::Link => format!("/p/{project}/studio?select={id}"),
        OriginKind::Decision => format!("/p/{project}/proposal?decision={id}"),
        OriginKind::Rule => format!("/rules/{id}"),
    };
    view! {
        <a class="from" href=place aria-label=format!("Comes from {label}")>
            {label.clone()}
        </a>
    }
    .into_any()
}

/// Both versions in one text: what is new and what is gone is marked, and said for those who do not see the colours.
fn compared(path: &str, mut lines: Vec<ComparedLine>, goes_on: bool) -> impl IntoView + use<> {
    let total = lines.len();
    lines.truncate(MOST_LINES);
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    let mut tokens = highlighted(path, &text).into_iter();
    let lines = lines
        .into_iter()
        .map(|line| {
            let (class, said) = match line.change {
                Some(Change::Removed) => ("cl cl--gone", Some("Gone: ")),
                Some(_) => ("cl cl--new", Some("New: ")),
                None => ("cl", None),
            };
            view! { <span class=class>{said.map(|said| view! { <span class="vh">{said}</span> })}{tokens.next()}</span> }
        })
        .collect_view();
    view! {
        <pre class="code code--diff">
            <code>{lines}</code>
        </pre>
        {cut(total, goes_on)}
    }
}

/// The lines of a text, each as its tokens.
fn highlighted(path: &str, text: &str) -> Vec<Vec<AnyView>> {
    let token = |(class, text): highlight::Token| match class {
        Some(class) => view! { <span class=class>{text}</span> }.into_any(),
        None => text.into_any(),
    };
    let lines = highlight::lines(highlight::Language::of(path), text).into_iter();
    lines.map(|tokens| tokens.into_iter().map(token).collect()).collect()
}

/// Says that there is more than what is shown: of the lines that came, or of the file.
fn cut(lines: usize, goes_on: bool) -> impl IntoView + use<> {
    let shown = lines.min(MOST_LINES);
    let of = if goes_on { String::new() } else { format!(" of {lines}") };
    (goes_on || lines > MOST_LINES)
        .then(|| view! { <p class="prev__e faint">{format!("The first {shown}{of} lines. The zip holds them all.")}</p> })
}
