//! The pages whose code the browser fetches when it first needs it. A visit of home loads only what home needs;
//! `pack` cuts the module at the functions marked `wasm_split`. Only the cuts are here, the pages are in their modules.

use super::{
    discovery::DiscoveryPage,
    export::ExportPage,
    guide::GuidePage,
    history::HistoryPage,
    project::ProjectFrame,
    proposal::ProposalPage,
    recover::RecoverPage,
    rules::{RulePage, RulesPage},
    studio::StudioPage,
};
use crate::{
    api::ApiError,
    browser,
    components::{bar::SiteBar, page_state::Failure},
    place::{Place, Stage},
};
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use std::{
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll, Waker},
};

/// The code of a page did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part of the program could not be fetched")]
pub struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// One part of the module: the function to cut at, and how to see a page of it.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident, fetched by $fetch:ident: $pages:ident { $($page:ident $(($($field:ident: $kind:ty),*))? => $view:expr),* }) => {
        enum $pages {
            $($page $(($($kind),*))?),*
        }

        $(#[$doc])*
        #[wasm_split($part, wasm_split_path = leptos::wasm_split, preload($fetch), fallible)]
        fn $part(page: $pages) -> Result<AnyView, NotFetched> {
            Ok(match page {
                $($pages::$page $(($($field),*))? => $view.into_any()),*
            })
        }
    };
}

part!(
    /// What there is to read beside the designs.
    reading, fetched by fetch_reading: ReadingPage {
        Guide => GuidePage(),
        Recover => RecoverPage(),
        Rules => RulesPage(),
        Rule(code: String) => view! { <RulePage code/> }
    }
);
part!(
    /// The open project, around every page below.
    project, fetched by fetch_project: ProjectPart { Frame(id: String) => view! { <ProjectFrame id/> } }
);
part!(
    /// Questions and the proposal.
    planning, fetched by fetch_planning: PlanningPage { Discovery => DiscoveryPage(), Proposal => ProposalPage() }
);
part!(
    /// The diagram, its files and its versions.
    drawing, fetched by fetch_drawing: DrawingPage { Studio => StudioPage(), Export => ExportPage(), History => HistoryPage() }
);

/// The view of a part that is there. Code that was fetched answers at once; nothing of a page may wait.
fn at_once(view: impl Future<Output = Result<AnyView, NotFetched>>) -> AnyView {
    match pin!(view).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(view)) => view,
        Poll::Ready(Err(_)) | Poll::Pending => missing(),
    }
}

/// What the browser shows in place of the page. Nothing is lost by loading it anew: what was not saved yet is kept on the device.
fn missing() -> AnyView {
    view! {
        <SiteBar/>
        <main id="main">
            <Failure what="This page" error=ApiError::Offline retry=Callback::new(|()| browser::reload())/>
        </main>
    }
    .into_any()
}

/// The diagram guide.
pub fn guide() -> AnyView {
    at_once(reading(ReadingPage::Guide))
}
/// A recovery link, opened.
pub fn recover() -> AnyView {
    at_once(reading(ReadingPage::Recover))
}
/// The index of the rules.
pub fn rules() -> AnyView {
    at_once(reading(ReadingPage::Rules))
}
/// The page of a rule.
pub fn rule(code: String) -> AnyView {
    at_once(reading(ReadingPage::Rule(code)))
}
/// A project, with the stage that the address names.
pub fn frame(id: String) -> AnyView {
    at_once(project(ProjectPart::Frame(id)))
}
/// A stage of the open project.
pub fn stage(stage: Stage) -> AnyView {
    match stage {
        Stage::Discovery => at_once(planning(PlanningPage::Discovery)),
        Stage::Proposal => at_once(planning(PlanningPage::Proposal)),
        Stage::Studio => at_once(drawing(DrawingPage::Studio)),
        Stage::Export => at_once(drawing(DrawingPage::Export)),
        Stage::History => at_once(drawing(DrawingPage::History)),
    }
}

/// A part of the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Reading,
    Project,
    Planning,
    Drawing,
}

impl Part {
    /// The name of its function, by which the packed files know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Project => "project",
            Self::Planning => "planning",
            Self::Drawing => "drawing",
        }
    }

    /// Whether its code is there.
    fn is_there(self) -> bool {
        THERE[self as usize].load(Ordering::Relaxed)
    }
    async fn fetch(self) -> Result<(), NotFetched> {
        match self {
            Self::Reading => fetch_reading().await?,
            Self::Project => fetch_project().await?,
            Self::Planning => fetch_planning().await?,
            Self::Drawing => fetch_drawing().await?,
        }
        THERE[self as usize].store(true, Ordering::Relaxed);
        Ok(())
    }
}

/// The parts that were fetched, in the order of [`Part`].
static THERE: [AtomicBool; 4] = [const { AtomicBool::new(false) }; 4];

/// The parts that a page needs beside what is always there.
#[must_use]
pub fn needed(place: &Place) -> &'static [Part] {
    match place {
        Place::Home | Place::Nowhere => &[],
        Place::Guide | Place::Recover | Place::Rules | Place::Rule { .. } => &[Part::Reading],
        Place::Project { stage: None, .. } => &[Part::Project],
        Place::Project { stage: Some(Stage::Discovery | Stage::Proposal), .. } => &[Part::Project, Part::Planning],
        Place::Project { stage: Some(Stage::Studio | Stage::Export | Stage::History), .. } => &[Part::Project, Part::Drawing],
    }
}

/// Whether a page can be shown at once.
pub fn is_there(place: &Place) -> bool {
    needed(place).iter().all(|part| part.is_there())
}

/// Fetches the parts that a page needs.
///
/// # Errors
/// When one does not arrive; another try may help.
pub async fn fetch(place: &Place) -> Result<(), NotFetched> {
    for part in needed(place) {
        part.fetch().await?;
    }
    Ok(())
}

/// Fetches every part there is, so that whoever works on a design can walk through its pages without a connection.
pub async fn fetch_all() {
    for part in [Part::Drawing, Part::Planning, Part::Project, Part::Reading] {
        // What does not arrive now is fetched when it is needed.
        let _ = part.fetch().await;
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, needed};
    use crate::place::Place;

    #[test]
    fn each_page_asks_for_its_own_parts() {
        assert_eq!(needed(&Place::of("/p/abc/studio")), [Part::Project, Part::Drawing]);
        assert_eq!(needed(&Place::of("/rules/DATA001")), [Part::Reading]);
        assert!(needed(&Place::Home).is_empty() && needed(&Place::of("/nowhere/at/all")).is_empty());
    }
}
