//! All keys, from the list of commands.

use crate::{
    commands::{ALL, Group},
    components::keys::{Keys, spoken},
};
use leptos::prelude::*;

/// Keys that are no commands.
const OTHERS: &[(&str, &str)] = &[
    ("Tab", "Next part in reading order"),
    ("Arrows", "Nearest part in that direction"),
    ("Ctrl+Arrows", "Move by 8 px, with Shift by 1 px"),
    ("Space", "Select the focused part"),
    ("Shift+F10", "Menu of the part"),
    ("Esc", "One step out"),
    ("Wheel", "Pan; with Ctrl zoom to the pointer"),
    ("Alt", "While dragging: no snapping; Shift keeps the axis"),
];

#[component]
pub fn KeysSheet() -> impl IntoView {
    let row = |keys: &'static str, label: &'static str| {
        view! {
            <li>
                <span>{label}</span>
                <Keys keys=keys/>
                <span class="vh">{spoken(keys)}</span>
            </li>
        }
    };
    let groups = Group::ALL.map(|group| {
        let rows = ALL
            .iter()
            .filter(|command| command.group == group)
            .filter_map(|command| Some(row(command.keys.first()?, command.label)))
            .collect_view();
        view! {
            <section>
                <h3 class="h-sec">{group.label()}</h3>
                <ul>{rows}</ul>
            </section>
        }
    });
    view! {
        <div class="keys">
            {groups} <section>
                <h3 class="h-sec">"On the canvas"</h3>
                <ul>{OTHERS.iter().map(|(key, label)| row(key, label)).collect_view()}</ul>
            </section>
        </div>
    }
}
