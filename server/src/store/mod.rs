//! Where projects live: SQLite in a file, or PostgreSQL for several replicas. Both keep an append-only log of edits and answer
//! a save only when it is durable. The only place with SQL; knows nothing of HTTP.
//!
//! | module | does |
//! |---|---|
//! | `sqlite`, `postgres` | the same questions and changes, each in its own SQL; compute nothing |
//! | `opening`, `replay` | from what the database has to a design |
//! | `saving`, `plan` | from edits to what is written, and appending it |
//! | `chain`, `heads` | what tells revisions apart, and the designs that were used last |
//! | `summaries`, `background`, `summary` | what lists show, made in the background |
//! | `desk`, `deadline`, `pulse` | threads, time limits, and whether the database takes changes |
//! | `growth`, `purge`, `recovery` | old saves merged, what is taken out for good, browsers that come together |
//! | `quota` | how much one owner may keep |
//! | `whole` | all of it at once, for its operator: backup, restore, numbers |
//! | [`inspection`] | `groundplan check`: whether all of it can be read, and repairs |

mod background;
mod chain;
mod database;
mod deadline;
mod desk;
mod error;
mod growth;
mod heads;
pub mod inspection;
mod model;
mod opening;
mod plan;
mod postgres;
mod pulse;
mod purge;
mod quota;
mod recovery;
mod replay;
mod saving;
mod sqlite;
mod summaries;
mod summary;
mod whole;

pub use chain::{Chain, Mark};
pub use error::{Outage, Reason, StoreError};
pub use growth::{KEEP_AT_LEAST_DAYS, merge_before_ms};
pub use model::{
    FIRST_REVISION, FORMAT, Hashed, HistoryPage, LimitLevel, MAX_LISTED, NewShareLink, Opened, SNAPSHOT_EVERY, Save, Settled, VersionName,
};
pub use purge::{COOKIE_MS, Purge, Purged};
pub use quota::{Full, Quota};
pub use recovery::Takeover;
pub use whole::{Backup, Growth, Heaviest, Place, Progress, Stats, backup, compact, must_be_there, restore, stats};

use database::Database;
use deadline::Deadline;
use desk::Desk;
use domain::{
    Design,
    protocol::{Conflict, ProjectSummary, RevisionEntry, Role, ShareEntry},
};
use heads::{Behind, DEFAULT_BYTES, Head, Heads};
use model::NewProject;
use pulse::Pulse;
use std::{path::Path, sync::Arc};
use summaries::Summaries;
pub use summary::ListPage;
use summary::{ListedRow, Summary};

/// Why the store cannot be opened, or not be worked on as a whole, for its operator.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OpenError(pub String);

/// Whether tables are those of this version, for commands that do not change them.
fn is_up_to_date(place: &str, version: i64, own: i64) -> Result<(), OpenError> {
    match version.cmp(&own) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => {
            Err(OpenError(format!("{place} was written by a newer Groundplan; run that version or a later one")))
        }
        std::cmp::Ordering::Less => Err(OpenError(format!(
            "{place} has the tables of an older Groundplan; “groundplan serve” of this version brings them up to date"
        ))),
    }
}

/// The store, whatever database is behind it.
#[derive(Debug)]
pub struct Store(Inner);

/// What the store's background work shares with it.
#[derive(Debug, Clone)]
struct Inner {
    database: Database,
    heads: Arc<Heads>,
    summaries: Arc<Summaries>,
    pulse: Arc<Pulse>,
    desk: Desk,
    /// For lists and new projects, which take no time to make: they never wait behind old versions that are replayed, not even their own.
    quick: Desk,
    quota: Quota,
}

