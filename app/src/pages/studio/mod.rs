//! The studio: palette, canvas, panel. The server draws a picture; the browser replaces it with the editor.

mod analyse;
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
mod overlay;
mod palette;
mod part_list;
mod phone;
mod place;
mod ports;
mod review;
mod tools;
mod wires;

use crate::{
    components::{Icon, Title, dialog::Dialog},
    navigation::Navigator,
    state::{
        ProjectState,
        editor::{Editor, LeftTab, PhoneTab, RightTab},
        selection::Selection,
    },
};
use leptos::prelude::*;
use std::time::Duration;

/// How long changes are gathered before the review looks again.
const REVIEW_AFTER: Duration = Duration::from_millis(120);

/// The studio page of a project.
#[component]
pub fn StudioPage() -> impl IntoView {
    let project = ProjectState::expect();
    let editor = Editor::new(project);
    provide_context(editor);
    on_cleanup(move || editor.leave_routes());
    let design = project.design();
    let live = RwSignal::new(false);
    let review_waits = StoredValue::new(false);
    project.listen(move |_, design| {
        editor.show(design);
        if !review_waits.get_value() {
            review_waits.set_value(true);
            editor.alive.after(REVIEW_AFTER, move || {
                review_waits.set_value(false);
                editor.review_now();
                editor.analyse_now();
            });
        }
    });
    Effect::new(move |_| {
        if project.draw_proposal() {
            editor.toasts.offer("This is what your answers lead to.", "Undo", move || project.undo(), || {});
        }
        editor.with_design(|design| editor.show(design));
        editor.review_now();
        editor.analyse_now();
        live.set(true);
    });
    select_what_is_asked(editor);
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
            PhoneTab::Analyse => " on-review on-analyse",
            PhoneTab::Outline => " on-outline",
        });
        class
    };
    view! {
        <Title text=Signal::derive(move || design.with(|design| format!("Studio: {} · Groundplan", design.name)))/>
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

/// An address may name a part or a link: `?select=orders`. It is selected and brought into view as soon as the canvas stands.
fn select_what_is_asked(editor: Editor) {
    let Some(asked) = Navigator::expect().asked_now("select") else { return };
    Effect::new(move |_| {
        let asked = asked.clone();
        editor.alive.next_frame(move || {
            let found = editor.with_design(|design| {
                let selection = Selection::named(design, &asked)?;
                let of_link = || Some(&design.links.get(selection.only_link()?)?.from);
                let part = selection.only_part().or_else(of_link)?.clone();
                Some((selection, part))
            });
            if let Some((selection, part)) = found {
                editor.select(selection);
                editor.reveal(&part);
                editor.show_inspector();
            }
        });
    });
}

/// A tab and the id of its button.
type Named<T> = (T, &'static str);

/// One tab of a list of tabs. Arrow keys move between them.
#[component]
fn Tab<T: PartialEq + Copy + Send + Sync + 'static>(
    /// The id of its panel is that of the tab with `-panel`.
    tab: Named<T>,
    /// The ones on either side, for the arrow keys.
    before: Named<T>,
    after: Named<T>,
    chosen: RwSignal<T>,
    children: Children,
) -> impl IntoView {
    let (tab, id) = tab;
    let on = move || chosen.get() == tab;
    let keydown = move |event: leptos::ev::KeyboardEvent| {
        let (next, next_id) = match event.key().as_str() {
            "ArrowLeft" => before,
            "ArrowRight" => after,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        chosen.set(next);
        crate::browser::focus(next_id);
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
    let (add, outline) = ((LeftTab::Add, "tab-add"), (LeftTab::Outline, "tab-outline"));
    view! {
        <aside class="pane pane--l palette" aria-label="Blocks and outline">
            <div class="tabs palette__tabs" role="tablist" aria-label="Left panel">
                <Tab tab=add before=outline after=outline chosen=editor.left_tab>
                    "Add"
                </Tab>
                <Tab tab=outline before=add after=add chosen=editor.left_tab>
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
    let (inspect, review) = ((RightTab::Inspect, "tab-inspect"), (RightTab::Review, "tab-review"));
    let analyse = (RightTab::Analyse, "tab-analyse");
    let open = move || editor.review.with(|review| review.findings.iter().filter(|finding| finding.waived.is_none()).count());
    view! {
        <aside class="pane pane--r rpane" aria-label="Details">
            <div class="tabs">
                <div class="tabs__l" role="tablist" aria-label="Right panel">
                    <Tab tab=inspect before=analyse after=review chosen=editor.right_tab>
                        "Inspect"
                    </Tab>
                    <Tab tab=review before=inspect after=analyse chosen=editor.right_tab>
                        "Review "
                        {move || (open() > 0).then(|| view! { <span class="count num">{open()}</span> })}
                    </Tab>
                    <Tab tab=analyse before=review after=inspect chosen=editor.right_tab>
                        "Analyse"
                    </Tab>
                </div>
                <button type="button" class="btn btn--icon btn--sm tabs__shut" aria-label="Close the panel" on:click=move |_| editor.right_open.set(false)>
                    <Icon name="chevron-right"/>
                </button>
            </div>
            <inspector::Inspector/>
            <review::ReviewPanel/>
            <analyse::AnalysePanel/>
        </aside>
    }
}
