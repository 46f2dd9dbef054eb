//! The entry of the browser half: takes over the page the server rendered. It holds no interface and no logic.
#![recursion_limit = "512"] // views are deeply nested types

use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's script when the module is loaded. Sets `data-hydrated` on `<html>` when the page is alive, its lazy
/// parts included; tests wait for that.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = document().body() else { return };
    leptos::mount::hydrate_from_async(body, app::App).await.forget();
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute("data-hydrated", "");
    }
}
