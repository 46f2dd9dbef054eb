//! The frame around every page of a project: loads it once, shows the bar, and keeps the open project while the person walks
//! from stage to stage.

use crate::{
    alive::{self, Alive},
    answers::Loaded,
    api::{self, ApiError},
    components::{
        bar::{ProjectBar, SiteBar},
        page_state::{Failure, Loading},
    },
    navigation::Navigator,
    pages::lazy,
    place::{Place, Stage},
    shell::set_moved,
    state::ProjectState,
};
use domain::protocol::Project;
use leptos::{ev, prelude::*};
use std::{sync::Arc, time::Duration};

/// How long a page has for itself before the code of the others is fetched.
const QUIET: Duration = Duration::from_secs(2);

/// Loads a project.
#[component]
pub fn ProjectFrame(id: String) -> impl IntoView {
    let stage = match Navigator::expect().place().get_untracked() {
        Place::Project { stage, .. } => stage,
        _ => None,
    };
    let loaded = Loaded::<Project>::get(api::project_path_for(&id, stage));
    move || match loaded.answer() {
        None => Loading().into_any(),
        Some(Ok(project)) => view! { <OpenProject project/> }.into_any(),
        Some(Err(error)) => view! { <NoProject error loaded/> }.into_any(),
    }
}

#[component]
fn NoProject(error: ApiError, loaded: Loaded<Project>) -> impl IntoView {
    view! {
        <SiteBar/>
        <main id="main">
            <Failure what="This design" error retry=Callback::new(move |()| loaded.again())/>
        </main>
    }
    .into_any()
}

#[component]
fn OpenProject(project: Arc<Project>) -> impl IntoView {
    let state = ProjectState::open(Arc::unwrap_or_clone(project));
    provide_context(state);
    let navigator = Navigator::expect();
    // The stage of this project; the last one, while the address already names another page.
    let id = state.id();
    let stage = Memo::new(move |before: Option<&Option<Stage>>| match navigator.place().get() {
        Place::Project { id: shown, stage } if shown == id => stage,
        _ => before.copied().flatten(),
    });
    let alive = Alive::here();
    Effect::new(move |_| {
        state.resume(alive);
        state.watch(alive);
        alive.after(QUIET, || alive::go_on(lazy::fetch_all()));
        let online = window_event_listener(ev::online, move |_| state.retry());
        // The studio has these keys among its commands.
        let keys = window_event_listener(ev::keydown, move |event| {
            let typing = event_target_is_text(&event);
            let elsewhere = stage.get_untracked() != Some(Stage::Studio);
            if elsewhere && !typing && (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("z") {
                event.prevent_default();
                if event.shift_key() { state.redo() } else { state.undo() }
            }
        });
        on_cleanup(move || {
            online.remove();
            keys.remove();
        });
    });
    view! {
        <ProjectBar/>
        <For each=move || [stage.get()] key=|stage| *stage children=stage_or_index/>
    }
    .into_any()
}

fn stage_or_index(stage: Option<Stage>) -> AnyView {
    stage.map_or_else(|| ProjectIndex().into_any(), lazy::stage)
}

/// In a text field the browser's own undo comes first.
fn event_target_is_text(event: &ev::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;
    let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return false };
    match element.tag_name().as_str() {
        "TEXTAREA" => true,
        "INPUT" => !matches!(element.get_attribute("type").as_deref(), Some("radio" | "checkbox")),
        _ => false,
    }
}

/// The project's own address: the studio when there is something to see, the questions otherwise.
#[component]
fn ProjectIndex() -> impl IntoView {
    let state = ProjectState::expect();
    let stage = state
        .design()
        .with_untracked(|design| if design.elements.is_empty() && !design.brief.is_empty() { Stage::Discovery } else { Stage::Studio });
    let address = format!("/p/{}/{}", state.id(), stage.slug());
    set_moved(&address);
    let navigator = Navigator::expect();
    Effect::new(move |_| navigator.replace(&address));
    Loading()
}
