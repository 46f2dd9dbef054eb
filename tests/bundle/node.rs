//! Services in Node, for real: their own tests pass on the locked packages, and npm takes the part of the lock that a service gets.

use domain::{Design, starters};
use std::{
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};
use tests::bundles::{
    Sample,
    sample::temporary,
    toolbox::{accepts, installed, rejects, scratch},
};

/// So many services of a system show how all of them check who is asking.
const SOME: usize = 3;

/// The Node services of a Design, written to disk, each with the packages of all.
fn services(name: &str, design: Design) -> Vec<PathBuf> {
    let sample = Sample::new(&temporary().join("node"), name, design);
    let mut folders = sample.folders_with("package.json");
    folders.retain(|folder| folder.parent().is_some_and(|parent| parent.ends_with("services")));
    folders.iter().for_each(|folder| symlink(installed("node-services/node_modules"), folder.join("node_modules")).unwrap());
    folders
}

fn tests_of(folder: &Path) -> Command {
    let mut command = Command::new("node");
    command.arg("--test").current_dir(folder);
    command
}

/// A starter whose services are all written for Node.
fn in_node(starter: &str, old: &str, new: &str) -> Design {
    let text = domain::file::write(&starters::find(starter).unwrap().design().unwrap()).replace("python-fastapi", "node-express");
    assert!(text.contains(old), "{starter} does not say “{old}”");
    domain::file::read(&text.replace(old, new)).unwrap()
}

#[test]
fn the_shop_in_node_passes_its_own_tests() {
    let folders = services("e-commerce", in_node("e-commerce", "", ""));
    assert!(folders.len() >= 5, "{folders:?}");
    for folder in &folders {
        accepts(&mut tests_of(folder));
    }
}

#[test]
fn every_way_to_sign_in_passes_its_own_tests() {
    for way in ["oidc", "api-keys"] {
        let folders = services(way, in_node("bella-italia", "authentication: sessions", &format!("authentication: {way}")));
        assert!(!folders.is_empty());
        for folder in folders.iter().take(SOME) {
            accepts(&mut tests_of(folder));
        }
    }
}

#[test]
fn npm_installs_what_the_lock_of_a_service_names() {
    let sample = Sample::new(&temporary().join("node"), "installed", in_node("e-commerce", "", ""));
    let folder = sample.directory.join("services/order-service");
    accepts(Command::new("npm").args(["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]).current_dir(&folder));
    accepts(&mut tests_of(&folder));
}

#[test]
fn a_test_that_fails_is_seen() {
    let file = scratch("node-broken/wrong.test.js", "require('node:test')('it', () => { throw new Error('broken'); });\n");
    rejects(&mut tests_of(file.parent().unwrap()), "broken");
}
