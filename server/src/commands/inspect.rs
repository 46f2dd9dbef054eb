//! `groundplan check`: whether everything that is stored can be read. Exit code 1 when not; repairs what can be when told to.

use super::{Failure, place::place, print};
use crate::{
    cli::CheckArgs,
    store::{
        Place,
        inspection::{Fault, Tally, check_postgres, check_sqlite},
    },
};
use std::process::ExitCode;

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| format!("cannot start: {error}"))?;
    let mut printed = Ok(());
    let tell = |fault: &Fault| {
        if printed.is_ok() {
            printed = print(&line(fault));
        }
    };
    let tally = match place(&args.store)? {
        Place::File(file) => runtime.block_on(check_sqlite(&file, args.repair, tell)),
        Place::Postgres(url) => runtime.block_on(check_postgres(&url, args.repair, tell)),
    }
    .map_err(|error| error.to_string())?;
    printed?;
    print(&summary(tally, args.repair))?;
    Ok(if tally.faults == tally.repaired { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A fault in a line.
pub(super) fn line(Fault { project, what, repaired }: &Fault) -> String {
    let place = if project.is_empty() { String::new() } else { format!("{project}: ") };
    let done = if *repaired { " (repaired)" } else { "" };
    format!("{place}{what}{done}\n")
}

fn summary(Tally { projects, saves, snapshots, faults, repaired }: Tally, repair: bool) -> String {
    let read = format!("{projects} designs, {saves} saves and {snapshots} snapshots were read");
    match (faults, faults - repaired) {
        (0, _) => format!("{read}: nothing is wrong\n"),
        (_, 0) => format!("{read}: {faults} faults were repaired\n"),
        (_, left) if repair => format!("{read}: {repaired} faults were repaired, {left} cannot be\n"),
        (_, left) => format!("{read}: {left} faults; “groundplan check --repair” repairs what can be\n"),
    }
}
