//! A secret link: made on a press, shown once, copied. The server keeps only its hash.

use super::{Icon, toast::Toasts};
use crate::{alive::Alive, api::ApiError, browser};
use leptos::prelude::*;

/// A link that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Names it, where it can be taken back by itself.
    pub id: Option<String>,
    pub path: String,
}

impl Made {
    fn address(&self) -> String {
        format!("{}{}", browser::origin(), self.path)
    }
}

/// What the link is for, the button that makes it, and the link once there is one.
#[component]
pub fn LinkMaker<A, F>(
    icon: &'static str,
    title: &'static str,
    text: &'static str,
    /// Asks the server for a new link.
    ask: A,
    /// The link that is shown. Whoever takes it back takes it from here.
    #[prop(optional)]
    shown: RwSignal<Option<Made>>,
) -> impl IntoView
where
    A: Fn() -> F + Copy + 'static,
    F: Future<Output = Result<Made, ApiError>> + 'static,
{
    let toasts: Toasts = expect_context();
    let busy = RwSignal::new(false);
    let alive = Alive::here();
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        alive.spawn(async move {
            let answer = ask().await;
            busy.set(false);
            match answer {
                Ok(made) => shown.set(Some(made)),
                Err(error) => toasts.error(format!("The link could not be made. {error}")),
            }
        });
    };
    let copy = move |_| {
        if let Some(made) = shown.get_untracked() {
            browser::copy(&made.address());
            toasts.say("The link is on the clipboard.");
        }
    };
    let address = move || {
        shown.get().map(|made| {
            view! {
                <div class="lnk__u">
                    <code tabindex="0">{made.address()}</code>
                    <button type="button" class="btn btn--sm" on:click=copy>
                        <Icon name="copy"/>
                        "Copy"
                    </button>
                </div>
            }
        })
    };
    view! {
        <div class="lnk">
            <div class="lnk__t">
                <span class="tile k-acc">
                    <Icon name=icon/>
                </span>
                <div>
                    <strong>{title}</strong>
                    <p class="faint">{text}</p>
                </div>
                // Disabling it would throw the focus out of the dialog.
                <button type="button" class="btn" aria-disabled=move || busy.get().to_string() on:click=make>
                    {move || if shown.with(Option::is_some) { "Make another" } else { "Make a link" }}
                </button>
            </div>
            <div aria-live="polite">{address}</div>
        </div>
    }
    .into_any()
}
