//! A secret link: made on a press, shown once, copied. The server keeps only its hash.

use super::{Icon, toast::Toasts};
use crate::{alive::Alive, api::ApiError, browser};
use leptos::prelude::*;

/// What the link is for, the button that makes it, and the link once there is one.
#[component]
pub fn LinkMaker<A, F>(
    icon: &'static str,
    title: &'static str,
    text: &'static str,
    /// Asks the server for a new link; answers its path.
    ask: A,
    /// Hears of every link that was made.
    #[prop(optional, into)]
    made: Option<Callback<()>>,
) -> impl IntoView
where
    A: Fn() -> F + Copy + 'static,
    F: Future<Output = Result<String, ApiError>> + 'static,
{
    let toasts: Toasts = expect_context();
    let link = RwSignal::new(None::<String>);
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
                Ok(path) => {
                    link.set(Some(format!("{}{path}", browser::origin())));
                    if let Some(made) = made {
                        made.run(());
                    }
                }
                Err(error) => toasts.error(format!("The link could not be made. {error}")),
            }
        });
    };
    let copy = move |_| {
        if let Some(link) = link.get() {
            browser::copy(&link);
            toasts.say("The link is on the clipboard.");
        }
    };
    let address = move || {
        link.get().map(|link| {
            view! {
                <div class="lnk__u">
                    <code tabindex="0">{link}</code>
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
                    {move || if link.with(Option::is_some) { "Make another" } else { "Make a link" }}
                </button>
            </div>
            <div aria-live="polite">{address}</div>
        </div>
    }
    .into_any()
}
