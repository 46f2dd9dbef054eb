//! Cuts a text into words, each with where it stands and what follows it. Knows no language's words, only how letters are folded.

/// What stands between a word and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    Nothing,
    Comma,
    /// A colon, a semicolon, a bracket, a dash: another clause begins.
    Clause,
    /// A full stop, a question mark, a line's end.
    Sentence,
}

/// A word of a text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Where it stands in the text, in bytes.
    pub start: usize,
    pub end: usize,
    /// In lower case and without marks: `übersicht` is `uebersicht`, `é` is `e`.
    pub word: String,
    /// It begins with a capital letter.
    pub capital: bool,
    pub after: Break,
}

/// Lower case, umlauts written out, other marks dropped.
pub(in crate::discovery) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).fold(String::new(), |mut folded, c| {
        match c {
            'ä' | 'æ' => folded.push_str("ae"),
            'ö' | 'œ' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'á' | 'à' | 'â' | 'ã' | 'å' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' => folded.push('o'),
            'ú' | 'ù' | 'û' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            // A combining mark stands for itself in texts of some keyboards.
            '\u{300}'..='\u{36f}' => {}
            c => folded.push(c),
        }
        folded
    })
}

/// The words of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !c.is_alphanumeric() {
            let next = chars.peek().map(|(_, next)| *next);
            if let Some(last) = tokens.last_mut() {
                let found = break_of(c, next, text[..at].ends_with(' '));
                if found as u8 > last.after as u8 {
                    last.after = found;
                }
            }
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((i, next)) = chars.peek().copied() {
            let joined = next.is_alphanumeric() || gendered(&text[i..]) || is_mark(next);
            if !joined {
                break;
            }
            chars.next();
            end = i + next.len_utf8();
        }
        let word: String = fold(&text[at..end]).chars().filter(|c| c.is_alphanumeric()).collect();
        tokens.push(Token { start: at, end, word, capital: c.is_uppercase(), after: Break::Nothing });
        end_of_apostrophe(text, &mut tokens, &mut chars);
    }
    tokens
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// `Kund:innen`, `Nutzer*innen`, `Schüler_innen` are one word.
fn gendered(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(|c| ":*_".contains(c)) && chars.as_str().starts_with("inn")
}

fn break_of(c: char, next: Option<char>, spaced: bool) -> Break {
    let open = next.is_none_or(char::is_whitespace);
    match c {
        ',' if open => Break::Comma,
        '.' if open => Break::Sentence,
        '!' | '?' | '\n' | '…' => Break::Sentence,
        ';' | '(' | ')' | '—' => Break::Clause,
        ':' if open => Break::Clause,
        '-' | '–' if open && spaced => Break::Clause,
        _ => Break::Nothing,
    }
}

/// `don't` is one word, `customer's` is `customer`, `l'identité` is two words.
fn end_of_apostrophe(text: &str, tokens: &mut [Token], chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>) {
    let Some((at, '\'' | '’')) = chars.peek().copied() else { return };
    let mark = text[at..].chars().next().map_or(1, char::len_utf8);
    let tail: String = text[at + mark..].chars().take_while(|c| c.is_alphanumeric()).collect();
    let Some(last) = tokens.last_mut() else { return };
    let kept = match tail.as_str() {
        "t" | "T" if last.word.ends_with('n') => "t",
        "s" | "S" => "",
        _ => return,
    };
    last.word.push_str(kept);
    last.end = at + mark + tail.len();
    for _ in 0..=tail.chars().count() {
        chars.next();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn a_text_is_cut_into_words() {
        assert_eq!(words("We don't sell the customer's e-mails."), ["we", "dont", "sell", "the", "customer", "e", "mails"]);
        assert_eq!(words("Vérifier l'identité"), ["verifier", "l", "identite"]);
        assert_eq!(words("Größe, Kund:innen"), ["groesse", "kundinnen"]);
        assert_eq!(words("niño ¿cuántos?"), ["nino", "cuantos"]);
        assert!(words("").is_empty() && words(" …,'’").is_empty());
    }

    #[test]
    fn what_follows_a_word_is_kept() {
        let after: Vec<_> = tokens("No chat, one: 1.5 a – b. End").into_iter().map(|token| token.after).collect();
        use Break::{Clause, Comma, Nothing, Sentence};
        assert_eq!(after, [Nothing, Comma, Clause, Nothing, Nothing, Clause, Sentence, Nothing]);
    }
}
