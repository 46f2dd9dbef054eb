//! Markdown with its diagrams and links, YAML and JSON: well formed, whatever they are for.

use crate::bundles::{
    Asked, Broken, Validator,
    toolbox::{beside, installed, node, python},
};
use std::{path::PathBuf, process::Command};

pub(super) const VALIDATORS: &[Validator] = &[
    Validator {
        name: "markdownlint",
        subjects: |sample| sample.ending(".md"),
        asked: Asked::Together(markdownlint),
        broken: &[Broken { files: &[("heading.md", "#No space\n")], complaint: "MD018" }],
    },
    Validator {
        name: "remark links",
        subjects: |sample| vec![sample.directory.clone()],
        asked: Asked::Together(links),
        broken: &[Broken { files: &[("link.md", "# Links\n\n[nowhere](nowhere.md)\n")], complaint: "missing-file" }],
    },
    Validator {
        name: "mermaid",
        subjects: |sample| sample.ending(".md"),
        asked: Asked::Together(|paths| script("mermaid-check.mjs", paths)),
        broken: &[Broken {
            files: &[("diagram.md", "# Picture\n\n```mermaid\nsequenceDiagram\n  a ->>> : b\n```\n")],
            complaint: "diagram.md",
        }],
    },
    Validator {
        name: "yamllint",
        // A chart's templates are YAML once Helm has rendered them.
        subjects: |sample| sample.chosen(|path| (path.ends_with(".yaml") || path.ends_with(".yml")) && !path.contains("/templates/")),
        asked: Asked::Together(yamllint),
        broken: &[Broken { files: &[("twice.yaml", "a: 1\na: 2\n")], complaint: "duplication of key" }],
    },
    Validator {
        name: "json",
        subjects: |sample| sample.ending(".json"),
        asked: Asked::Together(|paths| script("json-check.mjs", paths)),
        broken: &[Broken { files: &[("comma.json", "{\"a\": 1,}\n")], complaint: "comma.json" }],
    },
];

fn markdownlint(paths: &[PathBuf]) -> Command {
    let mut command = node("node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs");
    // A colon keeps the tool from reading the path as a pattern.
    command.arg("--config").arg(beside(".markdownlint-cli2.yaml")).args(paths.iter().map(|path| format!(":{}", path.display())));
    command
}

fn links(directories: &[PathBuf]) -> Command {
    let mut command = node("node_modules/remark-cli/cli.js");
    command.args(["--frail", "--no-stdout", "--quiet", "--no-config", "--no-ignore", "--rc-path"]).arg(installed("npm/remarkrc.mjs"));
    command.args(directories);
    command
}

fn script(name: &str, paths: &[PathBuf]) -> Command {
    let mut command = node(name);
    command.args(paths);
    command
}

fn yamllint(paths: &[PathBuf]) -> Command {
    let mut command = python("yamllint");
    command.arg("--strict").arg("--config-file").arg(beside("yamllint.yaml")).args(paths);
    command
}
