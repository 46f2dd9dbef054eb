//! The pages whose code the browser fetches when it first needs it. A visit of home loads only what home and the router need;
//! `pack` cuts the module at these functions. Only the cuts are here, the pages are in their modules.

use super::{
    discovery::DiscoveryPage,
    export::ExportPage,
    guide::GuidePage,
    project::{ProjectFrame, ProjectIndex},
    proposal::ProposalPage,
    rules::{RulePage, RulesPage},
    studio::StudioPage,
};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// One route type for each page; its code is a part of its own.
macro_rules! lazy {
    ($($route:ident shows $page:ident)*) => {$(
        #[doc = concat!("The route of [`", stringify!($page), "`].")]
        #[derive(Debug)]
        pub struct $route;

        #[lazy_route]
        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            fn view(_route: Self) -> AnyView {
                $page().into_any()
            }
        }
    )*};
}

lazy! {
    Guide shows GuidePage
    Rules shows RulesPage
    Rule shows RulePage
    Frame shows ProjectFrame
    Index shows ProjectIndex
    Discovery shows DiscoveryPage
    Proposal shows ProposalPage
    Studio shows StudioPage
    Export shows ExportPage
}

/// The names of the lazy pages that the page at this path consists of, so that their code is fetched beside the main module and
/// not after it.
#[must_use]
pub fn needed(path: &str) -> &'static [&'static str] {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    match (segments.next(), segments.next(), segments.next()) {
        (Some("guide"), None, _) => &["guide"],
        (Some("rules"), None, _) => &["rules"],
        (Some("rules"), Some(_), None) => &["rule"],
        (Some("p"), Some(_), None) => &["frame", "index"],
        (Some("p"), Some(_), Some("discovery")) => &["frame", "discovery"],
        (Some("p"), Some(_), Some("proposal")) => &["frame", "proposal"],
        (Some("p"), Some(_), Some("studio")) => &["frame", "studio"],
        (Some("p"), Some(_), Some("export")) => &["frame", "export"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn each_page_asks_for_its_own_parts() {
        assert_eq!(needed("/p/abc/studio?select=orders"), ["frame", "studio"]);
        assert_eq!(needed("/rules/DATA001"), ["rule"]);
        assert!(needed("/").is_empty() && needed("/nowhere/at/all").is_empty());
    }
}
