//! Hears what a text asks for: which capabilities, which it rules out, which exist already, and what cannot be told from it.
//! Phrases, negation and neighbours in four languages; no language model, no network. Decides nothing about a design.
//!
//! Measured on `sentences.txt`, three hundred sentences of which half are traps, and two hundred written later. The words files were
//! tuned on all but a hundred of them. Of those hundred, the first run heard 90 of 113 things that are meant (80 %), and 9 of 117 things
//! it heard were wrong (8 %). Twice the words files were widened without looking at what it had missed: then it was 91 of 113 and 13 of
//! 122, and 92 of 113 (81 %) and 14 of 127 (11 %) when it was last looked at. More words help little any more; what is missing is grammar.

mod language;
mod lexicon;
mod scope;
mod token;

pub use language::Language;
pub(in crate::discovery) use token::fold;

use lexicon::{Lexicon, Meaning, Phrase, Slot, WordId};
use scope::Sign;
use std::{collections::BTreeMap, ops::Range};
use token::{Break, Token};

/// Words of a text that speak of a capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The slug of the capability.
    pub capability: &'static str,
    /// The words of the text: `book a table`.
    pub said: String,
}

/// Something a text leaves open: it is asked, not guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// It is asked for in one place and ruled out in another.
    Contradiction { capability: &'static str, wanted: String, denied: String },
    /// A word with several meanings, and nothing that tells which.
    Ambiguous { said: String, capabilities: Vec<&'static str> },
}

/// What was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hearing {
    /// Asked for, in the order of the text.
    pub wanted: Vec<Match>,
    /// Ruled out: `without payments`.
    pub denied: Vec<Match>,
    /// There already: `our existing ERP`.
    pub existing: Vec<Match>,
    pub doubts: Vec<Doubt>,
    /// The kinds of system it names, by slug, with the words that name them.
    pub kinds: Vec<(&'static str, String)>,
    /// The languages its words were read in; none where no word shows one.
    pub languages: Vec<Language>,
}

impl Hearing {
    /// No word says anything of any capability.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.denied.is_empty() && self.existing.is_empty() && self.doubts.is_empty()
    }
    /// Whether a capability is not to be built: ruled out, there already, or asked for and ruled out at once, which is asked first.
    pub fn rules_out(&self, slug: &str) -> bool {
        let in_doubt = |doubt: &Doubt| matches!(doubt, Doubt::Contradiction { capability, .. } if *capability == slug);
        self.denied.iter().chain(&self.existing).any(|found| found.capability == slug) || self.doubts.iter().any(in_doubt)
    }
}

/// Words farther apart than this are shown with a gap between them.
const MOST_SHOWN_GAP: usize = 2;
const FEW: usize = 3;
/// A plain word means the first, unless a neighbour tells that it means the second: who books a person books their time.
const READINGS: &[(&str, &str)] = &[("reservations", "appointments")];
const MANY: usize = 12;

/// One phrase found in a text.
struct Found {
    phrase: &'static Phrase,
    /// Its words, by their number in the text.
    at: Vec<usize>,
    /// Those of them that are its own; those of a set are only neighbours.
    own: Vec<usize>,
    denied: bool,
    existing: bool,
}

impl Found {
    fn new(phrase: &'static Phrase, at: Vec<usize>) -> Self {
        let words = phrase.slots.iter().filter(|slot| matches!(slot, Slot::OneOf(_) | Slot::Near(_)));
        let own = at.iter().zip(words).filter(|(_, slot)| matches!(slot, Slot::OneOf(_))).map(|(at, _)| *at).collect();
        Self { phrase, at, own, denied: false, existing: false }
    }
}

/// Hears a text.
pub fn hear(text: &str) -> Hearing {
    let tokens = token::tokens(text);
    let mut hearing = Hearing::default();
    let read: Vec<Read> = lexicon::all().iter().map(|lexicon| Read::of(lexicon, &tokens)).collect();
    let overall = languages(&read, 0..tokens.len(), &[]);
    hearing.languages.clone_from(&overall);
    let mut found = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let end = (start..tokens.len()).find(|i| tokens[*i].after == Break::Sentence).map_or(tokens.len(), |i| i + 1);
        for language in languages(&read, start..end, &overall) {
            let read = read.iter().filter(|read| read.lexicon.language == language);
            found.extend(read.flat_map(|read| in_sentence(read, &tokens, start..end)));
        }
        start = end;
    }
    found.sort_by_key(|found| (found.at.first().copied(), std::cmp::Reverse(found.at.len())));
    sort_out(text, &tokens, &found, &mut hearing);
    hearing
}

/// A text as one language reads it: of each word, the words of the lexicon it is a form of.
struct Read {
    lexicon: &'static Lexicon,
    ids: Vec<Vec<WordId>>,
}

