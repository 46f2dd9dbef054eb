//! The files as a tree: folders open and close, a file is shown beside it. Arrow keys walk as in every tree.

use super::{
    Export,
    compare::{self, Compare},
    tree::{self, Folder},
};
use crate::components::Icon;
use domain::protocol::{Change, FileEntry};
use leptos::{ev::KeyboardEvent, prelude::*};
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;

/// Above this many files, folders start closed.
const OPEN_UP_TO: usize = 12;

#[derive(Clone, Copy)]
struct Folds {
    /// Folders somebody opened or closed against their first state.
    turned: RwSignal<BTreeSet<String>>,
    searching: Memo<bool>,
}

/// Search, folders, files, sizes.
#[component]
pub(super) fn FileTree(export: Export) -> impl IntoView {
    let find = RwSignal::new(String::new());
    let files = Memo::new(move |_| export.listing.with(|listing| listing.as_ref().map(|l| l.files.clone()).unwrap_or_default()));
    let changed = Memo::new(move |_| files.with(|files| files.iter().filter(|file| file.change.is_some()).cloned().collect::<Vec<_>>()));
    let compares = move || export.listed.with(|(_, wanted)| wanted.since.is_some());
    let all = RwSignal::new(false);
    let listed = Memo::new(move |_| if compares() && !all.get() { changed.get() } else { files.get() });
    let root = Memo::new(move |_| listed.with(|files| tree::tree(files, &find.get())));
    let folds = Folds { turned: RwSignal::new(BTreeSet::new()), searching: Memo::new(move |_| find.with(|find| !find.trim().is_empty())) };
    let shown = Memo::new(move |_| export.shown_file());
    let there = |file: &&FileEntry| file.change != Some(Change::Removed);
    let left_out = move || export.listing.with(|listing| listing.as_ref().map_or(0, |listing| listing.left_out));
    let count = move || {
        let count = files.with(|files| files.iter().filter(there).count()) + left_out();
        format!("{count} file{}", if count == 1 { "" } else { "s" })
    };
    let more = move || {
        let more = left_out();
        (more > 0).then(|| view! { <p class="ft__e faint">{format!("{more} more are not listed here. The zip holds them all.")}</p> })
    };
    let size = move || {
        let size = files.with(|files| tree::size(files.iter().filter(there).map(|file| file.bytes).sum()));
        if left_out() > 0 { format!("over {size}") } else { size }
    };
    let nothing = move || {
        root.with(|root| root.count() == 0).then(|| {
            let same = compares() && changed.with(Vec::is_empty) && !all.get();
            let text = if same { "No file differs from that revision." } else { "No file has this in its path." };
            view! { <p class="ft__e faint">{text}</p> }
        })
    };
    let filter = move || {
        compares().then(|| {
            let some = changed.with(Vec::len);
            let side = |label: String, on: bool| {
                view! {
                    <button type="button" aria-pressed=move || (all.get() == on).to_string() on:click=move |_| all.set(on)>
                        {label}
                    </button>
                }
            };
            view! {
                <div class="seg ftree__f" role="group" aria-label="Files to show">
                    {side(format!("{some} changed"), false)} {side("All".into(), true)}
                </div>
            }
        })
    };
    view! {
        <section class="pane pane--l ftree" aria-labelledby="h-ft">
            <div class="row-head phead">
                <h2 id="h-ft" class="num">
                    {count}
                </h2>
                <span class="faint num">{size}</span>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Files, list">
                <label class="search ftree__s">
                    <span class="vh">"Find a file"</span>
                    <Icon name="search"/>
                    <input class="field field--bare" type="search" placeholder="Find a file" autocomplete="off" on:input=move |event| find.set(event_target_value(&event))/>
                </label>
                <Compare export/>
                {filter}
                <ul class="ft" role="tree" aria-labelledby="h-ft" on:keydown=walk>
                    {move || root.with(|root| level(export, folds, shown, root, ""))}
                </ul>
                <div role="status">{nothing}</div>
                {more}
            </div>
        </section>
    }
    .into_any()
}

