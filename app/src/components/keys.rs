//! Keys as they stand on a person's own keyboard: words, or the signs of a Mac. What the server renders has the words.

use crate::browser;
use leptos::prelude::*;

/// Whether this is a Mac's keyboard.
#[derive(Debug, Clone, Copy)]
struct Keyboard(RwSignal<bool>);

/// Makes it known to everything below. To be called once, at the root.
pub fn provide_keyboard() {
    let keyboard = Keyboard(RwSignal::new(false));
    Effect::new(move |_| keyboard.0.set(browser::is_mac()));
    provide_context(keyboard);
}

/// Keys that are pressed together, as a hint beside what says what they do.
#[component]
pub fn Keys(
    /// As commands write them: `Ctrl+Shift+Z`.
    #[prop(into)]
    keys: String,
) -> impl IntoView {
    let keyboard: Keyboard = expect_context();
    view! { <kbd aria-hidden="true">{move || shown(&keys, keyboard.0.get())}</kbd> }.into_any()
}

/// The same as words for a hint; only to be called where a keyboard is known.
pub fn hint(keys: &'static str) -> Signal<String> {
    let keyboard: Keyboard = expect_context();
    Signal::derive(move || shown(keys, keyboard.0.get()))
}

/// Keys as people read them: `Ctrl Z`, on a Mac `⌘Z`.
fn shown(keys: &str, is_mac: bool) -> String {
    if keys == "+" {
        return keys.to_owned();
    }
    if !is_mac {
        return keys.replace('+', " ");
    }
    let sign = |key: &str| match key {
        "Ctrl" => "⌘".to_owned(),
        "Shift" => "⇧".to_owned(),
        "Alt" => "⌥".to_owned(),
        "Enter" => "↩".to_owned(),
        "Delete" => "⌫".to_owned(),
        key => key.to_owned(),
    };
    keys.split('+').map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn keys_read_as_they_stand_on_the_keyboard() {
        let keys = ["Ctrl+Shift+Z", "S", "+", "Ctrl+Enter", "Shift+1"];
        assert_eq!(keys.map(|keys| shown(keys, false)), ["Ctrl Shift Z", "S", "+", "Ctrl Enter", "Shift 1"]);
        assert_eq!(keys.map(|keys| shown(keys, true)), ["⌘⇧Z", "S", "+", "⌘↩", "⇧1"]);
    }
}
