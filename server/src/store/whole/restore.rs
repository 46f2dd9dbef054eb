//! A backup put back: into an empty store, or in place of what is there when its operator says so. All of it or nothing.

use super::{
    Backup, Place, Report,
    backup::{Copied, copy, verify},
    partial::Partial,
    reading::Reading,
    writing::Writing,
};
use crate::store::{OpenError, inspection::check_sqlite, postgres, sqlite};
use sqlx::{Connection as _, PgConnection};
use std::path::{Path, PathBuf};

const NOT_EMPTY: &str = "the store is not empty; --replace puts the backup in place of everything in it";

/// Puts the rows of a backup into a store, which must be empty unless `replace` says otherwise. With it, a SQLite file that is damaged is
/// set aside whole, and a new one takes its place. A backup of an earlier version is
/// brought up to date in a copy. It is looked through before, save by save: a file that is damaged as such is refused, and faults of
/// single designs are told, because a backup with faults may be all that there is.
///
/// # Errors
/// When the backup is damaged or of a later version, or the store is in use or not empty. The store is as it was then.
pub async fn restore(file: &Path, place: &Place, replace: bool, report: Report<'_>) -> Result<Backup, OpenError> {
    if let Place::File(store) = place
        && sqlite::identity::is_of_the_store(file, store)
    {
        return Err(OpenError(format!("{} belongs to the store itself; it cannot be restored into itself", file.display())));
    }
    if file.metadata().is_ok_and(|there| !there.is_file()) {
        return Err(OpenError(format!("{} is not a file", file.display())));
    }
    if let Some(log) = sqlite::aside::log_of(file) {
        let (file, log) = (file.display(), log.display());
        return Err(OpenError(format!(
            "{file} is not restored: {log} lies beside it and may hold changes that are not in it; move that away to restore what the file itself holds, \
             or put them in, on a copy of both, with “sqlite3 FILE 'PRAGMA wal_checkpoint(TRUNCATE)'”"
        )));
    }
    let damage = if replace {
        damage(place)
    } else {
        refuse_filled(place).await?;
        damage(place).map_or(Ok(None), Err)?
    };
    let upgraded = upgraded(file)?;
    let source = upgraded.as_ref().map_or(file, Partial::path);
    let mut reading = Reading::begin(&Place::File(source.to_owned())).await?;
    let wrong = |error: OpenError| OpenError(format!("{} is not a good backup: {error}", file.display()));
    let counted = Copied::counted(&mut reading).await.map_err(wrong)?;
    verify(source, &counted)?;
    let mut faults = Vec::new();
    check_sqlite(source, false, |fault| faults.push(fault.clone())).await?;
    let mut set_aside = None;
    match place {
        Place::File(path) if damage.is_some() => {
            set_aside = Some(in_place_of_damage(&mut reading, &counted, path, report).await?);
        }
        Place::File(path) => {
            let connection = sqlite::open::alone(path)?;
            connection.execute_batch("BEGIN IMMEDIATE")?;
            fill(&mut reading, Writing::Sqlite(&connection), replace, report).await?;
            connection.execute_batch("COMMIT")?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            connection.close().map_err(|(_, error)| error)?;
        }
        Place::Postgres(url) => {
            postgres::bring_up_to_date(url).await?;
            let mut connection = PgConnection::connect(url).await?;
            let mut transaction = connection.begin().await?;
            // Whoever saves now waits, and hears that the project is not there any more.
            sqlx::query("LOCK TABLE owners, projects IN ACCESS EXCLUSIVE MODE").execute(&mut *transaction).await?;
            fill(&mut reading, Writing::Postgres(&mut transaction), replace, report).await?;
            transaction.commit().await?;
            connection.close().await?;
        }
    }
    reading.end().await?;
    let bytes = std::fs::metadata(file).map(|metadata| metadata.len()).unwrap_or(0);
    Ok(Backup { projects: counted.of("projects"), revisions: counted.of("revisions"), bytes, faults, set_aside })
}

/// What keeps a store in a file from being opened. PostgreSQL answers for its files itself.
fn damage(place: &Place) -> Option<OpenError> {
    if let Place::File(path) = place { sqlite::aside::damage(path) } else { None }
}

/// A new store, made whole beside the damaged one before that one is moved. Says where it lies then.
async fn in_place_of_damage(reading: &mut Reading, counted: &Copied, store: &Path, report: Report<'_>) -> Result<PathBuf, OpenError> {
    let partial = Partial::beside(&store.canonicalize().unwrap_or_else(|_| store.to_owned()))?;
    let connection = sqlite::open::unlogged(partial.path())?;
    connection.execute_batch("BEGIN")?;
    copy(reading, &mut Writing::Sqlite(&connection), report).await?;
    connection.execute_batch("COMMIT")?;
    connection.close().map_err(|(_, error)| error)?;
    verify(partial.path(), counted)?;
    let new = partial.path().to_owned();
    sqlite::aside::replace(store, &new, |store| partial.publish(store))
}

/// Asks before anything of the store is changed, the version of its tables included. One that cannot be asked has nothing, or whoever
/// opens it says what is wrong.
async fn refuse_filled(place: &Place) -> Result<(), OpenError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM projects) OR EXISTS (SELECT 1 FROM owners)";
    if let Place::File(path) = place {
        sqlite::aside::refuse_rest(path)?;
    }
    let is_filled = match place {
        Place::File(path) => sqlite::open::reader(path).and_then(|c| c.query_row(SQL, [], |row| row.get(0))).unwrap_or(false),
        Place::Postgres(url) => match PgConnection::connect(url).await {
            Ok(mut connection) => sqlx::query_scalar(SQL).fetch_one(&mut connection).await.unwrap_or(false),
            Err(_) => false,
        },
    };
    if is_filled { Err(OpenError(NOT_EMPTY.into())) } else { Ok(()) }
}

async fn fill(reading: &mut Reading, mut writing: Writing<'_>, replace: bool, report: Report<'_>) -> Result<(), OpenError> {
    if !writing.is_empty().await? {
        if !replace {
            return Err(OpenError(NOT_EMPTY.into()));
        }
        writing.clear().await?;
    }
    copy(reading, &mut writing, report).await.map(drop)
}

/// The copy of a backup of an earlier version, with the tables of this one.
fn upgraded(file: &Path) -> Result<Option<Partial>, OpenError> {
    if !sqlite::open::is_earlier(file)? {
        return Ok(None);
    }
    let partial = Partial::beside(&std::env::temp_dir().join("groundplan-restore.db"))?;
    std::fs::copy(file, partial.path()).map_err(|error| OpenError(format!("{} cannot be copied: {error}", file.display())))?;
    sqlite::open::unlogged(partial.path())?.close().map_err(|(_, error)| error)?;
    Ok(Some(partial))
}
