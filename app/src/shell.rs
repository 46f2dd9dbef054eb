//! The document around every page: head, theme before the first paint, hydration. Rendering one is a plain function: it is given
//! everything, waits for nothing and touches nothing outside. Holds no inline styles, because the content security policy allows
//! none; scripts carry the request's nonce.

use crate::{App, answers::Answers, broken, pages::lazy, place::Address};
use canvas::svg::escaped;
use domain::work::Work;
use leptos::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Mutex, PoisonError},
};

/// Addresses of the packed files, hashed names included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The script that binds the wasm module.
    pub js: Arc<str>,
    pub wasm: Arc<str>,
    /// The parts of the module that a page needs besides, by the lazy function in [`crate::pages::lazy`].
    pub parts: BTreeMap<String, Vec<Arc<str>>>,
    pub css: Arc<str>,
    /// The icon sprite.
    pub icons: Arc<str>,
    pub favicon: Arc<str>,
    /// Fonts that every page paints its first words with.
    pub fonts: Vec<Arc<str>>,
}

/// What a document is made of.
#[derive(Debug, Clone)]
pub struct Asked {
    pub address: Address,
    /// What the page shows first, from the API.
    pub answers: Answers,
    pub assets: Arc<Assets>,
    /// Random; the content security policy of the answer names it.
    pub nonce: String,
    /// Ends the rendering when nobody waits for the document any more.
    pub work: Work,
}

/// A document, and what its answer says beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub status: u16,
    /// The page is at another address.
    pub moved: Option<String>,
    pub html: String,
}

/// What a page says of itself while the server renders it. In the browser there is none in the context.
#[derive(Debug, Clone, Default)]
pub struct PageFacts(Arc<Mutex<Facts>>);

#[derive(Debug, Default)]
struct Facts {
    title: String,
    status: Option<u16>,
    moved: Option<String>,
}

impl PageFacts {
    fn with<T>(&self, use_them: impl FnOnce(&mut Facts) -> T) -> T {
        use_them(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
    /// The last title stands.
    pub fn set_title(&self, title: String) {
        self.with(|facts| facts.title = title);
    }
}

/// The leave of whoever computes something long for a page: until nobody waits for the document on the server, without end in the browser.
#[must_use]
pub fn leave() -> Work {
    use_context().unwrap_or_default()
}

/// Says with which status this page should be answered.
pub fn set_status(status: u16) {
    if let Some(facts) = use_context::<PageFacts>() {
        facts.with(|facts| facts.status = Some(status));
    }
}

/// Says that the page is at another address.
pub fn set_moved(address: &str) {
    if let Some(facts) = use_context::<PageFacts>() {
        facts.with(|facts| facts.moved = Some(address.to_owned()));
    }
}

/// Applies the stored theme before anything is painted. Without a choice the system's theme holds.
const THEME_SCRIPT: &str =
    "try{const t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}";

/// The attribute of `<html>` that holds the address which was rendered.
pub(crate) const RENDERED: &str = "data-address";

/// How long the page waits before it asks for its program again.
const RETRY_MS: u32 = 3_000;

/// Renders a document, wholly on the calling thread. Unwinds when its leave is taken back, and leaves nothing of the page on the thread.
#[must_use]
pub fn render(asked: &Asked) -> Rendered {
    let owner = Owner::new_root(None);
    let rendered = catch_unwind(AssertUnwindSafe(|| owner.with(|| document(asked))));
    owner.unset_with_forced_cleanup();
    rendered.unwrap_or_else(|unwound| resume_unwind(unwound))
}

fn document(asked: &Asked) -> Rendered {
    let facts = PageFacts::default();
    provide_context(facts.clone());
    provide_context(asked.work.clone());
    provide_context(asked.assets.clone());
    // They are taken while the page is rendered, and travel with it all the same.
    let answers = asked.answers.to_html();
    provide_context(asked.answers.clone());
    let address = asked.address.clone();
    let body = view! { <App address/> }.to_html();
    let Facts { title, status, moved } = facts.with(std::mem::take);
    let (head, title, address) = (head(asked), escaped(&title), escaped(&asked.address.to_string()));
    // Each piece is HTML already.
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\" {RENDERED}=\"{address}\"><head><title>{title}</title>{head}</head><body>{body}{answers}</body></html>"
    );
    Rendered { status: status.unwrap_or(200), moved, html }
}

/// What stands in the head beside the title, which is nothing but text and takes no marks of a view.
fn head(Asked { address, assets, nonce, .. }: &Asked) -> String {
    // What did not arrive is asked for again: the page can be read meanwhile.
    let hydrate = format!(
        "import init,{{hydrate}} from {js:?};const start=()=>init({{module_or_path:{wasm:?}}}).then(hydrate).catch(()=>setTimeout(start,{RETRY_MS}));start()",
        js = assets.js,
        wasm = assets.wasm
    );
    let parts = lazy::needed(&address.place())
        .iter()
        .flat_map(|part| assets.parts.get(part.name()).into_iter().flatten())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|part| view! { <link rel="preload" href=part.to_string() r#as="fetch" r#type="application/wasm" crossorigin=""/> })
        .collect_view();
    let program = view! {
            <meta name="icon-sprite" content=assets.icons.to_string()/>
            <script nonce=nonce.clone()>{broken::SCRIPT}</script>
            <link rel="modulepreload" href=assets.js.to_string() nonce=nonce.clone()/>
            <link rel="preload" href=assets.wasm.to_string() r#as="fetch" r#type="application/wasm" crossorigin=""/>
            {parts}
            <script type="module" nonce=nonce.clone()>{hydrate}</script>
    };
    look(assets, nonce) + &program.to_html()
}

/// What every document has in its head, with a program or without: how it looks.
pub(crate) fn look(assets: &Assets, nonce: &str) -> String {
    let fonts = assets
        .fonts
        .iter()
        .map(|font| view! { <link rel="preload" href=font.to_string() r#as="font" r#type="font/woff2" crossorigin=""/> })
        .collect_view();
    view! {
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <meta name="description" content="Answer questions about your system, get a reasoned service architecture, change it on a diagram, download files that run."/>
            <script nonce=nonce.to_owned()>{THEME_SCRIPT}</script>
            <link rel="icon" r#type="image/svg+xml" href=assets.favicon.to_string()/>
            <link rel="stylesheet" href=assets.css.to_string()/>
            {fonts}
    }
    .to_html()
}
