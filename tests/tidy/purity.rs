//! The pure packages stay pure: same input, same output, everywhere.
use crate::files::mentions;
use crate::{File, assert_none, file, tracked};

/// The order of the last two differs from run to run.
const IMPURE: [&str; 14] = [
    "std::fs",
    "std::env",
    "std::io::std",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "SystemTime",
    "Instant::now",
    "rand::",
    "getrandom",
    "thread_local!",
    "HashMap",
    "HashSet",
];

fn impurities(all: &[File]) -> Vec<String> {
    let below = |file: &File, folders: &[&str]| file.is_rust() && folders.iter().any(|folder| file.path.starts_with(folder));
    let mut found = Vec::new();
    for file in all.iter().filter(|file| below(file, &["app/canvas/src/", "app/domain/src/", "server/generate/src/"])) {
        for (number, line) in file.code() {
            found.extend(IMPURE.iter().filter(|word| mentions(line, word)).map(|word| format!("{}:{number} {word}", file.path)));
        }
    }
    found
}

#[test]
fn domain_canvas_and_generate_are_pure() {
    assert_none("IO, clock, chance, environment, threads or unordered maps in a pure package", &impurities(&tracked()));
}

#[test]
fn an_impurity_is_seen_outside_tests_only() {
    let sample = "use std::collections::HashMap;\n#[cfg(test)]\nmod tests { use std::fs; }\n";
    assert_eq!(impurities(&[file("app/domain/src/edit.rs", sample)]), ["app/domain/src/edit.rs:1 HashMap"]);
    assert!(impurities(&[file("server/src/config.rs", sample)]).is_empty());
    assert_eq!(impurities(&[file("app/canvas/src/snap.rs", "use std::time::Duration;\n")]), ["app/canvas/src/snap.rs:1 std::time"]);
}
