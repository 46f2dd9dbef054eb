//! Writes names of any script in the letters of ids. Latin, Greek and Cyrillic are transliterated; what has no letters of its own here
//! is written by its code point, `日` as `u65e5`, so that two names never fall together.

/// Letters and what they become, in small letters.
const LETTERS: &[(&str, &str)] = &[
    ("àáâãåāăąα", "a"),
    ("äæ", "ae"),
    ("çćĉċč", "c"),
    ("ďđðδ", "d"),
    ("èéêëēĕėęěε", "e"),
    ("ĝğġģγ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįıηιϊΐί", "i"),
    ("ĵ", "j"),
    ("ķκ", "k"),
    ("ĺļľŀłλ", "l"),
    ("μ", "m"),
    ("ñńņňŋν", "n"),
    ("òóôõøōŏőοω", "o"),
    ("öœ", "oe"),
    ("π", "p"),
    ("ŕŗřρ", "r"),
    ("śŝşšșσς", "s"),
    ("ţťŧțτ", "t"),
    ("ùúûũūŭůűų", "u"),
    ("ü", "ue"),
    ("ŵ", "w"),
    ("ýÿŷυύ", "y"),
    ("źżžζ", "z"),
    ("ß", "ss"),
    ("þθ", "th"),
    ("βв", "v"),
    ("φ", "f"),
    ("χ", "ch"),
    ("ψ", "ps"),
    ("ξ", "x"),
    ("ά", "a"),
    ("έ", "e"),
    ("ή", "i"),
    ("ό", "o"),
    ("ώ", "o"),
    ("а", "a"),
    ("б", "b"),
    ("гґ", "g"),
    ("д", "d"),
    ("еэ", "e"),
    ("ё", "yo"),
    ("ж", "zh"),
    ("з", "z"),
    ("иії", "i"),
    ("й", "y"),
    ("к", "k"),
    ("л", "l"),
    ("м", "m"),
    ("н", "n"),
    ("о", "o"),
    ("п", "p"),
    ("р", "r"),
    ("с", "s"),
    ("т", "t"),
    ("у", "u"),
    ("ф", "f"),
    ("х", "kh"),
    ("ц", "ts"),
    ("ч", "ch"),
    ("ш", "sh"),
    ("щ", "shch"),
    ("ы", "y"),
    ("ю", "yu"),
    ("я", "ya"),
    ("є", "ye"),
    ("ьъ", ""),
    // Vietnamese.
    ("ạảấầẩẫậắằẳẵặ", "a"),
    ("ẹẻẽếềểễệ", "e"),
    ("ỉị", "i"),
    ("ọỏốồổỗộơớờởỡợ", "o"),
    ("ụủưứừửữự", "u"),
    ("ỳỵỷỹ", "y"),
];

/// A name in the letters a to z, digits and what stood between them. It begins with a letter where it has any letter or digit.
pub fn latin(name: &str) -> String {
    let mut written = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match LETTERS.iter().find(|(letters, _)| letters.contains(c)) {
            Some((_, latin)) => written.push_str(latin),
            // A mark that some keyboards write after its letter.
            None if ('\u{300}'..='\u{36f}').contains(&c) => {}
            None if c.is_ascii() || !c.is_alphanumeric() => written.push(c),
            None => written.push_str(&format!("u{:x}-", u32::from(c))),
        }
    }
    // An id begins with a letter.
    if written.chars().find(char::is_ascii_alphanumeric).is_some_and(|c| c.is_ascii_digit()) {
        written.insert(0, 'n');
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::slugify;

    #[test]
    fn names_of_any_script_are_readable() {
        let id = |name: &str| slugify(&latin(name), "nothing");
        let names =
            ["Käufe", "Größe", "commandé", "Łódź", "Ελλάδα", "Заказы", "日本", "العربية", "2 Fast", "日", "Đặt hàng", "Cafe\u{301}", "!!!"];
        let ids = [
            "kaeufe",
            "groesse",
            "commande",
            "lodz",
            "ellada",
            "zakazy",
            "u65e5-u672c",
            "u627-u644-u639-u631-u628-u64a-u629",
            "n2-fast",
            "u65e5",
            "dat-hang",
            "cafe",
            "nothing",
        ];
        assert_eq!(names.map(id), ids);
    }
}
