//! The few browser facilities besides HTTP: storage, clock, theme, clipboard. On the server they do nothing, so that views can
//! name them without asking where they run.

/// Milliseconds since the Unix epoch; 0 on the server, where nothing may depend on the clock.
pub fn now_ms() -> i64 {
    inner::now_ms()
}

/// A text nobody else has: names a save, a page or a tab. Not a secret.
pub fn unique_name() -> String {
    inner::unique_name()
}

/// A value kept on this device.
pub fn stored(key: &str) -> Option<String> {
    inner::stored(key)
}

/// Keeps a value on this device; `None` forgets it. Says whether it worked: storage may be full or forbidden.
pub fn store(key: &str, value: Option<&str>) -> bool {
    inner::store(key, value)
}

/// Notes on the page how many changes this device could not keep, for the script that speaks when the program breaks.
pub fn note_unkept(changes: usize) {
    inner::note_unkept(changes);
}

/// The keys on this device that begin with a text.
pub fn stored_keys(prefix: &str) -> Vec<String> {
    inner::stored_keys(prefix)
}

/// Names this tab for as long as it lives, reloads included. A duplicated tab has the same name.
pub fn tab_name() -> String {
    inner::tab_name()
}

/// Switches between the light and the dark theme and keeps the choice on this device.
pub fn toggle_theme() {
    inner::toggle_theme();
}

/// Puts a text on the clipboard.
pub fn copy(text: &str) {
    inner::copy(text);
}

/// Hands a file to the person, as a download does.
pub fn save_file(name: &str, media_type: &str, bytes: &[u8]) {
    inner::save_file(name, media_type, bytes);
}

/// `https://host`, without a slash at the end; empty on the server.
pub fn origin() -> String {
    inner::origin()
}

/// What stands behind the `#` of the page's address, taken out of it, so that it is in no history and no screenshot.
pub fn take_fragment() -> Option<String> {
    inner::take_fragment()
}

/// Moves the focus to the element with this id and brings it into view.
pub fn focus(id: &str) {
    inner::focus(id);
}

/// Moves the focus to the element with this id, whether a key leads there or not, and leaves the page where it is. Whoever has the focus in
/// it already keeps it.
pub fn focus_page(id: &str) {
    inner::focus_page(id);
}

/// The element with this id takes room on the page.
pub fn is_shown(id: &str) -> bool {
    inner::is_shown(id)
}

/// The element with this id shows only that it loads, or is not there yet.
pub fn is_loading(id: &str) -> bool {
    inner::is_loading(id)
}

/// Takes the focus from whatever has it.
pub fn blur() {
    inner::blur();
}

/// Scrolls what is inside the element with this id, and the page, back to the top.
pub fn scroll_to_top(id: &str) {
    inner::scroll_to_top(id);
}

/// Scrolls the element with this id into view.
pub fn scroll_to(id: &str) {
    inner::scroll_to(id);
}

/// The address in the address bar: path, query and hash.
pub fn address() -> String {
    inner::address()
}

/// Puts an address into the address bar, as a new step that Back takes back.
pub fn push_address(address: &str) {
    inner::write_address(address, false);
}

/// Puts an address into the address bar in place of the one that is there.
pub fn replace_address(address: &str) {
    inner::write_address(address, true);
}

/// Loads the document anew.
pub fn reload() {
    inner::reload();
}

/// The words on the tab and in the history.
pub fn set_title(text: &str) {
    inner::set_title(text);
}

/// Walks to a page that the browser asks the server for.
pub fn leave_for(address: &str) {
    inner::leave_for(address);
}

/// Whether the keyboard has the signs of a Mac.
pub fn is_mac() -> bool {
    inner::is_mac()
}

/// All words on the tab.
pub fn whole_title() -> String {
    inner::title()
}

/// The words on the tab, without the product's name.
pub fn title() -> String {
    let title = whole_title();
    title.rsplit_once(" · ").map_or(title.clone(), |(page, _)| page.to_owned())
}

/// Path, query and hash of what a link means, when it leads to this server.
pub fn within_the_studio(href: &str) -> Option<String> {
    inner::within_the_studio(href)
}

