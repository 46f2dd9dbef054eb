//! Workflows, dependency updates, the Makefile and the load test, judged by the tools that read them.

use crate::{
    samples::{SAMPLES, files},
    toolbox::{accepts, installed, node, python, rejects, scratch},
};
use std::{path::PathBuf, process::Command};

/// Workflow files of all samples.
fn workflows() -> Vec<PathBuf> {
    files(".yml").into_iter().filter(|path| path.components().any(|part| part.as_os_str() == "workflows")).collect()
}

fn parsed(paths: &[PathBuf]) -> Command {
    let mut command = node("workflow-check.mjs");
    command.args(paths);
    command
}

fn audited(paths: &[PathBuf]) -> Command {
    let mut command = python("zizmor");
    command.args(["--offline", "--no-progress", "--min-severity", "medium"]).args(paths);
    command
}

fn rehearsed(directory: &std::path::Path) -> Command {
    let mut command = Command::new("make");
    command
        .args(["--dry-run", "--warn-undefined-variables", "--no-print-directory", "-C"])
        .arg(directory)
        .args(["help", "test", "build", "smoke"]);
    command
}

/// Node reads it as the module that k6 takes it for.
fn as_module(script: &std::path::Path, name: &str) -> Command {
    let text = std::fs::read_to_string(script).unwrap();
    let mut command = Command::new("node");
    command.arg("--check").arg(scratch(name, &text));
    command
}

#[test]
fn github_accepts_every_workflow() {
    accepts(&mut parsed(&workflows()));
}

#[test]
fn github_sees_what_is_wrong() {
    let broken = "on: push\njobs:\n  a:\n    needs: b\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \"${{ nothing.here }}\"\n";
    rejects(&mut parsed(&[scratch("broken.yml", broken)]), "nothing");
}

#[test]
fn the_auditor_accepts_every_workflow() {
    let updates = files("dependabot.yml");
    accepts(&mut audited(&[workflows(), updates].concat()));
}

#[test]
fn the_auditor_sees_what_is_wrong() {
    let broken = "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: echo ${{ github.event.pull_request.title }}\n";
    let directory = scratch(".github-workflows-placeholder", "").with_file_name("audit/.github/workflows");
    std::fs::create_dir_all(&directory).unwrap();
    let file = directory.join("broken.yml");
    std::fs::write(&file, broken).unwrap();
    rejects(&mut audited(&[file]), "template-injection");
}

#[test]
fn make_reads_every_makefile() {
    for sample in SAMPLES.iter().filter(|sample| sample.files.iter().any(|file| file == "Makefile")) {
        accepts(&mut rehearsed(&sample.directory));
    }
}

#[test]
fn make_sees_what_is_wrong() {
    let directory = scratch("make-placeholder", "").with_file_name("make");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("Makefile"), "help:\n    echo spaces\n").unwrap();
    rejects(&mut rehearsed(&directory), "missing separator");
}

#[test]
fn every_load_test_is_a_module() {
    for (i, script) in files("journeys.js").iter().enumerate() {
        accepts(&mut as_module(script, &format!("journeys-{i}.mjs")));
    }
}

#[test]
fn a_load_test_that_is_none_is_seen() {
    rejects(&mut as_module(&scratch("half.js", "export const options = {\n"), "half.mjs"), "SyntaxError");
}

#[test]
fn the_diagrams_of_every_document_parse() {
    let mut command = node("mermaid-check.mjs");
    accepts(command.args(files(".md")));
}

#[test]
fn a_diagram_that_is_none_is_seen() {
    let mut command = node("mermaid-check.mjs");
    rejects(command.arg(scratch("diagram.md", "# Picture\n\n```mermaid\nsequenceDiagram\n  a ->>> : b\n```\n")), "diagram.md");
    assert!(installed("npm/mermaid-check.mjs").is_file());
}
