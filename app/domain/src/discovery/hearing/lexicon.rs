//! The words files, read: what each phrase means and of which words it is made. Holds no phrase itself.
//!
//! A line of such a file is `meaning: phrase, phrase`. A word of a phrase stands for its inflected forms; `word~` is the stem of a
//! verb, `=word` stands for itself alone, `-word` is also the end of a compound and `word-` its beginning, `a|b` is either, `<set>` a
//! word of the set defined by a line `@set: …`, `_` any word, `..` up to three words of the same clause, `...` up to twelve of the same
//! sentence. A phrase after `?` counts only where nothing else is heard, one after `!` also where it speaks of what exists
//! already, one after `%` unless a denial elsewhere speaks against it.

use super::{language::Language, token};
use std::{collections::BTreeMap, sync::LazyLock};

/// What a phrase means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A capability, by its slug.
    Capability(&'static str),
    /// A kind of system, by its slug.
    Kind(&'static str),
    /// One of several capabilities, and nobody can tell which.
    Either(Vec<&'static str>),
    /// Nothing, though its words alone would mean something.
    Nothing,
    Grammar(Grammar),
}

/// What a phrase does to the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grammar {
    /// Denies the nouns that follow: `without`.
    DeniesNouns,
    /// Denies the rest of its clause: `nobody`.
    DeniesClause,
    /// Denies its whole clause: `is not needed`.
    DeniesWhole,
    /// Looks like a denial and is none: `not only`.
    Harmless,
    /// Exists already, as do the nouns that follow: `existing`.
    HasNouns,
    /// What its whole clause speaks of exists already: `already have`.
    HasWhole,
    /// Ends what is denied: `but`.
    Contrast,
    /// Begins a clause of its own: `because`.
    Opens,
    /// Begins a condition, in which a denial denies nothing: `if`.
    Conditions,
    Or,
    And,
    /// Shows that a clause is more than a list of nouns: `is`, `the`.
    Marks,
    /// May begin the member of a list: `a`.
    Articles,
}

const GRAMMAR: &[(&str, Grammar)] = &[
    ("#denies-nouns", Grammar::DeniesNouns),
    ("#denies-clause", Grammar::DeniesClause),
    ("#denies-whole", Grammar::DeniesWhole),
    ("#harmless", Grammar::Harmless),
    ("#has-nouns", Grammar::HasNouns),
    ("#has-whole", Grammar::HasWhole),
    ("#contrast", Grammar::Contrast),
    ("#opens", Grammar::Opens),
    ("#conditions", Grammar::Conditions),
    ("#or", Grammar::Or),
    ("#and", Grammar::And),
    ("#marks", Grammar::Marks),
    ("#articles", Grammar::Articles),
];

/// The form in which a word is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Exact,
    Noun,
    Verb,
    /// Ends a compound.
    Head,
    /// Begins a compound.
    Front,
}

/// A word of the lexicon, by number.
pub(super) type WordId = u32;

/// One place of a phrase.
#[derive(Debug, Clone)]
pub(super) enum Slot {
    OneOf(Vec<WordId>),
    /// A word of a set: it tells what its neighbours mean, and keeps its own meaning.
    Near(Vec<WordId>),
    Any,
    /// Up to three words of the clause.
    Few,
    /// Up to twelve words of the sentence.
    Many,
}

#[derive(Debug)]
pub(super) struct Phrase {
    pub meaning: Meaning,
    pub slots: Vec<Slot>,
    /// Counts only where nothing else is heard.
    pub weak: bool,
    /// Counts also of what exists already.
    pub anyway: bool,
    /// A hint that a denial elsewhere outweighs.
    pub soft: bool,
}

/// The phrases of one language.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub language: Language,
    words: BTreeMap<String, Vec<(Form, WordId)>>,
    pub phrases: Vec<Phrase>,
    /// Phrases by the words they can begin with.
    pub begins: BTreeMap<WordId, Vec<usize>>,
    /// The words that show the language.
    pub shows: Vec<WordId>,
    /// Heads that leave the meaning of a compound to its beginning.
    plain_heads: Vec<String>,
}

static ALL: LazyLock<Vec<Lexicon>> = LazyLock::new(|| Language::ALL.into_iter().map(Lexicon::of).collect());

/// The lexicon of every language, in their order.
pub(super) fn all() -> &'static [Lexicon] {
    &ALL
}

/// The shortest beginning of a compound, in letters.
const LEAST_FRONT: usize = 3;
/// The longest ending.
const MOST_ENDING: usize = 6;

impl Lexicon {
    fn of(language: Language) -> Self {
        let mut builder = Builder { language, ids: BTreeMap::new(), words: BTreeMap::new(), sets: BTreeMap::new() };
        let mut phrases = Vec::new();
        let (mut plain_heads, mut shows) = (Vec::new(), Vec::new());
        for line in language.words().lines().map(str::trim).filter(|line| !line.is_empty()) {
            let Some((meaning, entries)) = line.split_once(':') else { continue };
            let entries = entries.split(',').map(str::trim).filter(|entry| !entry.is_empty());
            if let Some(set) = meaning.strip_prefix('@') {
                let ids: Vec<WordId> = entries.map(|entry| builder.word(entry)).collect();
                builder.sets.entry(set).or_default().extend(ids);
            } else if meaning == "#shows" {
                shows.extend(entries.map(|entry| builder.word(entry)));
            } else if meaning == "#plain-heads" {
                plain_heads.extend(entries.map(token::fold));
            } else {
                let meaning = Meaning::of(meaning);
                phrases.extend(entries.map(|entry| builder.phrase(meaning.clone(), entry)));
            }
        }
        let mut begins: BTreeMap<WordId, Vec<usize>> = BTreeMap::new();
        for (i, phrase) in phrases.iter().enumerate() {
            if let Some(Slot::OneOf(ids) | Slot::Near(ids)) = phrase.slots.first() {
                ids.iter().for_each(|id| begins.entry(*id).or_default().push(i));
            }
        }
        Self { language, words: builder.words, phrases, begins, shows, plain_heads }
    }

