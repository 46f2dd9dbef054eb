//! Names and texts that careless readers, writers and templates stumble over, all of them allowed in a Design.

use super::Tape;

/// Words that mean something else to YAML, shells or Kubernetes, and the longest id there may be.
const SLUGS: &[&str] = &[
    "orders",
    "payments",
    "catalog",
    "users",
    "a",
    "null",
    "yes",
    "no",
    "on",
    "y",
    "true",
    "nan",
    "inf",
    "e1",
    "x-y-z",
    "default",
    "constructor",
    "http",
    "localhost",
    "redis",
    "orders-db",
    "abcdefghijklmnopqrstuvwxyz-0123456789-ab",
    "con",
    "x0",
    "kube-system",
];

/// Texts of one line.
const LINES: &[&str] = &[
    "Orders",
    "a: b",
    "- a",
    "$(rm -rf /)",
    "${PATH}",
    "{{7*7}}",
    "{% raw %}",
    "'single'",
    "\"double\"",
    "`tick`",
    "# no comment",
    "a #b",
    "yes",
    "null",
    "~",
    "1e3",
    "0x1F",
    "007",
    "1_000",
    "2026-11-21",
    "12:30:45",
    " leading",
    "trailing ",
    "|",
    ">",
    "*x",
    "&x",
    "!x",
    "%x",
    "@x",
    "[a]",
    "{a}",
    "a,b",
    "?",
    ":",
    "=",
    "<<",
    "\\",
    "\\n",
    "<script>alert(1)</script>",
    "--",
    "---",
    "...",
    "日本語",
    "🦀 crab",
    "ünïcödé",
    "a\u{2028}b",
    "\u{feff}bom",
    "\u{202e}rtl",
    "]]>",
    "'; DROP TABLE x; --",
    "%s%n",
    "a\u{a0}b",
    "\u{fffd}",
    "é",
    "e\u{301}",
    "very long words that go on and on, past eighty columns of text, to see what folding does to it.",
];

/// Texts of several lines.
const TEXTS: &[&str] = &[
    "First\nsecond",
    "\n",
    "\nleading break",
    "trailing break\n",
    "two\n\nparagraphs\n\n",
    "  indented\n more",
    "a: b\n- c\n",
    "---\n...",
    "# comment\nkey: value",
    " \n ",
    "x\n\n\n",
    "ends with space \n next",
];

/// A valid slug; different ones for different numbers of the tape.
pub(super) fn slug(tape: &mut Tape) -> String {
    let stem = *tape.pick(SLUGS);
    match tape.below(4) {
        0 => stem.to_owned(),
        n => format!("{}{}", &stem[..stem.len().min(30)].trim_end_matches('-'), n * 7 + tape.below(900)),
    }
}

/// One line, perhaps empty.
pub(super) fn line(tape: &mut Tape) -> String {
    if tape.once_in(4) { String::new() } else { name(tape) }
}

/// One line with something in it.
pub(super) fn name(tape: &mut Tape) -> String {
    let text = *tape.pick(LINES);
    if tape.once_in(20) { "w ".repeat(59) + "ö" } else { text.to_owned() }
}

/// Several lines, perhaps none.
pub(super) fn text(tape: &mut Tape) -> String {
    match tape.below(5) {
        0 => String::new(),
        1 | 2 => name(tape),
        3 => (*tape.pick(TEXTS)).to_owned(),
        _ => format!("{}\n{}", name(tape), tape.pick(TEXTS)),
    }
}

/// Lower case with underscores.
pub(super) fn snake(tape: &mut Tape) -> String {
    slug(tape).replace('-', "_")
}
