//! A file under a name of its own until it takes its place, so that whoever reads sees all of it or nothing; and the removal of those
//! that a killed process has left.

use super::{
    Refused,
    search::{BEGIN, END, is_draft},
};
use rustix::{
    fs::{self, AtFlags, Dir, Mode, OFlags},
    io::Errno,
};
use std::{
    fs::File,
    io::{self, Write},
    os::fd::BorrowedFd,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// A draft has its name for some milliseconds. One that nobody has changed for so long is nobody's any more.
const FORSAKEN: Duration = Duration::from_secs(60);

/// A file that has not taken its place yet. Gone when dropped.
#[derive(Debug)]
pub(super) struct Draft<'f> {
    folder: BorrowedFd<'f>,
    name: String,
}

impl<'f> Draft<'f> {
    /// Writes what is to be at `place`.
    pub(super) fn write(folder: BorrowedFd<'f>, place: &str, bytes: &[u8], executable: bool) -> Result<Self, Refused> {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(if executable { 0o777 } else { 0o666 });
        let (draft, file) = loop {
            let name = format!("{BEGIN}{}-{}{END}", std::process::id(), LAST.fetch_add(1, Ordering::Relaxed));
            match fs::openat(folder, &name, flags, mode) {
                Ok(file) => break (Self { folder, name }, file),
                // A process of this number was killed here, or one in another container has it too: the next name is free.
                Err(Errno::EXIST) => {}
                Err(error) => return Err(Refused::of(place, error)),
            }
        };
        File::from(file).write_all(bytes).map_err(|error| Refused::failed(place, &error))?;
        Ok(draft)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        // It has taken its place, or it is worth nothing; that it cannot be removed is no other failure.
        let _ = fs::unlinkat(self.folder, &self.name, AtFlags::empty());
    }
}

/// Removes the drafts in a folder that nobody is writing any more.
pub(super) fn forget_forsaken(folder: BorrowedFd) -> Result<(), Errno> {
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        if is_draft(&entry.file_name().to_string_lossy()) && is_forsaken(folder, entry.file_name()).unwrap_or(false) {
            // One that cannot be removed keeps nothing from being written.
            let _ = fs::unlinkat(folder, entry.file_name(), AtFlags::empty());
        }
    }
    Ok(())
}

fn is_forsaken(folder: BorrowedFd, name: &std::ffi::CStr) -> io::Result<bool> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(fs::openat(folder, name, flags, Mode::empty())?).metadata()?;
    Ok(file.is_file() && file.modified()?.elapsed().is_ok_and(|age| age >= FORSAKEN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{os::fd::AsFd, path::Path, time::SystemTime};

    fn opened(path: &Path) -> File {
        File::open(path).unwrap()
    }

    #[test]
    fn a_name_that_a_killed_process_left_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let here = opened(folder.path());
        let first = Draft::write(here.as_fd(), "a", b"1", false).unwrap();
        let last: u64 = first.name().strip_suffix(END).unwrap().rsplit('-').next().unwrap().parse().unwrap();
        for number in last + 1..last + 50 {
            std::fs::write(folder.path().join(format!("{BEGIN}{}-{number}{END}", std::process::id())), "left").unwrap();
        }
        let second = Draft::write(here.as_fd(), "a", b"2", false).unwrap();
        assert_eq!(std::fs::read(folder.path().join(second.name())).unwrap(), b"2");
    }

    #[test]
    fn only_old_drafts_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let old = SystemTime::now() - Duration::from_secs(3_600);
        let files = [".groundplan-7-0.part", ".groundplan-7-1.part", ".groundplan-x-1.part", ".groundplan-7.part", "groundplan-7-1.part"];
        for name in files {
            std::fs::write(at(name), "").unwrap();
            if name != ".groundplan-7-1.part" {
                File::options().write(true).open(at(name)).unwrap().set_modified(old).unwrap();
            }
        }
        std::fs::create_dir(at(".groundplan-8-0.part")).unwrap();
        forget_forsaken(opened(folder.path()).as_fd()).unwrap();
        assert!(!at(files[0]).exists());
        assert!(files[1..].iter().all(|name| at(name).exists()) && at(".groundplan-8-0.part").exists());
    }
}
