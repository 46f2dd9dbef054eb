//! `groundplan backup` and `groundplan restore`: the whole store into one file, and back.

use super::{Failure, place::place, print, progress::Teller};
use crate::{
    cli::{BackupArgs, RestoreArgs},
    store::{self, Backup, Place},
};
use std::{path::Path, process::ExitCode};

pub(super) fn backup(args: &BackupArgs) -> Result<ExitCode, Failure> {
    let (place, mut teller) = (place(&args.store)?, Teller::new());
    let made = block_on(store::backup(&place, &args.file, args.replace, &mut |progress| teller.tell(progress)))?;
    finish("Backed up", &made, &args.file)
}

pub(super) fn restore(args: &RestoreArgs) -> Result<ExitCode, Failure> {
    let (place, mut teller) = (place(&args.store)?, Teller::new());
    if let Place::File(file) = &place
        && let Some(folder) = file.parent()
    {
        super::serve::create_private(folder).map_err(|error| format!("the data folder {} cannot be created: {error}", folder.display()))?;
    }
    let restored = block_on(store::restore(&args.file, &place, args.replace, &mut |progress| teller.tell(progress)))?;
    finish("Restored", &restored, &args.file)
}

/// Runs one piece of work to its end.
pub(super) fn block_on<T, E: ToString>(work: impl Future<Output = Result<T, E>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(work).map_err(|error| error.to_string())
}

/// Says what was done. Designs that do not open make it exit code 1: the file is good, what is in it is not.
fn finish(done: &str, backup: &Backup, file: &Path) -> Result<ExitCode, Failure> {
    let Backup { projects, revisions, bytes, unreadable } = backup;
    print(&format!("{done} {projects} designs with {revisions} saves: {}, {bytes} bytes, checked\n", file.display()))?;
    for (project, why) in unreadable {
        print(&format!("The design {project} does not open: {why}\n"))?;
    }
    if unreadable.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    print("They are in it as they are in the store.\n")?;
    Ok(ExitCode::from(1))
}
