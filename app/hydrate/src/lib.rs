//! The entry of the browser half: takes over the page the server rendered. It holds no interface and no logic.
#![recursion_limit = "512"] // views are deeply nested types

use leptos::prelude::document;
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

/// Called by the page's script when the module is loaded. Sets `data-hydrated` on `<html>` when the page is alive; tests wait for that.
///
/// # Errors
/// When the code of this page did not arrive; the script then calls again.
#[wasm_bindgen]
pub async fn hydrate() -> Result<(), JsError> {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        app::broken::tell(info);
    }));
    // With its parts there, the page comes alive in one go.
    app::pages::lazy::fetch(&app::rendered().place()).await?;
    app::take_over();
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute("data-hydrated", "");
    }
    Ok(())
}
