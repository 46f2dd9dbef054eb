//! The embedded database: one file, one writing thread, a few reading connections. Needs nothing installed.

pub(super) mod aside;
mod check;
mod growth;
pub(super) mod identity;
mod names;
pub(super) mod open;
mod purge;
mod reads;
mod recovery;
mod writer;
mod writes;

pub(super) use check::Inspector;

use super::{
    Hashed, NewShareLink, OpenError, Purge, Purged, Quota, StoreError, Takeover, VersionName,
    chain::{Chain, Mark},
    desk::Desk,
    error::Reason,
    growth::{Exchange, OldSave, Run, RunTexts},
    model::{FORMAT, HistoryPage, Look, NewProject, Standing, Wanted, unsigned},
    plan::Planned,
    replay::{BadSnapshot, Material, Since, assemble},
    summary::{ListedName, ListedRow},
};
use crate::pool::Room;
use domain::protocol::{RevisionEntry, Role, ShareEntry};
use identity::Opened;
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use writer::Writer;

/// Reading connections, and so blocking threads used by reads, at most.
const MAX_READERS: usize = 4;
/// What has to fit on the disk for the store to call itself ready: several saves.
const SPARE_BYTES: usize = 64 * 1024;

/// Whether the last version of a project can be read. One that a newer version wrote is not for us to judge.
pub(super) fn head_opens(connection: &Connection, id: &str) -> Result<(), StoreError> {
    let sql = "SELECT revision, chain, format FROM projects WHERE id = ?1";
    let read = |row: &rusqlite::Row<'_>| Ok((unsigned(row.get(0)?), row.get::<_, Option<Vec<u8>>>(1)?, unsigned(row.get(2)?)));
    let (revision, chain, format) = connection.prepare_cached(sql)?.query_row([id], read)?;
    if format > FORMAT {
        return Ok(());
    }
    let head = Mark { revision, chain: Chain::read(chain.as_deref()) };
    let mut wanted = Wanted::head(id);
    loop {
        match assemble(None, reads::material(connection, head, &wanted)?) {
            Ok(assembled) if assembled.head.mark == head => return Ok(()),
            Ok(_) => return Err(StoreError::Damaged { revision }),
            Err(BadSnapshot { revision, .. }) => wanted.snapshots_before = revision,
        }
    }
}

/// The store in one SQLite file.
#[derive(Debug, Clone)]
pub(super) struct Sqlite {
    writer: Arc<Writer>,
    readers: Arc<Readers>,
}

#[derive(Debug)]
struct Readers {
    path: PathBuf,
    file: Arc<Opened>,
    idle: Mutex<Vec<Connection>>,
    desk: Desk,
}

