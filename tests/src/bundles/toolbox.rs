//! The third-party tools, and how they are asked. Each is shown something broken too: a tool that accepts everything proves nothing.

use super::sample::temporary;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// The top of the project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the set that `tests/bundle/setup.sh` installs.
pub fn installed(path: &str) -> PathBuf {
    let root = project().join("target/validators");
    assert!(root.join("stamp").is_file(), "the validators are not installed: run `make test`, or `sh tests/bundle/setup.sh` alone");
    root.join(path)
}

/// A file beside the tests.
pub fn beside(path: &str) -> PathBuf {
    project().join("tests/bundle/tools").join(path)
}

pub fn python(tool: &str) -> Command {
    Command::new(installed("venv/bin").join(tool))
}

pub fn node(tool: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(installed("npm").join(tool));
    command
}

/// Whether the tool was content, and all it said.
pub struct Outcome {
    pub content: bool,
    pub said: String,
}

pub fn run(command: &mut Command) -> Outcome {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Outcome { content: output.status.success(), said }
}

/// Fails with what the tool said, unless it is content.
pub fn accepts(command: &mut Command) -> String {
    let Outcome { content, said } = run(command);
    assert!(content, "{command:?}\n{said}");
    said
}

/// Fails unless the tool finds what is wrong with something broken.
pub fn rejects(command: &mut Command, complaint: &str) {
    let Outcome { content, said } = run(command);
    assert!(!content && said.contains(complaint), "{command:?} did not complain of “{complaint}”:\n{said}");
}

/// Writes a file of the test itself, mostly something broken for [`rejects`].
pub fn scratch(name: &str, text: &str) -> PathBuf {
    let path = temporary().join("scratch").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}
