//! Opening the SQLite file: settings, migrations, and messages that a person can act upon.

use super::aside;
use crate::store::{OpenError, is_up_to_date};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::{path::Path, time::Duration};

/// `GPLN`: marks the file as ours, so that nobody else's database is migrated by mistake.
pub(in crate::store) const APPLICATION_ID: i32 = 0x4750_4C4E;
/// In order; `PRAGMA user_version` counts those that were applied.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/sqlite/0001_projects.sql"),
    include_str!("../../../../migrations/sqlite/0002_saves.sql"),
    include_str!("../../../../migrations/sqlite/0003_chain.sql"),
    include_str!("../../../../migrations/sqlite/0004_limits.sql"),
    include_str!("../../../../migrations/sqlite/0005_formats.sql"),
    include_str!("../../../../migrations/sqlite/0006_recovery.sql"),
    include_str!("../../../../migrations/sqlite/0007_sizes.sql"),
    include_str!("../../../../migrations/sqlite/0008_expiry.sql"),
];
/// How long a connection waits for a lock that another process holds.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// Opens the connection that writes, brings the tables up to date, and takes the settings that hold for the file.
pub(in crate::store) fn writer(path: &Path) -> Result<Connection, OpenError> {
    logged(path, "NORMAL")
}

/// The same when nobody else has the file open, and nobody else opens it until the connection is closed.
pub(in crate::store) fn alone(path: &Path) -> Result<Connection, OpenError> {
    logged(path, "EXCLUSIVE")
}

fn logged(path: &Path, locking: &str) -> Result<Connection, OpenError> {
    let explain = |error: rusqlite::Error| explain(path, &error);
    aside::refuse_rest(path)?;
    create_private(path);
    let mut connection = Connection::open(path).map_err(explain)?;
    connection.busy_timeout(LOCK_WAIT).map_err(explain)?;
    connection.pragma_update(None, "locking_mode", locking).map_err(explain)?;
    // Says something to a new file only: one that is there keeps how it was made.
    connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL").map_err(explain)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(explain)?;
    if mode != "wal" {
        return Err(OpenError(format!("{} cannot be used: its file system does not allow write-ahead logging", path.display())));
    }
    // A log of 16 MB: pages that are written again and again move into the file less often.
    // What is deleted is overwritten.
    const SETTINGS: &str = "PRAGMA secure_delete = ON; \
        PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -2048; PRAGMA wal_autocheckpoint = 4000;";
    connection.execute_batch(SETTINGS).map_err(explain)?;
    migrate(&mut connection, path)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A new file is nobody else's to read, whatever its folder allows, and its log takes after it. One that is there stays as it is. What
/// goes wrong is told by whoever opens it.
fn create_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

/// Opens a new file, or one that nobody else knows, without a log beside it, and brings its tables up to date. Not for a store that
/// is served: a power cut leaves it damaged.
pub(in crate::store) fn unlogged(path: &Path) -> Result<Connection, OpenError> {
    let explain = |error: rusqlite::Error| explain(path, &error);
    let mut connection = Connection::open(path).map_err(explain)?;
    const SETTINGS: &str = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; \
        PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192;";
    connection.execute_batch(SETTINGS).map_err(explain)?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Whether a backup has the tables of an earlier version.
pub(in crate::store) fn is_earlier(path: &Path) -> Result<bool, OpenError> {
    let explain = |error: &rusqlite::Error| OpenError(format!("{} cannot be restored: {error}", path.display()));
    let connection = standing(path, explain)?;
    let version = version(&connection, path)?;
    if version == 0 {
        return Err(OpenError(format!("{} is not a store of Groundplan", path.display())));
    }
    Ok(version < MIGRATIONS.len())
}

/// Opens a connection that only reads.
pub(in crate::store) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(LOCK_WAIT)?;
    connection.execute_batch("PRAGMA cache_size = -1024;")?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// Opens a connection that only reads, also where nothing may be written: on a file system that is mounted so, or in a folder of others.
/// SQLite keeps a small file beside one that has a log; without it, it reads a file that nobody writes.
fn standing(path: &Path, explain: impl Fn(&rusqlite::Error) -> OpenError) -> Result<Connection, OpenError> {
    aside::refuse_rest(path)?;
    let read = |connection: Connection| connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map(|()| connection);
    let error = match reader(path).and_then(read) {
        Ok(connection) => return Ok(connection),
        Err(error) => error,
    };
    let may_lack_a_place = matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly));
    if !may_lack_a_place || !path.is_file() || takes_files(path) {
        return Err(explain(&error));
    }
    if let Some(log) = aside::log_of(path) {
        let (path, log) = (path.display(), log.display());
        return Err(OpenError(format!(
            "{path} cannot be read where it is: its folder may not be written, and {log} holds what is not in it yet; copy both into a folder that may be written"
        )));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let unchanging = Connection::open_with_flags(format!("file:{}?immutable=1", in_uri(path)), flags);
    unchanging.and_then(read).map_err(|error| explain(&error))
}

/// Whether files may be made beside a file.
#[cfg(unix)]
fn takes_files(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_ok()
}
#[cfg(not(unix))]
fn takes_files(_: &Path) -> bool {
    true
}

/// A path as a URI has it.
fn in_uri(path: &Path) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().map(|byte| if kept(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Opens a connection that only reads, to a store or a backup whose tables are of this version.
pub(in crate::store) fn existing(path: &Path) -> Result<Connection, OpenError> {
    let explain = |error: rusqlite::Error| explain(path, &error);
    let connection = standing(path, |error| self::explain(path, error))?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(explain)?;
    if application != APPLICATION_ID {
        return Err(OpenError(format!("{} is a database of another program", path.display())));
    }
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(explain)?;
    is_up_to_date(&path.display().to_string(), version, i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX))?;
    Ok(connection)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let explain = |error: rusqlite::Error| explain(path, &error);
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(explain)?;
    let version = version(&transaction, path)?;
    for migration in &MIGRATIONS[version..] {
        transaction.execute_batch(migration).map_err(explain)?;
    }
    if version < MIGRATIONS.len() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(explain)?;
        transaction.pragma_update(None, "user_version", i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)).map_err(explain)?;
    }
    transaction.commit().map_err(explain)
}

