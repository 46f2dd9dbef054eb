//! Export: what the bundle holds, every file as the zip has it, and the download.

mod artefacts;
mod compare;
mod download;
pub mod first;
mod highlight;
mod preview;
mod tree;
mod tree_view;

use crate::{
    alive::Alive,
    api::{self, ApiError, Wanted},
    components::{
        Title,
        page_state::{Failure, Loading},
        toast::Toasts,
    },
    navigation::Navigator,
    state::{ProjectState, SaveState},
};
use artefacts::Artefacts;
use domain::protocol::{BundleListing, FileText};
use download::Download;
use first::FirstBundle;
use leptos::prelude::*;
use preview::Preview;
use std::collections::BTreeSet;
use tree_view::FileTree;

/// What a bundle is made of: a saved revision, and what is wanted of it.
type Version = (u64, Wanted);

/// What every piece of the page works with.
#[derive(Clone, Copy)]
struct Export {
    state: ProjectState,
    /// Slugs of the artefacts somebody chose; the ones that fit the design while nobody has.
    chosen: RwSignal<Option<BTreeSet<String>>>,
    /// The earlier revision that the files are compared with.
    since: RwSignal<Option<u64>>,
    /// The last listing that came.
    listing: RwSignal<Option<BundleListing>>,
    /// What that listing is of.
    listed: RwSignal<Version>,
    /// Path of the file somebody chose.
    file: RwSignal<Option<String>>,
    /// The file that is shown.
    text: RwSignal<Option<FileText>>,
}

impl Export {
    /// The chosen artefacts as the API takes them.
    fn targets(&self) -> Option<Vec<String>> {
        self.chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.iter().cloned().collect()))
    }
    /// Changes when the bundle may have changed: another choice, another saved revision.
    fn version(&self) -> Version {
        (self.state.revision().get(), Wanted { targets: self.targets(), since: self.since.get() })
    }
    /// Nothing that runs is drawn.
    fn starts_nothing(&self) -> bool {
        self.state.design().with(|design| !design.elements.values().any(|element| element.kind.is_deployed()))
    }
    /// The file to show.
    fn shown_file(&self) -> Option<String> {
        self.listing.with(|listing| first::file_to_show(listing.as_ref()?, self.file.get().as_deref()))
    }
}

/// The bundle of a project.
#[component]
pub fn ExportPage() -> impl IntoView {
    let state = ProjectState::expect();
    let asked = StoredValue::new(Navigator::expect().asked_now("file"));
    let export = Export {
        state,
        chosen: RwSignal::new(None),
        listing: RwSignal::new(None),
        since: RwSignal::new(None),
        listed: RwSignal::new((state.revision().get_untracked(), Wanted::default())),
        file: RwSignal::new(asked.get_value()),
        text: RwSignal::new(None),
    };
    let (design, alive) = (state.design(), Alive::here());
    // Nothing, an answer, or why there is none.
    let loaded = RwSignal::new(None::<Result<(), ApiError>>);
    let take = move |first: Result<FirstBundle, ApiError>| {
        let outcome = first.map(|first| {
            export.listed.set((first.revision, Wanted::default()));
            export.text.set(first.text);
            export.listing.set(Some(first.listing));
        });
        loaded.set(Some(outcome));
    };
    let fetch = move || {
        let wanted = asked.get_value();
        alive.spawn(async move { take(first::load(state.id(), state.revision().get_untracked(), wanted).await) });
    };
    // The files are those of the saved design: what is drawn now has to be saved first.
    let waits = RwSignal::new(false);
    Effect::new(move |_| {
        let before = state.revision().get_untracked();
        if !state.draw_proposal() {
            return;
        }
        waits.set(true);
        loaded.set(None);
        state.flush();
        Effect::new(move |_| {
            let (saved, fails) =
                (state.revision().get() != before, !matches!(state.save_state().get(), SaveState::Saving | SaveState::Saved));
            if waits.get_untracked() && (saved || fails) {
                waits.set(false);
                fetch();
            }
        });
    });
    match first::given(&state.id(), state.revision().get_untracked(), asked.get_value().as_deref()) {
        Some(first) => take(first),
        None => {
            Effect::new(move |_| {
                if !waits.get_untracked() {
                    fetch();
                }
            });
        }
    }
    let retry = Callback::new(move |()| {
        loaded.set(None);
        fetch();
    });
    keep_up_to_date(export);
    let shown = move || match loaded.get() {
        None => view! {
            <main id="main">
                <Loading/>
            </main>
        }
        .into_any(),
        Some(Ok(())) => view! { <Bundle export/> }.into_any(),
        Some(Err(error)) => view! { <NoBundle error retry/> }.into_any(),
    };
    view! {
        <Title text=Signal::derive(move || design.with(|design| format!("Export: {} · Groundplan", design.name)))/>
        {shown}
    }
    .into_any()
}

/// Asks again when another choice or another saved revision changes the bundle. The page stays as it is meanwhile.
fn keep_up_to_date(export: Export) {
    let toasts: Toasts = expect_context();
    let alive = Alive::here();
    Effect::new(move |before: Option<Version>| {
        let version = export.version();
        if before.is_some_and(|before| before != version) {
            let asked = version.clone();
            alive.spawn(async move {
                let answer = api::files(export.state.id(), &asked.1).await;
                // A slow answer must not replace a newer one.
                if untrack(|| export.version()) != asked {
                    return;
                }
                match answer {
                    Ok(listing) => {
                        export.listed.set(asked);
                        export.listing.set(Some(listing));
                    }
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
