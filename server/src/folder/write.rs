//! Writes a bundle into a folder. A file that the bundle did not write, or that somebody has changed since, is left as it is.

use super::{
    Folder, Refused,
    noting::{Noting, Whose},
};
use domain::{Design, work::Work};
use generate::{BundlePath, File, GenerateError, Options};

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

/// Writes what the design gives. One file that is refused keeps no other from being written. `open` opens the folder, or makes it, once
/// there is something to write: a design or a choice that gives nothing leaves no folder behind.
pub fn write(open: impl Fn() -> Result<Folder, Refused>, design: &Design, options: &Options, work: &Work) -> Result<Written, WriteError> {
    let mut begun: Option<Noting> = None;
    let mut refused = Ok(());
    let mut done = Written::default();
    let streamed = generate::stream(design, options, work, &mut |path: BundlePath, file: File| {
        work.go_on();
        let noting = match &mut begun {
            Some(noting) => noting,
            None => match begin(&open, options) {
                Ok(noting) => begun.insert(noting),
                Err(why) => {
                    refused = Err(why);
                    return Err(GenerateError::unwritten("the folder takes nothing"));
                }
            },
        };
        let path = path.as_str().to_owned();
        match place(noting, &path, &file) {
            Ok(true) => done.written.push(path),
            Ok(false) => done.unchanged += 1,
            Err(why) => {
                noting.leave(path.clone());
                done.refused.push((path, why));
            }
        }
        Ok(())
    });
    refused?;
    done.warnings = streamed?.warnings;
    if let Some(noting) = begun {
        done.outdated = noting.end()?;
    }
    Ok(done)
}

fn begin(open: impl Fn() -> Result<Folder, Refused>, options: &Options) -> Result<Noting, Refused> {
    let folder = open()?;
    folder.lock()?;
    Noting::begin(folder, options)
}

/// Puts a file into its place; says whether anything had to be done.
fn place(noting: &mut Noting, path: &str, file: &File) -> Result<bool, String> {
    let told = |refused: Refused| refused.to_string();
    let Some(found) = noting.folder().read(path).map_err(told)? else {
        noting.note(path, &file.bytes).map_err(told)?;
        noting.folder().create(path, &file.bytes, file.executable).map_err(told)?;
        return Ok(true);
    };
    let same = found.bytes == file.bytes;
    if same && (found.executable || !file.executable) {
        noting.note(path, &file.bytes).map_err(told)?;
        return Ok(false);
    }
    match noting.whose(path, &found.bytes) {
        Whose::Ours => {}
        Whose::Changed => return Err("somebody has changed it since the bundle wrote it".into()),
        Whose::Theirs => return Err("the bundle did not write it".into()),
    }
    noting.note(path, &file.bytes).map_err(told)?;
    noting.folder().replace(path, &file.bytes, file.executable).map_err(told)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::{Root, SUMS, compare, sum};
    use domain::starters;
    use std::{os::unix::fs::symlink, path::Path};

    fn shop() -> Design {
        starters::find("internal-platform").unwrap().design().unwrap()
    }

    fn written(root: &Path, design: &Design) -> Written {
        write(|| Root::open(root).unwrap().make_folder("shop"), design, &Options::default(), &Work::unlimited()).unwrap()
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
        let shop = || Root::open(root.path()).unwrap().make_folder("shop");
        let mut noting = Noting::begin(shop().unwrap(), &Options::default()).unwrap();
        for path in ["README.md", "compose.yaml"] {
            noting.note(path, b"half").unwrap();
            noting.folder().create(path, b"half", false).unwrap();
        }
        drop(noting);
        // Killed in the middle of a line.
        let sums = root.path().join("shop").join(SUMS);
        let whole = std::fs::read_to_string(&sums).unwrap();
        std::fs::write(&sums, format!("{whole}0123")).unwrap();
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        let stopped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            write(shop, &self::shop(), &Options::default(), &Work::until(stop)).map(drop)
        }));
        assert!(stopped.is_err());
        let done = written(root.path(), &self::shop());
        assert!(done.refused.is_empty() && done.written.iter().any(|path| path == "README.md"), "{done:?}");
        assert!(std::fs::read_to_string(&sums).unwrap().lines().skip(1).all(|line| line.split_once("  ").unwrap().0.len() == 64));
    }

    #[test]
    fn a_foreign_file_in_the_place_of_the_checksums_stops_everything() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("shop")).unwrap();
        std::fs::write(root.path().join("shop").join(SUMS), "shopping list").unwrap();
        let open = || Root::open(root.path()).unwrap().folder("shop");
        let error = write(open, &shop(), &Options::default(), &Work::unlimited()).unwrap_err();
        assert!(error.to_string().contains("but did not write this file; move it away"), "{error}");
        assert_eq!(std::fs::read_dir(root.path().join("shop")).unwrap().count(), 1);
    }

    #[test]
    fn checksums_that_are_a_link_change_no_other_file() {
        let root = tempfile::tempdir().unwrap();
        let (sums, other) = (root.path().join("shop").join(SUMS), root.path().join("other"));
        written(root.path(), &shop());
        // As `cp --link` and backups of many days leave it: one file under two names.
        std::fs::hard_link(&sums, &other).unwrap();
        let before = std::fs::read_to_string(&other).unwrap();
        let mut renamed = shop();
        renamed.name = "Another name".into();
        assert!(written(root.path(), &renamed).refused.is_empty());
        assert_eq!(std::fs::read_to_string(&other).unwrap(), before);
        assert_ne!(std::fs::read_to_string(&sums).unwrap(), before);

        std::fs::remove_file(&sums).unwrap();
        symlink(&other, &sums).unwrap();
        let open = || Root::open(root.path()).unwrap().folder("shop");
        let error = write(open, &shop(), &Options::default(), &Work::unlimited()).unwrap_err();
        assert!(error.to_string().contains("is a link, and links are not followed"), "{error}");
        assert_eq!(std::fs::read_to_string(&other).unwrap(), before);
    }

    #[test]
    fn what_gives_nothing_leaves_no_folder() {
        let root = tempfile::tempdir().unwrap();
        let options = Options { artefacts: Some(["maps".to_owned()].into()) };
        let error = write(|| Root::open(root.path()).unwrap().make_folder("a/shop"), &shop(), &options, &Work::unlimited()).unwrap_err();
        assert!(error.to_string().contains("there is no artefact “maps”"), "{error}");
        assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_a_killed_process_left_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let left = root.path().join("shop/docs/.groundplan-1-0.part");
        std::fs::create_dir_all(left.parent().unwrap()).unwrap();
        std::fs::write(&left, "half").unwrap();
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
        std::fs::File::options().write(true).open(&left).unwrap().set_modified(old).unwrap();
        assert!(written(root.path(), &shop()).refused.is_empty());
        assert!(!left.exists());
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
