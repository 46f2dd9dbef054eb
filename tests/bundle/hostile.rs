//! Hostile texts in every field that takes one: whoever reads a file of the bundle, as what it is, gets the same texts back. What the
//! chart prints is compared with the manifests in `helm`.

use domain::starters;
use serde_json::Value;
use std::collections::BTreeSet;
use tests::{
    bundles::{catalogue::whole_catalogue, sample::whole},
    poison::poisoned,
};

/// What each text begins with, before its number and an `x`.
const MARK: &str = "Qz";
/// What follows; the first that the field takes.
const ENDINGS: &[&str] = &[
    " a: b $(rm) {{7*7}} ${X} \"q\" 'q' \\n \\ <b>&amp; `x` # %s ü日🦀\n- second: line",
    " a: b $(rm) {{7*7}} ${X} \"q\" 'q' \\n \\ <b>&amp; `x` # %s ü日🦀",
    SHORT,
];
/// The name of a context that an answer makes is cut at 40 characters.
const SHORT: &str = " a: b $(rm) {{7*7}} \"q\" '\\ <b>ü🦀";
/// Kinds of file in which some text has to be.
const KINDS: &[&str] = &["Dockerfile", "html", "js", "json", "md", "proto", "py", "yaml", "yml"];

#[test]
fn every_text_comes_back_from_every_file() {
    let named = |slug| starters::find(slug).unwrap().design().unwrap();
    let mut kinds = BTreeSet::new();
    for design in [named("e-commerce"), named("bella-italia"), whole_catalogue()] {
        let (design, texts) = poisoned(&design, |at, number| {
            let endings = ENDINGS.iter().filter(|ending| **ending == SHORT || !at.starts_with("/brief/"));
            endings.map(|ending| format!("{MARK}{number}x{ending}")).collect()
        });
        assert!(texts.len() > 5, "{} fields of {}", texts.len(), design.name);
        let bundle = whole(&design);
        let files = bundle.iter().filter(|(path, _)| !path.as_str().starts_with("deploy/helm/templates/"));
        for (path, file) in files {
            let (path, text) = (path.as_str(), std::str::from_utf8(&file.bytes).unwrap());
            let kind = path.rsplit(['.', '/']).next().unwrap();
            let strings = strings(path, kind, text);
            for (string, number) in strings.iter().flat_map(|string| numbers(string).map(move |number| (string, number))) {
                let text = &texts[number];
                let forms = [text.as_str(), &one_line(text), if is_summed_up(path) { text.lines().next().unwrap() } else { text }];
                assert!(forms.iter().any(|form| string.contains(form)), "{path} turns\n{text}\ninto\n{string}");
                kinds.insert(kind.to_owned());
            }
            let unchanged = |number: &usize| strings.iter().any(|string| string.contains(&texts[*number]));
            let found: BTreeSet<usize> = strings.iter().flat_map(|string| numbers(string)).collect();
            assert!(!is_summed_up(path) || found.iter().all(unchanged), "{path} has no more than the first line of a text");
            assert!(path != "groundplan.yaml" || found.len() == texts.len(), "groundplan.yaml holds every text");
        }
    }
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), KINDS);
}

/// The numbers of our texts in a string.
fn numbers(string: &str) -> impl Iterator<Item = usize> {
    string.split(MARK).skip(1).filter_map(|rest| rest.split_once('x')?.0.parse().ok())
}

/// AsyncAPI has a summary of one line beside a description.
fn is_summed_up(path: &str) -> bool {
    path.starts_with("contracts/asyncapi/")
}

/// Where a format has lines only: comments, cells, labels.
fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// What somebody reads who knows the file's format.
fn strings(path: &str, kind: &str, text: &str) -> Vec<String> {
    match kind {
        "json" => leaves(&serde_json::from_str(text).unwrap()),
        // Descriptions in contracts are Markdown, annotations of Prometheus are templates, `$` begins a variable in compose
        // files and in the environment of a container.
        "yaml" | "yml" => {
            let documents: Vec<Value> = serde_saphyr::from_multiple(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let all = documents.iter().flat_map(leaves);
            match path {
                _ if path.starts_with("contracts/") => all.map(|text| text.replace("&lt;", "<")).collect(),
                _ if path.ends_with("/rules.yml") || path.ends_with("/monitoring.yaml") => {
                    all.map(|text| text.replace("{{ \"{{\" }}", "{{")).collect()
                }
                _ if path.starts_with("compose.") || path == "stack.yaml" || path.contains("/parts/") => {
                    all.map(|text| text.replace("$$", "$")).collect()
                }
                _ => all.collect(),
            }
        }
        "js" | "py" => text.lines().flat_map(code).collect(),
        // What people wrote stands in comments; the names beside them are made from it.
        "proto" => text.lines().filter(|line| line.trim_start().starts_with("//")).map(str::to_owned).collect(),
        "md" => text.lines().map(|line| if line.contains("#36;") { of_mermaid(line) } else { unescaped(line) }).collect(),
        "Dockerfile" => text.lines().map(unescaped).collect(),
        "html" => {
            let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
            vec![entities.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))]
        }
        _ => text.lines().map(str::to_owned).collect(),
    }
}

/// Every string of a document, keys too.
fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        Value::Object(entries) => entries.iter().flat_map(|(key, item)| std::iter::once(key.clone()).chain(leaves(item))).collect(),
        _ => Vec::new(),
    }
}

/// A comment, or the texts in double quotes, whose escapes are those of JSON.
fn code(line: &str) -> Vec<String> {
    let start = line.trim_start();
    if start.starts_with(['#', '*', '/']) {
        return vec![line.to_owned()];
    }
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find('"') {
        rest = &rest[at..];
        let mut texts = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        let text = texts.next();
        let end = texts.byte_offset().max(1);
        found.extend(text.and_then(Result::ok));
        rest = &rest[end..];
    }
    found
}

/// Without the backslashes before signs.
fn unescaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        out.push(if sign == '\\' { signs.next_if(char::is_ascii_punctuation).unwrap_or(sign) } else { sign });
    }
    out
}

/// `#36;` is a dollar.
fn of_mermaid(line: &str) -> String {
    let mut parts = line.split('#');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut out, part| {
        let entity = part.split_once(';').and_then(|(code, rest)| Some((char::from_u32(code.parse().ok()?)?, rest)));
        match entity {
            Some((sign, rest)) => out.extend([sign.to_string().as_str(), rest]),
            None => out.extend(["#", part]),
        }
        out
    })
}