impl Read {
    fn of(lexicon: &'static Lexicon, tokens: &[Token]) -> Self {
        Self { lexicon, ids: tokens.iter().map(|token| lexicon.ids_of(&token.word)).collect() }
    }
    /// How many of some words the lexicon knows.
    fn known(&self, words: &Range<usize>) -> usize {
        words.clone().filter(|at| !self.ids[*at].is_empty()).count()
    }
    /// How many of some words show that it is this language.
    fn shown(&self, words: &Range<usize>) -> usize {
        words.clone().filter(|at| self.ids[*at].iter().any(|id| self.lexicon.shows.contains(id))).count()
    }
}

/// The languages with the most words that show them, and among those the ones that know the most words; where no word shows any, those
/// of the whole text, or all that know a word.
fn languages(read: &[Read], words: Range<usize>, overall: &[Language]) -> Vec<Language> {
    let best = |all: Vec<&Read>, count: &dyn Fn(&Read) -> usize| -> Vec<Language> {
        let most = all.iter().map(|read| count(read)).max().unwrap_or_default();
        all.iter().filter(|read| count(read) == most).map(|read| read.lexicon.language).collect()
    };
    let shown = best(read.iter().collect(), &|read| read.shown(&words));
    if shown.len() == read.len() && !overall.is_empty() {
        return overall.to_vec();
    }
    match shown.iter().find(|language| overall.contains(language)) {
        Some(language) if shown.len() > 1 && overall.len() == 1 => vec![*language],
        _ => best(read.iter().filter(|read| shown.contains(&read.lexicon.language)).collect(), &|read| read.known(&words)),
    }
}

/// What the sentence of these words says.
fn in_sentence(read: &Read, tokens: &[Token], words: Range<usize>) -> Vec<Found> {
    let (lexicon, offset) = (read.lexicon, words.start);
    let (tokens, ids) = (&tokens[words.clone()], &read.ids[words]);
    let mut all: Vec<Found> = Vec::new();
    for (at, here) in ids.iter().enumerate() {
        for id in here {
            for i in lexicon.begins.get(id).into_iter().flatten() {
                let phrase = &lexicon.phrases[*i];
                let mut places = Vec::new();
                let new = |all: &[Found], places: &[usize]| !all.iter().any(|f| std::ptr::eq(f.phrase, phrase) && f.at == places);
                if fits(phrase, tokens, ids, at, 0, &mut places) && new(&all, &places) {
                    all.push(Found::new(phrase, places));
                }
            }
        }
    }
    let (grammar, mut found): (Vec<_>, Vec<_>) = all.into_iter().partition(|found| matches!(found.phrase.meaning, Meaning::Grammar(_)));
    let sign = |found: &Found| match (&found.phrase.meaning, found.at.first(), found.at.last()) {
        (Meaning::Grammar(grammar), Some(first), Some(last)) => Some(Sign { grammar: *grammar, first: *first, last: *last }),
        _ => None,
    };
    let signs: Vec<Sign> = grammar.iter().filter_map(sign).collect();
    let scopes = scope::scopes(tokens, &signs, lexicon.language == Language::German);
    keep_longest(&mut found);
    for found in &mut found {
        found.denied = found.at.iter().any(|i| scopes.denied[*i]);
        found.existing = !found.phrase.anyway && found.at.iter().any(|i| scopes.existing[*i]);
        found.at.iter_mut().for_each(|i| *i += offset);
    }
    found
}

/// Whether a phrase stands at a word, from its slot `slot` on; `places` gets the words that are its own.
fn fits(phrase: &Phrase, tokens: &[Token], ids: &[Vec<WordId>], at: usize, slot: usize, places: &mut Vec<usize>) -> bool {
    let Some(kind) = phrase.slots.get(slot) else { return true };
    let most = match kind {
        Slot::OneOf(wanted) | Slot::Near(wanted) => {
            if !ids.get(at).is_some_and(|ids| ids.iter().any(|id| wanted.contains(id))) {
                return false;
            }
            places.push(at);
            let next = phrase.slots.get(slot + 1);
            let goes_on = next.is_none() || matches!(next, Some(Slot::Many | Slot::Few)) || !ends_clause(tokens, at);
            if goes_on && fits(phrase, tokens, ids, at + 1, slot + 1, places) {
                return true;
            }
            places.pop();
            return false;
        }
        Slot::Any => return at < tokens.len() && !ends_clause(tokens, at) && fits(phrase, tokens, ids, at + 1, slot + 1, places),
        Slot::Few => FEW,
        Slot::Many => MANY,
    };
    for skipped in 0..=most {
        let inside = matches!(kind, Slot::Many) || (at.saturating_sub(1)..at + skipped).all(|i| !ends_clause(tokens, i));
        if at + skipped >= tokens.len() || !inside {
            return false;
        }
        if fits(phrase, tokens, ids, at + skipped, slot + 1, places) {
            return true;
        }
    }
    false
}

fn ends_clause(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| matches!(token.after, Break::Clause | Break::Sentence))
}

