//! The four languages that are understood, with the endings of their words. Knows no meaning.

/// A language a purpose can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    English,
    German,
    French,
    Spanish,
}

impl Language {
    /// All of them, English first: it is taken where nothing speaks for another.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::French, Self::Spanish];
    /// Its English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "German",
            Self::French => "French",
            Self::Spanish => "Spanish",
        }
    }
    /// The words file.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::English => include_str!("english.txt"),
            Self::German => include_str!("german.txt"),
            Self::French => include_str!("french.txt"),
            Self::Spanish => include_str!("spanish.txt"),
        }
    }
    /// What may follow a noun or an adjective.
    fn noun_endings(self) -> &'static [&'static str] {
        match self {
            Self::English => &["", "s", "es"],
            Self::German => &["", "e", "en", "er", "ern", "es", "n", "s", "em", "in", "innen"],
            Self::French => &["", "s", "x", "e", "es"],
            Self::Spanish => &["", "s", "es"],
        }
    }
    /// What may follow the stem of a verb.
    fn verb_endings(self) -> &'static [&'static str] {
        match self {
            Self::English => &["", "s", "e", "es", "ed", "d", "ing"],
            Self::German => {
                &["", "e", "en", "t", "et", "st", "te", "ten", "tet", "ter", "tes", "tem", "ete", "eten", "end", "ende", "enden", "n"]
            }
            Self::French => &[
                "", "e", "es", "s", "t", "ent", "er", "ez", "ons", "ant", "ee", "ees", "ait", "aient", "a", "era", "eront", "ir", "i",
                "is", "it", "ie", "ies", "issent", "issant", "issez", "re", "u", "ue", "us", "ues", "ra", "ront", "oir",
            ],
            Self::Spanish => &[
                "", "o", "as", "a", "an", "ar", "amos", "ado", "ados", "ada", "adas", "ando", "e", "es", "en", "er", "ir", "ido", "ida",
                "idos", "idas", "iendo", "aron", "aban", "ia", "ian", "io", "ieron", "ara", "aran", "era", "eran", "arlo", "arla", "arlos",
                "arlas", "arse", "erse", "irse", "emos", "imos", "irlo",
            ],
        }
    }
    /// Whether `rest` may follow a noun.
    pub(super) fn inflects_noun(self, rest: &str) -> bool {
        self.noun_endings().contains(&rest)
    }
    /// Whether `rest` may follow the stem of a verb.
    pub(super) fn inflects_verb(self, stem: &str, rest: &str) -> bool {
        // `ship`, `shipped`, `shipping`.
        let doubled = || {
            let last = stem.chars().next_back();
            self == Self::English && last.is_some() && rest.chars().next() == last && matches!(rest.get(1..), Some("ed" | "ing"))
        };
        self.verb_endings().contains(&rest) || doubled()
    }
}
