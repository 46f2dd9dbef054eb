//! Writes a bundle into a folder. A file that the bundle did not write, or that somebody has changed since, is left as it is.

use super::{Folder, Refused, sum, sums::Sums};
use domain::{Design, work::Work};
use generate::{BundlePath, File, GenerateError, Options};
use std::collections::BTreeMap;

/// What became of the files.
#[derive(Debug, Default)]
pub struct Written {
    pub written: Vec<String>,
    pub unchanged: usize,
    /// Paths that were left alone, and why.
    pub refused: Vec<(String, String)>,
    /// Files of an earlier writing that the design does not give any more, unchanged since.
    pub outdated: Vec<String>,
    /// Things to know before using it.
    pub warnings: Vec<String>,
}

/// Why nothing, or not everything, was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error(transparent)]
    Folder(#[from] Refused),
    #[error(transparent)]
    Generate(#[from] GenerateError),
}

/// Writes what the design gives. One file that is refused keeps no other from being written.
pub fn write(folder: &Folder, design: &Design, options: &Options, work: &Work) -> Result<Written, WriteError> {
    folder.lock()?;
    let mut sums = Sums::read(folder)?;
    sums.artefacts.clone_from(&options.artefacts);
    let mut done = Written::default();
    let mut now = BTreeMap::new();
    let said = generate::stream(design, options, work, &mut |path: BundlePath, file: File| {
        work.go_on();
        let path = path.as_str().to_owned();
        let sum = sum(&file.bytes);
        match place(folder, &mut sums, &path, &sum, &file) {
            Ok(true) => done.written.push(path.clone()),
            Ok(false) => done.unchanged += 1,
            Err(refused) => {
                done.refused.push((path, refused));
                return Ok(());
            }
        }
        now.insert(path, sum);
        Ok(())
    })?;
    done.warnings = said.warnings;
    let refused = |path: &str| done.refused.iter().any(|(refused, _)| refused == path);
    let gone = sums.paths().filter(|path| !now.contains_key(*path) && !refused(path));
    let is_ours = |path: &&str| folder.read(path).is_ok_and(|found| found.is_some_and(|found| sums.knows(path, &self::sum(&found.bytes))));
    done.outdated = gone.filter(is_ours).map(str::to_owned).collect();
    sums.settle(folder, now, |path| refused(path) || done.outdated.iter().any(|outdated| outdated == path))?;
    Ok(done)
}

/// Puts a file into its place; says whether anything had to be done.
fn place(folder: &Folder, sums: &mut Sums, path: &str, sum: &str, file: &File) -> Result<bool, String> {
    let told = |refused: Refused| refused.to_string();
    let Some(found) = folder.read(path).map_err(told)? else {
        sums.note(folder, path, sum).map_err(told)?;
        folder.create(path, &file.bytes, file.executable).map_err(told)?;
        return Ok(true);
    };
    let same = found.bytes == file.bytes;
    if same && (found.executable || !file.executable) {
        return Ok(false);
    }
    if !sums.knows(path, &self::sum(&found.bytes)) {
        let why = if sums.names(path) { "somebody has changed it since the bundle wrote it" } else { "the bundle did not write it" };
        return Err(why.to_owned());
    }
    sums.note(folder, path, sum).map_err(told)?;
    folder.replace(path, &file.bytes, file.executable).map_err(told)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::{Root, SUMS, compare};
    use domain::starters;
    use std::{os::unix::fs::symlink, path::Path};

    fn shop() -> Design {
        starters::find("internal-platform").unwrap().design().unwrap()
    }

    fn written(root: &Path, design: &Design) -> Written {
        let folder = Root::open(root).unwrap().make_folder("shop").unwrap();
        write(&folder, design, &Options::default(), &Work::unlimited()).unwrap()
    }

    #[test]
    fn what_is_there_already_is_written_once_and_what_is_not_ours_never() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join("shop").join(path);
        std::fs::create_dir(at("")).unwrap();
        std::fs::write(at("README.md"), "mine").unwrap();
        std::fs::write(root.path().join("outside"), "theirs").unwrap();
        symlink(root.path().join("outside"), at("compose.yaml")).unwrap();
        let first = written(root.path(), &shop());
        let refused: Vec<&str> = first.refused.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!((refused, first.unchanged), (vec!["compose.yaml", "README.md"], 0));
        assert!(first.refused[0].1.contains("is a link") && first.refused[1].1.contains("did not write it"), "{first:?}");
        assert_eq!(std::fs::read_to_string(at("README.md")).unwrap(), "mine");
        assert_eq!(std::fs::read_to_string(root.path().join("outside")).unwrap(), "theirs");

        std::fs::remove_file(at("README.md")).unwrap();
        std::fs::remove_file(at("compose.yaml")).unwrap();
        let second = written(root.path(), &shop());
        assert_eq!((second.written.len(), second.unchanged, second.refused.len()), (2, first.written.len(), 0));
        assert_eq!(written(root.path(), &shop()).written, [""; 0]);
    }

    #[test]
    fn a_later_design_replaces_what_nobody_has_changed() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join("shop").join(path);
        written(root.path(), &shop());
        std::fs::write(at(".env.example"), "changed by hand").unwrap();
        let mut other = shop();
        other.name = "Another name".into();
        let second = written(root.path(), &other);
        assert!(second.written.iter().any(|path| path == "README.md") && second.unchanged > 0, "{second:?}");
        assert_eq!(second.refused.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), [".env.example"]);
        assert_eq!(std::fs::read_to_string(at(".env.example")).unwrap(), "changed by hand");
    }

    #[test]
    fn a_writing_that_did_not_end_leaves_no_strangers() {
        let root = tempfile::tempdir().unwrap();
        let folder = Root::open(root.path()).unwrap().make_folder("shop").unwrap();
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let mut sums = Sums::default();
        sums.note(&folder, "README.md", &sum(b"half")).unwrap();
        folder.create("README.md", b"half", false).unwrap();
        drop((sums, folder));
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let folder = Root::open(root.path()).unwrap().folder("shop").unwrap();
        let stopped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            write(&folder, &shop(), &Options::default(), &Work::until(stop)).map(drop)
        }));
        assert!(stopped.is_err());
        drop(folder);
        let done = written(root.path(), &shop());
        assert!(done.refused.is_empty() && done.written.iter().any(|path| path == "README.md"), "{done:?}");
    }

    #[test]
    fn a_foreign_file_in_the_place_of_the_checksums_stops_everything() {
        let root = tempfile::tempdir().unwrap();
        let folder = Root::open(root.path()).unwrap().make_folder("shop").unwrap();
        std::fs::write(root.path().join("shop").join(SUMS), "shopping list").unwrap();
        let error = write(&folder, &shop(), &Options::default(), &Work::unlimited()).unwrap_err();
        assert!(error.to_string().contains(SUMS), "{error}");
        assert_eq!(std::fs::read_dir(root.path().join("shop")).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_told_from_what_its_design_gives() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join("shop").join(path);
        written(root.path(), &shop());
        let told = || {
            let folder = Root::open(root.path()).unwrap().folder("shop").unwrap();
            compare(&folder, &shop(), None, &Work::unlimited()).unwrap()
        };
        assert!(told().found.is_empty(), "{:?}", told().found);
        std::fs::remove_file(at("README.md")).unwrap();
        std::fs::write(at("compose.yaml"), "services: {}\n").unwrap();
        std::fs::write(at("notes.txt"), "").unwrap();
        let sums = std::fs::read_to_string(at(SUMS)).unwrap();
        std::fs::write(at(".env.example"), "old").unwrap();
        std::fs::write(at("old.md"), "old").unwrap();
        std::fs::write(at(SUMS), format!("{sums}{0}  .env.example\n{0}  old.md\n", sum(b"old"))).unwrap();
        let found: Vec<String> = told().found.iter().map(|(path, state)| format!("{path}: {}", state.word())).collect();
        let expected =
            [".env.example: outdated", "README.md: missing", "compose.yaml: changed by hand", "notes.txt: extra", "old.md: outdated"];
        assert_eq!(found, expected);
    }
}
