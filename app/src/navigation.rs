//! Walking from page to page without loading the document anew: links, Back and Forward, and the code a page needs before it is shown.
//! A page is made whole and at once, and the one before it goes whole and at once: nothing of either waits for anything.

use crate::{
    alive, browser,
    pages::lazy,
    place::{Address, Place},
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// The address that is shown, and the way to another. Lives as long as the document does.
#[derive(Debug, Clone, Copy)]
pub struct Navigator {
    shown: RwSignal<Address>,
    place: Memo<Place>,
    /// Counts the walks, so that a slow one does not overtake a later one.
    walks: StoredValue<u32>,
}

/// How the browser's history takes a new address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    New,
    InPlace,
    /// It is there already: Back or Forward led to it.
    Known,
}

impl Navigator {
    /// Starts at an address. To be called once, at the root.
    pub fn start(at: Address) -> Self {
        let shown = RwSignal::new(at);
        let navigator = Self { shown, place: Memo::new(move |_| shown.with(Address::place)), walks: StoredValue::new(0) };
        provide_context(navigator);
        navigator
    }
    pub fn expect() -> Self {
        expect_context()
    }

    /// The page that is shown.
    pub fn place(self) -> Memo<Place> {
        self.place
    }
    /// What the address asks the page that is being made for, under a name. It keeps its last word when another page comes.
    pub fn asked(self, name: &'static str) -> Memo<Option<String>> {
        let here = self.place.get_untracked();
        Memo::new(move |before: Option<&Option<String>>| match before {
            Some(before) if self.place.get() != here => before.clone(),
            _ => self.shown.with(|address| address.asked(name)),
        })
    }
    /// What the address asks for under a name at this moment.
    pub fn asked_now(self, name: &str) -> Option<String> {
        self.shown.with_untracked(|address| address.asked(name))
    }

    /// Walks to an address within the studio.
    pub fn go(self, to: &str) {
        self.walk(Address::parse(to), Entry::New);
    }
    /// Walks to an address that takes the place of this one, as if this one had never been.
    pub fn replace(self, to: &str) {
        self.walk(Address::parse(to), Entry::InPlace);
    }

    fn walk(self, to: Address, entry: Entry) {
        let walk = self.walks.get_value().wrapping_add(1);
        self.walks.set_value(walk);
        if lazy::is_there(&to.place()) {
            return self.arrive(to, entry);
        }
        alive::go_on(async move {
            // What cannot be fetched is said where it would have been.
            let _ = lazy::fetch(&to.place()).await;
            if self.walks.get_value() == walk {
                self.arrive(to, entry);
            }
        });
    }

    fn arrive(self, to: Address, entry: Entry) {
        let same_page = self.shown.with_untracked(|shown| shown.path == to.path);
        match entry {
            Entry::New if self.shown.with_untracked(|shown| *shown != to) => browser::push_address(&to.to_string()),
            Entry::InPlace => browser::replace_address(&to.to_string()),
            Entry::New | Entry::Known => {}
        }
        let hash = to.hash.clone();
        self.shown.set(to);
        if entry != Entry::Known || !same_page {
            // The page is there by the next picture.
            alive::next_frame(move || match hash.as_str() {
                "" if entry == Entry::Known => {}
                "" => browser::scroll_to_top("main"),
                id => browser::scroll_to(id),
            });
        }
    }

    /// Takes over clicks on links, and Back and Forward.
    pub fn listen(self) {
        let _ = window_event_listener(ev::click, move |event| {
            if let Some(to) = followed(&event) {
                event.prevent_default();
                self.go(&to);
            }
        });
        let _ = window_event_listener(ev::popstate, move |_| {
            // A page that is taken away does not hear that a field was left.
            browser::blur();
            self.walk(Address::parse(&browser::address()), Entry::Known);
        });
    }
}

/// The address that a click leads to, when it is a plain click on a plain link to one of our pages.
fn followed(event: &ev::MouseEvent) -> Option<String> {
    let with_key = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || with_key {
        return None;
    }
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok()??;
    let external = link.get_attribute("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "external"));
    if external || link.has_attribute("download") || link.get_attribute("target").is_some_and(|target| !target.is_empty()) {
        return None;
    }
    let href = link.get_attribute("href")?;
    // Within the page the browser knows the way.
    if href.starts_with('#') {
        return None;
    }
    let to = browser::within_the_studio(&href)?;
    (Address::parse(&to).place() != Place::Nowhere).then_some(to)
}

/// A link in a bar that says when it leads to where one is.
#[component]
pub fn PlaceLink(to: Place, href: &'static str, children: Children) -> impl IntoView {
    let place = Navigator::expect().place();
    let current = move || place.with(|place| *place == to).then_some("page");
    view! {
        <a href=href aria-current=current>
            {children()}
        </a>
    }
}
