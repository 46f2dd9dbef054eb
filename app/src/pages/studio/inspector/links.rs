//! The links of a part, both ways.

use super::{super::tools::LinkSample, field::Section};
use crate::{components::Icon, state::editor::Editor};
use canvas::{mark, scene::LinkClass};
use domain::{
    design::LinkKind,
    ids::{ElementId, LinkId},
    review::Severity,
};
use leptos::prelude::*;

#[derive(Clone, PartialEq)]
struct Line {
    id: LinkId,
    class: LinkClass,
    incoming: bool,
    other: String,
    what: String,
}

#[component]
pub fn PartLinks(id: ElementId) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let lines = Memo::new(move |_| {
        design.with(|design| {
            let line = |(link_id, link): (&LinkId, &domain::design::Link)| {
                let incoming = link.to == id;
                let other = if incoming { &link.from } else { &link.to };
                let what = match link.kind {
                    kind if kind.is_event() => link.events.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                    LinkKind::Owns | LinkKind::Reads | LinkKind::Caches => link.kind.label().to_lowercase(),
                    _ => link.label.clone(),
                };
                Line { id: link_id.clone(), class: LinkClass::of(link.kind), incoming, other: design.display_name(other).to_owned(), what }
            };
            design.links_at(&id).map(line).collect::<Vec<_>>()
        })
    });
    let row = move |line: Line| {
        let badge = editor.link(&line.id).map(|signals| signals.badge);
        let go = line.id;
        let mark = move || {
            badge.as_ref().and_then(|badge| badge.get()).map(|severity| {
                let class = match severity {
                    Severity::Error => "sev sev--err",
                    Severity::Warning => "sev sev--warn",
                    Severity::Note => "sev sev--info",
                };
                view! { <span class=class><Icon name=mark::icon(severity)/></span> }
            })
        };
        view! {
            <li>
                <button type="button" class="cn" on:click=move |_| editor.go_to_link(&go)>
                    <LinkSample class=line.class width=30/>
                    <span class="cn__n">
                        {line.incoming.then(|| view! { <span class="faint">"from "</span> })}
                        {line.other}
                    </span>
                    <span class="cn__w mono">{line.what}</span>
                    {mark}
                </button>
            </li>
        }
    };
    view! {
        <Section title="Links">
            <ul class="cns">{move || lines.get().into_iter().map(row).collect_view()}</ul>
            {move || lines.with(Vec::is_empty).then(|| view! { <p class="hint">"None yet."</p> })}
            {editor
                .can_edit()
                .then(|| {
                    view! {
                        <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| editor.begin_connecting()>
                            <Icon name="plus"/>
                            "Add a link"
                        </button>
                    }
                })}
        </Section>
    }
}
