//! Words that must not be in a tracked file: leftovers, switched-off tests, traces of one machine.
use crate::{File, assert_none, file, tracked};

/// In two halves each, so that this file does not find itself.
const LEFTOVERS: [(&str, &str); 9] = [
    ("TO", "DO"),
    ("FIX", "ME"),
    ("dbg", "!("),
    ("todo", "!("),
    ("unimplemented", "!("),
    ("#[ign", "ore"),
    (".on", "ly("),
    ("test.sk", "ip("),
    ("waitFor", "Timeout("),
];

/// Where one machine or one mirror shows through.
const TRACES: [(&str, &str); 8] = [
    ("/ro", "ot/"),
    ("/wo", "rk/"),
    ("/opt/", "verify"),
    ("/opt/", "wheels"),
    ("artif", "actory"),
    ("registry.", "npmjs.org"),
    ("files.", "pythonhosted.org"),
    ("\"resolved\": \"ht", "tp"),
];

fn containing(all: &[File], halves: &[(&str, &str)]) -> Vec<String> {
    let words: Vec<String> = halves.iter().map(|(left, right)| format!("{left}{right}")).collect();
    let mut found = Vec::new();
    for file in all {
        for (at, line) in file.text.lines().enumerate() {
            found.extend(words.iter().filter(|word| line.contains(*word)).map(|word| format!("{}:{} {word}", file.path, at + 1)));
        }
    }
    found
}

#[test]
fn nothing_is_left_over() {
    let checked: Vec<File> = tracked().into_iter().filter(|file| !file.path.starts_with("public/licences/")).collect();
    assert_none("leftovers and switched-off tests", &containing(&checked, &LEFTOVERS));
    assert_eq!(containing(&[file("a.rs", &["one", concat!("// TO", "DO later")].join("\n"))], &LEFTOVERS).len(), 1);
}

#[test]
fn no_machine_shows_through() {
    assert_none("paths of one machine and hosts of one registry", &containing(&tracked(), &TRACES));
    assert_eq!(containing(&[file("package-lock.json", concat!("{\"resolved\": \"ht", "tps://mirror\"}"))], &TRACES).len(), 1);
}
