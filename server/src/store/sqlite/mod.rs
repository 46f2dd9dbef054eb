//! The embedded database: one file, one writing thread, a few reading connections. Needs nothing installed.

mod open;
mod reads;
mod writer;
mod writes;

use super::{Hashed, NewShareLink, OpenError, Opened, Save, StoreError, heads::Heads, summary::Summary};
use domain::{
    Design,
    protocol::{ProjectSummary, RevisionEntry, Role, ShareEntry},
};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Semaphore;
use writer::Writer;

/// Reading connections, and so blocking threads used by reads, at most.
const MAX_READERS: usize = 4;

/// The store in one SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    writer: Arc<Writer>,
    readers: Arc<Readers>,
    heads: Arc<Heads>,
}

#[derive(Debug)]
struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Semaphore,
}

impl Sqlite {
    /// Opens or creates the file and brings its tables up to date.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let heads = Arc::new(Heads::default());
        let connection = open::writer(path)?;
        let writer = Writer::start(connection, heads.clone()).map_err(|error| OpenError(format!("no thread for the store: {error}")))?;
        let readers = Readers { path: path.to_owned(), idle: Mutex::default(), permits: Semaphore::new(MAX_READERS) };
        Ok(Self { writer: Arc::new(writer), readers: Arc::new(readers), heads })
    }

    async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _permit = self.readers.permits.acquire().await.map_err(|_| StoreError::Unavailable("the store is closed".into()))?;
        let readers = self.readers.clone();
        let work = move || {
            let idle = readers.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = match idle {
                Some(connection) => connection,
                None => open::reader(&readers.path)?,
            };
            let result = query(&connection);
            readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Corrupt("a read failed unexpectedly".into()))?
    }

    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read(|c| Ok(c.query_row("SELECT revision FROM projects LIMIT 1", [], |_| Ok(())).or_else(reads::none_is_fine)?)).await
    }

    /// The file, and the log beside it.
    pub async fn size_bytes(&self) -> Result<u64, StoreError> {
        let mut bytes = 0;
        for ending in ["", "-wal"] {
            let mut path = self.readers.path.clone().into_os_string();
            path.push(ending);
            bytes += tokio::fs::metadata(path).await.map_or(0, |file| file.len());
        }
        Ok(bytes)
    }

    pub async fn create(&self, owner: Hashed, id: String, design: Design, now_ms: i64) -> Result<Opened, StoreError> {
        self.writer.write(move |batch| writes::create(batch, owner, &id, design, now_ms)).await
    }

    pub async fn delete(&self, actor: Option<Hashed>, id: String) -> Result<(), StoreError> {
        self.writer.write(move |batch| writes::delete(batch, actor, &id)).await
    }

    pub async fn save(&self, save: Save) -> Result<u64, StoreError> {
        self.writer.write(move |batch| writes::save(batch, save)).await
    }

    pub async fn open_project(&self, actor: Option<Hashed>, id: String, revision: Option<u64>) -> Result<Opened, StoreError> {
        let heads = self.heads.clone();
        self.read(move |c| reads::open_project(c, &heads, actor, &id, revision)).await
    }

    pub async fn list(&self, actor: Hashed) -> Result<Vec<ProjectSummary>, StoreError> {
        let heads = self.heads.clone();
        let (listed, computed) = self.read(move |c| reads::list(c, &heads, actor)).await?;
        for (id, revision, summary) in computed {
            self.keep_summary(id, revision, summary);
        }
        Ok(listed)
    }

    fn keep_summary(&self, id: String, revision: u64, summary: Summary) {
        self.writer.write_if_idle(move |batch| writes::keep_summary(batch, &id, revision, &summary));
    }

    pub async fn revisions(&self, actor: Option<Hashed>, id: String, before: Option<u64>) -> Result<Vec<RevisionEntry>, StoreError> {
        self.read(move |c| reads::revisions(c, actor, &id, before)).await
    }

    pub async fn create_share(&self, actor: Option<Hashed>, share: NewShareLink) -> Result<(), StoreError> {
        self.writer.write(move |batch| writes::create_share(batch, actor, &share)).await
    }

    pub async fn shares(&self, actor: Option<Hashed>, id: String) -> Result<Vec<ShareEntry>, StoreError> {
        self.read(move |c| reads::shares(c, actor, &id)).await
    }

    pub async fn delete_share(&self, actor: Option<Hashed>, id: String, share: String) -> Result<(), StoreError> {
        self.writer.write(move |batch| writes::delete_share(batch, actor, &id, &share)).await
    }

    pub async fn open_share(&self, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
        self.writer.write(move |batch| writes::open_share(batch, owner, token, now_ms)).await
    }

    /// Waits for what is queued and closes the file; nothing is left in the log beside it.
    pub async fn close(&self) {
        self.readers.permits.close();
        self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let writer = self.writer.clone();
        // Joining a thread blocks. Whether it ended well was logged there.
        let _ = tokio::task::spawn_blocking(move || writer.close()).await;
    }
}
