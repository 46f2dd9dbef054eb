//! The pages whose code the browser fetches when it first needs it. A visit of home loads only what home and the router need;
//! `pack` cuts the module at the functions marked `wasm_split`. Only the cuts are here, the pages are in their modules.

use super::{
    discovery::DiscoveryPage,
    export::ExportPage,
    guide::GuidePage,
    project::{ProjectFrame, ProjectIndex},
    proposal::ProposalPage,
    rules::{RulePage, RulesPage},
    studio::StudioPage,
};
use crate::{
    api::ApiError,
    components::{bar::SiteBar, page_state::Failure},
};
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::LazyRoute;

/// The code of a page did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part of the program could not be fetched")]
pub struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// What the browser shows in place of the page. Nothing is lost by loading it anew: what was not saved yet is kept on the device.
fn missing(_: NotFetched) -> AnyView {
    let reload = Callback::new(|()| {
        let _ = window().location().reload();
    });
    view! {
        <SiteBar/>
        <main id="main">
            <Failure what="This page" error=ApiError::Offline retry=reload/>
        </main>
    }
    .into_any()
}

/// One part of the module: the function to cut at, and a route for each of its pages.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident, fetched by $fetch:ident: $pages:ident { $($route:ident => $page:ident),* }) => {
        #[derive(Clone, Copy)]
        enum $pages {
            $($route),*
        }

        $(#[$doc])*
        #[wasm_split($part, wasm_split_path = leptos::wasm_split, preload($fetch), fallible)]
        fn $part(page: $pages) -> Result<AnyView, NotFetched> {
            Ok(match page {
                $($pages::$route => $page().into_any()),*
            })
        }

        $(
            #[doc = concat!("The route of [`", stringify!($page), "`].")]
            #[derive(Debug)]
            pub struct $route;

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_route: Self) -> AnyView {
                    $part($pages::$route).await.unwrap_or_else(missing)
                }
            }
        )*
    };
}

part!(
    /// What there is to read beside the designs.
    reading, fetched by fetch_reading: ReadingPage { Guide => GuidePage, Rules => RulesPage, Rule => RulePage }
);
part!(
    /// The open project, which every page below needs.
    project, fetched by fetch_project: ProjectPart { Frame => ProjectFrame, Index => ProjectIndex }
);
part!(
    /// Questions and the proposal.
    planning, fetched by fetch_planning: PlanningPage { Discovery => DiscoveryPage, Proposal => ProposalPage }
);
part!(
    /// The diagram and its files.
    drawing, fetched by fetch_drawing: DrawingPage { Studio => StudioPage, Export => ExportPage }
);

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

    async fn fetch(self) -> Result<(), NotFetched> {
        match self {
            Self::Reading => fetch_reading().await?,
            Self::Project => fetch_project().await?,
            Self::Planning => fetch_planning().await?,
            Self::Drawing => fetch_drawing().await?,
        }
        Ok(())
    }
}

/// The parts that the page at this path needs.
#[must_use]
pub fn needed(path: &str) -> &'static [Part] {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    match (segments.next(), segments.next(), segments.next()) {
        (Some("guide" | "rules"), ..) => &[Part::Reading],
        (Some("p"), Some(_), Some("discovery" | "proposal")) => &[Part::Project, Part::Planning],
        (Some("p"), Some(_), Some("studio" | "export")) => &[Part::Project, Part::Drawing],
        (Some("p"), Some(_), _) => &[Part::Project],
        _ => &[],
    }
}

/// Fetches the parts that the page at this path needs, so that it can come alive at once.
///
/// # Errors
/// When one does not arrive; another try may help.
pub async fn fetch(path: &str) -> Result<(), NotFetched> {
    for part in needed(path) {
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

    #[test]
    fn each_page_asks_for_its_own_parts() {
        assert_eq!(needed("/p/abc/studio?select=orders"), [Part::Project, Part::Drawing]);
        assert_eq!(needed("/rules/DATA001"), [Part::Reading]);
        assert!(needed("/").is_empty() && needed("/nowhere/at/all").is_empty());
    }
}
