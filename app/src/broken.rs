//! What happens when the program breaks: the page says so, by the script that stands in the document and needs no program.

use domain::fault::without_quotations;
use std::panic::PanicHookInfo;

/// The script. It defines `groundplanBroke`, says whether changes are saved, offers to load the page again, and reports the fault.
pub(crate) const SCRIPT: &str = include_str!("broken.js");

/// Tells the page what may be told of a panic: where it was, and what it says but for quotations, which may be somebody's words.
pub fn tell(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let said = without_quotations(info.payload_as_str().unwrap_or_default());
    call(&format!("panic at {place}: {said}"));
}

#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
fn call(message: &str) {
    use js_sys::{Function, Reflect};
    use wasm_bindgen::{JsCast, JsValue};
    let Some(page) = web_sys::window() else { return };
    let tell = Reflect::get(&page, &JsValue::from_str("groundplanBroke")).ok().and_then(|tell| tell.dyn_into::<Function>().ok());
    if let Some(tell) = tell {
        let _ = tell.call1(&page, &JsValue::from_str(message));
    }
}

#[cfg(not(all(target_arch = "wasm32", feature = "hydrate")))]
fn call(_message: &str) {}
