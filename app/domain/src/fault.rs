//! Faults of the interface as a browser reports them: where and what, and nothing of anybody's design.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most characters of a message that are kept.
pub const MAX_MESSAGE_CHARS: usize = 300;

/// The program of a page broke in somebody's browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The page's path; an id in it is dropped.
    pub page: String,
    /// What broke, and where in the program; everything quoted in it is dropped.
    pub message: String,
    /// The file of the program, whose name says which build it was.
    pub program: String,
    /// Changes that were not saved yet.
    pub unsaved: u32,
}

/// The first line of a message, without what is quoted in it: a quotation may be somebody's words.
#[must_use]
pub fn without_quotations(message: &str) -> String {
    let mut kept = String::new();
    let mut closing = None;
    for c in message.lines().next().unwrap_or_default().chars() {
        match closing {
            Some(end) if c == end => closing = None,
            Some(_) => {}
            None => {
                closing = closing_of(c);
                match closing {
                    Some(_) => kept.push('_'),
                    None if c == ' ' || c.is_ascii_graphic() => kept.push(c),
                    None => {}
                }
            }
        }
    }
    kept.chars().take(MAX_MESSAGE_CHARS).collect()
}

fn closing_of(opening: char) -> Option<char> {
    match opening {
        '"' | '\'' | '`' => Some(opening),
        '“' => Some('”'),
        '‘' => Some('’'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_place_and_loses_what_it_quotes() {
        let message = "panicked at app/src/state/editor/mod.rs:12:5: byte index 3 is inside 'é' of `Müllers geheimer Plan`\nStack: more";
        assert_eq!(without_quotations(message), "panicked at app/src/state/editor/mod.rs:12:5: byte index 3 is inside _ of _");
        assert_eq!(
            without_quotations("Err value: Problem { detail: \"Shop of Ann\" } “Ann” and ‘Bob"),
            "Err value: Problem { detail: _ } _ and _"
        );
        assert_eq!(without_quotations("tab\tand\u{1b}[31m colour"), "taband[31m colour");
        assert_eq!(without_quotations(&"x".repeat(5_000)).len(), MAX_MESSAGE_CHARS);
    }
}
