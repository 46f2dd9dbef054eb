//! The studio: palette, canvas, panel. The server draws a picture; the browser replaces it with the editor.

mod canvas;
mod card;
mod command_palette;
mod floats;
mod frame;
mod inspector;
mod keyboard;
mod keys_sheet;
mod minimap;
mod outline;
mod palette;
mod part_list;
mod phone;
mod place;
mod review;
mod tools;
mod wires;

use crate::{
    components::{Icon, dialog::Dialog},
    state::{
        ProjectState,
        editor::{Editor, LeftTab, PhoneTab, RightTab},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use std::time::Duration;

/// How long changes are gathered before the review looks again.
const REVIEW_AFTER: Duration = Duration::from_millis(120);

/// The studio page of a project.
#[component]
pub fn StudioPage() -> impl IntoView {
    let project = ProjectState::expect();
    let editor = Editor::new(project);
    provide_context(editor);
    let design = project.design();
    let live = RwSignal::new(false);
    let review_waits = StoredValue::new(false);
    project.listen(move |_, design| {
        // The listener outlives the page; the editor does not.
        if !editor.is_alive() {
            return;
        }
        editor.show(design);
        if !review_waits.get_value() {
            review_waits.set_value(true);
            set_timeout(
                move || {
                    if editor.is_alive() {
                        review_waits.set_value(false);
                        editor.review_now();
                    }
                },
                REVIEW_AFTER,
            );
        }
    });
    Effect::new(move |_| {
        editor.with_design(|design| editor.show(design));
        editor.review_now();
        live.set(true);
    });
    keyboard::listen(editor);
    let app_class = move || {
        let mut class = String::from("app app--studio");
        if !editor.left_open.get() {
            class.push_str(" is-left-shut");
        }
        if !editor.right_open.get() {
            class.push_str(" is-right-shut");
        }
        class.push_str(match editor.phone_tab.get() {
            PhoneTab::Diagram => " on-diagram",
            PhoneTab::Review => " on-review",
            PhoneTab::Outline => " on-outline",
        });
        class
    };
    view! {
        <Title text=move || design.with(|design| format!("Studio: {} · Groundplan", design.name))/>
        <div class=app_class>
            <LeftPanel/>
            <canvas::Stage live/>
            <RightPanel/>
            <phone::PhoneTabs/>
        </div>
        <p class="vh" role="status" aria-live="polite">{move || editor.spoken.get()}</p>
        <command_palette::CommandPalette/>
        <Dialog open=editor.keys_open id="keys-title" title="All keys" class="dlg dlg--keys">
            <keys_sheet::KeysSheet/>
        </Dialog>
    }
}

/// One tab of a list of tabs. Arrow keys move between them.
#[component]
fn Tab<T: PartialEq + Copy + Send + Sync + 'static>(
    tab: T,
    /// The one next to it, for the arrow keys.
    other: T,
    chosen: RwSignal<T>,
    /// Id of this tab; its panel's is the same with `-panel`.
    id: &'static str,
    other_id: &'static str,
    children: Children,
) -> impl IntoView {
    let on = move || chosen.get() == tab;
    let keydown = move |event: leptos::ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
            event.prevent_default();
            event.stop_propagation();
            chosen.set(other);
            crate::browser::focus(other_id);
        }
    };
    view! {
        <button
            role="tab"
            type="button"
            id=id
            aria-controls=format!("{id}-panel")
            aria-selected=move || on().to_string()
            tabindex=move || if on() { "0" } else { "-1" }
            on:click=move |_| chosen.set(tab)
            on:keydown=keydown
        >
            {children()}
        </button>
    }
}

#[component]
fn LeftPanel() -> impl IntoView {
    let editor = Editor::expect();
    view! {
        <aside class="pane pane--l palette" aria-label="Blocks and outline">
            <div class="tabs palette__tabs" role="tablist" aria-label="Left panel">
                <Tab tab=LeftTab::Add other=LeftTab::Outline chosen=editor.left_tab id="tab-add" other_id="tab-outline">
                    "Add"
                </Tab>
                <Tab tab=LeftTab::Outline other=LeftTab::Add chosen=editor.left_tab id="tab-outline" other_id="tab-add">
                    "Outline"
                </Tab>
            </div>
            <palette::Palette/>
            <outline::Outline/>
        </aside>
    }
}

#[component]
fn RightPanel() -> impl IntoView {
    let editor = Editor::expect();
    let open = move || editor.review.with(|review| review.findings.iter().filter(|finding| finding.waived.is_none()).count());
    view! {
        <aside class="pane pane--r rpane" aria-label="Details">
            <div class="tabs">
                <div class="tabs__l" role="tablist" aria-label="Right panel">
                    <Tab tab=RightTab::Inspect other=RightTab::Review chosen=editor.right_tab id="tab-inspect" other_id="tab-review">
                        "Inspect"
                    </Tab>
                    <Tab tab=RightTab::Review other=RightTab::Inspect chosen=editor.right_tab id="tab-review" other_id="tab-inspect">
                        "Review "
                        {move || (open() > 0).then(|| view! { <span class="count num">{open()}</span> })}
                    </Tab>
                </div>
                <button type="button" class="btn btn--icon btn--sm tabs__shut" aria-label="Close the panel" on:click=move |_| editor.right_open.set(false)>
                    <Icon name="chevron-right"/>
                </button>
            </div>
            <inspector::Inspector/>
            <review::ReviewPanel/>
        </aside>
    }
}
