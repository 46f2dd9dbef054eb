//! A damaged store set aside whole, for another file to take its place: what it consists of is moved into a folder beside it, under its own
//! names, and nothing of it is deleted. While that lasts the folder has a name of its own, so that whoever is killed meanwhile leaves no
//! doubt about what is what. Opens a store only to look at it.

use super::open;
use crate::store::OpenError;
use rusqlite::{Connection, ErrorCode};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

/// How the files of a store end: its tables, its log, the index of that, and the journal of a change that had no log.
pub(super) const PARTS: [&str; 4] = ["", "-wal", "-shm", "-journal"];
/// Those that hold what is not in the tables yet.
const LOGS: [&str; 2] = ["-wal", "-journal"];
/// How the folder ends into which a store is being moved, and, with a number, the one in which it stays.
const REPLACING: &str = ".replacing";
const DAMAGED: &str = ".damaged-";
/// What puts a damaged store right.
pub(super) const ADVICE: &str = "“groundplan restore BACKUP --replace” sets it aside and puts a backup in its place";

/// A name with more at its end.
pub(super) fn part(store: &Path, ending: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The file itself where the name is a link: what belongs to it lies there.
fn real(store: &Path) -> PathBuf {
    store.canonicalize().unwrap_or_else(|_| store.to_owned())
}

fn holds(file: &Path) -> bool {
    file.metadata().is_ok_and(|file| file.is_file() && file.len() > 0)
}

/// What lies beside a file of SQLite and may hold what is not in it yet.
pub(in crate::store) fn log_of(file: &Path) -> Option<PathBuf> {
    let (file, [log, journal]) = (real(file), LOGS);
    let (log, journal) = (part(&file, log), part(&file, journal));
    if holds(&log) { Some(log) } else { Some(journal).filter(|journal| holds(journal) && begins(journal)) }
}

/// A journal whose change has ended may keep its bytes, with zeroes where its beginning was.
fn begins(journal: &Path) -> bool {
    let mut first = [0];
    File::open(journal).and_then(|mut journal| journal.read_exact(&mut first)).map_or(true, |()| first != [0])
}

/// Refuses a store of which only the rest is there: SQLite would begin a new one in its place and delete the log.
pub(in crate::store) fn refuse_rest(store: &Path) -> Result<(), OpenError> {
    let store = &real(store);
    // Before the tables are looked for: somebody may be making both, the tables first.
    let (log, replacing) = (log_of(store), part(store, REPLACING));
    if holds(store) {
        return Ok(());
    }
    let name = store.display();
    if replacing.exists() {
        let replacing = replacing.display();
        return Err(OpenError(format!(
            "{name} was to be replaced by a backup, which did not end; what was there lies in {replacing}: run “groundplan restore BACKUP --replace” again"
        )));
    }
    let Some(log) = log else { return Ok(()) };
    let log = log.display();
    Err(OpenError(format!("{name} is not there or empty, and its log {log} is not: put the file back; or {ADVICE}")))
}

/// Why a store cannot be used, where its files are the reason and not whoever uses or guards them.
pub(in crate::store) fn damage(store: &Path) -> Option<OpenError> {
    if let Err(rest) = refuse_rest(store) {
        return Some(rest);
    }
    if !holds(store) {
        return None;
    }
    let look = |connection: Connection| connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    match open::reader(store).and_then(look) {
        Ok(said) if said == "ok" => None,
        Ok(said) => Some(OpenError(format!("{} is damaged ({said}); {ADVICE}", store.display()))),
        Err(error) => {
            let code = error.sqlite_error_code();
            let is_damage = matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure));
            is_damage.then(|| open::explain(store, &error))
        }
    }
}

/// A replacement that was killed when everything but the folder's last name was done: where the damaged store lies.
pub(super) fn unnamed(store: &Path) -> Option<PathBuf> {
    let replacing = part(&real(store), REPLACING);
    let has_some = fs::read_dir(&replacing).is_ok_and(|mut names| names.next().is_some());
    (has_some && holds(store)).then_some(replacing)
}