fn level(export: Export, folds: Folds, shown: Memo<Option<String>>, folder: &Folder, path: &str) -> AnyView {
    let folders = folder
        .folders
        .iter()
        .map(|(name, inner)| {
            let path = format!("{path}{name}/");
            view! { <FolderEntry export folds shown name=name.clone() path inner=inner.clone()/> }
        })
        .collect_view();
    let files =
        folder.files.iter().map(|(name, file)| view! { <FileItem export shown name=name.clone() file=file.clone()/> }).collect_view();
    view! {
        {folders}
        {files}
    }
    .into_any()
}

#[component]
fn FolderEntry(export: Export, folds: Folds, shown: Memo<Option<String>>, name: String, path: String, inner: Folder) -> impl IntoView {
    let count = inner.count();
    let at_first = count <= OPEN_UP_TO && path.matches('/').count() < 2;
    let key = StoredValue::new(path.clone());
    let turned = move || folds.turned.with(|turned| key.with_value(|key| turned.contains(key)));
    let open = Memo::new(move |_| folds.searching.get() || turned() != at_first);
    let turn = move |_| {
        folds.turned.update(|turned| {
            let path = key.get_value();
            if !turned.remove(&path) {
                turned.insert(path);
            }
        });
    };
    let content = move || {
        open.get().then(|| {
            view! { <ul role="group">{level(export, folds, shown, &inner, &path)}</ul> }
        })
    };
    view! {
        <li role="none">
            <button type="button" role="treeitem" class="fl fl--d" aria-expanded=move || open.get().to_string() on:click=turn>
                <Icon name="chevron-right" class="fl__c"/>
                <Icon name="folder"/>
                <span>{name}</span>
                <span class="fl__n num">{count}</span>
            </button>
            {content}
        </li>
    }
    .into_any()
}

#[component]
fn FileItem(export: Export, shown: Memo<Option<String>>, name: String, file: FileEntry) -> impl IntoView {
    let path = StoredValue::new(file.path.clone());
    let mark = match file.change.map(compare::word) {
        Some((word, class)) => view! { <span class=class>{word}</span> }.into_any(),
        None => view! { <span class="fl__n num">{tree::size(file.bytes)}</span> }.into_any(),
    };
    let current = Memo::new(move |_| shown.with(|shown| path.with_value(|path| shown.as_deref() == Some(path))));
    view! {
        <li role="none">
            <button
                type="button"
                role="treeitem"
                class="fl fl--f"
                aria-selected=move || current.get().to_string()
                aria-current=move || current.get().then_some("true")
                title=file.path
                on:click=move |_| export.file.set(Some(path.get_value()))
            >
                <Icon name=tree::icon(&name)/>
                <span>{name.clone()}</span>
                {mark}
            </button>
        </li>
    }
    .into_any()
}

/// Up and down go to the neighbour that can be seen, right opens, left closes; Home and End go to the ends.
fn walk(event: KeyboardEvent) {
    let Some(tree) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
    let Some(item) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()) else { return };
    let Ok(all) = tree.query_selector_all("[role=treeitem]") else { return };
    let items: Vec<web_sys::HtmlElement> = (0..all.length()).filter_map(|i| all.get(i)?.dyn_into().ok()).collect();
    let Some(at) = items.iter().position(|other| *other == item) else { return };
    let expanded = item.get_attribute("aria-expanded");
    let to = match (event.key().as_str(), expanded.as_deref()) {
        ("ArrowDown", _) => at + 1,
        ("ArrowUp", _) => at.saturating_sub(1),
        ("Home", _) => 0,
        ("End", _) => items.len() - 1,
        ("ArrowRight", Some("false")) | ("ArrowLeft", Some("true")) => {
            item.click();
            at
        }
        ("ArrowRight", Some("true")) => at + 1,
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = items.get(to) {
        let _ = next.focus();
    }
}
