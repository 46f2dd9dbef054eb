//! One version beside the present one: both in small, what has changed since, its name, and the way back to it.

use super::{
    changes::{Changes, Line},
    versions::Versions,
};
use crate::{
    alive::Alive,
    answers::Loaded,
    api::{self, ApiError},
    components::{Icon, miniature::MiniaturePicture, page_state::Failure, toast::Toasts, version_name::name_version, when::moment},
    state::ProjectState,
};
use canvas::miniature;
use domain::{
    Design,
    edit::diff,
    protocol::{Project, RevisionEntry},
};
use leptos::{ev::SubmitEvent, html, prelude::*};
use std::sync::Arc;

/// Lines of a list of changes that are shown at once; the rest unfolds.
const SHOWN: usize = 12;

#[component]
pub(super) fn Version(revision: u64) -> impl IntoView {
    let state = ProjectState::expect();
    let loaded = Loaded::<Project>::get(api::revision_path(&state.id(), revision));
    let versions = Versions::expect();
    Effect::new(move |_| versions.look_up(revision));
    let shown = move || match loaded.answer() {
        None => view! { <p class="hint hist__e" role="status">"Loading this version"</p> }.into_any(),
        Some(Ok(project)) => view! { <Compared revision project/> }.into_any(),
        Some(Err(error)) => view! { <NoVersion error loaded/> }.into_any(),
    };
    view! {
        <div class="row-head hist__h">
            <a class="btn btn--icon hist__b" href=format!("/p/{}/history", state.id()) data-still="" aria-label="All versions">
                <Icon name="arrow-left"/>
            </a>
            <h2 id="version-h" tabindex="-1">
                {format!("r{revision} and now")}
            </h2>
        </div>
        <div class="scroll" tabindex="0" role="region" aria-label="What is different">
            {shown}
        </div>
    }
    .into_any()
}

#[component]
fn NoVersion(error: ApiError, loaded: Loaded<Project>) -> impl IntoView {
    view! { <Failure what="This version" error within=true retry=Callback::new(move |()| loaded.again())/> }
}

#[component]
fn Compared(revision: u64, project: Arc<Project>) -> impl IntoView {
    let state = ProjectState::expect();
    let versions = Versions::expect();
    let entry = Memo::new(move |_| versions.find(revision));
    let then = StoredValue::new(project);
    let design = state.design();
    let changes = Memo::new(move |_| design.with(|now| then.with_value(|then| Changes::between(&then.design, now))));
    let now_picture = move || design.with(|now| picture(now, format!("Now, r{}", state.revision().get())));
    view! {
        {move || entry.get().map(facts)}
        <div class="hist__p">
            {then.with_value(|then| picture(&then.design, format!("r{revision}")))} {now_picture}
        </div>
        <div class="hist__a">
            <Restore revision then same=Signal::derive(move || changes.with(Changes::none))/>
            <a class="btn" href=format!("/p/{}/export?since={revision}", state.id())>
                <Icon name="file-code"/>
                "Compare the files"
            </a>
        </div>
        {move || entry.get().map(|entry| view! { <NameForm entry/> })}
        {move || changes.with(lists)}
    }
}

/// When it was saved, and of what it is made.
fn facts(entry: RevisionEntry) -> AnyView {
    let title = entry.name.clone().unwrap_or_else(|| entry.label.clone());
    let merged = entry.merged.map(|saves| {
        view! {
            <p class="note note--acc">
                {format!(
                    "{saves} saves of one day stand here as one, because this studio merges old saves. Named versions are never merged.",
                )}
            </p>
        }
    });
    view! {
        <p class="hist__t">
            <strong>{title}</strong>
            <span class="faint">{moment(entry.saved_ms)}</span>
        </p>
        {merged}
    }
    .into_any()
}

fn picture(design: &Design, caption: String) -> AnyView {
    view! {
        <figure>
            <span class="dc__m">
                <MiniaturePicture miniature=miniature::quick(design)/>
            </span>
            <figcaption class="faint">{caption}</figcaption>
        </figure>
    }
    .into_any()
}

