//! What services are made of: Dockerfiles, JavaScript and Python. Whether it works is for the services' own tests.

use crate::bundles::{
    Asked, Broken, Sample, Validator,
    toolbox::{installed, node, python},
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

pub(super) const VALIDATORS: &[Validator] = &[
    Validator {
        name: "hadolint",
        subjects: |sample| sample.ending("Dockerfile"),
        asked: Asked::Together(hadolint),
        broken: &[Broken { files: &[("services/a/Dockerfile", "FROM debian:latest\nRUN apt-get install curl\n")], complaint: "DL3007" }],
    },
    Validator {
        name: "node",
        subjects: |sample| sample.ending(".js"),
        asked: Asked::Together(modules),
        broken: &[Broken { files: &[("tests/load/journeys.js", "export const options = {\n")], complaint: "SyntaxError" }],
    },
    Validator {
        name: "ruff",
        subjects: |sample| sample.folders_with("app/main.py"),
        asked: Asked::OneByOne(ruff),
        broken: &[Broken { files: &[("services/a/app/main.py", "import os\n")], complaint: "F401" }],
    },
];

fn hadolint(paths: &[PathBuf]) -> Command {
    let mut command = python("hadolint");
    command.args(["--failure-threshold", "warning"]).args(paths);
    command
}

fn modules(paths: &[PathBuf]) -> Command {
    let mut command = node("module-check.mjs");
    command.args(paths);
    command
}

fn ruff(_: &Sample, folder: &Path) -> Command {
    let mut command = Command::new(installed("python-services/bin/ruff"));
    command.args(["check", "--no-cache", "."]).current_dir(folder);
    command
}
