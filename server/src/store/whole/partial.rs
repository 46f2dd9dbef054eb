//! A file that gets its name only when it is whole: until then it has another one, which nobody else may read, and goes when the
//! work fails.

use crate::store::OpenError;
use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

/// A file in the making.
#[derive(Debug)]
pub(super) struct Partial(PathBuf);

impl Partial {
    /// An empty one in the folder of the file that it will be, because a name is given at once within one file system only.
    pub(super) fn beside(file: &Path) -> Result<Self, OpenError> {
        let name = file.file_name().ok_or_else(|| OpenError(format!("{} is not the name of a file", file.display())))?;
        let path = folder(file).join(format!(".{}.{}.partial", name.to_string_lossy(), std::process::id()));
        let mut options = OpenOptions::new();
        // Of an earlier process with this number, which did not end well.
        options.write(true).create(true).truncate(true);
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