/// How many migrations a file has had; none when it is new.
fn version(connection: &Connection, path: &Path) -> Result<usize, OpenError> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|error| explain(path, &error));
    let version = usize::try_from(number("PRAGMA user_version")?).unwrap_or(usize::MAX);
    if number("PRAGMA application_id")? != i64::from(APPLICATION_ID) && number("SELECT count(*) FROM sqlite_schema")? > 0 {
        return Err(OpenError(format!("{} is a database of another program; choose another data directory", path.display())));
    }
    if version > MIGRATIONS.len() {
        return Err(OpenError(format!("{} was written by a newer Groundplan; run that version or a later one", path.display())));
    }
    Ok(version)
}

/// Somebody else has it open.
pub(super) fn locked(path: &Path) -> OpenError {
    OpenError(format!("{} is locked by another program; stop it or choose another data directory", path.display()))
}

/// Says of a store what its operator can do about it.
pub(super) fn explain(path: &Path, error: &rusqlite::Error) -> OpenError {
    use aside::ADVICE;
    let code = error.sqlite_error_code();
    if let Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) = code {
        return locked(path);
    }
    let (may_be_changed, path) = (takes_files(path), path.display());
    OpenError(match code {
        Some(ErrorCode::NotADatabase) => {
            format!("{path} is not a database, or its beginning is damaged; choose another data directory; or {ADVICE}")
        }
        Some(ErrorCode::DatabaseCorrupt) => format!("{path} is damaged ({error}); {ADVICE}"),
        // What SQLite says where it can make no log.
        Some(ErrorCode::SystemIoFailure) if !may_be_changed => {
            format!(
                "{path} cannot be used where it is: its folder may not be written; check its permissions, and whether the disk is read-only"
            )
        }
        Some(ErrorCode::SystemIoFailure) => {
            format!("{path} cannot be read or written ({error}): look at the disk; where the file itself is damaged, {ADVICE}")
        }
        Some(ErrorCode::CannotOpen) => format!("{path} cannot be opened; check that its folder exists and may be written"),
        Some(ErrorCode::ReadOnly) => format!("{path} may not be written; check its permissions"),
        Some(ErrorCode::DiskFull) => format!("{path} cannot grow: the disk is full"),
        _ => format!("{path} cannot be opened: {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(prepare: impl FnOnce(&Path)) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        prepare(&path);
        writer(&path).unwrap_err().to_string()
    }

    #[test]
    fn a_text_file_is_refused() {
        let said = refusal(|path| std::fs::write(path, "shopping list ".repeat(200)).unwrap());
        assert!(said.contains("is not a database"), "{said}");
    }

    #[test]
    fn a_foreign_database_is_refused() {
        let said = refusal(|path| Connection::open(path).unwrap().execute_batch("CREATE TABLE recipes (name TEXT)").unwrap());
        assert!(said.contains("another program"), "{said}");
    }

    #[test]
    fn a_database_of_a_later_version_is_refused() {
        let said = refusal(|path| writer(path).unwrap().pragma_update(None, "user_version", 9_999).unwrap());
        assert!(said.contains("newer Groundplan"), "{said}");
    }

    #[test]
    fn saves_of_the_first_version_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let first = Connection::open(&path).unwrap();
        first.execute_batch(MIGRATIONS[0]).unwrap();
        first
            .execute_batch(
                "INSERT INTO owners VALUES (x'01', 0);
                 INSERT INTO projects VALUES ('p', x'01', 'Shop', 2, 0, 0, '', 0);
                 INSERT INTO revisions VALUES ('p', 1, 0, 'Created', 0, '[]', ''), ('p', 2, 5, 'Moved', 1, '[1]', 'a');",
            )
            .unwrap();
        first.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        first.pragma_update(None, "user_version", 1).unwrap();
        drop(first);
        let now = writer(&path).unwrap();
        let kept = "SELECT count(*) OVER (), n, edits, client_save FROM revisions ORDER BY n DESC LIMIT 1";
        let kept = now.query_row(kept, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
        assert_eq!(kept, Ok((2_i64, 2_i64, "[1]".to_owned(), "a".to_owned())));
        now.execute("DELETE FROM projects WHERE id = 'p'", []).unwrap();
        assert_eq!(now.query_row("SELECT count(*) FROM revisions", [], |row| row.get(0)), Ok(0_i64), "they go with their project");
    }

    #[test]
    fn a_path_is_escaped_in_a_uri() {
        assert_eq!(in_uri(Path::new("/a b/ü?#%.db")), "/a%20b/%C3%BC%3F%23%25.db");
    }

    #[test]
    fn opening_twice_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let first = writer(&path).unwrap();
        let second = writer(&path).unwrap();
        let count = |c: &Connection| -> i64 { c.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap() };
        assert_eq!(count(&first), count(&second));
    }

    #[test]
    fn commits_are_synchronised_with_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let connection = writer(&folder.path().join("test.db")).unwrap();
        let full: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();
        assert_eq!(full, 2);
    }
}
