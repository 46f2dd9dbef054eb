//! What stands in a field while somebody types into it: their own letters. What is read from them, without spaces at the ends or in lower
//! case, is not written back. And what somebody typed, in a line with other words.

/// What to show: what was typed, as long as that is what the value was read from; else the value.
pub fn as_typed(typed: String, value: String, read: impl Fn(&str) -> String) -> String {
    if read(&typed) == value { typed } else { value }
}

/// A text without the letters that turn the direction of what stands after it: in a line with other words a name must not reverse those.
/// On a page the element around a name ends what it turns, so that names keep these letters there.
pub fn upright(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect()
}

#[cfg(test)]
mod tests {
    use super::{as_typed, upright};

    #[test]
    fn a_name_does_not_turn_what_stands_after_it() {
        assert_eq!(upright("Studio: pay\u{202e}lap · Groundplan"), "Studio: paylap · Groundplan");
        assert_eq!(upright("\u{2067}a\u{2069} خدمة\u{200f}!"), "a خدمة\u{200f}!", "marks that turn nothing else stay");
    }

    #[test]
    fn what_was_typed_stays_until_the_value_is_another() {
        let shown = |typed: &str, value: &str| as_typed(typed.to_owned(), value.to_owned(), |text| text.trim().to_owned());
        assert_eq!(shown("Guests \n", "Guests"), "Guests \n");
        assert_eq!(shown("Guests ", "Hosts"), "Hosts", "somebody undid it, or another one changed it");
        assert_eq!((shown("  ", ""), shown("", "Hosts")), ("  ".to_owned(), "Hosts".to_owned()));
    }
}
