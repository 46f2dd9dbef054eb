//! `groundplan backup` and `groundplan restore`: the whole store into one file, and back.

use super::{Failure, inspect::line, place::place, print, progress::Teller};
use crate::{
    cli::{BackupArgs, RestoreArgs},
    store::{self, Backup, Place},
};
use std::{path::Path, process::ExitCode};

pub(super) fn backup(args: &BackupArgs) -> Result<ExitCode, Failure> {
    let (place, mut teller) = (place(&args.store)?, Teller::new());
    let made = block_on(store::backup(&place, &args.file, args.replace, &mut |progress| teller.tell(progress)))?;
    finish("Backed up", &made, &args.file, "They are in it as they are in the store.")
}

pub(super) fn restore(args: &RestoreArgs) -> Result<ExitCode, Failure> {
    let (place, mut teller) = (place(&args.store)?, Teller::new());
    let folder = if let Place::File(file) = &place { file.parent().filter(|folder| !folder.exists()) } else { None };
    if let Some(folder) = folder {
        super::serve::create_private(folder).map_err(|error| format!("the data folder {} cannot be created: {error}", folder.display()))?;
    }
    let restored = block_on(store::restore(&args.file, &place, args.replace, &mut |progress| teller.tell(progress)));
    if let (Err(_), Some(folder)) = (&restored, folder) {
        // It was made for nothing. One that is not empty stays.
        let _ = std::fs::remove_dir(folder);
    }
    let restored = restored?;
    let advice = "They are in the store as they were in the backup; “groundplan check --repair” repairs what can be.";
    finish("Restored", &restored, &args.file, advice)
}

/// Runs one piece of work to its end.
pub(super) fn block_on<T, E: ToString>(work: impl Future<Output = Result<T, E>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(work).map_err(|error| error.to_string())
}

/// Says what was done. Faults of designs make it exit code 1: the file is good, what is in it is not.
fn finish(done: &str, backup: &Backup, file: &Path, advice: &str) -> Result<ExitCode, Failure> {
    let Backup { projects, revisions, bytes, faults, set_aside } = backup;
    print(&format!("{done} {projects} designs with {revisions} saves: {}, {bytes} bytes, checked\n", file.display()))?;
    if let Some(folder) = set_aside {
        let folder = folder.display();
        print(&format!("The damaged store that was there lies in {folder}; nothing of it was deleted, and it holds as many secrets\n"))?;
    }
    for fault in faults {
        print(&line(fault))?;
    }
    if faults.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{} faults. {advice}\n", faults.len()))?;
    Ok(ExitCode::from(1))
}
