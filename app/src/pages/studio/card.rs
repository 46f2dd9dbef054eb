//! One part: an HTML card at its place in the world. Reads its own signals only.

use super::place;
use crate::{
    components::Icon,
    state::editor::{Editor, PartMark, PartView, part_dom_id},
};
use canvas::{
    mark::mark,
    outline::{self, Stroke, details, rounded},
    scene::css_kind,
};
use domain::{design::ElementKind, ids::ElementId, review::Severity};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

#[component]
pub fn PartCard(id: ElementId) -> impl IntoView {
    let editor = Editor::expect();
    let signals = editor.part(&id)?;
    let node = NodeRef::<html::Div>::new();
    let view = signals.view.clone();
    Effect::new({
        let view = view.clone();
        move |_| {
            let rect = view.with(|view| view.rect);
            if let Some(node) = node.get() {
                place::at_rect(&node, &rect);
            }
        }
    });
    // Everything but the place: a card that moves is not drawn again.
    let face = Memo::new({
        let view = view.clone();
        move |_| {
            let mut face = view.get();
            (face.rect.x, face.rect.y) = (0, 0);
            face
        }
    });
    let state = signals.state.clone();
    let badge = signals.badge.clone();
    let mark = Memo::new(move |_| signals.mark.get());
    let class = {
        let state = state.clone();
        move || {
            let state = state.get();
            let mut class = format!("nd nd--{}", face.with(|face| css_kind(face.kind)));
            let flags = [
                (state.selected, " is-selected"),
                (state.dragged, " is-drag"),
                (state.welcomes, " is-welcome"),
                (state.targeted, " is-drop"),
            ];
            flags.iter().filter(|(on, _)| *on).for_each(|(_, name)| class.push_str(name));
            class
        }
    };
    let spoken = {
        let badge = badge.clone();
        move || {
            let worst = match badge.get() {
                Some(Severity::Error) => ", has an error",
                Some(Severity::Warning) => ", has a warning",
                Some(Severity::Note) => ", has a note",
                None => "",
            };
            let said = mark
                .with(|mark| mark.as_ref().and_then(|mark| mark.pill.as_ref()).map_or_else(String::new, |pill| format!(", {}", pill.text)));
            face.with(|face| format!("{}{said}{worst}{}", face.spoken, if face.pinned { ", pinned" } else { "" }))
        }
    };
    let (selected, reachable) = (state.clone(), state);
    let focus_id = id.clone();
    let renamed_id = id.clone();
    let renaming = Memo::new(move |_| editor.renaming.with(|renaming| renaming.as_ref() == Some(&renamed_id)));
    let rename_id = id.clone();
    Some(view! {
        <div
            node_ref=node
            id=part_dom_id(&id)
            class=class
            data-part=id.to_string()
            data-ov=move || mark.with(|mark| mark.as_ref().map(|mark| mark.tone.css()))
            role="button"
            aria-label=spoken
            aria-pressed=move || selected.with(|state| state.selected).to_string()
            tabindex=move || if reachable.with(|state| state.reachable) { "0" } else { "-1" }
            title=move || face.with(|face| (face.name != face.full_name).then(|| face.full_name.clone()))
            on:focus=move |event| focused(editor, &focus_id, &event)
            on:blur=move |_| editor.focused.set(None)
        >
            {move || face.with(shape)}
            {move || if renaming.get() { view! { <RenameField id=rename_id.clone()/> }.into_any() } else { face.with(words).into_any() }}
            {move || badge.get().map(badge_mark)}
            {move || mark.with(|mark| mark.as_ref().and_then(pill))}
        </div>
    })
}

fn focused(editor: Editor, id: &ElementId, event: &ev::FocusEvent) {
    editor.make_reachable(id);
    let card = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    // By the pointer it is not shown: the pointer shows for itself where it is.
    let by_keyboard = card.is_some_and(|card| card.matches(":focus-visible").unwrap_or_default());
    editor.focused.set(by_keyboard.then(|| id.clone()));
}

/// The outline and what tells kinds apart.
fn shape(face: &PartView) -> impl IntoView + use<> {
    let (w, h) = (f64::from(face.rect.width), f64::from(face.rect.height));
    let back = (face.kind == ElementKind::Worker)
        .then(|| view! { <path class="nd-shape nd-back" d=rounded(outline::SHEET, outline::SHEET, w, h, outline::RADIUS)></path> });
    let detail = details(face.kind, w, h, face.cache).into_iter().map(|(stroke, d)| {
        let class = match stroke {
            Stroke::Lid => "nd-lid",
            Stroke::Line => "nd-line",
            Stroke::Dashed => "nd-line nd-line--dash",
            Stroke::Dot => "nd-dot",
        };
        view! { <path class=class d=d></path> }
    });
    view! {
        <svg class="nd__s" width=w height=h aria-hidden="true">
            {back}
            <path class="nd-shape" d=outline::outline(face.kind, w, h, 0.0)></path>
            {detail.collect_view()}
            <path class="nd-ring" d=outline::outline(face.kind, w, h, 4.0)></path>
        </svg>
    }
}

