//! Cuts a text into numbers, words and signs. Reads numbers as four languages write them; knows no units.

use crate::discovery::hearing::fold;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Number(f64),
    Word(String),
    /// A sign that means something beside a number: `%`, `€`, `/`.
    Sign(char),
    /// A sentence or a clause ends.
    Stop,
}

/// A piece with where it stands in the text, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub part: Part,
    pub start: usize,
    pub end: usize,
    /// As it is written.
    pub raw: String,
}

/// Words for small numbers, in English, German, French and Spanish.
const NUMBER_WORDS: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("dozen", 12.0),
    ("hundred", 100.0),
    ("zwei", 2.0),
    ("drei", 3.0),
    ("vier", 4.0),
    ("fuenf", 5.0),
    ("sechs", 6.0),
    ("sieben", 7.0),
    ("acht", 8.0),
    ("neun", 9.0),
    ("zehn", 10.0),
    ("elf", 11.0),
    ("zwoelf", 12.0),
    ("fuenfzehn", 15.0),
    ("zwanzig", 20.0),
    ("dreissig", 30.0),
    ("vierzig", 40.0),
    ("fuenfzig", 50.0),
    ("hundert", 100.0),
    ("dutzend", 12.0),
    ("zweit", 2.0),
    ("dritt", 3.0),
    ("viert", 4.0),
    ("fuenft", 5.0),
    ("sechst", 6.0),
    ("siebt", 7.0),
    ("deux", 2.0),
    ("trois", 3.0),
    ("quatre", 4.0),
    ("cinq", 5.0),
    ("sept", 7.0),
    ("huit", 8.0),
    ("neuf", 9.0),
    ("dix", 10.0),
    ("onze", 11.0),
    ("douze", 12.0),
    ("quinze", 15.0),
    ("vingt", 20.0),
    ("trente", 30.0),
    ("quarante", 40.0),
    ("cinquante", 50.0),
    ("cent", 100.0),
    ("dos", 2.0),
    ("tres", 3.0),
    ("cuatro", 4.0),
    ("cinco", 5.0),
    ("seis", 6.0),
    ("siete", 7.0),
    ("ocho", 8.0),
    ("nueve", 9.0),
    ("diez", 10.0),
    ("doce", 12.0),
    ("quince", 15.0),
    ("veinte", 20.0),
    ("treinta", 30.0),
    ("cuarenta", 40.0),
    ("cincuenta", 50.0),
    ("cien", 100.0),
];

/// Words and letters that multiply the number before them.
const FACTORS: &[(&str, f64)] = &[
    ("k", 1e3),
    ("tsd", 1e3),
    ("thousand", 1e3),
    ("tausend", 1e3),
    ("mille", 1e3),
    ("mil", 1e3),
    ("m", 1e6),
    ("mio", 1e6),
    ("million", 1e6),
    ("millions", 1e6),
    ("millionen", 1e6),
    ("millon", 1e6),
    ("millones", 1e6),
    ("billion", 1e9),
    ("mrd", 1e9),
    ("milliarde", 1e9),
    ("milliarden", 1e9),
    ("milliard", 1e9),
    ("milliards", 1e9),
];

/// The pieces of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (part, length) = if c.is_ascii_digit() {
            let length = number_length(rest);
            (Some(number(rest, length)), length)
        } else if c.is_alphabetic() {
            let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            (Some(word(&fold(&rest[..length]))), length)
        } else {
            (sign(c, &rest[c.len_utf8()..]), c.len_utf8())
        };
        if let Some(part) = part {
            pieces.push(Piece { part, start: at, end: at + length, raw: rest[..length].to_owned() });
        }
        at += length;
    }
    multiply(pieces)
}

fn word(folded: &str) -> Part {
    NUMBER_WORDS.iter().find(|(name, _)| *name == folded).map_or_else(|| Part::Word(folded.to_owned()), |(_, n)| Part::Number(*n))
}

fn sign(c: char, rest: &str) -> Option<Part> {
    let open = rest.chars().next().is_none_or(char::is_whitespace);
    match c {
        '%' | '€' | '$' | '£' | '/' | '<' => Some(Part::Sign(c)),
        '.' | ';' | '!' | '?' | '\n' if open => Some(Part::Stop),
        _ => None,
    }
}

/// How many bytes a number takes: digits, and what groups or divides them.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut length = digits(0);
    loop {
        let mut after = text[length..].chars();
        let joint = match after.next() {
            Some(c @ ('.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}' | ' ')) => c,
            _ => return length,
        };
        let more = digits(length + joint.len_utf8());
        let grouped = more == 3;
        let spaced = !matches!(joint, '.' | ',');
        if more == 0 || (spaced && (!grouped || length > 7 || digits(0) > 3)) {
            return length;
        }
        length += joint.len_utf8() + more;
    }
}

/// A group of three digits after a point or a comma counts thousands, unless it is a percentage; anything else is a fraction.
fn number(text: &str, length: usize) -> Part {
    let (written, rest) = text.split_at(length);
    let percent = rest.trim_start().starts_with('%');
    let last = written.rfind(['.', ',']);
    let marks = written.chars().filter(|c| matches!(c, '.' | ',')).count();
    let fraction = last.filter(|at| written.len() - at != 4 || (percent && marks == 1));
    let clean: String = written
        .char_indices()
        .filter_map(|(at, c)| if Some(at) == fraction { Some('.') } else { c.is_ascii_digit().then_some(c) })
        .collect();
    Part::Number(clean.parse().unwrap_or_default())
}

/// `1.2 million`, `200k` and `1,5 Mio.` become one number each.
fn multiply(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    let mut dotted = false;
    for piece in pieces {
        let factor = match &piece.part {
            Part::Word(word) => FACTORS.iter().find(|(name, _)| name == word).map(|(_, factor)| *factor),
            Part::Stop if dotted => {
                dotted = false;
                continue;
            }
            _ => None,
        };
        dotted = false;
        // A single letter belongs to a number only without a space: `200k`, but `5 m` are metres.
        let space = usize::from(piece.raw.len() > 1);
        let near = joined.last().is_some_and(|last| matches!(last.part, Part::Number(_)) && piece.start <= last.end + space);
        match (factor, joined.last_mut()) {
            (Some(factor), Some(last)) if near => {
                if let Part::Number(n) = &mut last.part {
                    *n *= factor;
                }
                last.end = piece.end;
                // The point of `Mio.` ends no sentence.
                dotted = ["Mio", "Mrd", "Tsd"].contains(&piece.raw.as_str());
            }
            _ => joined.push(piece),
        }
    }
    joined
}
