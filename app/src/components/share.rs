//! Sharing: links that can edit or view. The server keeps only their hashes, so each is shown once.

use super::{Icon, dialog::Dialog, toast::Toasts};
use crate::{
    alive::Alive,
    api::{self, ApiError},
    browser,
    state::ProjectState,
};
use domain::protocol::Role;
use leptos::prelude::*;

/// Opens the dialog.
#[component]
pub fn ShareButton(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button class="btn" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            <Icon name="share-2"/>
            <span class="bar__word">"Share"</span>
        </button>
    }
    .into_any()
}

/// Makes and shows links.
#[component]
pub fn ShareDialog(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open id="share-h" title="Share this design" class="dlg dlg--share">
            <RoleLink role=Role::View title="A link to look" text="Opens the design without changing it. No account needed."/>
            <RoleLink role=Role::Edit title="A link to work together" text="Whoever opens it can change the design. No account needed."/>
            <p class="dlg__f faint">"Each link is shown once. Whoever has it has access, so send it as you would send a password."</p>
        </Dialog>
    }
    .into_any()
}

#[component]
fn RoleLink(role: Role, title: &'static str, text: &'static str) -> impl IntoView {
    let state = ProjectState::expect();
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
            let answer = api::create_share(state.id(), role).await;
            busy.set(false);
            match answer {
                Ok(share) => link.set(Some(format!("{}{}", browser::origin(), share.path))),
                Err(error) => toasts.error(why(&error)),
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
                    <Icon name=if role == Role::Edit { "pencil" } else { "link-2" }/>
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

fn why(error: &ApiError) -> String {
    format!("The link could not be made. {error}")
}