/// Icon, name and second line; the modules of a monolith; the text of a note.
fn words(face: &PartView) -> impl IntoView + use<> {
    if face.kind == ElementKind::Note {
        return view! { <p class="nd__note">{face.text.clone()}</p> }.into_any();
    }
    // A name that was cut is drawn by the style sheet, so that what can be read is always a part of what is spoken.
    let is_cut = face.name != face.full_name;
    let (cut, whole) = (is_cut.then(|| face.name.clone()), (!is_cut).then(|| face.name.clone()));
    let modules = (!face.modules.is_empty()).then(|| {
        let all = face.modules.iter().map(|name| view! { " " <span>{name.clone()}</span> }).collect_view();
        view! { <span class="nd__m">{all}</span> }
    });
    view! {
        <span class="nd__c">
            <span class="nd__i">
                <Icon name=face.icon/>
            </span>
            <span class="nd__w">
                <span class="nd__t" data-cut=cut>{whole}</span>
                " "
                <span class="nd__l">{face.caption.clone()}</span>
            </span>
            {(face.kind == ElementKind::External).then(|| view! { <Icon name="arrow-up-right" class="nd__x"/> })}
            {face.pinned.then(|| view! { <Icon name="lock" class="nd__p"/> })}
        </span>
        {modules}
    }
    .into_any()
}

/// What an overlay says of the part, on its edge.
fn pill(mark: &PartMark) -> Option<impl IntoView + use<>> {
    let pill = mark.pill.as_ref()?;
    let icon = pill.icon.map(|name| view! { <Icon name=name/> });
    let bar = pill.percent.map(|percent| {
        let width = percent.clamp(2.0, 100.0);
        view! {
            <svg class="ovp__b" width="48" height="5" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="ovp__t" width="100" height="10"></rect>
                <rect class="ovp__f" width=width height="10"></rect>
            </svg>
        }
    });
    let class = format!("ovp ovp--{}{}", pill.tone.css(), if pill.percent.is_some() { " ovp--bar" } else { "" });
    Some(view! { <span class=class aria-hidden="true">{icon} {bar} {pill.text.clone()}</span> })
}

/// A severity mark in its own small picture.
pub fn badge_mark(severity: Severity) -> impl IntoView {
    let mark = mark(severity);
    view! {
        <svg class=format!("bdg bdg--{}", mark.class) width="24" height="24" viewBox="-12 -12 24 24" aria-hidden="true">
            <path class="bdg-s" d=mark.shape></path>
            <path class="bdg-g" d=mark.stem></path>
            <circle class="bdg-d" cx="0" cy=mark.dot r="1.2"></circle>
        </svg>
    }
}

/// The name, being written.
#[component]
fn RenameField(id: ElementId) -> impl IntoView {
    let editor = Editor::expect();
    let (value, is_note) = editor.with_design(|design| match design.elements.get(&id) {
        Some(element) if element.kind == ElementKind::Note => (element.description.clone(), true),
        _ => (design.display_name(&id).to_owned(), false),
    });
    let finish = {
        let id = id.clone();
        move |event: &web_sys::Event| {
            let Some(target) = event.target() else { return };
            let text = match target.dyn_ref::<web_sys::HtmlTextAreaElement>() {
                Some(area) => area.value(),
                None => target.dyn_ref::<web_sys::HtmlInputElement>().map(web_sys::HtmlInputElement::value).unwrap_or_default(),
            };
            // Losing the focus after Enter must not rename twice.
            if editor.renaming.get_untracked().as_ref() == Some(&id) {
                editor.rename(&id, &text);
            }
        }
    };
    let on_key = {
        let finish = finish.clone();
        move |event: ev::KeyboardEvent| {
            event.stop_propagation();
            match event.key().as_str() {
                "Enter" if !event.shift_key() => {
                    event.prevent_default();
                    finish(&event);
                }
                "Escape" => {
                    editor.renaming.set(None);
                    editor.focus_part(&id);
                }
                _ => {}
            }
        }
    };
    Effect::new(move |_| crate::alive::next_frame(select_name));
    let blur = move |event: ev::FocusEvent| finish(&event);
    if is_note {
        view! { <textarea id="rename" class="nd__e nd__e--n" aria-label="Text of the note" maxlength="2000" on:keydown=on_key on:blur=blur prop:value=value></textarea> }.into_any()
    } else {
        view! { <input id="rename" class="nd__e" aria-label="Name" maxlength="60" autocomplete="off" on:keydown=on_key on:blur=blur prop:value=value/> }.into_any()
    }
}

/// Everything that stands in the field is selected, so that typing replaces it. Runs once the field has its value.
fn select_name() {
    let field = document().get_element_by_id("rename");
    if let Some(input) = field.as_ref().and_then(|field| field.dyn_ref::<web_sys::HtmlInputElement>()) {
        let _ = input.focus();
        input.select();
    } else if let Some(area) = field.as_ref().and_then(|field| field.dyn_ref::<web_sys::HtmlTextAreaElement>()) {
        let _ = area.focus();
        area.select();
    }
}
