//! Compose files under Docker Compose itself: development, production, and with what watches.

use crate::{
    samples::SAMPLES,
    toolbox::{accepts, python, rejects, scratch},
};
use std::{path::Path, process::Command};

fn config(directory: &Path, files: &[&str]) -> Command {
    let mut command = python("docker-compose");
    command.env_clear().current_dir(directory).args(["--env-file", ".env.example", "--profile", "*"]);
    command.args(files.iter().flat_map(|file| ["--file", file]));
    command.args(["config", "--quiet"]);
    command
}

#[test]
fn docker_compose_accepts_them() {
    for sample in SAMPLES.iter() {
        accepts(&mut config(&sample.directory, &["compose.yaml"]));
        accepts(&mut config(&sample.directory, &["compose.yaml", "compose.override.yaml"]));
        accepts(&mut config(&sample.directory, &["compose.yaml", "compose.prod.yaml"]));
        if sample.directory.join("compose.tls.yaml").is_file() {
            accepts(&mut config(&sample.directory, &["compose.yaml", "compose.prod.yaml", "compose.tls.yaml"]));
        }
    }
}

#[test]
fn docker_compose_sees_what_is_wrong() {
    let file = scratch("compose.yaml", "services:\n  a:\n    image: a:1\n    depends_on: [b]\n");
    scratch(".env.example", "");
    rejects(&mut config(file.parent().unwrap(), &["compose.yaml"]), "undefined service");
}
