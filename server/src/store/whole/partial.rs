//! A file that gets its name only when it is whole: until then it has another one, which nobody else may read, and goes when the
//! work fails.

use crate::store::{OpenError, sqlite::open::APPLICATION_ID};
use std::{
    fs::{File, OpenOptions},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// After so long without a change nobody writes it any more. Folders are shared with containers whose processes are not seen from here.
const FORSAKEN: Duration = Duration::from_secs(10 * 60);

/// A file in the making.
#[derive(Debug)]
pub(super) struct Partial(PathBuf);

impl Partial {
    /// An empty one in the folder of the file that it will be, because a name is given at once within one file system only.
    pub(super) fn beside(file: &Path) -> Result<Self, OpenError> {
        let name = file.file_name().ok_or_else(|| OpenError(format!("{} is not the name of a file", file.display())))?;
        forget_dead(folder(file));
        // In two containers two processes may have one number.
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| OpenError(format!("there is no random number to be had: {error}")))?;
        let unique = u64::from_ne_bytes(random);
        let path = folder(file).join(format!(".{}.{unique:016x}.{}.partial", name.to_string_lossy(), std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|error| OpenError(format!("{} cannot be written: {error}", path.display())))?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Gives it its name once it is on the disk; returns its size in bytes.
    pub(super) fn publish(self, file: &Path) -> Result<u64, OpenError> {
        let publish = || {
            let whole = File::open(&self.0)?;
            whole.sync_all()?;
            std::fs::rename(&self.0, file)?;
            // The name itself is in the folder.
            File::open(folder(file))?.sync_all()?;
            Ok(whole.metadata()?.len())
        };
        publish().map_err(|error: std::io::Error| OpenError(format!("{} cannot be written: {error}", file.display())))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Absent once it has its name.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Removes what killed processes left in a folder: it holds as many secrets as a whole one, and nobody would look for it.
fn forget_dead(folder: &Path) {
    // Without this folder of Linux nobody says which processes there are.
    if !Path::new("/proc/self").exists() {
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if process_of(&name.to_string_lossy()).is_some_and(|id| !Path::new("/proc").join(id.to_string()).exists())
            && is_forsaken(&entry.path()).unwrap_or(false)
            && is_ours(&entry.path()).unwrap_or(false)
        {
            // One that cannot be removed does not keep a new one from being made.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The number of the process in the name of a partial file.
fn process_of(name: &str) -> Option<u32> {
    name.strip_prefix('.')?.strip_suffix(".partial")?.rsplit_once('.')?.1.parse().ok()
}

fn is_forsaken(path: &Path) -> std::io::Result<bool> {
    let changed = path.symlink_metadata()?.modified()?;
    Ok(SystemTime::now().duration_since(changed).is_ok_and(|age| age >= FORSAKEN))
}

/// Whether it has nothing in it yet, or begins as a database of ours does.
fn is_ours(path: &Path) -> std::io::Result<bool> {
    /// Where SQLite keeps the application's number.
    const AT: u64 = 68;
    let metadata = path.symlink_metadata()?;
    if !metadata.is_file() || metadata.len() == 0 {
        return Ok(metadata.is_file());
    }
    let (mut file, mut number) = (File::open(path)?, [0; 4]);
    file.seek(SeekFrom::Start(AT))?;
    file.read_exact(&mut number)?;
    Ok(number == APPLICATION_ID.to_be_bytes())
}
