//! Modal dialogs on the browser's own `dialog` element: focus stays inside, Escape closes.

use super::Icon;
use leptos::{html, prelude::*};

/// A dialog with a head. Shown while `open` is true; closing it by any way sets `open` to false.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    /// Id of the head, unique on the page.
    id: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(default = "dlg")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                // Fails only when the element left the document.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog node_ref=element class=class aria-labelledby=id on:close=move |_| open.set(false)>
            <div class="dlg__h">
                <h2 id=id>{move || title.get()}</h2>
                <button type="button" class="btn btn--icon" aria-label="Close" on:click=move |_| open.set(false)>
                    <Icon name="x"/>
                </button>
            </div>
            {children()}
        </dialog>
    }
    .into_any()
}
