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

/// The same for those who listen.
pub fn spoken(keys: &'static str) -> Signal<String> {
    let keyboard: Keyboard = expect_context();
    Signal::derive(move || said(keys, keyboard.0.get()))
}

/// Keys as they are said: `Control Z`, on a Mac `Command Z`.
fn said(keys: &str, is_mac: bool) -> String {
    let word = |key: &str| match (key, is_mac) {
        ("", _) => "Plus".to_owned(),
        ("-", _) => "Minus".to_owned(),
        ("?", _) => "Question mark".to_owned(),
        ("/", _) => "Slash".to_owned(),
        ("Ctrl", false) => "Control".to_owned(),
        ("Ctrl", true) => "Command".to_owned(),
        ("Alt", true) => "Option".to_owned(),
        (key, _) => key.to_owned(),
    };
    // A plus that is a key itself is the last one.
    let keys = keys.strip_suffix('+').unwrap_or(keys);
    keys.split('+').map(word).collect::<Vec<_>>().join(" ")
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
    use super::{said, shown};

    #[test]
    fn keys_read_as_they_stand_on_the_keyboard() {
        let keys = ["Ctrl+Shift+Z", "S", "+", "Ctrl+Enter", "Shift+1"];
        assert_eq!(keys.map(|keys| shown(keys, false)), ["Ctrl Shift Z", "S", "+", "Ctrl Enter", "Shift 1"]);
        assert_eq!(keys.map(|keys| shown(keys, true)), ["⌘⇧Z", "S", "+", "⌘↩", "⇧1"]);
    }

    #[test]
    fn keys_are_said_in_words() {
        let keys = ["Ctrl+Shift+Z", "S", "+", "-", "?"];
        assert_eq!(keys.map(|keys| said(keys, false)), ["Control Shift Z", "S", "Plus", "Minus", "Question mark"]);
        assert_eq!(said("Ctrl+D", true), "Command D");
    }
}
