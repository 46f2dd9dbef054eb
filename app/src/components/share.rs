//! Sharing: links that can edit or view. The server keeps only their hashes, so each is shown once.

use super::{Icon, dialog::Dialog, link_maker::LinkMaker, recovery::RecoveryLinkMaker};
use crate::{api, state::ProjectState};
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
    let state = ProjectState::expect();
    let ask = move |role| async move { api::create_share(state.id(), role).await.map(|share| share.path) };
    let (view, edit) = (move || ask(Role::View), move || ask(Role::Edit));
    view! {
        <Dialog open id="share-h" title="Share this design" class="dlg dlg--share">
            <LinkMaker icon="link-2" title="A link to look" text="Opens the design without changing it. No account needed." ask=view/>
            <LinkMaker icon="pencil" title="A link to work together" text="Whoever opens it can change the design. No account needed." ask=edit/>
            <RecoveryLinkMaker/>
            <p class="dlg__f faint">"Each link is shown once. Whoever has it has access, so send it as you would send a password."</p>
        </Dialog>
    }
    .into_any()
}
