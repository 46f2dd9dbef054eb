//! A folder that is opened once, and everything below it, reached from there name by name: no step goes through a link, upwards or out,
//! whatever somebody else does to the tree meanwhile. Must not know what the files mean.

use super::draft::{self, Draft};
use rustix::{
    fs::{self, AtFlags, Dir, FileType, FlockOperation, Mode, OFlags},
    io::Errno,
};
use std::{
    fs::File,
    io::{self, Read, Write},
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    path::Path,
};

/// Longest path that a client may name, in bytes, and most folders in it.
const MAX_PATH_BYTES: usize = 1_024;
const MAX_FOLDERS: usize = 32;
/// No file of a bundle is larger.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// Names in one folder that are looked at.
const MAX_NAMES: usize = 20_000;

/// Why a file or a folder is left alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("“{path}” is not a path below the root: write names joined by “/”, without “..”, such as “shop” or “systems/shop”")]
    NotBelow { path: String },
    #[error("“{name}” is a link, and links are not followed")]
    Link { name: String },
    #[error("there is no “{name}”")]
    Absent { name: String },
    #[error("“{name}” is not a folder")]
    NoFolder { name: String },
    #[error("“{name}” is not a file")]
    NoFile { name: String },
    #[error("there is something at this place already")]
    Taken,
    #[error("another call is writing into this folder; try again when it has ended")]
    Busy,
    #[error("it has more than {} MiB", MAX_FILE_BYTES >> 20)]
    TooLarge,
    #[error("“{name}”: {error}")]
    Failed { name: String, error: String },
}

impl Refused {
    pub(super) fn of(name: &str, error: Errno) -> Self {
        let name = name.to_owned();
        match error {
            Errno::LOOP | Errno::MLINK => Self::Link { name },
            Errno::NOTDIR => Self::NoFolder { name },
            Errno::NOENT => Self::Absent { name },
            error => Self::Failed { name, error: io::Error::from(error).to_string() },
        }
    }
    pub(super) fn failed(name: &str, error: &io::Error) -> Self {
        Self::Failed { name: name.to_owned(), error: error.to_string() }
    }
}

/// The folder that a person has named.
#[derive(Debug)]
pub struct Root(OwnedFd);

/// A folder below it.
#[derive(Debug)]
pub struct Folder(OwnedFd);

/// A file as it is on the disk.
#[derive(Debug)]
pub struct Found {
    pub bytes: Vec<u8>,
    pub executable: bool,
}

impl Root {
    /// The path may lead through links: a person has typed it. Nothing below may.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?))
    }

    /// A folder that is there, `.` for the root itself.
    pub fn folder(&self, path: &str) -> Result<Folder, Refused> {
        descend(self.0.as_fd(), &names(path)?, false).map(Folder)
    }

    /// A folder that is made, with those above it, when it is not there.
    pub fn make_folder(&self, path: &str) -> Result<Folder, Refused> {
        descend(self.0.as_fd(), &names(path)?, true).map(Folder)
    }
}

/// The names in a path that a client wrote.
fn names(path: &str) -> Result<Vec<&str>, Refused> {
    if path == "." {
        return Ok(Vec::new());
    }
    let names: Vec<&str> = path.strip_suffix('/').unwrap_or(path).split('/').collect();
    let fits = |name: &&str| !matches!(*name, "" | "." | "..") && !name.contains(['\\', ':']) && !name.contains(char::is_control);
    if path.len() > MAX_PATH_BYTES || names.len() > MAX_FOLDERS || !names.iter().all(fits) {
        return Err(Refused::NotBelow { path: path.chars().take(60).collect() });
    }
    Ok(names)
}

/// Opens folder after folder, none of them a link; makes those that are missing when told to.
fn descend(from: BorrowedFd, names: &[&str], make: bool) -> Result<OwnedFd, Refused> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    // Opened anew, so that a lock on it is nobody else's.
    let mut folder = fs::openat(from, ".", flags, Mode::empty()).map_err(|error| Refused::of(".", error))?;
    for name in names {
        if make {
            match fs::mkdirat(&folder, *name, Mode::from_raw_mode(0o777)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(Refused::of(name, error)),
            }
        }
        folder = fs::openat(&folder, *name, flags, Mode::empty()).map_err(|error| explained(folder.as_fd(), name, error))?;
    }
    Ok(folder)
}

