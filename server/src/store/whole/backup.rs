//! A backup: the store's rows of one moment in a file of their own, read back and checked before it gets its name.

use super::{
    Place, Progress, Report,
    partial::Partial,
    reading::Reading,
    tables::{TABLES, Table},
    writing::Writing,
};
use crate::store::{OpenError, inspection::Fault, sqlite};
use std::path::{Path, PathBuf};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub projects: u64,
    pub revisions: u64,
    /// Size of the file.
    pub bytes: u64,
    /// What is wrong with the designs in it, which are as they are in the store. A backup looks at the last version of each, what is
    /// restored is looked through.
    pub faults: Vec<Fault>,
    /// Where the damaged store lies now whose place was taken by what was restored.
    pub set_aside: Option<PathBuf>,
}

/// Writes a backup of a store, whether it is served or not. The file appears only when it is whole, on the disk and checked; one
/// that is there already is kept unless `replace` says otherwise.
///
/// # Errors
/// When the store cannot be read, the file cannot be written, or what was written is not what was read.
pub async fn backup(place: &Place, file: &Path, replace: bool, report: Report<'_>) -> Result<Backup, OpenError> {
    if let Place::File(store) = place
        && sqlite::identity::is_of_the_store(file, store)
    {
        return Err(OpenError(format!("{} belongs to the store itself; choose another name for the backup", file.display())));
    }
    let file = &followed(file)?;
    if file.metadata().is_ok_and(|there| !there.is_file()) {
        return Err(OpenError(format!("{} is not a file: a pipe, a device or a folder is not overwritten", file.display())));
    }
    if !replace && file.exists() {
        return Err(OpenError(format!("{} is there already; choose another name, or overwrite it with --replace", file.display())));
    }
    if let Some(log) = sqlite::aside::log_of(file) {
        let (file, log) = (file.display(), log.display());
        return Err(OpenError(format!(
            "{log} lies beside {file} and would be read as a part of the backup; move it away, or choose another name"
        )));
    }
    let partial = Partial::beside(file)?;
    let mut reading = Reading::begin(place).await?;
    let connection = sqlite::open::unlogged(partial.path())?;
    connection.execute_batch("BEGIN")?;
    let copied = copy(&mut reading, &mut Writing::Sqlite(&connection), report).await?;
    connection.execute_batch("COMMIT")?;
    reading.end().await?;
    connection.close().map_err(|(_, error)| error)?;
    verify(partial.path(), &copied)?;
    let faults = unopened(partial.path(), report)?;
    let bytes = partial.publish(file)?;
    Ok(Backup { projects: copied.of("projects"), revisions: copied.of("revisions"), bytes, faults, set_aside: None })
}

/// Where a name leads that is a link: the file there is the one that is meant. One that leads nowhere may be meant for a disk that is not
/// there now.
fn followed(file: &Path) -> Result<PathBuf, OpenError> {
    let Ok(target) = file.read_link() else { return Ok(file.to_owned()) };
    let nowhere =
        |_| OpenError(format!("{} is a link to {}, and nothing is there; name the file itself", file.display(), target.display()));
    file.canonicalize().map_err(nowhere)
}

/// Rows by table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Copied(Vec<(&'static str, u64)>);

impl Copied {
    /// The rows that a store has now.
    pub(super) async fn counted(reading: &mut Reading) -> Result<Self, OpenError> {
        let mut counts = Self::default();
        for table in TABLES {
            counts.0.push((table.name, reading.count(table).await?));
        }
        Ok(counts)
    }
    pub(super) fn of(&self, table: &str) -> u64 {
        self.0.iter().find(|(name, _)| *name == table).map_or(0, |(_, rows)| *rows)
    }
    fn total(&self) -> u64 {
        self.0.iter().map(|(_, rows)| rows).sum()
    }
}

/// Copies every row. Both transactions are the caller's.
pub(super) async fn copy(reading: &mut Reading, writing: &mut Writing<'_>, report: Report<'_>) -> Result<Copied, OpenError> {
    let counts = Copied::counted(reading).await?;
    let (total, mut done) = (counts.total(), 0);
    for table in TABLES {
        reading
            .rows(table, async |rows| {
                done += rows.len() as u64;
                writing.insert(table, rows).await?;
                report(Progress { what: "rows copied", done, total });
                Ok(())
            })
            .await?;
    }
    Ok(counts)
}

/// Reads a file as if it had come from elsewhere: its pages, its references, its rows.
pub(super) fn verify(file: &Path, copied: &Copied) -> Result<(), OpenError> {
    let connection = sqlite::open::existing(file)?;
    let wrong = |what: String| OpenError(format!("{} is not a good backup: {what}", file.display()));
    let said: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(wrong(said));
    }
    if connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(wrong("something in it refers to what is not there".into()));
    }
    for Table { name, .. } in TABLES {
        let rows: i64 = connection.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0))?;
        if u64::try_from(rows) != Ok(copied.of(name)) {
            return Err(wrong(format!("it holds {rows} of the {} rows of “{name}”", copied.of(name))));
        }
    }
    Ok(())
}

/// The designs whose last version does not open.
fn unopened(file: &Path, report: Report<'_>) -> Result<Vec<Fault>, OpenError> {
    let connection = sqlite::open::existing(file)?;
    let ids: Vec<String> =
        connection.prepare("SELECT id FROM projects ORDER BY id")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let total = ids.len() as u64;
    let mut faults = Vec::new();
    for (done, project) in (1..).zip(ids) {
        if let Err(error) = sqlite::head_opens(&connection, &project) {
            faults.push(Fault { project, what: format!("does not open: {error}"), repaired: false });
        }
        report(Progress { what: "designs checked", done, total });
    }
    Ok(faults)
}
