//! Which file a name stands for, through links: whether it is still the one that was opened, and whether it is one of the store's own.
//! Opens nothing: closing a file would take away the locks that SQLite holds on it.

use super::aside::{PARTS, part};
use crate::store::{StoreError, error::Reason};
use std::path::{Path, PathBuf};

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = PathBuf;

#[cfg(unix)]
fn identity(path: &Path) -> std::io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map(|file| (file.dev(), file.ino()))
}
#[cfg(not(unix))]
fn identity(path: &Path) -> std::io::Result<Identity> {
    path.canonicalize()
}

/// A file that is open, and the name that it was opened by.
#[derive(Debug)]
pub(super) struct Opened {
    path: PathBuf,
    identity: Identity,
}

impl Opened {
    pub(super) fn at(path: &Path) -> std::io::Result<Self> {
        Ok(Self { path: path.to_owned(), identity: identity(path)? })
    }

    /// What is written into a file that has lost its name is gone when the program ends.
    pub(super) fn keeps_its_name(&self) -> Result<(), StoreError> {
        let wrong = match identity(&self.path) {
            Ok(now) if now == self.identity => return Ok(()),
            Ok(_) => "is another file now".to_owned(),
            Err(error) => format!("is not there any more: {error}"),
        };
        Err(Reason::Replaced.because(format!("{} {wrong}; put it back, or stop and start the studio", self.path.display())))
    }
}

/// Whether a name, or the file that it stands for, is one of those that a store in a file consists of, there or not.
pub(in crate::store) fn is_of_the_store(name: &Path, store: &Path) -> bool {
    let names = [in_its_folder(name), name.canonicalize().ok()];
    [in_its_folder(store), store.canonicalize().ok()].into_iter().flatten().any(|store| {
        let beside = PARTS.map(|ending| part(&store, ending));
        beside.into_iter().chain([spare(&store)]).any(|own| {
            let same = matches!((identity(&own), identity(name)), (Ok(own), Ok(other)) if own == other);
            same || names.iter().flatten().any(|name| *name == own)
        })
    })
}

/// The small file that is written and removed to see whether the disk has room.
pub(super) fn spare(store: &Path) -> PathBuf {
    store.with_extension("spare")
}

/// The name with its folder's links followed, but not its own.
fn in_its_folder(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?))
}
