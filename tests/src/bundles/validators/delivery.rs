//! Workflows, dependency updates, the Makefile and the scripts, judged by the tools that read them.

use crate::bundles::{
    Asked, Broken, Sample, Validator,
    toolbox::{node, python},
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

pub(super) const VALIDATORS: &[Validator] = &[
    Validator {
        name: "github",
        subjects: workflows,
        asked: Asked::Together(parsed),
        broken: &[Broken { files: &[(".github/workflows/broken.yml", UNKNOWN)], complaint: "nothing" }],
    },
    Validator {
        name: "zizmor",
        subjects: |sample| [workflows(sample), sample.ending("dependabot.yml")].concat(),
        asked: Asked::Together(audited),
        broken: &[Broken { files: &[(".github/workflows/broken.yml", INJECTED)], complaint: "template-injection" }],
    },
    Validator {
        name: "make",
        subjects: |sample| sample.folders_with("Makefile"),
        asked: Asked::OneByOne(rehearsed),
        broken: &[Broken { files: &[("Makefile", "help:\n    echo spaces\n")], complaint: "missing separator" }],
    },
    Validator {
        name: "shellcheck",
        subjects: |sample| sample.ending(".sh"),
        asked: Asked::Together(shellcheck),
        broken: &[Broken { files: &[("script.sh", "#!/bin/sh\nrm $1\n")], complaint: "SC2086" }],
    },
];

const UNKNOWN: &str =
    "on: push\njobs:\n  a:\n    needs: b\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \"${{ nothing.here }}\"\n";
const INJECTED: &str = "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n\
    \x20     - run: echo ${{ github.event.pull_request.title }}\n";

fn workflows(sample: &Sample) -> Vec<PathBuf> {
    sample.chosen(|path| path.starts_with(".github/workflows/"))
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

fn rehearsed(_: &Sample, directory: &Path) -> Command {
    let mut command = Command::new("make");
    command.args(["--dry-run", "--warn-undefined-variables", "--no-print-directory", "-C"]).arg(directory);
    command.args(["help", "test", "build", "smoke"]);
    command
}

fn shellcheck(paths: &[PathBuf]) -> Command {
    let mut command = python("shellcheck");
    command.args(paths);
    command
}
