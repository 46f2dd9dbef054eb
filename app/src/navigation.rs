//! Walking from page to page without loading the document anew: links, Back and Forward, and the code a page needs before it is shown.
//! A page is made whole and at once, and the one before it goes whole and at once: nothing of either waits for anything.

use crate::{
    alive, browser,
    pages::lazy,
    place::{Address, Place},
};
use leptos::{ev, prelude::*};
use std::time::Duration;
use wasm_bindgen::JsCast;

/// The address that is shown, and the way to another. Lives as long as the document does.
#[derive(Debug, Clone, Copy)]
pub struct Navigator {
    shown: RwSignal<Address>,
    place: Memo<Place>,
    /// Counts the walks, so that a slow one does not overtake a later one.
    walks: StoredValue<u32>,
    /// The name of the page that was walked to last, for those who listen.
    spoken: RwSignal<String>,
}

/// How often a page that was walked to is looked at until it has loaded, and how many times.
const SETTLE_EVERY: Duration = Duration::from_millis(50);
const SETTLE_TRIES: u32 = 200;

/// How the browser's history takes a new address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    New,
    InPlace,
    /// The page shows something else and stays where it is. Only the first of these is a step that Back takes back.
    Still,
    /// It is there already: Back or Forward led to it.
    Known,
}

impl Navigator {
    /// Starts at an address. To be called once, at the root.
    pub fn start(at: Address) -> Self {
        let shown = RwSignal::new(at);
        let navigator = Self {
            shown,
            place: Memo::new(move |_| shown.with(Address::place)),
            walks: StoredValue::new(0),
            spoken: RwSignal::new(String::new()),
        };
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
    /// What to say of the page that was walked to last.
    pub fn spoken(self) -> ReadSignal<String> {
        self.spoken.read_only()
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
            Entry::Still if self.shown.with_untracked(|shown| !shown.query.is_empty() && !to.query.is_empty()) => {
                browser::replace_address(&to.to_string());
            }
            Entry::New | Entry::Still if self.shown.with_untracked(|shown| *shown != to) => browser::push_address(&to.to_string()),
            Entry::InPlace => browser::replace_address(&to.to_string()),
            Entry::New | Entry::Still | Entry::Known => {}
        }
        let hash = to.hash.clone();
        self.shown.set(to);
        if !same_page {
            self.settle(self.walks.get_value(), hash.is_empty(), SETTLE_TRIES);
        }
        if !(same_page && matches!(entry, Entry::Known | Entry::Still)) {
            // The page is there by the next picture.
            alive::next_frame(move || match hash.as_str() {
                "" if entry == Entry::Known => {}
                "" => browser::scroll_to_top("main"),
                id => browser::scroll_to(id),
            });
        }
    }

    /// Moves the focus to the page and says its name, once it shows more than that it loads.
    fn settle(self, walk: u32, with_focus: bool, tries: u32) {
        alive::later(SETTLE_EVERY, move || {
            if self.walks.get_value() != walk {
                return;
            }
            if browser::is_loading("main") && tries > 0 {
                return self.settle(walk, with_focus, tries - 1);
            }
            if with_focus {
                browser::focus_page("main");
            }
            self.spoken.set(browser::title());
        });
    }

    /// Takes over clicks on links, and Back and Forward, those of before the page came alive too.
    pub fn listen(self) {
        let here = Address::parse(&browser::address());
        if self.shown.with_untracked(|shown| !shown.shows_the_same_as(&here)) {
            self.walk(here, Entry::Known);
        }
        let _ = window_event_listener(ev::click, move |event| {
            if let Some((to, entry)) = followed(&event) {
                event.prevent_default();
                self.walk(Address::parse(&to), entry);
            }
        });
        let _ = window_event_listener(ev::popstate, move |_| {
            // A page that is taken away does not hear that a field was left.
            browser::blur();
            self.walk(Address::parse(&browser::address()), Entry::Known);
        });
    }
}

/// The address that a click leads to, and how, when it is a plain click on a plain link to one of our pages. A link with `data-still` shows
/// something else on the same page.
fn followed(event: &ev::MouseEvent) -> Option<(String, Entry)> {
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
    let entry = if link.has_attribute("data-still") { Entry::Still } else { Entry::New };
    (Address::parse(&to).place() != Place::Nowhere).then_some((to, entry))
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
