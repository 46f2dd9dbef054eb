//! The keyboard of the studio: commands by key, and the keys that move between parts. Single letters count only while the canvas
//! has the focus.

use crate::{
    commands,
    state::{
        editor::{Editor, Float, Overlay, part_dom_id},
        selection::Selection,
    },
};
use canvas::{gesture::Event, route::Side};
use domain::{ids::ElementId, layout::GRID};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Listens while the page is open.
pub fn listen(editor: Editor) {
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            if editor.is_alive() {
                pressed(editor, &event);
            }
        });
        on_cleanup(move || keys.remove());
    });
}

/// A key as commands write it: `Ctrl+Shift+Z`, `S`, `?`, `Shift+1`.
fn name_of(event: &KeyboardEvent) -> String {
    let key = event.key();
    let mut chars = key.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let mut name = String::new();
    if event.ctrl_key() || event.meta_key() {
        name.push_str("Ctrl+");
    }
    let digit = event.code().strip_prefix("Digit").map(str::to_owned);
    match (single, digit) {
        (Some(_), Some(digit)) if event.shift_key() => name.push_str(&format!("Shift+{digit}")),
        (Some(c), _) if c.is_alphabetic() => {
            if event.shift_key() {
                name.push_str("Shift+");
            }
            name.extend(c.to_uppercase());
        }
        _ => name.push_str(&key),
    }
    name
}

fn pressed(editor: Editor, event: &KeyboardEvent) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let inside = |selector: &str| target.closest(selector).ok().flatten().is_some();
    let name = name_of(event);
    let typing = inside("input:not([type=checkbox]),textarea,select");
    // A dialog that lost its focus to the page still owns the keys.
    let dialog_is_open =
        || target.owner_document().is_some_and(|document| document.query_selector("dialog[open]").ok().flatten().is_some());
    if inside("dialog") || inside("[popover]") || dialog_is_open() {
        return;
    }
    if typing {
        if matches!(name.as_str(), "Ctrl+K" | "Ctrl+S") {
            run(editor, event, &name, None);
        }
        return;
    }
    let on_canvas = inside("#main") || target.tag_name() == "BODY";
    if name == "Escape" {
        return escape(editor, event);
    }
    if event.default_prevented() {
        return;
    }
    let part = part_named_by(&target, "data-part");
    if on_canvas && moves(editor, event, &name, part.as_ref()) {
        return event.prevent_default();
    }
    if event.alt_key() {
        return;
    }
    // On a button of a panel Enter and Delete belong to the button.
    if name.starts_with("Ctrl+") || (on_canvas && !(name == "Enter" && inside("button"))) {
        // A line of the outline stands for its part.
        run(editor, event, &name, part.or_else(|| part_named_by(&target, "data-about")).as_ref());
    }
}

fn part_named_by(element: &Element, attribute: &str) -> Option<ElementId> {
    let named = element.closest(&format!("[{attribute}]")).ok()??;
    ElementId::new(named.get_attribute(attribute)?).ok()
}

/// Runs the command of a key. What has the focus is what it acts on: a focused part that is not among the selected ones takes
/// their place.
fn run(editor: Editor, event: &KeyboardEvent, name: &str, focused: Option<&ElementId>) {
    let Some(command) = commands::of_key(name) else { return };
    event.prevent_default();
    if let Some(part) = focused
        && command.acts_on_selection()
        && !editor.selection.with_untracked(|selection| selection.parts.contains(part))
    {
        editor.select(Selection::part(part.clone()));
    }
    if untrack(|| (command.enabled)(&editor)) {
        (command.run)(&editor);
    }
}

