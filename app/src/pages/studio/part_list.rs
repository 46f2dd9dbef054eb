//! The design as plain lists, for readers without scripts.

use crate::state::{
    ProjectState,
    editor::{kind_and_place, spoken_link},
};
use domain::layout::caption;
use leptos::prelude::*;

#[component]
pub fn PartList() -> impl IntoView {
    let project = ProjectState::expect();
    let design = project.design();
    let parts = design.with_untracked(|design| {
        design
            .elements
            .iter()
            .map(|(id, element)| {
                let text = format!("{}: {}, {}", design.display_name(id), kind_and_place(design, element), caption(element));
                view! { <li>{text}</li> }
            })
            .collect_view()
    });
    let links = design.with_untracked(|design| design.links.keys().map(|id| view! { <li>{spoken_link(design, id)}</li> }).collect_view());
    view! {
        <section class="plain">
            <h2>"Parts"</h2>
            <ul>{parts}</ul>
            <h2>"Links"</h2>
            <ul>{links}</ul>
            <p>"Changing the design needs JavaScript."</p>
        </section>
    }
}
