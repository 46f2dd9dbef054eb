//! Whichever database it is: the same questions and changes on both.

use super::{
    Hashed, NewShareLink, Purge, Purged, Quota, StoreError, Takeover, VersionName,
    chain::Mark,
    growth::{Exchange, OldSave, Run, RunTexts},
    model::{HistoryPage, Look, NewProject, Standing, Wanted},
    plan::Planned,
    postgres::Postgres,
    replay::{Material, Since},
    sqlite::Sqlite,
    summary::{ListedName, ListedRow},
};
use domain::protocol::{RevisionEntry, Role, ShareEntry};
use std::sync::Arc;

/// Cheap to clone: clones share it.
#[derive(Debug, Clone)]
pub(super) enum Database {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// Methods that call the same method of whichever database it is.
macro_rules! both {
    ($($(#[$doc:meta])* fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)+) => {
        impl Database {
            $(
                $(#[$doc])*
                pub(super) async fn $name(&self, $($argument: $type),*) -> Result<$result, StoreError> {
                    match self {
                        Self::Sqlite(store) => store.$name($($argument),*).await,
                        Self::Postgres(store) => store.$name($($argument),*).await,
                    }
                }
            )+
        }
    };
}

both! {
    /// Makes a small change that means nothing.
    fn beat() -> ();
    /// What it takes on its disk.
    fn size_bytes() -> u64;
    fn create(new: NewProject) -> ();
    fn delete(actor: Option<Hashed>, id: String) -> ();
    /// Appends a save when the project stands where it was planned; says whether it did.
    fn append(planned: Arc<Planned>, quota: Quota) -> bool;
    fn keep_summary(id: String, revision: u64, text: String) -> ();
    /// Where a project stands for an actor, and what leads to a revision of it.
    fn look(actor: Option<Hashed>, wanted: Wanted) -> Look;
    /// What leads to a revision.
    fn material(head: Mark, wanted: Wanted) -> Material;
    /// Where a project stands, and the revision its summary was made for. Nothing when there is no such project.
    fn stand(id: String) -> Option<(Mark, u64)>;
    /// Where a save meets its project.
    fn standing(actor: Option<Hashed>, wanted: Wanted, base: u64, name: String) -> Standing;
    /// What happened after a revision.
    fn since(head: Mark, id: String, base: u64, chain: Option<String>) -> Since;
    /// The same for an actor.
    fn since_for(actor: Option<Hashed>, id: String, base: u64, chain: Option<String>) -> Since;
    /// Everything that an owner has or was given, in no order.
    fn listed(actor: Hashed) -> Vec<ListedName>;
    /// What a list shows of these, in their order.
    fn listed_rows(listed: Vec<ListedName>) -> Vec<ListedRow>;
    fn revisions(actor: Option<Hashed>, id: String, page: HistoryPage) -> Vec<RevisionEntry>;
    fn create_share(actor: Option<Hashed>, share: NewShareLink) -> ();
    fn shares(actor: Option<Hashed>, id: String, skip: u64, most: i64) -> Vec<ShareEntry>;
    fn delete_share(actor: Option<Hashed>, id: String, share: String) -> ();
    /// The project that a share link leads to.
    fn shared(token: Hashed) -> String;
    fn open_share(owner: Hashed, token: Hashed, now_ms: i64) -> (String, Role);
    fn name_revision(actor: Option<Hashed>, name: VersionName) -> ();
    fn renew_recovery(browser: Hashed, token: Hashed, now_ms: i64) -> ();
    fn recovery_made(browser: Hashed) -> Option<i64>;
    fn takeover(browser: Option<Hashed>, token: Hashed) -> Takeover;
    fn join(browser: Hashed, token: Hashed, now_ms: i64) -> ();
    fn purgeable(purge: Purge) -> Purged;
    fn purge_some(purge: Purge) -> Purged;
    fn shrink_some() -> bool;
    fn mergeable(before_ms: i64, after: String) -> Vec<String>;
    /// The saves of a project that are old enough to be merged.
    fn old_saves(id: String, before_ms: i64) -> Vec<OldSave>;
    /// What a run of saves is merged of.
    fn run_texts(id: String, run: Run) -> RunTexts;
    /// Puts one save in place of several, unless somebody has named one of them meanwhile, or merged them. Says whether this replica may
    /// do so now.
    fn exchange(exchange: Exchange) -> bool;
    /// Notes that a project was looked at.
    fn looked_at(id: String, before_ms: i64) -> ();
}

impl Database {
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(store) => store.close().await,
            Self::Postgres(store) => store.close().await,
        }
    }
}
