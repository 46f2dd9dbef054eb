//! Compose files under Docker Compose itself, each with those that it is laid over; stack files under the Compose specification.

use crate::bundles::{Asked, Broken, Sample, Validator, toolbox::python};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

pub(super) const VALIDATORS: &[Validator] = &[
    Validator {
        name: "docker compose",
        subjects: |sample| sample.chosen(|path| path.starts_with("compose.")),
        asked: Asked::OneByOne(config),
        broken: &[Broken {
            files: &[("compose.yaml", "services:\n  a:\n    image: a:1\n    depends_on: [b]\n"), (".env.example", "")],
            complaint: "undefined service",
        }],
    },
    Validator {
        name: "compose specification",
        subjects: |sample| sample.ending("stack.yaml"),
        asked: Asked::Together(specification),
        broken: &[Broken { files: &[("stack.yaml", "services:\n  a:\n    imag: a:1\n")], complaint: "imag" }],
    },
];

/// What a file is laid over, and itself.
fn files(last: &str) -> Vec<&str> {
    match last {
        "compose.yaml" => vec![last],
        "compose.tls.yaml" => vec!["compose.yaml", "compose.prod.yaml", last],
        _ => vec!["compose.yaml", last],
    }
}

fn config(_: &Sample, file: &Path) -> Command {
    let (directory, last) = (file.parent().unwrap(), file.file_name().unwrap().to_str().unwrap());
    let mut command = python("docker-compose");
    command.env_clear().current_dir(directory).args(["--env-file", ".env.example", "--profile", "*"]);
    command.args(files(last).into_iter().flat_map(|file| ["--file", file])).args(["config", "--quiet"]);
    command
}

fn specification(paths: &[PathBuf]) -> Command {
    let mut command = python("check-jsonschema");
    command.args(["--builtin-schema", "vendor.compose-spec"]).args(paths);
    command
}
