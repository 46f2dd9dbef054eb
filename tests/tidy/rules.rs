//! The README's table of topics names every rule of the review, and no other.
use crate::{File, assert_none, tracked};
use std::collections::BTreeSet;

/// The codes that the rules themselves give.
fn given(all: &[File]) -> BTreeSet<&str> {
    let rules = all.iter().filter(|file| file.path.starts_with("app/domain/src/review/rules/"));
    rules.filter_map(|file| file.text.split_once("\n    code: \"")?.1.split('"').next()).collect()
}

/// The codes that a text names: capitals and three digits.
fn named(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| {
            let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
            (3..=4).contains(&letters) && word.len() == letters + 3 && word.bytes().skip(letters).all(|b| b.is_ascii_digit())
        })
        .collect()
}

fn differences(codes: &BTreeSet<&str>, text: &str) -> Vec<String> {
    let named = named(text);
    let forgotten = codes.difference(&named).map(|code| format!("{code} is not in the README's table of topics"));
    forgotten.chain(named.difference(codes).map(|code| format!("{code} is in the README, and no rule has it"))).collect()
}

#[test]
fn the_readme_names_every_rule() {
    let all = tracked();
    let codes = given(&all);
    let readme = all.iter().find(|file| file.path == "README.md").unwrap();
    assert!(codes.len() > 40, "only {} rules were found", codes.len());
    assert_none("rules in the README", &differences(&codes, &readme.text));
    assert_eq!(
        differences(&BTreeSet::from(["REL104"]), "SEC101 and RFC9457"),
        ["REL104 is not in the README's table of topics", "SEC101 is in the README, and no rule has it"]
    );
}
