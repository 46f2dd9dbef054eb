//! Choosing otherwise: asks for one sentence of reason, because the decision record will carry it.

use super::{Proposed, effective::choice_edit};
use crate::components::{dialog::Dialog, toast::Toasts};
use domain::design::limits::MAX_TEXT_CHARS;
use leptos::{ev::SubmitEvent, html, prelude::*};

/// Opens while somebody wishes another option.
#[component]
pub(super) fn OverrideDialog(proposed: Proposed) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let state = proposed.state;
    let wish = proposed.wish;
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if wish.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            wish.set(None);
        }
    });
    let wanted = move || {
        wish.get().map(|(record, slug)| {
            let name =
                |slug: &str| record.options.iter().find(|option| option.slug == slug).map_or(slug.to_owned(), |option| option.name.clone());
            (name(&slug), name(&record.proposed), record.subject.clone())
        })
    };
    let question = move || {
        wanted().map(|(wanted, proposed, subject)| {
            format!(
                "{subject}: {wanted} instead of {proposed}. Say why in a sentence; the decision record keeps it for whoever asks later."
            )
        })
    };
    let reason = NodeRef::<html::Input>::new();
    let missing = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = reason.get() else { return };
        let text = field.value().trim().to_owned();
        if text.is_empty() {
            missing.set(true);
            let _ = field.focus();
            return;
        }
        let Some((record, slug)) = wish.get_untracked() else { return };
        let edit = state.design().with_untracked(|design| choice_edit(design, &record.topic, &slug, Some(&text)));
        match edit {
            Ok(edit) => {
                state.dispatch(edit, format!("Overrode: {}", record.subject));
            }
            Err(error) => toasts.error(format!("That does not work: {error}.")),
        }
        field.set_value("");
        missing.set(false);
        open.set(false);
    };
    view! {
        <Dialog open id="override-h" title="Choose otherwise">
            <form class="dlg__b" on:submit=submit>
                <p id="override-q">{question}</p>
                <label class="lbl" for="override-reason">
                    "Reason"
                </label>
                <input
                    node_ref=reason
                    class="field field--lg"
                    id="override-reason"
                    maxlength=MAX_TEXT_CHARS.to_string()
                    autocomplete="off"
                    aria-describedby="override-q override-e"
                    aria-invalid=move || missing.get().to_string()
                />
                <p class="field__e" id="override-e" role="alert">
                    {move || missing.get().then_some("Say why in a sentence.")}
                </p>
                <div class="dlg__a">
                    <button type="button" class="btn" on:click=move |_| open.set(false)>
                        "Keep the proposal"
                    </button>
                    <button class="btn btn--primary">{move || wanted().map(|(wanted, _, _)| format!("Choose {wanted}"))}</button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}
