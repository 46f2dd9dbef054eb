//! The minimap: the whole design and the part of it that is seen. Drawn anew after edits, not during a drag.

use crate::{components::miniature::MiniaturePicture, state::editor::Editor};
use canvas::miniature;
use leptos::{ev, html, prelude::*};

#[component]
pub fn Minimap(live: RwSignal<bool>) -> impl IntoView {
    let editor = Editor::expect();
    let button = NodeRef::<html::Button>::new();
    let held = StoredValue::new(false);
    let picture = Memo::new(move |_| {
        editor.version.track();
        editor.with_drawing(|drawing| miniature::of_scene(&drawing.scene, &drawing.routes))
    });
    let seen = move || {
        let (width, height) = editor.size.get();
        let seen = editor.view.with(|view| view.visible(width, height));
        let [x, y, w, h] = picture.with(|picture| picture.view);
        view! {
            <svg class="mini minimap__v" viewBox=format!("{x} {y} {} {}", w.max(1), h.max(1)) preserveAspectRatio="xMidYMid meet" aria-hidden="true">
                <rect class="mm-v" x=seen.x y=seen.y width=seen.width.max(1) height=seen.height.max(1) rx="16"></rect>
            </svg>
        }
    };
    let go = move |event: &ev::PointerEvent| {
        let Some(button) = button.get_untracked() else { return };
        let bounds = button.get_bounding_client_rect();
        let [x, y, w, h] = picture.with_untracked(|picture| picture.view);
        let (w, h) = (f64::from(w.max(1)), f64::from(h.max(1)));
        let scale = (bounds.width() / w).min(bounds.height() / h);
        let world_x = f64::from(x) + w / 2.0 + (f64::from(event.client_x()) - bounds.left() - bounds.width() / 2.0) / scale;
        let world_y = f64::from(y) + h / 2.0 + (f64::from(event.client_y()) - bounds.top() - bounds.height() / 2.0) / scale;
        let (width, height) = editor.size.get_untracked();
        editor.view.update(|view| {
            view.x = width / 2.0 - world_x * view.zoom;
            view.y = height / 2.0 - world_y * view.zoom;
        });
    };
    let press = move |event: ev::PointerEvent| {
        held.set_value(true);
        if let Some(button) = button.get_untracked() {
            let _ = button.set_pointer_capture(event.pointer_id());
        }
        go(&event);
    };
    view! {
        <div class="float minimap">
            <button
                node_ref=button
                type="button"
                class="minimap__b"
                aria-label="Minimap, drag to move the view"
                on:pointerdown=press
                on:pointermove=move |event| if held.get_value() { go(&event) }
                on:pointerup=move |_| held.set_value(false)
                on:pointercancel=move |_| held.set_value(false)
            >
                {move || {
                    live.get()
                        .then(|| {
                            view! {
                                <MiniaturePicture miniature=picture.get()/>
                                {seen}
                            }
                        })
                }}
            </button>
        </div>
    }
}
