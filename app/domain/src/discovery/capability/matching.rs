//! Reads free text: which capabilities and which kind of system do these words speak of? Words only; no language model.

use super::{ALL, Capability};
use crate::discovery::brief::Archetype;

/// Words of a text that speak of a capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The slug of the capability.
    pub capability: &'static str,
    /// The stem that was found: `reserv`.
    pub word: &'static str,
    /// The words of the text that hold it, in lower case: `reserving`.
    pub said: String,
}

/// Words before a match that turn it into its opposite.
const DENIALS: [&str; 5] = ["no", "not", "without", "never", "neither"];
/// Words that may stand between such a word and the match.
const BETWEEN: [&str; 6] = ["a", "an", "any", "the", "own", "need"];

/// Where `stem` stands at the start of a word of `text`, both in lower case, and nothing before it denies it.
fn place_of(text: &str, stem: &str) -> Option<usize> {
    text.match_indices(stem).map(|(at, _)| at).find(|at| {
        let before = &text[..*at];
        let whole = !before.chars().next_back().is_some_and(char::is_alphanumeric);
        let denied = before.split_whitespace().rev().find(|word| !BETWEEN.contains(word)).is_some_and(|word| DENIALS.contains(&word));
        whole && !denied
    })
}

/// The words that hold a stem: up to the end of the word it ends in.
fn words_at(text: &str, at: usize, stem: &str) -> String {
    let rest = &text[at..];
    let end = rest.char_indices().find(|(i, c)| *i >= stem.trim_end().len() && !c.is_alphanumeric()).map_or(rest.len(), |(i, _)| i);
    rest[..end].to_owned()
}

/// The capabilities a text speaks of, in the table's order.
pub fn find_in(text: &str) -> Vec<Match> {
    // The trailing space lets a stem such as `call ` end the text.
    let text = format!("{} ", text.to_lowercase());
    let found = |capability: &&'static Capability| {
        let (word, at) = capability.words.iter().find_map(|word| Some((*word, place_of(&text, word)?)))?;
        Some(Match { capability: capability.slug, word, said: words_at(&text, at, word) })
    };
    ALL.iter().filter_map(found).collect()
}

/// Stems that name a kind of system outright.
const KINDS: &[(Archetype, &[&str])] = &[
    (Archetype::RestaurantVoice, &["restaurant", "pizzeria", "trattoria"]),
    (Archetype::Ecommerce, &["shop", "e-commerce", "ecommerce", "online store", "webshop", "sell products", "retail"]),
    (Archetype::Saas, &["saas", "software as a service", "tenant", "subscription software"]),
];

/// The kind of system a text names, with the word that says so. A restaurant counts as one with voice only when it also
/// speaks of voice or phone.
pub fn archetype_of(text: &str) -> Option<(Archetype, &'static str)> {
    let text = format!("{} ", text.to_lowercase());
    KINDS.iter().find_map(|(archetype, stems)| {
        let stem = stems.iter().copied().find(|stem| place_of(&text, stem).is_some())?;
        let voice =
            *archetype != Archetype::RestaurantVoice || ["phone", "voice", "speech", "call "].iter().any(|s| place_of(&text, s).is_some());
        voice.then_some((*archetype, stem))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slugs(text: &str) -> Vec<&'static str> {
        find_in(text).iter().map(|found| found.capability).collect()
    }

    #[test]
    fn a_sentence_names_its_capabilities() {
        assert_eq!(slugs("Customers book a table by phone"), ["reservations", "voice", "accounts"]);
        assert_eq!(slugs("An online shop with search and reviews"), ["catalog", "reviews", "search"]);
        assert_eq!(slugs("zzz"), Vec::<&str>::new());
    }

    #[test]
    fn a_stem_counts_at_the_start_of_a_word_only() {
        assert!(slugs("unstable").is_empty(), "“table” inside a word says nothing");
        assert!(slugs("Mietpaycheck").is_empty());
    }

    #[test]
    fn a_match_shows_the_words_it_was_found_in() {
        let said = |text: &str| find_in(text).into_iter().map(|found| (found.said, found.capability)).collect::<Vec<_>>();
        let expected = [("reserving".to_owned(), "reservations"), ("phone".to_owned(), "voice")];
        assert_eq!(said("Reserving by PHONE"), expected);
        assert_eq!(said("We call")[0].0, "call");
    }

    #[test]
    fn what_is_denied_does_not_count() {
        assert!(slugs("An article without any payments").contains(&"content"));
        assert!(!slugs("An article without any payments").contains(&"payments"));
        assert!(!slugs("There is no chat").contains(&"messaging"));
        assert!(slugs("No chat at first, later a chat").contains(&"messaging"));
    }

    /// Every row can be asked for in plain words.
    #[test]
    fn every_capability_answers_to_its_own_words() {
        for capability in ALL {
            for word in capability.words {
                assert!(slugs(&format!("we need {word} now")).contains(&capability.slug), "{}: {word}", capability.slug);
            }
        }
    }

    #[test]
    fn a_sentence_may_name_the_kind_of_system() {
        assert_eq!(archetype_of("Our web shop").map(|(a, _)| a), Some(Archetype::Ecommerce));
        assert_eq!(archetype_of("A restaurant that answers the phone").map(|(a, _)| a), Some(Archetype::RestaurantVoice));
        assert_eq!(archetype_of("A restaurant website"), None);
        assert_eq!(archetype_of("A SaaS for accountants").map(|(a, _)| a), Some(Archetype::Saas));
    }
}