/// Opening a link as a folder fails as if it were a file: this tells the two apart.
fn explained(folder: BorrowedFd, name: &str, error: Errno) -> Refused {
    let kind = fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).map(|stat| FileType::from_raw_mode(stat.st_mode));
    if kind == Ok(FileType::Symlink) { Refused::Link { name: name.to_owned() } } else { Refused::of(name, error) }
}

impl Folder {
    /// Keeps every other writer out, of this process and of others, until this value is dropped.
    pub fn lock(&self) -> Result<(), Refused> {
        fs::flock(&self.0, FlockOperation::NonBlockingLockExclusive).map_err(|error| match error {
            Errno::WOULDBLOCK => Refused::Busy,
            error => Refused::of("the lock on this folder", error),
        })
    }

    /// A file, or nothing when none is there.
    pub fn read(&self, path: &str) -> Result<Option<Found>, Refused> {
        let (folder, name) = match self.parent(path, false) {
            Ok(parent) => parent,
            Err(Refused::Absent { .. }) => return Ok(None),
            Err(refused) => return Err(refused),
        };
        // What is no file must not be waited for.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = match fs::openat(&folder, name, flags, Mode::empty()) {
            Ok(file) => file,
            Err(Errno::NOENT) => return Ok(None),
            Err(error) => return Err(explained(folder.as_fd(), name, error)),
        };
        let stat = fs::fstat(&file).map_err(|error| Refused::of(name, error))?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(Refused::NoFile { name: name.to_owned() });
        }
        let mut bytes = Vec::new();
        let mut limited = File::from(file).take(MAX_FILE_BYTES + 1);
        limited.read_to_end(&mut bytes).map_err(|error| Refused::failed(name, &error))?;
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(Refused::TooLarge);
        }
        Ok(Some(Found { bytes, executable: stat.st_mode & 0o100 != 0 }))
    }

    /// Writes a file where nothing is.
    pub fn create(&self, path: &str, bytes: &[u8], executable: bool) -> Result<(), Refused> {
        let (folder, name) = self.parent(path, true)?;
        let draft = Draft::write(folder.as_fd(), name, bytes, executable)?;
        match fs::linkat(&folder, draft.name(), &folder, name, AtFlags::empty()) {
            Ok(()) => Ok(()),
            Err(Errno::EXIST) => Err(Refused::Taken),
            Err(error) => Err(Refused::of(name, error)),
        }
    }

    /// Writes a file in the place of one that may be replaced. Whoever reads meanwhile sees the old one or the new one.
    pub fn replace(&self, path: &str, bytes: &[u8], executable: bool) -> Result<(), Refused> {
        let (folder, name) = self.parent(path, true)?;
        let draft = Draft::write(folder.as_fd(), name, bytes, executable)?;
        fs::renameat(&folder, draft.name(), &folder, name).map_err(|error| Refused::of(name, error))
    }

    /// Adds to the end of a file that is there, whatever other names it has.
    pub fn append(&self, path: &str, bytes: &[u8]) -> Result<(), Refused> {
        let (folder, name) = self.parent(path, false)?;
        let flags = OFlags::WRONLY | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = fs::openat(&folder, name, flags, Mode::empty()).map_err(|error| explained(folder.as_fd(), name, error))?;
        File::from(file).write_all(bytes).map_err(|error| Refused::failed(name, &error))
    }

    /// The names in a folder of the bundle, and whether each is a folder itself.
    pub fn list(&self, below: &str) -> io::Result<Vec<(String, bool)>> {
        let names: Vec<&str> = below.split('/').filter(|name| !name.is_empty()).collect();
        let folder = descend(self.0.as_fd(), &names, false).map_err(io::Error::other)?;
        let mut listed = Vec::new();
        for entry in Dir::read_from(&folder)?.take(MAX_NAMES) {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !matches!(name.as_str(), "." | "..") {
                let kind = fs::statat(&folder, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW)?.st_mode;
                listed.push((name, FileType::from_raw_mode(kind) == FileType::Directory));
            }
        }
        listed.sort();
        Ok(listed)
    }

    /// Removes what a killed process left of its writing into a folder of the bundle, where there is such a folder.
    pub fn forget_drafts(&self, below: &str) -> Result<(), Refused> {
        let names: Vec<&str> = below.split('/').filter(|name| !name.is_empty()).collect();
        match descend(self.0.as_fd(), &names, false) {
            Ok(folder) => draft::forget_forsaken(folder.as_fd()).map_err(|error| Refused::of(below, error)),
            // Whoever writes there says what is wrong with it.
            Err(_) => Ok(()),
        }
    }

    /// The folder that a path of the bundle is in, and the name there.
    fn parent<'p>(&self, path: &'p str, make: bool) -> Result<(OwnedFd, &'p str), Refused> {
        let mut names = names(path)?;
        let name = names.pop().ok_or_else(|| Refused::NotBelow { path: path.to_owned() })?;
        Ok((descend(self.0.as_fd(), &names, make)?, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn tree() -> (tempfile::TempDir, Root) {
        let outside = tempfile::tempdir().unwrap();
        std::fs::create_dir(outside.path().join("root")).unwrap();
        std::fs::create_dir(outside.path().join("other")).unwrap();
        std::fs::write(outside.path().join("other/secret"), "s").unwrap();
        let root = Root::open(&outside.path().join("root")).unwrap();
        (outside, root)
    }

    #[test]
    fn nothing_leads_out() {
        let (outside, root) = tree();
        for path in ["..", "../other", "a/../../other", "/etc", "a//b", "a/.", "", "a\\b", "C:x", "a\0b", "a\nb", &"a/".repeat(600)] {
            assert!(matches!(root.make_folder(path), Err(Refused::NotBelow { .. })), "{path}");
        }
        symlink(outside.path().join("other"), outside.path().join("root/out")).unwrap();
        symlink("nowhere", outside.path().join("root/dangling")).unwrap();
        for path in ["out", "out/deep", "dangling"] {
            assert!(matches!(root.make_folder(path), Err(Refused::Link { .. })), "{path}: {:?}", root.make_folder(path));
        }
        assert_eq!(std::fs::read_dir(outside.path().join("other")).unwrap().count(), 1);
    }

    #[test]
    fn a_link_is_neither_read_nor_written() {
        let (outside, root) = tree();
        let folder = root.make_folder("shop").unwrap();
        symlink(outside.path().join("other/secret"), outside.path().join("root/shop/README.md")).unwrap();
        symlink(outside.path().join("other"), outside.path().join("root/shop/docs")).unwrap();
        for path in ["README.md", "docs/secret", "docs/new"] {
            assert!(matches!(folder.read(path), Err(Refused::Link { .. })), "{path}");
        }
        assert_eq!(folder.create("README.md", b"x", false), Err(Refused::Taken));
        assert!(matches!(folder.create("docs/new", b"x", false), Err(Refused::Link { .. })));
        assert_eq!(std::fs::read_to_string(outside.path().join("other/secret")).unwrap(), "s");
        assert_eq!(std::fs::read_dir(outside.path().join("root/shop")).unwrap().count(), 2, "no draft is left");
    }

    #[test]
    fn files_are_created_replaced_and_listed() {
        let (outside, root) = tree();
        let folder = root.make_folder("a/shop").unwrap();
        folder.create("docs/x.md", b"1", false).unwrap();
        assert_eq!(folder.create("docs/x.md", b"2", false), Err(Refused::Taken));
        folder.replace("docs/x.md", b"3", true).unwrap();
        let found = folder.read("docs/x.md").unwrap().unwrap();
        assert_eq!((found.bytes.as_slice(), found.executable), (b"3".as_slice(), true));
        assert!(folder.read("docs/y.md").unwrap().is_none() && folder.read("none/y.md").unwrap().is_none());
        assert!(matches!(folder.read("docs"), Err(Refused::NoFile { .. })));
        assert_eq!(folder.list("").unwrap(), [("docs".to_owned(), true)]);
        assert_eq!(folder.list("docs/").unwrap(), [("x.md".to_owned(), false)]);
        assert!(matches!(folder.create("docs/x.md/y", b"", false), Err(Refused::NoFolder { .. })));
        assert!(outside.path().join("root/a/shop/docs/x.md").exists());
    }

    #[test]
    fn one_writes_at_a_time() {
        let (_outside, root) = tree();
        for path in ["shop", "."] {
            let (one, other) = (root.make_folder(path).unwrap(), root.folder(path).unwrap());
            one.lock().unwrap();
            assert_eq!(other.lock(), Err(Refused::Busy), "{path}");
            drop(one);
            assert_eq!(other.lock(), Ok(()), "{path}");
        }
    }
}