#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
mod inner {
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlElement, Storage, Url};

    fn local() -> Option<Storage> {
        web_sys::window()?.local_storage().ok()?
    }
    pub(super) fn now_ms() -> i64 {
        js_sys::Date::now() as i64
    }
    pub(super) fn unique_name() -> String {
        format!("{:x}-{:x}", now_ms(), (js_sys::Math::random() * 9e15) as u64)
    }
    pub(super) fn stored(key: &str) -> Option<String> {
        local()?.get_item(key).ok()?
    }
    pub(super) fn store(key: &str, value: Option<&str>) -> bool {
        local().is_some_and(|storage| match value {
            Some(value) => storage.set_item(key, value).is_ok(),
            None => storage.remove_item(key).is_ok(),
        })
    }
    pub(super) fn note_unkept(changes: usize) {
        let Some(root) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element()) else {
            return;
        };
        let _ = match changes {
            0 => root.remove_attribute("data-unkept"),
            n => root.set_attribute("data-unkept", &n.to_string()),
        };
    }
    pub(super) fn stored_keys(prefix: &str) -> Vec<String> {
        let Some(storage) = local() else { return Vec::new() };
        let count = storage.length().unwrap_or_default();
        (0..count).filter_map(|i| storage.key(i).ok()?).filter(|key| key.starts_with(prefix)).collect()
    }
    pub(super) fn tab_name() -> String {
        let storage = web_sys::window().and_then(|window| window.session_storage().ok()?);
        let known = storage.as_ref().and_then(|storage| storage.get_item("tab").ok()?);
        known.unwrap_or_else(|| {
            let name = unique_name();
            if let Some(storage) = storage {
                let _ = storage.set_item("tab", &name);
            }
            name
        })
    }
    pub(super) fn toggle_theme() {
        let Some(window) = web_sys::window() else { return };
        let Some(root) = window.document().and_then(|document| document.document_element()) else { return };
        let system_dark = || window.match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches());
        let dark = root.get_attribute("data-theme").map_or_else(system_dark, |theme| theme == "dark");
        let next = if dark { "light" } else { "dark" };
        let _ = root.set_attribute("data-theme", next);
        store("theme", Some(next));
    }
    pub(super) fn copy(text: &str) {
        if let Some(window) = web_sys::window() {
            let _ = window.navigator().clipboard().write_text(text);
        }
    }
    pub(super) fn save_file(name: &str, media_type: &str, bytes: &[u8]) {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
        let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
        let link = web_sys::window().and_then(|window| window.document()).and_then(|document| document.create_element("a").ok());
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
            link.set_href(&address);
            link.set_download(name);
            link.click();
        }
        // The browser has taken the bytes by then, however slow the disk.
        let forget = Closure::once_into_js(move || Url::revoke_object_url(&address));
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), 60_000);
        }
    }
    pub(super) fn origin() -> String {
        web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
    }
    pub(super) fn take_fragment() -> Option<String> {
        let window = web_sys::window()?;
        let fragment = window.location().hash().ok()?;
        let fragment = fragment.strip_prefix('#').filter(|fragment| !fragment.is_empty())?.to_owned();
        let (history, path) = (window.history().ok()?, window.location().pathname().ok()?);
        history.replace_state_with_url(&history.state().unwrap_or_default(), "", Some(&path)).ok()?;
        Some(fragment)
    }
    pub(super) fn focus(id: &str) {
        let element = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }
    pub(super) fn focus_page(id: &str) {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        let Some(element) = document.get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
        if document.active_element().is_some_and(|active| element.contains(Some(&active))) {
            return;
        }
        if !element.has_attribute("tabindex") {
            element.set_tab_index(-1);
        }
        let options = js_sys::Object::new();
        let set = js_sys::Reflect::set(&options, &"preventScroll".into(), &true.into());
        let focus = js_sys::Reflect::get(&element, &"focus".into()).and_then(|focus| focus.dyn_into::<js_sys::Function>());
        if let (Ok(true), Ok(focus)) = (set, focus) {
            let _ = focus.call1(&element, &options);
        }
    }
    pub(super) fn is_shown(id: &str) -> bool {
        let element = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
        element.is_some_and(|element| element.client_height() > 0)
    }
    pub(super) fn is_loading(id: &str) -> bool {
        let element = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
        element.is_none_or(|element| element.query_selector(".loading").ok().flatten().is_some())
    }
    pub(super) fn leave_for(address: &str) {
        if let Some(window) = web_sys::window() {
            let _ = window.location().assign(address);
        }
    }
    pub(super) fn is_mac() -> bool {
        let platform = web_sys::window().and_then(|window| window.navigator().platform().ok()).unwrap_or_default();
        ["Mac", "iPhone", "iPad"].iter().any(|name| platform.starts_with(name))
    }
    pub(super) fn title() -> String {
        web_sys::window().and_then(|window| window.document()).map(|document| document.title()).unwrap_or_default()
    }
    pub(super) fn blur() {
        let active = web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
        if let Some(active) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
            let _ = active.blur();
        }
    }
    pub(super) fn scroll_to_top(id: &str) {
        let Some(window) = web_sys::window() else { return };
        if let Some(element) = window.document().and_then(|document| document.get_element_by_id(id)) {
            element.set_scroll_top(0);
        }
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    pub(super) fn scroll_to(id: &str) {
        let element = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id));
        if let Some(element) = element {
            element.scroll_into_view();
        }
    }
    fn of(path: Result<String, JsValue>, search: Result<String, JsValue>, hash: Result<String, JsValue>) -> String {
        [path, search, hash].map(Result::unwrap_or_default).concat()
    }
    pub(super) fn address() -> String {
        let Some(window) = web_sys::window() else { return String::new() };
        let location = window.location();
        of(location.pathname(), location.search(), location.hash())
    }
    pub(super) fn write_address(address: &str, in_place: bool) {
        let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
        // Refused only when a page does it hundreds of times a minute; the page is shown all the same.
        let _ = if in_place {
            history.replace_state_with_url(&JsValue::NULL, "", Some(address))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(address))
        };
    }
    pub(super) fn reload() {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    }
    pub(super) fn set_title(text: &str) {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(text);
        }
    }
    pub(super) fn within_the_studio(href: &str) -> Option<String> {
        let url = Url::new_with_base(href, &web_sys::window()?.location().href().ok()?).ok()?;
        (url.origin() == origin()).then(|| of(Ok(url.pathname()), Ok(url.search()), Ok(url.hash())))
    }
}

