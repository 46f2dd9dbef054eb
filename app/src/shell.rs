//! The document around every page: head, theme before the first paint, hydration. Holds no inline styles, because the content
//! security policy allows none; scripts carry the request's nonce.

use crate::{App, pages::lazy};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use leptos_router::location::RequestUrl;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
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

/// Sets the HTTP status of the page that is being rendered. The server puts it into the context; in the browser there is none.
pub type StatusSetter = Arc<dyn Fn(u16) + Send + Sync>;

/// Says with which status this page should be answered.
pub fn set_status(status: u16) {
    if let Some(set) = use_context::<StatusSetter>() {
        set(status);
    }
}

/// Applies the stored theme before anything is painted. Without a choice the system's theme holds.
const THEME_SCRIPT: &str =
    "try{const t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}";

/// How long the page waits before it asks for its program again.
const RETRY_MS: u32 = 3_000;

/// The document. Puts [`Assets`] into the context, where icons find the sprite.
pub fn shell(assets: Assets) -> impl IntoView {
    provide_context(assets.clone());
    let nonce = use_nonce();
    // What did not arrive is asked for again: the page can be read meanwhile.
    let hydrate = format!(
        "import init,{{hydrate}} from {js:?};const start=()=>init({{module_or_path:{wasm:?}}}).then(hydrate).catch(()=>setTimeout(start,{RETRY_MS}));start()",
        js = assets.js,
        wasm = assets.wasm
    );
    let path = use_context::<RequestUrl>().map(|url| url.as_ref().to_owned()).unwrap_or_default();
    let parts = lazy::needed(&path)
        .iter()
        .flat_map(|part| assets.parts.get(part.name()).into_iter().flatten())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|part| view! { <link rel="preload" href=part.to_string() r#as="fetch" r#type="application/wasm" crossorigin=""/> })
        .collect_view();
    let fonts = assets
        .fonts
        .iter()
        .map(|font| view! { <link rel="preload" href=font.to_string() r#as="font" r#type="font/woff2" crossorigin=""/> })
        .collect_view();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content="Answer questions about your system, get a reasoned service architecture, change it on a diagram, download files that run."/>
                <meta name="icon-sprite" content=assets.icons.to_string()/>
                <script nonce=nonce.clone()>{THEME_SCRIPT}</script>
                <link rel="icon" r#type="image/svg+xml" href=assets.favicon.to_string()/>
                <link rel="stylesheet" href=assets.css.to_string()/>
                {fonts}
                <link rel="modulepreload" href=assets.js.to_string() nonce=nonce.clone()/>
                <link rel="preload" href=assets.wasm.to_string() r#as="fetch" r#type="application/wasm" crossorigin=""/>
                {parts}
                <script type="module" nonce=nonce>{hydrate}</script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
