//! Reads free text: which capabilities and which kind of system do these words speak of? Words only; no language model.

use super::{ALL, Capability};
use crate::discovery::brief::Archetype;

/// Words of a text that speak of a capability.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    pub capability: &'static Capability,
    /// The stem that was found: `reserv`.
    pub word: &'static str,
}

/// `stem` stands at the start of a word of `text`, both in lower case.
fn speaks_of(text: &str, stem: &str) -> bool {
    text.match_indices(stem).any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// The capabilities a text speaks of, in the table's order.
pub fn find_in(text: &str) -> Vec<Match> {
    // The trailing space lets a stem such as `call ` end the text.
    let text = format!("{} ", text.to_lowercase());
    ALL.iter()
        .filter_map(|capability| {
            let word = capability.words.iter().copied().find(|word| speaks_of(&text, word))?;
            Some(Match { capability, word })
        })
        .collect()
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
        let stem = stems.iter().copied().find(|stem| speaks_of(&text, stem))?;
        let voice = *archetype != Archetype::RestaurantVoice || ["phone", "voice", "speech", "call "].iter().any(|s| speaks_of(&text, s));
        voice.then_some((*archetype, stem))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slugs(text: &str) -> Vec<&'static str> {
        find_in(text).iter().map(|found| found.capability.slug).collect()
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
    fn a_sentence_may_name_the_kind_of_system() {
        assert_eq!(archetype_of("Our web shop").map(|(a, _)| a), Some(Archetype::Ecommerce));
        assert_eq!(archetype_of("A restaurant that answers the phone").map(|(a, _)| a), Some(Archetype::RestaurantVoice));
        assert_eq!(archetype_of("A restaurant website"), None);
        assert_eq!(archetype_of("A SaaS for accountants").map(|(a, _)| a), Some(Archetype::Saas));
    }
}
