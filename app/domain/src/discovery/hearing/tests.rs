//! How much of what people write is heard, and how much of what is heard is wrong.

use super::*;
use crate::discovery::capability;

const SENTENCES: &str = include_str!("sentences.txt");
/// Heard at the least, and wrong at the most, in percent: of each part that the words files were tuned on.
const LEAST_HEARD: usize = 90;
const MOST_WRONG: usize = 3;

struct Sentence {
    /// A third of the first three hundred, or the fourth part, which came later.
    third: usize,
    language: &'static str,
    text: &'static str,
    /// One of each must be heard.
    must: Vec<Vec<&'static str>>,
    /// Each may be heard.
    may: Vec<&'static str>,
    traps: Vec<&'static str>,
}

fn sentences() -> Vec<Sentence> {
    let mut third = 0;
    let mut sentences = Vec::new();
    for line in SENTENCES.lines() {
        third += usize::from(line.starts_with("# "));
        let [language, text, labels] = line.split(" | ").collect::<Vec<_>>()[..] else { continue };
        if third == 0 {
            continue;
        }
        let (mut must, mut may, mut traps) = (Vec::new(), Vec::new(), Vec::new());
        for label in labels.split(' ') {
            match (label.strip_prefix('~'), label.strip_prefix('-')) {
                (Some(label), _) => may.push(label),
                (_, Some(label)) => traps.push(label),
                _ => must.push(label.split('/').collect::<Vec<_>>()),
            }
        }
        may.extend(must.iter().flatten());
        if !traps.contains(&"accounts") {
            may.push("accounts");
        }
        sentences.push(Sentence { third, language, text, must, may, traps });
    }
    sentences
}

/// What there is to hear, what of it is heard, what is heard, what of it is wrong.
#[derive(Default, Clone, Copy)]
struct Figure {
    wanted: usize,
    found: usize,
    heard: usize,
    wrong: usize,
}