/// Moves a damaged store away and has a whole file, which `publish` gives its name, take its place. Says in which folder the damaged one
/// lies then. When anything fails the store has its names again.
pub(in crate::store) fn replace(
    store: &Path,
    new: &Path,
    publish: impl FnOnce(&Path) -> Result<u64, OpenError>,
) -> Result<PathBuf, OpenError> {
    let store = &real(store);
    let failed = |error: io::Error| OpenError(format!("{} cannot be set aside: {error}", store.display()));
    let _alone = alone(store)?;
    if holds(store) {
        name(store).map_err(failed)?;
    }
    take_after(new, store).map_err(failed)?;
    let mut moved = Moved { folder: part(store, REPLACING), files: Vec::new() };
    moved.all_of(store).map_err(failed)?;
    publish(store)?;
    moved.files.clear();
    drop(moved);
    name(store).map_err(failed)?.ok_or_else(|| failed(io::ErrorKind::NotFound.into()))
}

/// Files on their way into a folder. They go back when this is dropped: the tables last, so that they never lie without their log.
#[derive(Debug)]
struct Moved {
    folder: PathBuf,
    files: Vec<(PathBuf, PathBuf)>,
}

impl Moved {
    fn all_of(&mut self, store: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        for ending in PARTS {
            let from = part(store, ending);
            let Some(to) = from.file_name().map(|name| self.folder.join(name)) else { continue };
            if from.symlink_metadata().is_err() || (to.exists() && !holds(&from)) {
                continue;
            }
            if to.exists() {
                return Err(io::Error::other(format!("{} is there already; move that folder away", to.display())));
            }
            fs::rename(&from, &to)?;
            self.files.push((from, to));
        }
        sync(&self.folder)?;
        sync_folder_of(store)
    }
}

impl Drop for Moved {
    fn drop(&mut self) {
        for (from, to) in self.files.drain(..).rev() {
            // What cannot go back is where the next start looks for it.
            let _ = fs::rename(to, from);
        }
        // One that holds something stays.
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Gives the folder the name that it keeps, where there is one with something in it.
fn name(store: &Path) -> io::Result<Option<PathBuf>> {
    let replacing = part(store, REPLACING);
    if !replacing.exists() || fs::remove_dir(&replacing).is_ok() {
        return Ok(None);
    }
    let mut number = 1_u32;
    let kept = loop {
        let kept = part(store, &format!("{DAMAGED}{number}"));
        if kept.symlink_metadata().is_err() {
            break kept;
        }
        number += 1;
    };
    fs::rename(&replacing, &kept)?;
    sync_folder_of(store)?;
    Ok(Some(kept))
}

fn sync_folder_of(store: &Path) -> io::Result<()> {
    sync(store.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes sure that no other process has the store open, and keeps them out until the file is closed. This process must not have it open.
#[cfg(unix)]
fn alone(store: &Path) -> Result<Option<File>, OpenError> {
    use rustix::{fs::FlockOperation, io::Errno};
    let failed = |error: io::Error| OpenError(format!("{} cannot be locked: {error}", store.display()));
    let file = match File::options().read(true).write(true).open(store) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    match rustix::fs::fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(Errno::AGAIN | Errno::ACCESS) => Err(open::locked(store)),
        Err(error) => Err(failed(error.into())),
    }
}
#[cfg(not(unix))]
fn alone(_: &Path) -> Result<Option<File>, OpenError> {
    Ok(None)
}

/// Gives the new file the owner and the permissions of the one whose place it takes: its server runs as that account.
#[cfg(unix)]
fn take_after(new: &Path, store: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let moved = store.file_name().map(|name| part(store, REPLACING).join(name));
    let olds = PARTS.iter().map(|ending| part(store, ending)).chain(moved);
    let Some(old) = olds.filter_map(|file| file.metadata().ok()).next() else { return Ok(()) };
    fs::set_permissions(new, old.permissions())?;
    if new.metadata()?.uid() != old.uid() { chown(new, Some(old.uid()), Some(old.gid())) } else { Ok(()) }
}
#[cfg(not(unix))]
fn take_after(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