impl Store {
    /// Opens or creates a SQLite file and brings its tables up to date.
    pub fn sqlite(path: &Path) -> Result<Self, OpenError> {
        sqlite::Sqlite::open(path).map(|store| Self::over(Database::Sqlite(store)))
    }
    /// Connects to PostgreSQL and brings its tables up to date.
    pub async fn postgres(url: &str) -> Result<Self, OpenError> {
        postgres::Postgres::connect(url).await.map(|store| Self::over(Database::Postgres(store)))
    }
    fn over(database: Database) -> Self {
        let heads = Arc::new(Heads::new(DEFAULT_BYTES));
        Self(Inner {
            database,
            heads,
            summaries: Arc::default(),
            pulse: Arc::default(),
            desk: Desk::for_work(),
            quick: Desk::for_work(),
            quota: Quota::default(),
        })
    }
    /// Keeps so many bytes of designs in memory.
    #[must_use]
    pub fn with_cache_bytes(mut self, bytes: usize) -> Self {
        self.0.heads = Arc::new(Heads::new(bytes));
        self
    }

    /// Lets an owner keep so much.
    #[must_use]
    pub fn with_quota(mut self, quota: Quota) -> Self {
        self.0.quota = quota;
        self
    }

    /// Whether several servers may use the database at once.
    pub const fn is_shared(&self) -> bool {
        matches!(self.0.database, Database::Postgres(_))
    }
    /// Adds to counters of limits, and tells what all servers over this database added to them lately.
    pub async fn settle_limits(&self, replica: [u8; 16], added: Vec<LimitLevel>) -> Result<Settled, StoreError> {
        match &self.0.database {
            Database::Sqlite(_) => Ok(Settled { replicas: 1, levels: Vec::new() }),
            Database::Postgres(store) => store.settle_limits(replica, added).await,
        }
    }
    /// Forgets counters of limits that hold nothing any more.
    pub async fn forget_drained_limits(&self) -> Result<(), StoreError> {
        match &self.0.database {
            Database::Sqlite(_) => Ok(()),
            Database::Postgres(store) => store.forget_drained_limits().await,
        }
    }

    /// What the database takes on its disk.
    pub async fn size_bytes(&self) -> Result<u64, StoreError> {
        self.0.database.size_bytes().await
    }