#[cfg(not(all(target_arch = "wasm32", feature = "hydrate")))]
mod inner {
    pub(super) fn now_ms() -> i64 {
        0
    }
    pub(super) fn unique_name() -> String {
        String::new()
    }
    pub(super) fn stored(_key: &str) -> Option<String> {
        None
    }
    pub(super) fn store(_key: &str, _value: Option<&str>) -> bool {
        false
    }
    pub(super) fn note_unkept(_changes: usize) {}
    pub(super) fn stored_keys(_prefix: &str) -> Vec<String> {
        Vec::new()
    }
    pub(super) fn tab_name() -> String {
        String::new()
    }
    pub(super) fn toggle_theme() {}
    pub(super) fn copy(_text: &str) {}
    pub(super) fn save_file(_name: &str, _media_type: &str, _bytes: &[u8]) {}
    pub(super) fn origin() -> String {
        String::new()
    }
    pub(super) fn take_fragment() -> Option<String> {
        None
    }
    pub(super) fn focus(_id: &str) {}
    pub(super) fn focus_page(_id: &str) {}
    pub(super) fn is_shown(_id: &str) -> bool {
        false
    }
    pub(super) fn is_loading(_id: &str) -> bool {
        false
    }
    pub(super) fn leave_for(_address: &str) {}
    pub(super) fn is_mac() -> bool {
        false
    }
    pub(super) fn title() -> String {
        String::new()
    }
    pub(super) fn blur() {}
    pub(super) fn scroll_to_top(_id: &str) {}
    pub(super) fn scroll_to(_id: &str) {}
    pub(super) fn address() -> String {
        String::new()
    }
    pub(super) fn write_address(_address: &str, _in_place: bool) {}
    pub(super) fn reload() {}
    pub(super) fn set_title(_text: &str) {}
    pub(super) fn within_the_studio(_href: &str) -> Option<String> {
        None
    }
}
