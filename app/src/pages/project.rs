//! The frame around every page of a project: loads it once, shows the bar, and keeps the open project while the person walks
//! from stage to stage.

use crate::{
    api::{self, ApiError},
    components::{
        bar::{ProjectBar, SiteBar},
        page_state::{Failure, Loading},
    },
    pages::{
        export::first::{self, FirstBundle},
        lazy,
    },
    state::ProjectState,
};
use domain::protocol::Project;
use leptos::{either::Either, ev, prelude::*, task::spawn_local};
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::{use_location, use_params_map, use_query_map},
};
use std::time::Duration;

/// How long a page has for itself before the code of the others is fetched.
const QUIET: Duration = Duration::from_secs(2);

/// Loads the project named in the address.
#[component]
pub fn ProjectFrame() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let path = use_location().pathname;
    let query = use_query_map();
    // One resource for all that the first page of a visit needs: resources inside of a suspended view are not found again
    // when the page comes alive.
    let opened = Resource::new(
        move || id.get(),
        move |id| {
            let exports = path.with_untracked(|path| path.ends_with("/export"));
            let file = query.with_untracked(|query| query.get("file"));
            async move {
                let project = api::project(id.clone()).await?;
                let bundle = if exports { Some(first::load(id, project.revision, file).await) } else { None };
                Ok::<_, ApiError>((project, bundle))
            }
        },
    );
    let retry = Callback::new(move |()| opened.refetch());
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                match opened.await {
                    Ok((project, bundle)) => Either::Left(view! { <OpenProject project bundle/> }),
                    Err(error) => {
                        Either::Right(
                            view! {
                                <SiteBar/>
                                <main id="main">
                                    <Failure what="This design" error retry/>
                                </main>
                            },
                        )
                    }
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn OpenProject(project: Project, bundle: Option<Result<FirstBundle, ApiError>>) -> impl IntoView {
    let state = ProjectState::new(project);
    provide_context(state);
    provide_context(bundle);
    let path = use_location().pathname;
    Effect::new(move |_| {
        state.resume();
        set_timeout(|| spawn_local(lazy::fetch_all()), QUIET);
        let online = window_event_listener(ev::online, move |_| state.retry());
        // The studio has these keys among its commands.
        let keys = window_event_listener(ev::keydown, move |event| {
            let typing = event_target_is_text(&event);
            let elsewhere = path.with_untracked(|path| !path.ends_with("/studio"));
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
    on_cleanup(move || state.flush());
    view! {
        <ProjectBar/>
        <Outlet/>
    }
    .into_any()
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
pub fn ProjectIndex() -> impl IntoView {
    let state = ProjectState::expect();
    let stage =
        state.design().with_untracked(|design| if design.elements.is_empty() && !design.brief.is_empty() { "discovery" } else { "studio" });
    view! { <Redirect path=format!("/p/{}/{stage}", state.id())/> }.into_any()
}
