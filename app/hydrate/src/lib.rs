//! The entry of the browser half: takes over the page the server rendered. It holds no interface and no logic.
#![recursion_limit = "512"] // views are deeply nested types

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's script when the module is loaded. Sets `data-hydrated` on `<html>`, which tests wait for.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    if let Some(page) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element()) {
        let _ = page.set_attribute("data-hydrated", "");
    }
}
