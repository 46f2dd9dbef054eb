//! The arrows between the packages, and what each layer may know.
use crate::files::mentions;
use crate::{File, assert_none, file, files, tracked};
use serde_json::Value;
use std::process::Command;

/// Which packages of the workspace each may use. `tests` may use all.
const ARROWS: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("generate", &["domain"]),
    ("canvas", &["domain"]),
    ("app", &["canvas", "domain"]),
    ("hydrate", &["app"]),
    ("server", &["app", "canvas", "domain", "generate"]),
    ("pack", &[]),
];

fn wrong_arrows(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().unwrap();
    let ours: Vec<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    let mut found = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        if name == "tests" {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            found.push(format!("package {name} has no place in the layers"));
            continue;
        };
        let used = package["dependencies"].as_array().unwrap().iter().map(|dependency| dependency["name"].as_str().unwrap());
        found.extend(used.filter(|used| ours.contains(used) && !allowed.contains(used)).map(|used| format!("{name} must not use {used}")));
    }
    found
}

#[test]
fn packages_use_only_the_layers_below() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(files::root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(metadata["packages"].as_array().unwrap().len() >= 8);
    assert_none("the arrows between packages", &wrong_arrows(&metadata));
}

#[test]
fn a_wrong_arrow_is_seen() {
    let metadata = serde_json::json!({ "packages": [
        { "name": "domain", "dependencies": [{ "name": "generate" }, { "name": "serde" }] },
        { "name": "generate", "dependencies": [{ "name": "domain" }] },
        { "name": "extra", "dependencies": [] },
    ]});
    assert_eq!(wrong_arrows(&metadata), ["domain must not use generate", "package extra has no place in the layers"]);
}

/// Words that a folder must not contain, with what to do instead.
const FOREIGN: [(&str, &[&str], &str); 4] = [
    ("app/canvas/", &["leptos", "web_sys", "wasm_bindgen", "js_sys"], "the canvas is plain arithmetic"),
    ("app/", &["rusqlite", "sqlx", "axum::", "tokio::"], "the interface does no server work"),
    ("server/src/", &["leptos::prelude::*", "#[component]"], "the interface lives in app"),
    ("server/generate/", &["axum", "tokio", "leptos"], "generators know the Design only"),
];

fn foreign_words(all: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for (folder, words, why) in FOREIGN {
        for file in all.iter().filter(|file| file.is_rust() && file.path.starts_with(folder)) {
            for (number, line) in file.code() {
                found.extend(words.iter().filter(|word| mentions(line, word)).map(|word| format!("{}:{number} {word}: {why}", file.path)));
            }
        }
    }
    found
}

#[test]
fn layers_do_not_reach_up() {
    assert_none("what a layer must not know", &foreign_words(&tracked()));
    assert_eq!(
        foreign_words(&[file("app/canvas/src/route.rs", "//! x\nuse leptos::view;\n// leptos\n")]),
        ["app/canvas/src/route.rs:2 leptos: the canvas is plain arithmetic"]
    );
}

const SQL: [&str; 6] = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "rusqlite::", "sqlx::"];

fn sql_outside_the_store(all: &[File]) -> Vec<String> {
    let ours = |file: &&File| {
        file.is_rust()
            && (file.path.starts_with("server/src/") || file.path.starts_with("app/"))
            && !file.path.starts_with("server/src/store")
    };
    let lines = all.iter().filter(ours).flat_map(|file| file.code().map(move |(number, line)| (file, number, line)));
    lines
        .filter(|(_, _, line)| SQL.iter().any(|word| mentions(line, word)))
        .map(|(file, number, _)| format!("{}:{number}", file.path))
        .collect()
}

#[test]
fn sql_lives_in_the_store() {
    assert_none("SQL outside server/src/store", &sql_outside_the_store(&tracked()));
    assert_eq!(
        sql_outside_the_store(&[file("server/src/routes/a.rs", "let q = \"SELECT 1\";"), file("server/src/store/a.rs", "\"SELECT 1\"")]),
        ["server/src/routes/a.rs:1"]
    );
}
