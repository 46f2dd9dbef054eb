//! Dockerfiles and shell scripts under their linters.

use crate::{
    samples::files,
    toolbox::{accepts, python, rejects, scratch},
};

#[test]
fn hadolint_accepts_every_dockerfile() {
    accepts(python("hadolint").args(["--failure-threshold", "warning"]).args(files("Dockerfile")));
}

#[test]
fn hadolint_sees_what_is_wrong() {
    let file = scratch("Dockerfile", "FROM debian:latest\nRUN apt-get install curl\n");
    rejects(python("hadolint").args(["--failure-threshold", "warning"]).arg(file), "DL3007");
}

#[test]
fn shellcheck_accepts_every_script() {
    accepts(python("shellcheck").args(files(".sh")));
}

#[test]
fn shellcheck_sees_what_is_wrong() {
    rejects(python("shellcheck").arg(scratch("script.sh", "#!/bin/sh\nrm $1\n")), "SC2086");
}
