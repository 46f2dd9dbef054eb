//! One quoting function for each format that templates print into. Pure text to text; each is tested on hostile values.

use std::{borrow::Cow, fmt::Write};

/// A YAML scalar: plain where that means the same text in YAML 1.1 and 1.2, in double quotes otherwise.
pub(crate) fn yaml(text: &str) -> String {
    if is_plain_yaml(text) { text.to_owned() } else { quoted(text) }
}

fn is_plain_yaml(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let starts_well = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'/');
    starts_well
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-./:@".contains(&b))
        && !text.ends_with(':')
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A text in double quotes with the escapes that JSON, YAML, JavaScript and Python share.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unseen(c) => push_escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Controls, line breaks and byte order marks that YAML and JavaScript see in the middle of a text, and what turns the direction of
/// writing, by which code can look like other code.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn push_escape(out: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\u{:04x}", u32::from(c));
}

/// A YAML scalar in a compose file, where `$` would begin a variable.
pub(super) fn compose(text: &str) -> String {
    yaml(&text.replace('$', "$$"))
}

/// A JSON string, also fit for a script element: `<` is escaped.
pub(super) fn json(text: &str) -> String {
    quoted(text).replace('<', "\\u003c")
}

/// Text or an attribute's value in HTML.
pub(super) fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// One word of a POSIX shell.
pub(super) fn shell(text: &str) -> String {
    if token(text).is_some() { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// The value of a `LABEL` or `ENV` in a Dockerfile, in double quotes; it cannot hold line breaks, which become spaces.
pub(super) fn dockerfile(text: &str) -> String {
    let mut out = String::from("\"");
    for c in line(text).chars() {
        if matches!(c, '"' | '\\' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    // hadolint takes a backslash before the last quote for one that escapes it.
    if out.ends_with('\\') {
        out.push(' ');
    }
    out.push('"');
    out
}

/// Words inside a Markdown paragraph: shown as they are, never markup. Space around them means nothing there, and a text of nothing else
/// would leave a hole.
pub(super) fn markdown(text: &str) -> String {
    let line = line(text);
    if line.is_empty() && !text.is_empty() {
        return "–".to_owned();
    }
    let mut out = String::with_capacity(line.len() + 8);
    let mut copied = 0;
    // What means something is ASCII, so no byte of another character is taken for it.
    for (i, byte) in line.bytes().enumerate() {
        let (before, after) = (|| &line[..i], || &line[i + 1..]);
        let is_markup = match byte {
            b'\\' | b'`' | b'*' | b'_' | b'{' | b'}' | b'[' | b']' | b'<' | b'>' | b'#' | b'|' | b'~' | b'!' | b'&' | b'$' => true,
            b'-' | b'+' | b'=' => i == 0,
            // `http://` and `www.` become links by themselves; an escaped colon or dot reads the same and does not.
            b':' => after().starts_with("//"),
            b'.' if before().ends_with("www") => true,
            b'.' | b')' => i > 0 && before().bytes().all(|b| b.is_ascii_digit()) && (after().is_empty() || after().starts_with(' ')),
            _ => false,
        };
        if is_markup {
            out.push_str(&line[copied..i]);
            out.push('\\');
            copied = i;
        }
    }
    out.push_str(&line[copied..]);
    out
}

/// A cell of a Markdown table: like a paragraph, and something is always there.
pub(super) fn cell(text: &str) -> String {
    let text = markdown(text);
    if text.is_empty() { "–".to_owned() } else { text }
}

/// A label of a Mermaid diagram, inside double quotes: characters that mean something there become entities.
pub(super) fn mermaid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text).chars() {
        if c.is_alphanumeric() || " -_.,:/()+".contains(c) {
            out.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}

/// The rest of a comment line in any format: one line, nothing unseen, no space at its end.
pub(super) fn comment(text: &str) -> String {
    line(text).into_owned()
}

/// The text on one line, without what is unseen and without space around it. Nearly always that is the text itself.
fn line(text: &str) -> Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain || !text.contains(is_unseen) {
        Cow::Borrowed(text.trim())
    } else {
        Cow::Owned(text.replace(is_unseen, " ").trim().to_owned())
    }
}

/// A text that means itself in every format: ids, names of variables, paths, versions. `None` for anything else.
pub(super) fn token(text: &str) -> Option<&str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-./:@~".contains(&b);
    (!text.is_empty() && !text.starts_with(['-', '~', ':', '@']) && !text.ends_with(':') && text.bytes().all(plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &[&str] = &[
        "",
        " ",
        "yes",
        "Null",
        "1e3",
        "0x1f",
        "2026-01-01",
        "~",
        "- a",
        "a: b",
        "a #b",
        "a:",
        "*x",
        "&x",
        "!x",
        "%x",
        "@x",
        "`x`",
        "'",
        "\"",
        "\\",
        "\n",
        "a\nb: c",
        "\t",
        "\u{0}",
        "\u{85}x",
        "x\u{2028}y",
        "\u{feff}x",
        "🦀",
        "${HOME}",
        "$$",
        "{{ x }}",
        "{% x %}",
        "]]>",
        "</script>",
        "<!--",
        "a|b",
        "$(rm -rf /)",
        "'; DROP TABLE x; --",
        "---",
        "...",
        "? x",
        "[a]",
        "{a}",
        "=",
        "<<",
    ];

    #[test]
    fn line_breaks_of_other_standards_never_stand_in_a_file_as_they_are() {
        for (mark, escape) in [('\u{85}', "\\u0085"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029"), ('\u{feff}', "\\ufeff")] {
            let text = format!("a{mark}b");
            assert_eq!([yaml(&text), compose(&text), json(&text)], [(); 3].map(|()| format!("\"a{escape}b\"")));
            let read: String = serde_saphyr::from_str(&yaml(&text)).expect("YAML");
            assert_eq!(read, text);
            assert!(!comment(&text).contains(['\u{85}', '\u{2028}', '\u{2029}']), "a comment ends there");
        }
    }

    #[test]
    fn a_yaml_scalar_comes_back_as_the_same_text() {
        #[derive(serde::Deserialize)]
        struct Document {
            value: String,
            list: Vec<String>,
        }
        for text in HOSTILE {
            let document = format!("value: {}\nlist:\n  - {}\n", yaml(text), yaml(text));
            let read: Document = serde_saphyr::from_str(&document).unwrap_or_else(|error| panic!("{document}: {error}"));
            assert_eq!((read.value.as_str(), read.list[0].as_str()), (*text, *text), "{document}");
        }
    }

    #[test]
    fn a_json_string_comes_back_as_the_same_text() {
        for text in HOSTILE {
            assert_eq!(serde_json::from_str::<String>(&json(text)).expect("JSON"), *text);
            assert!(!json(text).contains('<'));
        }
    }

    #[test]
    fn compose_sees_no_variable() {
        assert_eq!(compose("${HOME}"), "\"$${HOME}\"");
        assert_eq!(compose("postgres:18.6-alpine"), "postgres:18.6-alpine");
    }

    #[test]
    fn a_shell_word_is_one_word() {
        assert_eq!(shell("a b"), "'a b'");
        assert_eq!(shell("it's $(x)"), "'it'\\''s $(x)'");
        assert_eq!(shell(""), "''");
        assert_eq!(shell("~root"), "'~root'");
        assert_eq!(shell("plain-1.2"), "plain-1.2");
    }

    #[test]
    fn a_dockerfile_value_stays_inside_its_quotes() {
        assert_eq!(dockerfile("a\nRUN \"x\" $Y \\ z"), "\"a RUN \\\"x\\\" \\$Y \\\\ z\"");
        assert_eq!(dockerfile("a \\"), "\"a \\\\ \"");
    }

    #[test]
    fn markdown_shows_markup_as_words() {
        assert_eq!(markdown("a *b* [c](d) | <e>"), "a \\*b\\* \\[c\\](d) \\| \\<e\\>");
        assert_eq!(markdown("- item"), "\\- item");
        assert_eq!(markdown("1. item"), "1\\. item");
        assert_eq!(markdown("18.6-alpine"), "18.6-alpine");
        assert_eq!(markdown("Version 1.2 (new)"), "Version 1.2 (new)");
        assert_eq!(cell("a\nb|c"), "a b\\|c");
        assert_eq!(markdown(" is the door\n"), "is the door");
        assert_eq!([markdown("\n "), markdown(""), cell(" "), cell("")], ["–", "", "–", "–"]);
    }

    #[test]
    fn a_comment_is_one_line_without_space_around_it() {
        assert_eq!(comment(" a\nb\u{2028}c \t\u{7}"), "a b c");
        assert_eq!(comment("\u{feff}bom \u{202e}rtl"), "bom  rtl");
        assert_eq!(json("\u{202e}rtl"), "\"\\u202ertl\"");
        assert_eq!(comment(" \n "), "");
    }

    #[test]
    fn a_mermaid_label_stays_inside_its_quotes() {
        assert_eq!(mermaid("Orders (Node.js) \"x\"\n`y`"), "Orders (Node.js) #34;x#34; #96;y#96;");
    }

    #[test]
    fn html_is_text() {
        assert_eq!(html("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    }

    #[test]
    fn a_token_needs_no_quotes_anywhere() {
        for good in ["orders-db", "ORDERS_DB_URL", "services/orders", "v1.2", "postgres:18.6-alpine"] {
            assert_eq!(token(good), Some(good));
        }
        for bad in HOSTILE.iter().filter(|t| !["yes", "Null", "1e3", "0x1f", "2026-01-01", "..."].contains(t)) {
            assert_eq!(token(bad), None, "{bad}");
        }
    }
}
