//! A name for the version that is saved now, so that it is found again and kept for good.

use super::toast::Toasts;
use crate::{
    alive::Alive,
    api,
    state::{ProjectState, SaveState},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

/// Names a version, or takes its name back, and says how that went.
pub async fn name_version(state: ProjectState, toasts: Toasts, revision: u64, name: String) -> bool {
    let answer = api::name_revision(state.id(), revision, name.clone()).await;
    match &answer {
        Ok(()) if name.is_empty() => toasts.say(format!("r{revision} has no name any more.")),
        Ok(()) => toasts.say(format!("r{revision} is “{name}” now, and is kept for good.")),
        Err(error) => toasts.error(format!("The version could not be named. {error}")),
    }
    answer.is_ok()
}

/// The form in the project's menu.
#[component]
pub fn VersionNameForm() -> impl IntoView {
    let state = ProjectState::expect();
    let toasts: Toasts = expect_context();
    let input = NodeRef::<html::Input>::new();
    let (save, revision) = (state.save_state(), state.revision());
    let alive = Alive::here();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        let name = input.value().trim().to_owned();
        if name.is_empty() {
            return;
        }
        if save.get_untracked() != SaveState::Saved {
            toasts.error("Some changes are not saved yet. Name the version once they are.");
            return;
        }
        let n = revision.get_untracked();
        input.set_value("");
        alive.spawn(async move { _ = name_version(state, toasts, n, name).await });
    };
    view! {
        <form class="menu__f" on:submit=submit>
            <label class="lbl" for="version-name">"Name this version"</label>
            <input node_ref=input class="field" id="version-name" maxlength="120" autocomplete="off" placeholder="Before the split" disabled=!state.can_edit()/>
            <button class="btn" disabled=!state.can_edit() popovertarget="project-menu" popovertargetaction="hide">"Name it"</button>
        </form>
    }
    .into_any()
}
