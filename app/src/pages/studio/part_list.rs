//! The design as plain lists, for readers without scripts. The browser never makes them: after hydration the editor is there.

use crate::state::{
    ProjectState,
    editor::{kind_and_place, spoken_link},
};
use canvas::svg::escaped;
use domain::{Design, layout::caption};
use leptos::prelude::*;

#[component]
pub fn PartList() -> impl IntoView {
    let markup = if cfg!(feature = "ssr") { ProjectState::expect().design().with_untracked(lists) } else { String::new() };
    view! { <section class="plain" inner_html=markup></section> }
}

fn lists(design: &Design) -> String {
    let list = |title: &str, lines: Vec<String>| {
        let lines: String = lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
        format!("<h2>{title}</h2><ul>{lines}</ul>")
    };
    let part = |(id, element)| format!("{}: {}, {}", design.display_name(id), kind_and_place(design, element), caption(element));
    let parts = list("Parts", design.elements.iter().map(part).collect());
    let links = list("Links", design.links.keys().map(|id| spoken_link(design, id)).collect());
    format!("{parts}{links}<p>Changing the design needs JavaScript.</p>")
}