/// A longer phrase takes the words of a shorter one inside it; a phrase that means nothing takes whatever it touches.
fn keep_longest(found: &mut Vec<Found>) {
    let shadowed = |this: &Found| {
        let inside = |other: &Found| {
            let fixed = other.phrase.slots.iter().all(|slot| matches!(slot, Slot::OneOf(_) | Slot::Near(_)));
            let first = fixed || other.own.first().is_some_and(|first| this.own.contains(first));
            first && this.own.len() < other.own.len() && this.own.iter().all(|i| other.own.contains(i))
        };
        let touched = |other: &Found| {
            let shared = this.own.iter().any(|i| other.own.contains(i));
            shared && (this.own.len() < other.own.len() || (this.own.len() == 1 && this.own == other.own))
        };
        // The same word beside a neighbour that says which of two meanings it has.
        let told = |other: &Found| match (&this.phrase.meaning, &other.phrase.meaning) {
            (Meaning::Capability(plain), Meaning::Capability(told)) => {
                READINGS.contains(&(*plain, *told)) && this.own == other.own && this.at.len() < other.at.len()
            }
            _ => false,
        };
        let is_kind = |found: &Found| matches!(found.phrase.meaning, Meaning::Kind(_));
        let by = |other: &Found| match other.phrase.meaning {
            Meaning::Nothing => this.phrase.meaning != Meaning::Nothing && touched(other),
            _ => is_kind(this) == is_kind(other) && (inside(other) || told(other)),
        };
        found.iter().any(by)
    };
    let keep: Vec<bool> = found.iter().map(|this| !shadowed(this)).collect();
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or_default());
}

/// The words of a text that a phrase was found in.
fn said(text: &str, tokens: &[Token], at: &[usize]) -> String {
    let mut said = String::new();
    let mut from = None;
    for (n, i) in at.iter().enumerate() {
        let begin = *from.get_or_insert(tokens[*i].start);
        let gap = at.get(n + 1).map(|next| next - i - 1);
        if gap.is_none_or(|gap| gap > MOST_SHOWN_GAP) {
            said.push_str(&text[begin..tokens[*i].end]);
            said.push_str(if gap.is_some() { " … " } else { "" });
            from = None;
        }
    }
    said
}

/// Everything found, as wishes, denials, what exists and what is doubtful.
fn sort_out(text: &str, tokens: &[Token], found: &[Found], hearing: &mut Hearing) {
    let mut by_capability: Vec<(&'static str, Vec<&Found>)> = Vec::new();
    let strong = found.iter().any(|f| !f.phrase.weak && !f.denied && !f.existing && matches!(f.phrase.meaning, Meaning::Capability(_)));
    for one in found {
        match &one.phrase.meaning {
            Meaning::Capability(_) if one.phrase.weak && strong && !one.denied => {}
            Meaning::Capability(slug) => match by_capability.iter_mut().find(|(known, _)| known == slug) {
                Some((_, all)) => all.push(one),
                None => by_capability.push((slug, vec![one])),
            },
            Meaning::Kind(kind) if !one.denied && !one.existing => hearing.kinds.push((kind, said(text, tokens, &one.at))),
            _ => {}
        }
    }
    for (capability, all) in by_capability {
        let first = |with: fn(&&&Found) -> bool| all.iter().find(with).map(|found| said(text, tokens, &found.at));
        let matched = |said: String| Match { capability, said };
        let denied = first(|found| found.denied);
        let wanted = first(|found| !found.denied && !found.existing);
        let firm = first(|found| !found.denied && !found.existing && !found.phrase.soft);
        match (wanted, firm, denied) {
            (_, Some(wanted), Some(denied)) => hearing.doubts.push(Doubt::Contradiction { capability, wanted, denied }),
            (_, None, Some(denied)) => hearing.denied.push(matched(denied)),
            (Some(wanted), _, None) => hearing.wanted.push(matched(wanted)),
            _ => hearing.existing.extend(first(|found| found.existing).map(matched)),
        }
    }
    ambiguous(text, tokens, found, hearing);
}

/// Words with several meanings that nothing else decides.
fn ambiguous(text: &str, tokens: &[Token], found: &[Found], hearing: &mut Hearing) {
    let mut asked: BTreeMap<&[&'static str], String> = BTreeMap::new();
    for one in found.iter().filter(|found| !found.denied && !found.existing) {
        let Meaning::Either(options) = &one.phrase.meaning else { continue };
        let decided = |matches: &[Match]| matches.iter().any(|found| options.contains(&found.capability));
        if !decided(&hearing.wanted) && !decided(&hearing.denied) {
            asked.entry(options).or_insert_with(|| said(text, tokens, &one.at));
        }
    }
    let doubt = |(options, said): (&[&'static str], String)| Doubt::Ambiguous { said, capabilities: options.to_vec() };
    hearing.doubts.extend(asked.into_iter().map(doubt));
}

#[cfg(test)]
mod tests;
