//! “Search or run”: a field in a dialog, and below it what has that name. Type, arrows, Enter. What is found and done is for whoever shows it.

use super::{Icon, keys::Keys};
use crate::alive;
use leptos::{ev, html, prelude::*};

/// A line of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The heading above those that stand together.
    pub group: Option<&'static str>,
    pub icon: &'static str,
    pub name: String,
    pub about: String,
    pub keys: Option<&'static str>,
}

#[component]
pub fn Finder<T: 'static>(
    open: RwSignal<bool>,
    placeholder: &'static str,
    /// What the list is called.
    listed: &'static str,
    /// Finds what has these words in its name, in lower case.
    find: impl Fn(&str) -> Vec<T> + Copy + Send + Sync + 'static,
    line: fn(&T) -> Line,
    run: impl Fn(&T) + Copy + Send + Sync + 'static,
    /// What stands below the list.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                typed.set(String::new());
                at.set(0);
                // Fails only when the element left the document.
                let _ = dialog.show_modal();
                if let Some(input) = input.get() {
                    input.set_value("");
                    let _ = input.focus();
                }
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let found = move || if open.get() { find(typed.get().trim()) } else { Vec::new() };
    let choose = move |at: usize| {
        if let Some(chosen) = untrack(found).get(at) {
            open.set(false);
            run(chosen);
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        let count = untrack(found).len().max(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => choose(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
        alive::next_frame(|| {
            if let Some(row) = document().query_selector(".cmdk__list [aria-selected=true]").ok().flatten() {
                row.scroll_into_view_with_bool(false);
            }
        });
    };
    let rows = move || {
        let lines: Vec<Line> = found().iter().map(line).collect();
        let none = lines.is_empty().then(|| view! { <li role="presentation" class="ck__h">"Nothing has that name"</li> });
        let mut above = None;
        let rows = lines
            .into_iter()
            .enumerate()
            .map(|(i, Line { group, icon, name, about, keys })| {
                let head = group.filter(|group| above.replace(*group) != Some(group));
                view! {
                    {head.map(|head| view! { <li role="presentation" class="ck__h">{head}</li> })}
                    <li role="option" id=format!("ck-{i}") class="ck" aria-selected=move || (at.get() == i).to_string() on:click=move |_| choose(i)>
                        <Icon name=icon/>
                        <span>{name}</span>
                        <span class="faint">{about}</span>
                        {keys.map(|keys| view! { <span class="ck__k"><Keys keys/></span> })}
                    </li>
                }
            })
            .collect_view();
        view! {
            {none}
            {rows}
        }
    };
    view! {
        <dialog class="dlg dlg--cmdk" node_ref=dialog aria-label="Search or run" on:close=move |_| open.set(false)>
            <div class="cmdk__in">
                <Icon name="search"/>
                <input
                    node_ref=input
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls="ck-list"
                    aria-activedescendant=move || format!("ck-{}", at.get())
                    aria-label="Search or run"
                    placeholder=placeholder
                    autocomplete="off"
                    on:input=move |event| {
                        at.set(0);
                        typed.set(event_target_value(&event).to_lowercase());
                    }
                    on:keydown=keydown
                />
                <kbd aria-hidden="true">"Esc"</kbd>
            </div>
            <div class="cmdk__list">
                <ul role="listbox" id="ck-list" aria-label=listed>
                    {rows}
                </ul>
            </div>
            {children.map(|children| children())}
        </dialog>
    }
    .into_any()
}