impl Figure {
    fn add(&mut self, sentence: &Sentence) {
        let heard: Vec<&str> = hear(sentence.text).wanted.iter().map(|found| found.capability).collect();
        self.wanted += sentence.must.len();
        self.found += sentence.must.iter().filter(|labels| labels.iter().any(|label| heard.contains(label))).count();
        // Where accounts are free, they neither count as right nor as wrong.
        let counts =
            |slug: &&&str| **slug != "accounts" || sentence.traps.contains(*slug) || sentence.must.iter().flatten().any(|s| *s == **slug);
        self.heard += heard.iter().filter(counts).count();
        self.wrong += heard.iter().filter(|slug| !sentence.may.contains(*slug)).count();
    }
    fn heard_percent(self) -> usize {
        100 * self.found / self.wanted.max(1)
    }
    /// Rounded up.
    fn wrong_percent(self) -> usize {
        (100 * self.wrong).div_ceil(self.heard.max(1))
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures of each language, for whoever tunes the words")]
fn most_of_what_is_meant_is_heard_and_little_else() {
    let sentences = sentences();
    let mut parts = [Figure::default(); 4];
    for (name, keep) in [("en", "en"), ("de", "de"), ("fr", "fr"), ("es", "es"), ("all", "")] {
        for third in 1..=4 {
            let mut figure = Figure::default();
            sentences.iter().filter(|s| s.third == third && s.language.contains(keep)).for_each(|sentence| figure.add(sentence));
            let Figure { wanted, found, heard, wrong } = figure;
            println!("part {third}, {name}: {found} of {wanted} heard, {wrong} of {heard} wrong");
            parts[third - 1] = figure;
        }
    }
    for figure in [parts[0], parts[1], parts[3]] {
        assert!(figure.heard_percent() >= LEAST_HEARD, "{} %", figure.heard_percent());
        assert!(figure.wrong_percent() <= MOST_WRONG, "{} %", figure.wrong_percent());
    }
}

#[test]
fn the_sentences_are_three_hundred_in_four_languages_and_half_are_traps() {
    let sentences = sentences();
    assert_eq!(sentences.iter().filter(|sentence| sentence.third <= 3).count(), 300);
    assert!((1..=3).all(|third| sentences.iter().filter(|s| s.third == third).count() == 100));
    for language in ["en", "de", "fr", "es"] {
        assert!(sentences.iter().filter(|s| s.language == language).count() >= 50, "{language}");
    }
    assert!(sentences.iter().filter(|s| !s.traps.is_empty()).count() >= 150);
    for sentence in &sentences {
        assert!(sentence.may.iter().chain(&sentence.traps).all(|slug| capability::find(slug).is_some()), "{}", sentence.text);
        assert!(sentence.traps.iter().all(|trap| !sentence.may.contains(trap)), "{}", sentence.text);
    }
}

/// A words file with a slip in it would be silently deaf.
#[test]
fn every_meaning_and_set_of_the_words_files_is_known() {
    for language in Language::ALL {
        let (mut sets, mut meanings) = (Vec::new(), Vec::new());
        for line in language.words().lines() {
            let (meaning, phrases) = line.split_once(':').unwrap_or_else(|| panic!("{language:?}: {line}"));
            meanings.push(meaning);
            if let Some(set) = meaning.strip_prefix('@') {
                sets.push(set);
            }
            for slot in phrases.split([',', ' ', '|']).filter_map(|slot| slot.trim().strip_prefix('<')) {
                assert!(sets.contains(&slot.trim_end_matches('>')), "{language:?}: <{slot}");
            }
            assert!(phrases.split(',').all(|phrase| !phrase.trim().is_empty()), "{language:?}: {meaning} holds an empty phrase");
        }
        for lexicon in lexicon::all().iter().filter(|lexicon| lexicon.language == language) {
            for phrase in &lexicon.phrases {
                let known = match &phrase.meaning {
                    Meaning::Capability(slug) => capability::find(slug).is_some(),
                    Meaning::Either(slugs) => slugs.iter().all(|slug| capability::find(slug).is_some()),
                    Meaning::Kind(kind) => ["e-commerce", "saas", "restaurant", "phone"].contains(kind),
                    Meaning::Nothing | Meaning::Grammar(_) => true,
                };
                assert!(known, "{language:?}: {:?}", phrase.meaning);
                assert!(matches!(phrase.slots.first(), Some(Slot::OneOf(_) | Slot::Near(_))), "{language:?}: {phrase:?}");
            }
        }
        for capability in capability::ALL {
            assert!(meanings.contains(&capability.slug), "{language:?} has no words for {}", capability.slug);
        }
    }
}

fn wanted(text: &str) -> Vec<&'static str> {
    hear(text).wanted.iter().map(|found| found.capability).collect()
}

#[test]
fn a_match_shows_the_words_it_was_found_in() {
    let said: Vec<_> = hear("Customers book a table by phone").wanted.into_iter().map(|found| (found.said, found.capability)).collect();
    let expected = [("Customers", "accounts"), ("book a table", "reservations"), ("by phone", "voice")];
    assert_eq!(said, expected.map(|(said, slug)| (said.to_owned(), slug)));
    assert_eq!(hear("Pay, in a word or two, by all means, the walker weekly").wanted[0].said, "Pay");
}

#[test]
fn the_beginning_of_a_word_is_not_the_word() {
    for text in ["production of boats", "accountants at work", "payroll", "we use Shopify elsewhere", "unstable", "shipyard", "businesses"]
    {
        assert_eq!(wanted(text), [""; 0], "{text}");
    }
}

#[test]
fn a_denial_reaches_to_the_end_of_its_list_and_no_farther() {
    assert_eq!(wanted("No chat, feed or newsletter, but payments by card"), ["payments"]);
    assert_eq!(wanted("Without accounts, payments and chat"), [""; 0]);
    assert_eq!(wanted("Nobody pays; patients book appointments"), ["appointments"]);
    assert_eq!(wanted("If nobody pays, a reminder is sent by email"), ["payments", "notifications"]);
    assert_eq!(wanted("Not only payments but also refunds"), ["payments"]);
    assert_eq!(hear("We need no payments").denied[0].said, "payments");
}

#[test]
fn what_exists_is_not_asked_for() {
    let hearing = hear("We already have an inventory. Customers reserve a table.");
    assert_eq!(hearing.existing.iter().map(|found| found.capability).collect::<Vec<_>>(), ["inventory"]);
    assert!(hearing.wanted.iter().any(|found| found.capability == "reservations"));
}

#[test]
fn a_contradiction_and_a_word_with_two_meanings_are_asked() {
    let hearing = hear("There are no payments. Customers pay by card.");
    assert!(matches!(&hearing.doubts[..], [Doubt::Contradiction { capability: "payments", .. }]), "{hearing:?}");
    let hearing = hear("It is about tickets.");
    assert!(matches!(&hearing.doubts[..], [Doubt::Ambiguous { said, .. }] if said == "tickets"), "{hearing:?}");
    assert_eq!(hear("Support answers tickets").doubts, []);
}

#[test]
fn the_language_of_each_sentence_is_found() {
    let languages = |text: &str| hear(text).languages;
    assert_eq!(languages("Wir brauchen eine Übersicht"), [Language::German]);
    assert_eq!(languages("Les clients paient par carte"), [Language::French]);
    assert_eq!(languages("Los clientes pagan con tarjeta"), [Language::Spanish]);
    assert_eq!(languages("The customers pay by card"), [Language::English]);
    assert_eq!(languages("zzz").len(), 4);
    assert_eq!(wanted("Die Kunden bezahlen. They get a reminder."), ["accounts", "payments", "notifications"]);
    assert_eq!(wanted("Klienci płacą kartą"), [""; 0]);
}

#[test]
fn any_text_is_heard_to_the_end() {
    for text in [
        "",
        " ",
        "''''",
        "no",
        "no no no no",
        "a, b, c,,,,",
        "kein oder",
        "ne pas",
        "—;:()",
        "日本語のテキスト。",
        "’s",
        "e-e-e",
        "ß",
        "\u{301}",
    ] {
        let _ = hear(text);
    }
    let long = "Customers order and pay, or book a table without payments. ".repeat(40);
    assert!(!hear(&long).wanted.is_empty());
}
