//! The tools at the lower edge of the canvas, and the legend of links.

use crate::{
    commands::{self, Command},
    components::{Icon, keys},
    state::editor::Editor,
};
use canvas::{gesture::Tool, scene::LinkClass, svg::has_start_mark};
use leptos::prelude::*;

#[component]
pub fn Tools() -> impl IntoView {
    let editor = Editor::expect();
    let edits = editor.can_edit();
    view! {
        <div class="float tools" role="toolbar" aria-label="Canvas tools">
            <ToolButton id="use-select-tool" pressed=move || editor.tool.get() == Tool::Select && editor.placing.with(Option::is_none)/>
            <ToolButton id="use-pan-tool" pressed=move || editor.tool.get() == Tool::Pan/>
            {edits
                .then(|| {
                    view! {
                        <ToolButton id="connect-parts" pressed=move || editor.tool.get() == Tool::Connect/>
                        <ToolButton id="add-note" pressed=|| false/>
                        <span class="tools__sep"></span>
                        <ToolButton id="undo-step" pressed=|| false/>
                        <ToolButton id="redo-step" pressed=|| false/>
                        <span class="tools__sep"></span>
                        <ToolButton id="tidy-layout" pressed=|| false/>
                    }
                })}
            <ToolButton id="fit-view" pressed=|| false/>
            <span class="tools__sep"></span>
            <ToolButton id="zoom-out" pressed=|| false/>
            <button
                type="button"
                class="btn btn--quiet tools__z num"
                title="Zoom to 100 %"
                aria-label=move || format!("{} %, zoom to 100 %", editor.view.with(|view| view.percent()))
                on:click=move |_| editor.zoom_by(1.0 / editor.view.get_untracked().zoom)
            >
                {move || format!("{}%", editor.view.with(|view| view.percent()))}
            </button>
            <ToolButton id="zoom-in" pressed=|| false/>
            {edits
                .then(|| {
                    view! {
                        <span class="tools__sep"></span>
                        <ToolButton id="open-palette" pressed=|| false/>
                    }
                })}
        </div>
    }
}

/// One tool: the icon of a command.
#[component]
fn ToolButton(
    id: &'static str,
    /// The tool in hand.
    pressed: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let editor = Editor::expect();
    let command: &'static Command = commands::find(id)?;
    let key = keys::hint(command.keys.first().copied().unwrap_or_default());
    Some(view! {
        <button
            type="button"
            class="btn btn--icon"
            aria-label=command.label
            title=move || format!("{}  {}", command.label, key.get())
            aria-pressed=move || pressed().then_some("true")
            disabled=move || !(command.enabled)(&editor)
            on:click=move |_| (command.run)(&editor)
        >
            <Icon name=command.icon/>
        </button>
    })
}

/// A sample of a class of link, for legends and lists.
#[component]
pub fn LinkSample(class: LinkClass, #[prop(default = 34)] width: i32) -> impl IntoView {
    let (start, end) = (if class == LinkClass::Event { 4 } else { 1 }, if class == LinkClass::Data { width - 5 } else { width - 1 });
    let css = class.css();
    view! {
        <svg class="ls" width=width height="14" viewBox=format!("0 0 {width} 14") aria-hidden="true">
            <g class=format!("ed ed--{css}")>
                <path
                    class="ed-line"
                    d=format!("M{start} 7H{end}")
                    marker-end=format!("url(#m-{css})")
                    marker-start=has_start_mark(class).then(|| format!("url(#s-{css})"))
                ></path>
            </g>
        </svg>
    }
}

#[component]
pub fn Legend() -> impl IntoView {
    let sample = |class: LinkClass| {
        view! {
            <li>
                <LinkSample class width=40/>
                <span>{class.label()}</span>
            </li>
        }
    };
    view! {
        <div class="float legend">
            <h2 class="h-sec">"Links"</h2>
            <ul>{LinkClass::ALL.map(sample).collect_view()}</ul>
        </div>
    }
}
