//! The table of all values, kept as a document: which file a value changes first, or what it lacks. `INSTA_UPDATE=always` writes it anew.

use super::*;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/VALUES.md");
const HEAD: &str = "\
# What can be chosen, and what the bundle makes of it

A test builds a bundle for each value and writes this table; it fails when the table is out of date. *Realised* values change files that
run. *Partial* ones do too, and lack something. *Planned* ones change none: they are kept in the design and its records, and what is
missing is left to a person. What only *describes* (names, texts, teams, the class of a context) needs no file. A *default* is what the
others are compared with.

| where it is chosen | value | standing | a file it changes, or what it lacks |
|---|---|---|---|
";

pub(super) fn keep(values: &[Value], rows: &[(usize, Found, Option<String>)]) {
    let mut text = HEAD.to_owned();
    for (i, found, _) in rows {
        let value = &values[*i];
        let changes = match found {
            Found::Changes(path) => format!("`{}`", path.replace('|', "\\|")),
            Found::Default => "the default".to_owned(),
            Found::Nothing => String::new(),
        };
        let tells = match value.standing.gap() {
            Some(gap) if changes.is_empty() => gap.to_do(),
            Some(gap) => format!("{changes}; {}", gap.to_do()),
            None => changes,
        };
        text.push_str(&format!("| {} | {} | {} | {tells} |\n", value.place, value.name.replace('|', "\\|"), value.standing.word()));
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(PATH, &text).expect("the table is written");
    }
    let kept = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(kept == text, "{PATH} is out of date: write it anew with INSTA_UPDATE=always");
}
