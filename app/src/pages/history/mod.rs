//! The history of a design: its versions by day, and beside them one that was chosen: what has changed since, its name, and the way back
//! to it. Going back is an edit like any other.

mod changes;
mod row;
mod version;
mod versions;

use crate::{
    alive::Alive,
    answers::Loaded,
    api::{self, ApiError, SavesAsked},
    browser,
    components::{
        Icon, Title,
        find_field::FindField,
        long_list::LongList,
        page_state::{Failure, Loading},
    },
    navigation::Navigator,
    state::ProjectState,
};
use domain::protocol::RevisionEntry;
use leptos::{ev::KeyboardEvent, prelude::*};
use version::Version;
use versions::Versions;

/// How high a save is in the list, about, in pixels.
const ROW_PX: u32 = 58;

/// The history of the open project.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let state = ProjectState::expect();
    let design = state.design();
    let first = Loaded::<Vec<RevisionEntry>>::get(api::revisions_path(&state.id(), &SavesAsked::default()));
    let shown = move || match first.answer() {
        None => view! {
            <main id="main">
                <Loading/>
            </main>
        }
        .into_any(),
        Some(Ok(entries)) => view! { <History entries=entries.as_ref().clone()/> }.into_any(),
        Some(Err(error)) => view! { <NoHistory error first/> }.into_any(),
    };
    view! {
        <Title text=Signal::derive(move || design.with(|design| format!("History: {} · Groundplan", design.name)))/>
        {shown}
    }
    .into_any()
}

#[component]
fn NoHistory(error: ApiError, first: Loaded<Vec<RevisionEntry>>) -> impl IntoView {
    view! {
        <main id="main">
            <Failure what="The history" error retry=Callback::new(move |()| first.again())/>
        </main>
    }
    .into_any()
}

#[component]
fn History(entries: Vec<RevisionEntry>) -> impl IntoView {
    let state = ProjectState::expect();
    let versions = Versions::begin(entries);
    provide_context(versions);
    let asked = Navigator::expect().asked("at");
    let at = Memo::new(move |_| asked.get().and_then(|text| text.parse::<u64>().ok()));
    let alive = Alive::here();
    // What is saved while the page is open comes on top.
    Effect::new(move |before: Option<u64>| {
        let now = state.revision().get();
        if before.is_some_and(|before| before != now) {
            alive.spawn(async move { versions.renew().await });
        }
        now
    });
    // Where there is room for one of them only, the focus goes along: to the version, and back to its line.
    Effect::new(move |before: Option<Option<u64>>| {
        let now = at.get();
        if let Some(before) = before.filter(|before| *before != now) {
            alive.next_frame(move || follow(before, now));
        }
        now
    });
    let detail = move || match at.get() {
        Some(revision) => view! { <Version revision/> }.into_any(),
        None => view! {
            <div class="empty hist__none">
                <span class="tile tile--lg k-external">
                    <Icon name="history"/>
                </span>
                <h2>"Choose a version"</h2>
                <p>"You see what has changed since, can give it a name, and can go back to it. Named versions are kept for good."</p>
            </div>
        }
        .into_any(),
    };
    view! {
        <main id="main" class="app hist" class:is-chosen=move || at.get().is_some()>
            <h1 class="vh">"History"</h1>
            <List versions/>
            <section class="pane hist__v" id="version" aria-label="Chosen version">
                {detail}
            </section>
        </main>
    }
    .into_any()
}

/// The versions, newest first.
#[component]
fn List(versions: Versions) -> impl IntoView {
    let named = versions.only_named();
    let choice = move |label: &'static str, only: bool| {
        view! {
            <button type="button" aria-pressed=move || (named.get() == only).to_string() on:click=move |_| versions.show(only)>
                {label}
            </button>
        }
    };
    let wanted = versions.wanted();
    let rows = Memo::new(move |_| versions.rows());
    let none = move || {
        let is_empty = rows.with(Vec::is_empty) && !versions.is_busy();
        let searches = wanted.with(|wanted| !wanted.is_empty());
        is_empty.then_some(match (named.get(), searches) {
            _ if !versions.is_there() => "The versions could not be loaded.",
            (_, true) => "No version here is called that.",
            (true, false) => "No version has a name yet. Choose one under “All saves” and name it.",
            (false, false) => "Nothing is saved yet.",
        })
    };
    let more = move || {
        versions.has_more().then(|| {
            view! {
                <button type="button" class="btn hist__more" aria-disabled=move || versions.is_busy().to_string() on:click=move |_| versions.more()>
                    {move || if versions.is_there() { "Show earlier versions" } else { "Try again" }}
                </button>
            }
        })
    };
    view! {
        <section class="pane pane--l hist__l" aria-label="Versions">
            <div class="hist__f">
                <div class="seg" role="group" aria-label="Which versions">
                    {choice("All saves", false)}
                    {choice("Named", true)}
                </div>
                <FindField label="Find a version" wanted/>
            </div>
            <div class="scroll" id="versions" tabindex="-1" on:keydown=walk>
                <LongList rows row_px=ROW_PX class="hvs" row=row::view/>
                <p class="hint hist__e" role="status">{none}</p>
                {more}
            </div>
        </section>
    }
    .into_any()
}

/// Moves the focus out of the half that is not shown any more.
fn follow(before: Option<u64>, now: Option<u64>) {
    if now.is_some() && !browser::is_shown("versions") {
        browser::focus("version-h");
    } else if let (Some(before), None) = (before, now)
        && !browser::is_shown("version")
    {
        browser::focus("versions");
        browser::focus(&row::id_of(before));
    }
}

/// Arrow keys walk from version to version.
fn walk(event: KeyboardEvent) {
    use wasm_bindgen::JsCast;
    let forward = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let Ok(all) = document().query_selector_all("#versions .hv") else { return };
    let links: Vec<web_sys::HtmlElement> = (0..all.length()).filter_map(|i| all.get(i)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let Some(at) = links.iter().position(|link| active.as_ref().is_some_and(|active| active.is_same_node(Some(link)))) else { return };
    event.prevent_default();
    let next = if forward { at.checked_add(1) } else { at.checked_sub(1) };
    if let Some(link) = next.and_then(|next| links.get(next)) {
        // Fails only for an element that left the document.
        let _ = link.focus();
    }
}
