//! The studio's interface: rendered on the server, then hydrated in the browser by the same code. Knows the domain, the
//! geometry of `canvas` and the API's shapes; must not do any IO but through [`api`] and [`browser`].
//!
//! | module | holds |
//! |---|---|
//! | [`shell`] | the document around every page |
//! | [`api`] | the only HTTP client code |
//! | [`browser`] | the few browser facilities besides HTTP: storage, clock, theme, clipboard |
//! | [`state`] | the open project: its design, save queue, undo; the editor's state |
//! | [`commands`] | what a person can do in the studio: one file a command |
//! | [`components`] | parts that several pages use |
//! | [`pages`] | one module a page |

#![recursion_limit = "512"] // views are deeply nested types

pub mod api;
pub mod browser;
pub mod commands;
pub mod components;
pub mod pages;
pub mod shell;
pub mod state;

use components::toast::{ToastRegion, provide_toasts};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use pages::{
    home::HomePage,
    lazy::{Discovery, Export, Frame, Guide, Index, Proposal, Rule, Rules, Studio},
    not_found::NotFoundPage,
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
                <Route path=path!("/guide") view={Lazy::<Guide>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/rules") view={Lazy::<Rules>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/rules/:code") view={Lazy::<Rule>::new()} ssr=SsrMode::Async/>
                <ParentRoute path=path!("/p/:id") view={Lazy::<Frame>::new()} ssr=SsrMode::Async>
                    <Route path=path!("") view={Lazy::<Index>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("discovery") view={Lazy::<Discovery>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("proposal") view={Lazy::<Proposal>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("studio") view={Lazy::<Studio>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("export") view={Lazy::<Export>::new()} ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
        <ToastRegion/>
    }
}
