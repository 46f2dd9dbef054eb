//! A list of any length of which only what is near its window is made: in blocks of rows, which leave room for their rows while they are
//! away. A row says which of how many it is, so that nobody who listens takes a block for the whole. Knows nothing of what rows show.

use leptos::{html, prelude::*};
use std::hash::Hash;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, HtmlUListElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, js_sys::Array};

/// Rows that are made together. A list of no more is made at once.
pub const BLOCK: usize = 40;

/// Which row of how many, for `aria-posinset` and `aria-setsize`.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    position: Signal<usize>,
    of: Signal<usize>,
}

impl Standing {
    pub fn position(self) -> String {
        self.position.get().to_string()
    }
    pub fn of(self) -> String {
        self.of.get().to_string()
    }
}

/// The list. It stands in an element of the class `scroll`.
#[component]
pub fn LongList<T: Clone + Eq + Hash + Send + Sync + 'static>(
    /// The rows. What is equal stays as it is.
    #[prop(into)]
    rows: Signal<Vec<T>>,
    /// How high a row is, about, in pixels.
    row_px: u32,
    class: &'static str,
    /// Makes the `li` of a row.
    row: fn(T, Standing) -> AnyView,
) -> impl IntoView {
    let blocks = Memo::new(move |_| rows.with(|rows| rows.len().div_ceil(BLOCK)));
    let of = Signal::derive(move || rows.with(Vec::len));
    view! {
        <For each=move || 0..blocks.get() key=|block| *block let:block>
            <Block rows block of row_px class row/>
        </For>
    }
}

#[component]
fn Block<T: Clone + Eq + Hash + Send + Sync + 'static>(
    rows: Signal<Vec<T>>,
    block: usize,
    of: Signal<usize>,
    row_px: u32,
    class: &'static str,
    row: fn(T, Standing) -> AnyView,
) -> impl IntoView {
    let own = Memo::new(move |_| rows.with(|rows| rows.iter().skip(block * BLOCK).take(BLOCK).cloned().collect::<Vec<_>>()));
    let list = NodeRef::<html::Ul>::new();
    // The first block is there before anybody has looked.
    let near = RwSignal::new(block == 0);
    let row_height = StoredValue::new(f64::from(row_px));
    Effect::new(move |_| {
        let Some(list) = list.get() else { return };
        let seen = list.clone();
        watch(&list, move |is_near| {
            let Some(rows) = own.try_with_untracked(Vec::len) else { return };
            if !is_near {
                // A list that is not laid out, because its page shows something else, is as it was when it comes back.
                if seen.offset_height() == 0 {
                    return;
                }
                // Whoever is in there with the keyboard stays.
                if document().active_element().is_some_and(|active| seen.contains(Some(&active))) {
                    return;
                }
                row_height.set_value(f64::from(seen.offset_height()) / rows.max(1) as f64);
            }
            near.set(is_near);
        });
    });
    Effect::new(move |_| {
        let height = if near.get() { None } else { Some(own.with(Vec::len) as f64 * row_height.get_value()) };
        if let Some(list) = list.get() {
            set_height(&list, height);
        }
    });
    let shown = move || if near.get() { own.get() } else { Vec::new() };
    let make = move |at: ReadSignal<usize>, value: T| {
        let position = Signal::derive(move || block * BLOCK + at.get() + 1);
        row(value, Standing { position, of })
    };
    view! {
        <ul class=class node_ref=list>
            <ForEnumerate each=shown key=Clone::clone children=make/>
        </ul>
    }
}

/// How far beyond its window a list is made.
const AHEAD: &str = "400px 0px";

/// Says whether a block is near the window it scrolls in, now and after each change, while the part of the page that asks is open.
fn watch(list: &HtmlUListElement, tell: impl Fn(bool) + 'static) {
    let hear = Closure::<dyn FnMut(Array)>::new(move |changes: Array| {
        let last = changes.iter().last().and_then(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok());
        if let Some(entry) = last {
            tell(entry.is_intersecting());
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root(list.closest(".scroll").ok().flatten().as_ref());
    options.set_root_margin(AHEAD);
    // Every browser that runs this program has it.
    let Ok(observer) = IntersectionObserver::new_with_options(hear.as_ref().unchecked_ref(), &options) else { return };
    observer.observe(list);
    let watch = StoredValue::new_local((observer, hear));
    on_cleanup(move || _ = watch.try_with_value(|(observer, _)| observer.disconnect()));
}

/// The content security policy allows no style attributes in the markup; a script may set an element's own style.
fn set_height(list: &HtmlElement, height: Option<f64>) {
    let style = list.style();
    // Fails only for style declarations that cannot be changed; an element's own can.
    let _ = match height {
        Some(height) => style.set_property("height", &format!("{height}px")),
        None => style.remove_property("height").map(drop),
    };
}
