//! Markdown, YAML and JSON: well formed, and every link leads somewhere.

use crate::{
    samples::{SAMPLES, files},
    toolbox::{accepts, beside, installed, node, python, rejects, scratch},
};
use std::{path::PathBuf, process::Command};

fn markdownlint(paths: &[PathBuf]) -> Command {
    let mut command = node("node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs");
    // A colon keeps the tool from reading the path as a pattern.
    command.arg("--config").arg(beside(".markdownlint-cli2.yaml")).args(paths.iter().map(|path| format!(":{}", path.display())));
    command
}

fn links(paths: &[PathBuf]) -> Command {
    let mut command = node("node_modules/remark-cli/cli.js");
    command.args(["--frail", "--no-stdout", "--quiet", "--no-config", "--no-ignore", "--rc-path"]).arg(installed("npm/remarkrc.mjs"));
    command.args(paths);
    command
}

fn yamllint(paths: &[PathBuf]) -> Command {
    let mut command = python("yamllint");
    command.arg("--strict").arg("--config-file").arg(beside("yamllint.yaml")).args(paths);
    command
}

#[test]
fn markdownlint_accepts_every_document() {
    accepts(&mut markdownlint(&files(".md")));
}

#[test]
fn markdownlint_sees_what_is_wrong() {
    rejects(&mut markdownlint(&[scratch("heading.md", "#No space\n")]), "MD018");
}

#[test]
fn every_link_leads_somewhere() {
    let directories: Vec<PathBuf> = SAMPLES.iter().map(|sample| sample.directory.clone()).collect();
    accepts(&mut links(&directories));
}

#[test]
fn a_link_to_nowhere_is_seen() {
    rejects(&mut links(&[scratch("link.md", "# Links\n\n[nowhere](nowhere.md)\n")]), "missing-file");
}

#[test]
fn yamllint_accepts_every_file() {
    // A chart's templates are YAML once Helm has rendered them.
    let is_template = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "templates");
    let files: Vec<PathBuf> = [files(".yaml"), files(".yml")].concat().into_iter().filter(|path| !is_template(path)).collect();
    accepts(&mut yamllint(&files));
}

#[test]
fn yamllint_sees_what_is_wrong() {
    rejects(&mut yamllint(&[scratch("twice.yaml", "a: 1\na: 2\n")]), "duplication of key");
}

#[test]
fn every_json_file_is_json() {
    for file in files(".json") {
        let text = std::fs::read_to_string(&file).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
}