/// The way back: an edit like any other, which Undo takes back.
#[component]
fn Restore(revision: u64, then: StoredValue<Arc<Project>>, same: Signal<bool>) -> impl IntoView {
    let state = ProjectState::expect();
    let toasts: Toasts = expect_context();
    let restore = move |_| {
        if same.get_untracked() || !state.can_edit() {
            return;
        }
        let edit = state.design().with_untracked(|now| then.with_value(|then| diff(now, &then.design)));
        if state.dispatch(edit, format!("Restored r{revision}")) {
            toasts.offer(format!("The design is as it was at r{revision}."), "Undo", move || state.undo(), || ());
        }
    };
    let off = move || same.get() || !state.can_edit();
    let why = move || {
        if !state.can_edit() { Some("This link is for viewing.") } else { same.get().then_some("The design is as it was then.") }
    };
    view! {
        <button type="button" class="btn btn--primary" aria-disabled=move || off().to_string() aria-describedby="restore-why" on:click=restore>
            <Icon name="history"/>
            {format!("Restore r{revision}")}
        </button>
        <span id="restore-why" class="faint">{why}</span>
    }
}

/// The name of the version, to be given, changed or taken back.
#[component]
fn NameForm(entry: RevisionEntry) -> impl IntoView {
    let state = ProjectState::expect();
    let versions = Versions::expect();
    let toasts: Toasts = expect_context();
    let input = NodeRef::<html::Input>::new();
    let alive = Alive::here();
    let (value, revision) = (entry.name.clone().unwrap_or_default(), entry.revision);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        let name = input.value().trim().to_owned();
        if name == entry.name.clone().unwrap_or_default() {
            return;
        }
        let entry = entry.clone();
        alive.spawn(async move {
            if name_version(state, toasts, revision, name.clone()).await {
                versions.rename(&entry, &name);
            }
        });
    };
    view! {
        <form class="hist__n" on:submit=submit>
            <label class="lbl" for="version-called">"Name of this version"</label>
            <input
                node_ref=input
                class="field"
                id="version-called"
                maxlength="120"
                autocomplete="off"
                placeholder="Before the split"
                value=value
                disabled=!state.can_edit()
            />
            <button class="btn" disabled=!state.can_edit()>
                "Save the name"
            </button>
        </form>
    }
}

fn lists(changes: &Changes) -> AnyView {
    if changes.none() {
        return view! { <p class="hint">"Nothing has changed since."</p> }.into_any();
    }
    let moved = (changes.moved > 0).then(|| {
        let parts = if changes.moved == 1 { "1 part stands".to_owned() } else { format!("{} parts stand", changes.moved) };
        view! { <p class="hint">{format!("{parts} elsewhere on the diagram.")}</p> }
    });
    view! {
        <h3 class="hist__c">"Changed since"</h3>
        {list("Added", "plus", "is-new", &changes.added)}
        {list("Removed", "minus", "is-gone", &changes.removed)}
        {list("Changed", "pencil", "is-mod", &changes.changed)}
        {moved}
    }
    .into_any()
}

fn list(title: &'static str, icon: &'static str, class: &'static str, lines: &[Line]) -> Option<AnyView> {
    let row = |line: &Line| {
        view! {
            <li>
                <Icon name=icon/>
                <span>
                    <strong>{line.title.clone()}</strong>
                    <span class="faint">{line.what.clone()}</span>
                </span>
            </li>
        }
    };
    let (first, rest) = lines.split_at(lines.len().min(SHOWN));
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary>{format!("{} more", rest.len())}</summary>
                <ul class="hcs">{rest.iter().map(row).collect_view()}</ul>
            </details>
        }
    });
    (!lines.is_empty()).then(|| {
        view! {
            <section class=format!("hist__s {class}")>
                <h4 class="h-sec">{format!("{title} ({})", lines.len())}</h4>
                <ul class="hcs">{first.iter().map(row).collect_view()}</ul>
                {rest}
            </section>
        }
        .into_any()
    })
}