    /// Every word of the lexicon that `word` is a form of.
    pub(super) fn ids_of(&self, word: &str) -> Vec<WordId> {
        let mut ids = Vec::new();
        let ends = word.char_indices().map(|(i, _)| i).skip(1).chain([word.len()]);
        for end in ends.filter(|end| word.len() - end <= MOST_ENDING) {
            let (stem, rest) = word.split_at(end);
            for (form, id) in self.words.get(stem).into_iter().flatten() {
                let fits = match form {
                    Form::Exact => rest.is_empty(),
                    Form::Noun => self.language.inflects_noun(rest),
                    Form::Verb => self.language.inflects_verb(stem, rest),
                    Form::Head | Form::Front => false,
                };
                if fits {
                    ids.push(*id);
                }
            }
        }
        if ids.is_empty() && self.language == Language::German {
            self.compounds(word, &mut ids);
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The words that end a compound, or begin one whose end says nothing itself.
    fn compounds(&self, word: &str, ids: &mut Vec<WordId>) {
        let starts = word.char_indices().map(|(i, _)| i).filter(|start| *start >= LEAST_FRONT);
        for start in starts {
            let (front, head) = word.split_at(start);
            let heads = (head.len().saturating_sub(3)..=head.len()).filter(|end| head.is_char_boundary(*end));
            for end in heads {
                let (stem, rest) = head.split_at(end);
                let of = self.words.get(stem).into_iter().flatten();
                ids.extend(of.filter(|(form, _)| *form == Form::Head && self.language.inflects_noun(rest)).map(|(_, id)| *id));
            }
            if !self.plain_heads.iter().any(|plain| head.strip_prefix(plain.as_str()).is_some_and(|rest| self.language.inflects_noun(rest)))
            {
                continue;
            }
            for joint in ["", "s", "n", "en", "es", "e"] {
                let Some(stem) = front.strip_suffix(joint) else { continue };
                ids.extend(self.words.get(stem).into_iter().flatten().filter(|(form, _)| *form == Form::Front).map(|(_, id)| *id));
            }
        }
    }
}

impl Meaning {
    fn of(text: &'static str) -> Self {
        if let Some((_, grammar)) = GRAMMAR.iter().find(|(name, _)| *name == text) {
            return Self::Grammar(*grammar);
        }
        match text.strip_prefix("kind ") {
            Some(kind) => Self::Kind(kind),
            None if text == "nothing" => Self::Nothing,
            None if text.contains('?') => Self::Either(text.split('?').collect()),
            None => Self::Capability(text),
        }
    }
}

struct Builder {
    language: Language,
    ids: BTreeMap<&'static str, WordId>,
    words: BTreeMap<String, Vec<(Form, WordId)>>,
    sets: BTreeMap<&'static str, Vec<WordId>>,
}

impl Builder {
    fn phrase(&mut self, meaning: Meaning, text: &'static str) -> Phrase {
        let weak = text.starts_with('?');
        let anyway = text.starts_with('!');
        let soft = text.starts_with('%');
        let slots = text.trim_start_matches(['?', '!', '%']).split(' ').filter(|slot| !slot.is_empty()).map(|slot| match slot {
            "_" => Slot::Any,
            ".." => Slot::Few,
            "..." => Slot::Many,
            words if words.starts_with('<') => Slot::Near(words.split('|').flat_map(|word| self.words_of(word)).collect()),
            words => Slot::OneOf(words.split('|').flat_map(|word| self.words_of(word)).collect()),
        });
        Phrase { meaning, slots: slots.collect(), weak, anyway, soft }
    }

    fn words_of(&mut self, word: &'static str) -> Vec<WordId> {
        match word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
            Some(set) => self.sets.get(set).cloned().unwrap_or_default(),
            None => vec![self.word(word)],
        }
    }

    fn word(&mut self, text: &'static str) -> WordId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = WordId::try_from(self.ids.len()).unwrap_or(WordId::MAX);
        self.ids.insert(text, id);
        let bare = token::fold(text.trim_matches(['-', '=', '~']));
        let mut add = |word: String, form: Form| self.words.entry(word).or_default().push((form, id));
        if text.starts_with('-') {
            add(bare.clone(), Form::Head);
        }
        if text.ends_with('-') {
            add(bare.clone(), Form::Front);
        }
        let stem_of_y = bare.strip_suffix('y').filter(|stem| self.language == Language::English && !stem.ends_with(['a', 'e', 'o', 'u']));
        if text.starts_with('=') {
            add(bare, Form::Exact);
            return id;
        }
        if let Some(stem) = stem_of_y {
            add(format!("{stem}ies"), Form::Exact);
            if text.ends_with('~') {
                add(format!("{stem}ied"), Form::Exact);
            }
        }
        if !text.ends_with('~') {
            add(bare, Form::Noun);
            return id;
        }
        if self.language == Language::German {
            add(format!("ge{bare}"), Form::Verb);
        }
        add(bare, Form::Verb);
        id
    }
}
