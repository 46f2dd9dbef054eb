//! Sentences of the domain as markup: names between backquotes become code.

use leptos::prelude::*;

/// One piece of a sentence.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Code(&'a str),
}

/// A sentence with its names set as code.
#[component]
pub fn Prose(#[prop(into)] text: String) -> impl IntoView {
    pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned().into_any(),
            Piece::Code(name) => view! { <code>{name.to_owned()}</code> }.into_any(),
        })
        .collect_view()
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    // A backquote without its partner is an ordinary character.
    let paired = text.matches('`').count() / 2 * 2;
    let mut pieces = Vec::new();
    for (i, piece) in text.splitn(paired + 1, '`').enumerate() {
        match (i % 2, piece.is_empty()) {
            (_, true) => {}
            (0, false) => pieces.push(Piece::Words(piece)),
            (_, false) => pieces.push(Piece::Code(piece)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_between_backquotes_are_code() {
        assert_eq!(pieces("It sends `order.created`."), [Piece::Words("It sends "), Piece::Code("order.created"), Piece::Words(".")]);
        assert_eq!(pieces("plain"), [Piece::Words("plain")]);
        assert_eq!(pieces("`a` and ` alone"), [Piece::Code("a"), Piece::Words(" and ` alone")]);
        assert_eq!(pieces(""), []);
    }
}