    /// Whether the database takes changes, by a small one. It is tried once in a while, however often this is asked.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.0.pulse.feel(self.0.database.beat()).await
    }
    /// Stores a valid design as the first revision of a new project.
    pub async fn create(&self, owner: Hashed, id: String, design: Design, now_ms: i64) -> Result<Opened, StoreError> {
        let written = move || {
            let texts = serde_json::to_string(&design).and_then(|text| Ok((text, serde_json::to_string(&Summary::at_once(&design))?)));
            texts.map(|texts| (design, texts))
        };
        let (design, (snapshot, summary)) = self.0.quick.run(written).await??;
        let chain = Chain::begin(FIRST_REVISION, snapshot.as_bytes());
        let mark = Mark { revision: FIRST_REVISION, chain: Some(chain) };
        let head = Head::new(mark, design, Behind::none(snapshot.len()));
        let new =
            NewProject { owner, id: id.clone(), name: head.design.name.clone(), snapshot, chain, summary, quota: self.0.quota, now_ms };
        Deadline::new().database(self.0.database.create(new)).await?;
        self.0.heads.put(&id, head.clone());
        self.0.summarise_after_save(&id);
        Ok(Opened {
            role: Role::Own,
            revision: FIRST_REVISION,
            chain: Some(chain),
            created_ms: now_ms,
            changed_ms: now_ms,
            design: head.design,
            routes: head.routes,
            unreadable: None,
        })
    }
    /// Removes a project with its history and share links. Only its owner can.
    pub async fn delete(&self, actor: Option<Hashed>, id: String) -> Result<(), StoreError> {
        let deleted = Deadline::new().database(self.0.database.delete(actor, id.clone())).await;
        self.0.heads.forget(&id);
        deleted
    }
    /// Applies edits to the head and appends them as a revision; returns where the project stands once it is durable. A save that was
    /// made before on the same base, told by its `client_save`, returns the revision it has.
    pub async fn save(&self, save: Save) -> Result<Mark, StoreError> {
        self.0.save(save).await
    }
    /// The project at a revision, the head when none is given; the version before, when the head cannot be read.
    pub async fn open_project(&self, actor: Option<Hashed>, id: String, revision: Option<u64>) -> Result<Opened, StoreError> {
        self.0.open_project(actor, &id, revision).await
    }
    /// What was saved after a revision, oldest first, as much as fits into one answer. `chain` tells which revision of that number.
    pub async fn since(&self, actor: Option<Hashed>, id: String, base: u64, chain: Option<String>) -> Result<Conflict, StoreError> {
        let since = Deadline::new().database(self.0.database.since_for(actor, id, base, chain)).await?;
        self.0.desk.run(move || replay::tell(since)).await
    }
    /// A page of what this browser owns or was given.
    pub async fn list(&self, actor: Hashed, page: ListPage) -> Result<Vec<ProjectSummary>, StoreError> {
        let deadline = Deadline::new();
        let all = deadline.database(self.0.database.listed(actor)).await?;
        let listed = self.0.quick.run(move || page.of(all)).await?;
        let mut rows = deadline.database(self.0.database.listed_rows(listed.clone())).await?;
        let stale: Vec<String> = rows.iter().filter(|row| !row.is_fresh()).map(|row| row.id.clone()).collect();
        if !stale.is_empty() {
            self.0.summarise_missed(&stale).await;
            rows = deadline.database(self.0.database.listed_rows(listed)).await?;
        }
        self.0.quick.run(move || rows.into_iter().map(ListedRow::shown).collect()).await
    }
    /// Saves of the history, newest first.
    pub async fn revisions(&self, actor: Option<Hashed>, id: String, page: HistoryPage) -> Result<Vec<RevisionEntry>, StoreError> {
        Deadline::new().database(self.0.database.revisions(actor, id, page)).await
    }
    /// Makes a share link. Only the owner can.
    pub async fn create_share(&self, actor: Option<Hashed>, share: NewShareLink) -> Result<(), StoreError> {
        Deadline::new().database(self.0.database.create_share(actor, share)).await
    }
    /// So many share links of a project after the first ones, oldest first. Only the owner sees them.
    pub async fn shares(&self, actor: Option<Hashed>, id: String, skip: u64, most: i64) -> Result<Vec<ShareEntry>, StoreError> {
        Deadline::new().database(self.0.database.shares(actor, id, skip, most)).await
    }
    /// Takes a share link back, and with it what it gave. Only the owner can.
    pub async fn delete_share(&self, actor: Option<Hashed>, id: String, share: String) -> Result<(), StoreError> {
        Deadline::new().database(self.0.database.delete_share(actor, id, share)).await
    }
    /// Gives a browser what a share link allows; returns the project and what the browser may do with it now.
    pub async fn open_share(&self, owner: Hashed, token: Hashed, now_ms: i64) -> Result<(String, Role), StoreError> {
        Deadline::new().database(self.0.database.open_share(owner, token, now_ms)).await
    }
    /// The project that a share link leads to. Changes nothing.
    pub async fn shared(&self, token: Hashed) -> Result<String, StoreError> {
        Deadline::new().database(self.0.database.shared(token)).await
    }
    /// The design behind a share link, for whoever has the link and is nobody here. Changes nothing.
    pub async fn open_shared(&self, token: Hashed) -> Result<Arc<Design>, StoreError> {
        self.0.open_shared(token).await
    }
    /// Names a revision, which keeps it for good, or takes its name back. Whoever may edit can.
    pub async fn name_revision(&self, actor: Option<Hashed>, name: VersionName) -> Result<(), StoreError> {
        Deadline::new().database(self.0.database.name_revision(actor, name)).await
    }
    /// Makes the recovery link of a browser's owner, and ends the one before.
    pub async fn renew_recovery(&self, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
        Deadline::new().database(self.0.database.renew_recovery(browser, token, now_ms)).await
    }
    /// When the recovery link of a browser's owner was made; `None` when there is none.
    pub async fn recovery_made(&self, browser: Hashed) -> Result<Option<i64>, StoreError> {
        Deadline::new().database(self.0.database.recovery_made(browser)).await
    }
    /// What would come together if a browser opened a recovery link.
    pub async fn takeover(&self, browser: Option<Hashed>, token: Hashed) -> Result<Takeover, StoreError> {
        Deadline::new().database(self.0.database.takeover(browser, token)).await
    }
    /// Lets a browser act for the owner behind a recovery link from now on, and gives that owner what the browser had.
    pub async fn join(&self, browser: Hashed, token: Hashed, now_ms: i64) -> Result<(), StoreError> {
        Deadline::new().database(self.0.database.join(browser, token, now_ms)).await
    }
    /// What there is to take out for good.
    pub async fn purgeable(&self, purge: Purge) -> Result<Purged, StoreError> {
        self.0.database.purgeable(purge).await
    }
    /// Takes some of it out; to be called until nothing is left.
    pub async fn purge_some(&self, purge: Purge) -> Result<Purged, StoreError> {
        self.0.database.purge_some(purge).await
    }
    /// Gives some of the space that is free back to the file system; says whether there is more. PostgreSQL keeps it for later rows.
    pub async fn shrink_some(&self) -> Result<bool, StoreError> {
        self.0.database.shrink_some().await
    }
    /// Some projects that may have saves from before a moment to be merged, after one that was looked at; in the order of their ids.
    pub async fn mergeable(&self, before_ms: i64, after: String) -> Result<Vec<String>, StoreError> {
        self.0.database.mergeable(before_ms, after).await
    }
    /// Merges the saves of a project from before a moment to one a day. Says whether another replica is at it, and nothing was done.
    pub async fn merge_project(&self, id: String, before_ms: i64, now_ms: i64) -> Result<bool, StoreError> {
        self.0.merge_project(id, before_ms, now_ms).await
    }
    /// Finishes what is queued and closes the database; later calls fail.
    pub async fn close(&self) {
        self.0.database.close().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::security::client::{Client, acting_for};
    use domain::{Edit, protocol::EditsRequest};
    use std::{net::IpAddr, sync::mpsc, time::Duration};
    use tokio::time::timeout;

    fn client(network: u8, owner: u8) -> Client {
        Client { network: IpAddr::from([192, 0, 2, network]), owner: Some(Hashed([owner; 32])) }
    }

    /// Has as much computed at once as fits, from so many addresses; it goes on until what is returned is dropped.
    async fn crowd(store: &Store, networks: u8) -> Vec<mpsc::Sender<()>> {
        let mut releases = Vec::new();
        for n in 0..64 {
            let (release, hold) = mpsc::channel::<()>();
            let desk = store.0.desk.clone();
            tokio::spawn(acting_for(client(100 + n % networks, n), async move { desk.run(move || hold.recv()).await }));
            releases.push(release);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        releases
    }

    /// Whoever has old versions replayed holds up nobody who looks at a list or begins a design.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn lists_and_new_projects_are_served_while_all_seats_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::sqlite(&folder.path().join("s.db")).unwrap();
        let releases = crowd(&store, 64).await;
        let served = async {
            store.create(Hashed([1; 32]), "p".into(), Design::new("One"), 1).await.unwrap();
            store.list(Hashed([1; 32]), ListPage { find: "one".into(), ..ListPage::default() }).await.unwrap().len()
        };
        // The list waits for its summary for a while, and then goes without.
        assert_eq!(timeout(Duration::from_secs(10), served).await, Ok(1));
        drop(releases);
    }

    /// One address takes half of the seats at the most, also for designs that have to be read and replayed.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn whoever_has_old_versions_replayed_holds_up_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::sqlite(&folder.path().join("s.db")).unwrap().with_cache_bytes(0);
        let owner = Hashed([1; 32]);
        store.create(owner, "p".into(), Design::new("One"), 1).await.unwrap();
        let releases = crowd(&store, 1).await;
        let served = acting_for(client(1, 1), async {
            let edits = vec![Edit::SetName { name: "Two".into() }];
            let request = EditsRequest { base: 1, chain: None, client_save: "a".into(), edits, label: String::new() };
            let save = Save { actor: Some(owner), project: "p".into(), request, now_ms: 2 };
            store.save(save).await.unwrap();
            let since = store.since(Some(owner), "p".into(), 1, None).await.unwrap();
            (store.open_project(Some(owner), "p".into(), Some(1)).await.unwrap().design.name.clone(), since.since.len())
        });
        assert_eq!(timeout(Duration::from_secs(10), served).await, Ok(("One".to_owned(), 1)));
        drop(releases);
    }
}
