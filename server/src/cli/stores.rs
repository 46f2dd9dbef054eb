//! Where a store is, and the flags of the commands that work on a whole one.

use clap::Args;
use std::path::PathBuf;

/// Where projects are kept.
#[derive(Debug, Args)]
pub struct StoreArgs {
    /// Folder for the embedded database; created when absent
    #[arg(long, env = "GROUNDPLAN_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// Keep projects in PostgreSQL instead of the data folder
    #[arg(long, env = "GROUNDPLAN_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Read the URL of PostgreSQL from this file: a password in it stands in no configuration
    #[arg(long, env = "GROUNDPLAN_DATABASE_URL_FILE", value_name = "FILE", conflicts_with = "database_url")]
    pub database_url_file: Option<PathBuf>,
}

/// What to check.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  groundplan check --data /var/lib/groundplan       may be run while the studio serves
  groundplan check --repair                         after a backup, with the studio stopped

Every save is read, its hash compared, its edits applied; snapshots are compared with what the saves give. --repair writes snapshots and
summaries anew, and sets saves aside that cannot be read, are not what was saved or have lost the design that they were made on: they stay
in the table set_aside, and the design goes on from the next snapshot, or from the version before. A file that is damaged as such is not
repaired: “groundplan restore --replace” sets it aside and puts a backup in its place.
Exit codes: 0 nothing is wrong or everything was repaired, 1 something is, 2 the database cannot be read.")]
pub struct CheckArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Repair what can be
    #[arg(long)]
    pub repair: bool,
}

/// Which store, and where to.
#[derive(Debug, Args)]
#[command(after_help = "\
The file is a SQLite database, whichever store it comes from, and can be restored into either. It holds one moment of the store,
appears under its name only when it is whole, on the disk and checked, and may be read by its owner only. Where the name is a link, it is
the file that this leads to. Exit codes: 0 the backup is
good, 1 it is, but a design in it does not open (in the store neither), 2 there is no backup.")]
pub struct BackupArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// The file to write
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Overwrite a backup that is there already; what is not a file stays
    #[arg(long)]
    pub replace: bool,
}

/// Which backup, and into which store.
#[derive(Debug, Args)]
#[command(after_help = "\
All of it is put back or nothing, after it was looked through as “groundplan check” does. Stop the servers first: one over SQLite makes this
fail. With --replace, a SQLite file that is damaged is moved whole into a folder beside it, which is named, and nothing of it is deleted.
Killed in between, the same command again ends it. Exit codes: 0 it is restored, 1 it is, with faults that are named, 2 nothing was changed.")]
pub struct RestoreArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// The backup to read
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Put it in place of everything in a store that is not empty, or of one that is damaged
    #[arg(long)]
    pub replace: bool,
}

/// Which store, and how to say it.
#[derive(Debug, Args)]
pub struct StatsArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// Which store, and what to delete.
#[derive(Debug, Args)]
#[command(after_help = "\
Owners who have nothing go in any case: no design, none shared with them, and no recovery link of the last 400 days. `groundplan serve`
deletes them by itself. What is deleted is overwritten in a SQLite file; backups forget it when they are deleted themselves.")]
pub struct PurgeArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Delete designs that nobody has changed for so many days, too
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub unchanged_days: Option<u32>,
    /// Only say what would go
    #[arg(long)]
    pub dry_run: bool,
    /// Rewrite a SQLite file afterwards, so that it becomes as small as it can; nobody may be using it
    #[arg(long)]
    pub compact: bool,
}
