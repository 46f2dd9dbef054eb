//! Export: what the bundle holds, every file as the zip has it, and the download.

mod artefacts;
mod download;
mod highlight;
mod preview;
mod tree;
mod tree_view;

use crate::{
    api::{self, ApiError},
    components::{
        page_state::{Failure, Loading},
        toast::Toasts,
    },
    state::{ProjectState, SaveState},
};
use artefacts::Artefacts;
use domain::protocol::BundleListing;
use download::Download;
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use preview::Preview;
use std::collections::BTreeSet;
use tree_view::FileTree;

/// What every piece of the page works with.
#[derive(Clone, Copy)]
struct Export {
    state: ProjectState,
    /// Slugs of the artefacts somebody chose; the ones that fit the design while nobody has.
    chosen: RwSignal<Option<BTreeSet<String>>>,
    /// The last listing that came.
    listing: RwSignal<Option<BundleListing>>,
    /// Path of the file that is shown.
    file: RwSignal<Option<String>>,
}

impl Export {
    /// The chosen artefacts as the API takes them.
    fn targets(&self) -> Option<Vec<String>> {
        self.chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.iter().cloned().collect()))
    }
    /// Changes when the bundle may have changed: another choice, another saved revision.
    fn version(&self) -> (u64, Option<Vec<String>>) {
        (self.state.revision().get(), self.targets())
    }
    /// The file to show: the one chosen if it is still there, else the one most people look for first.
    fn shown_file(&self) -> Option<String> {
        self.listing.with(|listing| {
            let files = &listing.as_ref()?.files;
            let wanted = self.file.get();
            let there = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.path.clone());
            wanted
                .and_then(|path| there(&path))
                .or_else(|| ["compose.yaml", "README.md"].iter().find_map(|path| there(path)))
                .or_else(|| files.first().map(|file| file.path.clone()))
        })
    }
}

/// The bundle of a project.
#[component]
pub fn ExportPage() -> impl IntoView {
    let state = ProjectState::expect();
    let asked = use_query_map().with_untracked(|query| query.get("file"));
    let export = Export { state, chosen: RwSignal::new(None), listing: RwSignal::new(None), file: RwSignal::new(asked) };
    let design = state.design();
    let first = Resource::new(|| (), move |()| api::files(state.id(), None));
    let retry = Callback::new(move |()| first.refetch());
    keep_up_to_date(export);
    view! {
        <Title text=move || design.with(|design| format!("Export: {} · Groundplan", design.name))/>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                match first.await {
                    Ok(listing) => {
                        export.listing.set(Some(listing));
                        view! { <Bundle export/> }.into_any()
                    }
                    Err(error) => view! { <NoBundle error retry/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// Asks again when another choice or another saved revision changes the bundle. The page stays as it is meanwhile.
fn keep_up_to_date(export: Export) {
    let toasts: Toasts = expect_context();
    Effect::new(move |before: Option<(u64, Option<Vec<String>>)>| {
        let version = export.version();
        if before.is_some_and(|before| before != version) {
            let asked = version.clone();
            spawn_local(async move {
                let answer = api::files(export.state.id(), asked.1.clone()).await;
                // A slow answer must not replace a newer one.
                if untrack(|| export.version()) != asked {
                    return;
                }
                match answer {
                    Ok(listing) => export.listing.set(Some(listing)),
                    Err(error) => toasts.error(format!("The files could not be counted. {error}")),
                }
            });
        }
        version
    });
}

#[component]
fn Bundle(export: Export) -> impl IntoView {
    let unsaved = move || {
        (export.state.can_edit() && export.state.save_state().get() != SaveState::Saved).then(|| {
            view! { <p class="exs" role="status">"The last changes are not saved yet. The files show the saved design."</p> }
        })
    };
    view! {
        <main id="main" class="app app--exp">
            <h1 class="vh">"Export"</h1>
            <Artefacts export/>
            <FileTree export/>
            <Preview export/>
            <Download export/>
        </main>
        {unsaved}
    }
    .into_any()
}

#[component]
fn NoBundle(error: ApiError, retry: Callback<()>) -> impl IntoView {
    view! {
        <main id="main">
            <Failure what="The bundle" error retry/>
        </main>
    }
    .into_any()
}
