//! The studio's interface: rendered on the server, then hydrated in the browser by the same code. Knows the domain, the
//! geometry of `canvas` and the API's shapes; must not do any IO but through [`api`], [`browser`] and [`locks`].
//!
//! | module | holds |
//! |---|---|
//! | [`shell`] | the document around every page |
//! | [`place`] | addresses and the pages they mean |
//! | [`navigation`] | walking from page to page |
//! | [`answers`] | answers of the API that a page begins with |
//! | [`alive`] | work that ends with the page that began it |
//! | [`api`] | the only HTTP client code |
//! | [`browser`] | the few browser facilities besides HTTP: storage, clock, theme, clipboard |
//! | [`device`] | the names under which something of a design is kept on this device |
//! | [`locks`] | locks that all tabs of this browser see |
//! | [`state`] | the open project: its design, save queue, undo; the editor's state |
//! | [`commands`] | what a person can do in the studio: one file a command |
//! | [`components`] | parts that several pages use |
//! | [`pages`] | one module a page |

#![recursion_limit = "512"] // views are deeply nested types

pub mod alive;
pub mod answers;
pub mod api;
pub mod broken;
pub mod browser;
pub mod commands;
pub mod components;
pub mod device;
pub mod locks;
pub mod navigation;
pub mod pages;
pub mod place;
pub mod shell;
pub mod state;

use components::{
    keys::provide_keyboard,
    search::{SearchDialog, provide_search},
    toast::{ToastRegion, provide_toasts},
};
use leptos::prelude::*;
use navigation::Navigator;
use pages::{home::HomePage, lazy, not_found::NotFoundPage};
use place::{Address, Place};

/// The whole interface: pages, toasts. What is made here lives as long as the document.
#[component]
pub fn App(
    /// Where it begins.
    address: Address,
) -> impl IntoView {
    let navigator = Navigator::start(address);
    provide_toasts();
    provide_keyboard();
    provide_search();
    Effect::new(move |_| navigator.listen());
    let place = navigator.place();
    // One page, under the name of its frame: with another name everything of the old page goes before anything of the new one comes.
    view! {
        <a class="skip" href="#main">"Skip to main content"</a>
        <For each=move || [place.get()] key=Place::frame children=page/>
        <p class="vh" role="status" id="spoken">{move || navigator.spoken().get()}</p>
        <SearchDialog/>
        <ToastRegion/>
    }
}

fn page(place: Place) -> AnyView {
    match place {
        Place::Home => HomePage().into_any(),
        Place::Guide => lazy::guide(),
        Place::Recover => lazy::recover(),
        Place::Rules => lazy::rules(),
        Place::Rule { code } => lazy::rule(code),
        Place::Project { id, .. } => lazy::frame(id),
        Place::Nowhere => NotFoundPage().into_any(),
    }
}

/// The address that the server rendered. The browser may be at another one by now, where somebody went back while the program was on its way.
#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
#[must_use]
pub fn rendered() -> Address {
    let here = Address::parse(&browser::address());
    let said = document().document_element().and_then(|page| page.get_attribute(shell::RENDERED)).map(|said| Address::parse(&said));
    said.filter(|said| !said.shows_the_same_as(&here)).unwrap_or(here)
}

/// Takes over the page that the server rendered, with the answers it came with.
#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
pub fn take_over() {
    let answers = answers::Answers::of_the_document();
    let given = answers.clone();
    leptos::mount::hydrate_body(move || {
        provide_context(given);
        view! { <App address=rendered()/> }
    });
    answers.clear();
}
