//! The project's text files as Git knows them. Binary files are left out.
use std::path::{Path, PathBuf};
use std::process::Command;

/// One tracked text file.
#[derive(Debug)]
pub struct File {
    /// From the top of the repository, with `/`.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The lines of code with their numbers: no comments, nothing after the test module begins.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let in_tests = self.path.ends_with("/tests.rs") || self.path.contains("/tests/") || self.path.starts_with("tests/");
        let lines = self.text.lines().take_while(move |line| !in_tests && line.trim() != "#[cfg(test)]");
        lines.enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The names of all files that are tracked or would be: everything that is not ignored and not deleted.
pub fn names() -> Vec<String> {
    let list =
        Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root()).output().unwrap();
    assert!(list.status.success(), "git ls-files: {}", String::from_utf8_lossy(&list.stderr));
    let names = String::from_utf8(list.stdout).unwrap();
    let names: Vec<String> = names.split('\0').filter(|name| root().join(name).is_file()).map(str::to_owned).collect();
    assert!(names.len() > 50, "only {} files were found", names.len());
    names
}

/// All of them that are text.
pub fn tracked() -> Vec<File> {
    names().into_iter().filter_map(|path| std::fs::read_to_string(root().join(&path)).ok().map(|text| File { path, text })).collect()
}

/// Whether `word` is in `line` and does not begin in the middle of a longer name.
pub fn mentions(line: &str, word: &str) -> bool {
    let begins = |at: usize| !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
    line.match_indices(word).any(|(at, _)| begins(at))
}
