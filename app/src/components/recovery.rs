//! The recovery link, where it matters: beside the list of designs and where designs are shared.

use super::{
    dialog::Dialog,
    link_maker::{LinkMaker, Made},
};
use crate::api;
use leptos::prelude::*;

/// Makes the link that brings this browser's designs into another one.
#[component]
pub fn RecoveryLinkMaker() -> impl IntoView {
    let ask = || async { api::create_recovery().await.map(|link| Made { id: None, path: link.path }) };
    let text = "Brings all your designs into another browser, or back into this one. For you alone: whoever opens it owns them as you do.";
    view! { <LinkMaker icon="lock" title="A recovery link" text ask/> }.into_any()
}

/// Says where the designs are kept, and offers the link.
#[component]
pub fn RecoveryDialog(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open id="recovery-h" title="Keep your designs" class="dlg dlg--share">
            <div class="dlg__b">
                <p>
                    "There are no accounts. This browser's cookie stands for you: without it nobody gets at your designs, you neither. Keep a recovery link where you keep passwords."
                </p>
            </div>
            <RecoveryLinkMaker/>
            <p class="dlg__f faint">"The link is shown once. A new one ends the one before; browsers that joined stay joined."</p>
        </Dialog>
    }
    .into_any()
}
