//! The studio's interface: rendered on the server, then hydrated in the browser by the same code. Knows the domain and the
//! API's shapes; must not do any IO but through [`api`] and [`browser`].
//!
//! | module | holds |
//! |---|---|
//! | [`shell`] | the document around every page |
//! | [`api`] | the only HTTP client code |
//! | [`browser`] | the few browser facilities besides HTTP: storage, clock, theme, clipboard |
//! | [`canvas`] | the geometry of the diagram: shapes, routes, gestures; pure |
//! | [`state`] | the open project: its design, save queue, undo; the editor's state |
//! | [`commands`] | what a person can do in the studio: one file a command |
//! | [`components`] | parts that several pages use |
//! | [`pages`] | one module a page |

#![recursion_limit = "512"] // views are deeply nested types

pub mod api;
pub mod browser;
pub mod canvas;
pub mod commands;
pub mod components;
pub mod pages;
pub mod shell;
pub mod state;

use components::toast::{ToastRegion, provide_toasts};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use pages::{
    discovery::DiscoveryPage, export::ExportPage, guide::GuidePage, home::HomePage, not_found::NotFoundPage, project::ProjectFrame,
    project::ProjectIndex, proposal::ProposalPage, rules::RulePage, rules::RulesPage, studio::StudioPage,
};

/// The whole interface: router, pages, toasts.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_toasts();
    view! {
        <a class="skip" href="#main">"Skip to main content"</a>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                <Route path=path!("/guide") view=GuidePage ssr=SsrMode::Async/>
                <Route path=path!("/rules") view=RulesPage ssr=SsrMode::Async/>
                <Route path=path!("/rules/:code") view=RulePage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/p/:id") view=ProjectFrame ssr=SsrMode::Async>
                    <Route path=path!("") view=ProjectIndex ssr=SsrMode::Async/>
                    <Route path=path!("discovery") view=DiscoveryPage ssr=SsrMode::Async/>
                    <Route path=path!("proposal") view=ProposalPage ssr=SsrMode::Async/>
                    <Route path=path!("studio") view=StudioPage ssr=SsrMode::Async/>
                    <Route path=path!("export") view=ExportPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
        <ToastRegion/>
    }
}