/// Keys that move focus, parts or blocks. Says whether the key was one of them.
fn moves(editor: Editor, event: &KeyboardEvent, name: &str, part: Option<&ElementId>) -> bool {
    if let Some(block) = editor.placing.get_untracked()
        && name == "Enter"
    {
        editor.add(&block, None);
        return true;
    }
    let direction = match event.key().as_str() {
        "ArrowUp" => Some((Side::Top, 0, -1)),
        "ArrowDown" => Some((Side::Bottom, 0, 1)),
        "ArrowLeft" => Some((Side::Left, -1, 0)),
        "ArrowRight" => Some((Side::Right, 1, 0)),
        _ => None,
    };
    if let Some((side, dx, dy)) = direction {
        if event.ctrl_key() || event.meta_key() {
            let step = if event.shift_key() { 1 } else { GRID };
            if let Some(part) = part
                && !editor.selection.with_untracked(|selection| selection.parts.contains(part))
            {
                editor.select(Selection::part(part.clone()));
            }
            if editor.can_edit() {
                editor.nudge(dx * step, dy * step);
            }
            return true;
        }
        if let Some(next) = part.and_then(|part| editor.nearest(part, side)) {
            go_to(editor, &next);
            return true;
        }
        return part.is_some();
    }
    match (name, part) {
        ("Tab", Some(part)) => {
            let order = editor.reading_order();
            let at = order.iter().position(|id| id == part);
            let next =
                at.and_then(|at| if event.shift_key() { at.checked_sub(1) } else { Some(at + 1) }).and_then(|at| order.get(at).cloned());
            // At either end Tab leaves the canvas.
            next.is_some_and(|next| {
                go_to(editor, &next);
                true
            })
        }
        (" ", Some(part)) => {
            let mut selection = if event.shift_key() { editor.selection.get_untracked() } else { Selection::default() };
            selection.toggle_part(part.clone());
            editor.select(selection);
            true
        }
        ("Enter", Some(part)) => {
            editor.select(Selection::part(part.clone()));
            editor.show_inspector();
            true
        }
        ("F10", Some(part)) if event.shift_key() => menu_at(editor, part),
        ("ContextMenu", Some(part)) => menu_at(editor, part),
        _ => false,
    }
}

fn menu_at(editor: Editor, part: &ElementId) -> bool {
    if let Some(rect) = editor.rect(part) {
        let at = editor.view.get_untracked().screen_from_world(f64::from(rect.x + 24), f64::from(rect.bottom()));
        editor.open_menu(canvas::gesture::Target::Part(part.clone()), at);
    }
    true
}

fn go_to(editor: Editor, part: &ElementId) {
    editor.make_reachable(part);
    editor.reveal(part);
    crate::browser::focus(&part_dom_id(part));
}

/// One step out at a time.
fn escape(editor: Editor, event: &KeyboardEvent) {
    event.prevent_default();
    if !editor.is_idle() {
        editor.pointer(Event::Cancel);
    } else if editor.placing.with_untracked(Option::is_some) {
        editor.placing.set(None);
    } else if let Some(float) = editor.float.get_untracked() {
        editor.float.set(None);
        if let Float::ConnectTo { from, .. } = float {
            editor.focus_part(&from);
        }
    } else if editor.drawn.with_untracked(Option::is_some) {
        editor.stop_drawing();
    } else if editor.tool.get_untracked() != Default::default() {
        editor.use_tool(Default::default());
    } else if editor.selection.with_untracked(Selection::is_empty) && editor.overlay.get_untracked() != Overlay::Plan {
        editor.show_overlay(Overlay::Plan);
    } else {
        editor.select(Selection::default());
    }
}

/// Moves the focus among the elements of a selector.
pub fn move_focus(selector: &str, step: i32) {
    let Ok(found) = document().query_selector_all(selector) else { return };
    let all: Vec<HtmlElement> = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let at = all.iter().position(|element| active.as_ref().is_some_and(|active| active.is_same_node(Some(element)))).unwrap_or(0) as i32;
    if let Some(next) = all.get((at + step).rem_euclid(all.len().max(1) as i32) as usize) {
        let _ = next.focus();
    }
}
