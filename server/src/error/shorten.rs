//! What was sent and stands in an answer is shortened: a name of two megabytes is not sent back.

/// Longest word that is sent back whole, in characters: names of fields and ids of a design are shorter.
pub(super) const MAX_WORD: usize = 64;
/// Longest message, in characters; of a longer one the middle is left out.
pub(super) const MAX_MESSAGE: usize = 480;
/// Of a longer message, so much of its beginning and of its end is kept.
const KEPT: (usize, usize) = (320, 156);
/// Most wrong fields in one answer.
pub(super) const MAX_ERRORS: usize = 100;

/// The message with its long words cut, and without its middle where it is still too long.
pub(super) fn shorten(text: String) -> String {
    let is_fine = text.len() <= MAX_MESSAGE && text.split(char::is_whitespace).all(|word| word.len() <= MAX_WORD);
    if is_fine {
        return text;
    }
    let (mut short, mut in_word) = (String::with_capacity(MAX_MESSAGE), 0);
    for character in text.chars() {
        in_word = if character.is_whitespace() { 0 } else { in_word + 1 };
        match in_word {
            0..=MAX_WORD => short.push(character),
            n if n == MAX_WORD + 1 => short.push('…'),
            _ => {}
        }
    }
    let count = short.chars().count();
    if count <= MAX_MESSAGE {
        return short;
    }
    let (head, tail) = KEPT;
    short.chars().take(head).chain(" … ".chars()).chain(short.chars().skip(count - tail)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_messages_stay_as_they_are() {
        for text in ["", "Line 3: there is no field “nmae” here; did you mean “name”?", &"a word ".repeat(60)] {
            assert_eq!(shorten(text.to_owned()), text);
        }
    }

    #[test]
    fn a_long_name_is_cut_and_what_is_said_about_it_stays() {
        let told = shorten(format!("there is no field “{}” here; allowed are name, kind", "é".repeat(1_000_000)));
        assert!(told.starts_with("there is no field “ééé") && told.ends_with("… here; allowed are name, kind"), "{told}");
        assert!(told.chars().count() < 150, "{told}");
    }

    #[test]
    fn a_name_of_many_words_is_cut_in_the_middle() {
        let told = shorten(format!("there is no field “{}” here", "x ".repeat(1_000_000)));
        assert!(told.starts_with("there is no field “x x") && told.ends_with("” here"), "{told}");
        assert!(told.chars().count() <= MAX_MESSAGE, "{told}");
    }
}