impl Sqlite {
    /// Opens or creates the file and brings its tables up to date.
    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        if let Some(folder) = aside::unnamed(path) {
            let folder = folder.display();
            tracing::warn!("a restore was cut off after the backup had taken its place; the damaged store that was there lies in {folder}");
        }
        let before = Opened::at(path).ok();
        let connection = open::writer(path)?;
        // A restore may have exchanged the file while this one was being opened.
        before.map_or(Ok(()), |before| before.keeps_its_name())?;
        let file = Opened::at(path).map_err(|error| OpenError(format!("{} cannot be looked at: {error}", path.display())))?;
        let file = Arc::new(file);
        let writer = Writer::start(connection, file.clone()).map_err(|error| OpenError(format!("no thread for the store: {error}")))?;
        let readers = Readers { path: path.to_owned(), file, idle: Mutex::default(), desk: Desk::new(MAX_READERS, Room::FOR_QUESTIONS) };
        Ok(Self { writer: Arc::new(writer), readers: Arc::new(readers) })
    }

    async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let readers = self.readers.clone();
        let work = move || {
            let idle = readers.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = match idle {
                Some(connection) => connection,
                None => {
                    // Another file beside this one's log would be read as if they belonged together.
                    readers.file.keeps_its_name()?;
                    open::reader(&readers.path)?
                }
            };
            // What is read together is as it was in one moment.
            let result = connection.unchecked_transaction().map_err(StoreError::from).and_then(|_moment| query(&connection));
            readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            result
        };
        self.readers.desk.run(work).await?
    }

    /// Writes one row, and a small file beside the database: its log may have room left when the disk has none.
    pub(super) async fn beat(&self) -> Result<(), StoreError> {
        let spare = identity::spare(&self.readers.path);
        self.writer
            .write(move |c| {
                let written = std::fs::write(&spare, [0; SPARE_BYTES]);
                // Nothing is left behind, whether it was written or not.
                let _ = std::fs::remove_file(&spare);
                written.map_err(|error| match error.kind() {
                    std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Reason::DiskFull.because(error),
                    std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Reason::ReadOnly.because(error),
                    _ => Reason::Failing.because(error),
                })?;
                writes::beat(c)
            })
            .await
    }

    /// The file, and the log beside it.
    pub(super) async fn size_bytes(&self) -> Result<u64, StoreError> {
        let mut bytes = 0;
        for ending in ["", "-wal"] {
            let mut path = self.readers.path.clone().into_os_string();
            path.push(ending);
            bytes += tokio::fs::metadata(path).await.map_or(0, |file| file.len());
        }
        Ok(bytes)
    }

    pub(super) async fn create(&self, new: NewProject) -> Result<(), StoreError> {
        self.writer.write(move |c| writes::create(c, &new)).await
    }

    pub(super) async fn delete(&self, actor: Option<Hashed>, id: String) -> Result<(), StoreError> {
        self.writer.write(move |c| writes::delete(c, actor, &id)).await
    }

    pub(super) async fn append(&self, planned: Arc<Planned>, quota: Quota) -> Result<bool, StoreError> {
        self.writer.write(move |c| writes::append(c, &planned, quota)).await
    }

    pub(super) async fn keep_summary(&self, id: String, revision: u64, text: String) -> Result<(), StoreError> {
        self.writer.write(move |c| writes::keep_summary(c, &id, revision, &text)).await
    }

    pub(super) async fn look(&self, actor: Option<Hashed>, wanted: Wanted) -> Result<Look, StoreError> {
        self.read(move |c| reads::look(c, actor, &wanted)).await
    }

    pub(super) async fn material(&self, head: Mark, wanted: Wanted) -> Result<Material, StoreError> {
        self.read(move |c| reads::material(c, head, &wanted)).await
    }

    pub(super) async fn stand(&self, id: String) -> Result<Option<(Mark, u64)>, StoreError> {
        self.read(move |c| reads::stand(c, &id)).await
    }

    pub(super) async fn standing(&self, actor: Option<Hashed>, wanted: Wanted, base: u64, name: String) -> Result<Standing, StoreError> {
        self.read(move |c| reads::standing(c, actor, &wanted, base, &name)).await
    }

    pub(super) async fn since(&self, head: Mark, id: String, base: u64, chain: Option<String>) -> Result<Since, StoreError> {
        self.read(move |c| reads::since(c, head, &id, base, chain.as_deref())).await
    }

    pub(super) async fn since_for(&self, actor: Option<Hashed>, id: String, base: u64, chain: Option<String>) -> Result<Since, StoreError> {
        self.read(move |c| reads::since(c, reads::access(c, actor, &id)?.head, &id, base, chain.as_deref())).await
    }

    pub(super) async fn listed(&self, actor: Hashed) -> Result<Vec<ListedName>, StoreError> {
        self.read(move |c| reads::listed(c, actor)).await
    }

    pub(super) async fn listed_rows(&self, listed: Vec<ListedName>) -> Result<Vec<ListedRow>, StoreError> {
        self.read(move |c| reads::listed_rows(c, &listed)).await
    }

    pub(super) async fn revisions(&self, actor: Option<Hashed>, id: String, page: HistoryPage) -> Result<Vec<RevisionEntry>, StoreError> {
        self.read(move |c| reads::revisions(c, actor, &id, page)).await
    }

    pub(super) async fn create_share(&self, actor: Option<Hashed>, share: NewShareLink) -> Result<(), StoreError> {
        self.writer.write(move |c| writes::create_share(c, actor, &share)).await
    }

    pub(super) async fn shares(&self, actor: Option<Hashed>, id: String, skip: u64, most: i64) -> Result<Vec<ShareEntry>, StoreError> {
        self.read(move |c| reads::shares(c, actor, &id, skip, most)).await
    }

    pub(super) async fn delete_share(&self, actor: Option<Hashed>, id: String, share: String) -> Result<(), StoreError> {
        self.writer.write(move |c| writes::delete_share(c, actor, &id, &share)).await
    }

    pub(super) async fn shared(&self, token: Hashed) -> Result<String, StoreError> {
        self.read(move |c| Ok(reads::share(c, token)?.1)).await
    }

    pub(super) async fn open_share(&self, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
        self.writer.write(move |c| writes::open_share(c, owner, token, now_ms)).await
    }

    pub(super) async fn name_revision(&self, actor: Option<Hashed>, name: VersionName) -> Result<(), StoreError> {
        self.writer.write(move |c| names::name_revision(c, actor, &name)).await
    }

    pub(super) async fn renew_recovery(&self, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
        self.writer.write(move |c| recovery::renew_recovery(c, browser, token, now_ms)).await
    }

    pub(super) async fn recovery_made(&self, browser: Hashed) -> Result<Option<i64>, StoreError> {
        self.read(move |c| recovery::recovery_made(c, browser)).await
    }

    pub(super) async fn takeover(&self, browser: Option<Hashed>, token: Hashed) -> Result<Takeover, StoreError> {
        self.read(move |c| recovery::takeover(c, browser, token)).await
    }

    pub(super) async fn join(&self, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
        self.writer.write(move |c| recovery::join(c, browser, token, now_ms)).await
    }

    pub(super) async fn purgeable(&self, purge: Purge) -> Result<Purged, StoreError> {
        self.read(move |c| purge::purgeable(c, purge)).await
    }

    pub(super) async fn purge_some(&self, purge: Purge) -> Result<Purged, StoreError> {
        let found = self.read(move |c| purge::find(c, purge)).await?;
        if found.is_empty() {
            return Ok(Purged::default());
        }
        self.writer.write(move |c| purge::purge_found(c, purge, found)).await
    }

    pub(super) async fn shrink_some(&self) -> Result<bool, StoreError> {
        self.writer.write(purge::shrink_some).await
    }

    pub(super) async fn mergeable(&self, before_ms: i64, after: String) -> Result<Vec<String>, StoreError> {
        self.read(move |c| growth::due(c, before_ms, &after)).await
    }

    pub(super) async fn old_saves(&self, id: String, before_ms: i64) -> Result<Vec<OldSave>, StoreError> {
        self.read(move |c| growth::old_saves(c, &id, before_ms)).await
    }

    pub(super) async fn run_texts(&self, id: String, run: Run) -> Result<RunTexts, StoreError> {
        self.read(move |c| growth::run_texts(c, &id, run)).await
    }

    pub(super) async fn exchange(&self, exchange: Exchange) -> Result<bool, StoreError> {
        self.writer.write(move |c| growth::exchange(c, &exchange)).await
    }

    pub(super) async fn looked_at(&self, id: String, before_ms: i64) -> Result<(), StoreError> {
        self.writer.write(move |c| growth::looked_at(c, &id, before_ms)).await
    }

    /// Waits for what is queued and closes the file; nothing is left in the log beside it.
    pub(super) async fn close(&self) {
        self.readers.desk.close();
        self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let writer = self.writer.clone();
        // Joining a thread blocks. Whether it ended well was logged there.
        let _ = tokio::task::spawn_blocking(move || writer.close()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_read_together_is_as_it_was_in_one_moment() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("s.db")).unwrap();
        let ((begun, waits), (goes_on, changed)) = (mpsc::channel(), mpsc::channel());
        let reading = {
            let store = store.clone();
            tokio::spawn(async move {
                let twice = move |c: &Connection| {
                    let beat = || c.query_row("SELECT beat_ms FROM pulse", [], |row| row.get::<_, i64>(0));
                    let first = beat()?;
                    begun.send(()).unwrap();
                    changed.recv().unwrap();
                    Ok((first, beat()?))
                };
                store.read(twice).await
            })
        };
        tokio::task::spawn_blocking(move || waits.recv()).await.unwrap().unwrap();
        store.beat().await.unwrap();
        goes_on.send(()).unwrap();
        let (first, then) = reading.await.unwrap().unwrap();
        assert_eq!(first, then);
    }
}
