//! `groundplan check`: reads everything that is stored, project by project, and says what is wrong with it. With leave to repair, it writes
//! snapshots and summaries anew from the saves, sets saves aside that cannot be read, and notes those that are missing; nothing is thrown
//! away.

use super::{
    Chain, FIRST_REVISION, FORMAT, Mark, OpenError, StoreError, postgres,
    replay::{apply, read_design},
    sqlite,
    summary::Summary,
};
use domain::{Design, edit::cost::Meter};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Empty for the database as a whole.
    pub project: String,
    pub what: String,
    pub repaired: bool,
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub projects: u64,
    pub saves: u64,
    pub snapshots: u64,
    pub faults: u64,
    pub repaired: u64,
}

/// One save with everything that tells it.
#[derive(Debug)]
pub(super) struct KeptRow {
    pub mark: Mark,
    pub edits: Vec<u8>,
}

/// A row of the table of projects.
#[derive(Debug)]
pub(super) struct ProjectRow {
    pub head: Mark,
    pub summary: Vec<u8>,
    pub summary_revision: u64,
    pub format: u64,
}

/// A save that stands for several.
#[derive(Debug, Clone, Copy)]
pub(super) struct MergeRow {
    pub n: u64,
    /// The first save that it stands for.
    pub first: u64,
    /// What its edits make of the chain before it.
    pub seal: Option<Chain>,
}

/// Projects asked for at once.
pub(super) const PROJECTS_AT_ONCE: i64 = 500;
/// Saves held at once: each may have megabytes.
pub(super) const SAVES_AT_ONCE: i64 = 20;
/// Missing saves that are noted one by one; a hole beyond that is a wrong number rather than lost saves.
const MOST_NOTED: u64 = 100_000;

#[derive(Debug)]
enum Inspector {
    Sqlite(sqlite::Inspector),
    Postgres(postgres::Inspector),
}

macro_rules! both {
    ($self:ident.$method:ident($($argument:expr),*)) => {
        match $self {
            Inspector::Sqlite(database) => database.$method($($argument),*),
            Inspector::Postgres(database) => database.$method($($argument),*).await,
        }
    };
}

/// Checks a SQLite file, and repairs what can be. `tell` hears of each fault at once.
pub async fn check_sqlite(path: &Path, repair: bool, tell: impl FnMut(&Fault)) -> Result<Tally, OpenError> {
    check(Inspector::Sqlite(sqlite::Inspector::open(path, repair)?), repair, tell).await
}

/// Checks a PostgreSQL database, and repairs what can be.
pub async fn check_postgres(url: &str, repair: bool, tell: impl FnMut(&Fault)) -> Result<Tally, OpenError> {
    check(Inspector::Postgres(postgres::Inspector::connect(url, repair).await?), repair, tell).await
}

async fn check(mut opened: Inspector, repair: bool, tell: impl FnMut(&Fault)) -> Result<Tally, OpenError> {
    let inspector = &mut opened;
    let broken = |error: StoreError| OpenError(format!("the database cannot be read: {error}"));
    let mut notes = Notes { tally: Tally::default(), project: String::new(), tell };
    for what in both!(inspector.whole()).map_err(broken)? {
        notes.fault(format!("{what}: restore the last backup"), false);
    }
    loop {
        let projects = both!(inspector.projects(&notes.project)).map_err(broken)?;
        let Some(last) = projects.last().cloned() else { break };
        for project in projects {
            notes.project = project;
            let id = notes.project.clone();
            both!(inspector.begin()).map_err(broken)?;
            match (Walk { inspector: &mut *inspector, id: &id, repair, notes: &mut notes }).go().await {
                Ok(()) => {
                    if repair {
                        both!(inspector.weigh(&id)).map_err(broken)?;
                    }
                    both!(inspector.commit()).map_err(broken)?;
                }
                Err(error) => {
                    both!(inspector.roll_back()).map_err(broken)?;
                    notes.fault(format!("cannot be read from the database: {error}"), false);
                }
            }
        }
        notes.project = last;
    }
    Ok(notes.tally)
}

struct Notes<F> {
    tally: Tally,
    project: String,
    tell: F,
}

impl<F: FnMut(&Fault)> Notes<F> {
    fn fault(&mut self, what: String, repaired: bool) {
        self.tally.faults += 1;
        self.tally.repaired += u64::from(repaired);
        (self.tell)(&Fault { project: self.project.clone(), what, repaired });
    }
}

/// One project, from its first save to its last.
struct Walk<'a, F> {
    inspector: &'a mut Inspector,
    id: &'a str,
    repair: bool,
    notes: &'a mut Notes<F>,
}

/// Saves that are not there any more, and why that is right.
struct Gone {
    /// They could not be read.
    aside: BTreeSet<u64>,
    /// Those of them that were found missing, and noted.
    lost: BTreeSet<u64>,
    /// They were merged into these.
    merges: BTreeMap<u64, MergeRow>,
}

/// How far a walk has come.
#[derive(Default)]
struct Reached {
    /// The last save as it is stored, and with the chain that it should have.
    last: Option<(Mark, Option<Chain>)>,
    /// The design there, while it can be read.
    design: Option<Design>,
    /// The last save that could be read, with the chain that it should have.
    readable: Option<Mark>,
    /// The first save that cannot be read, and why.
    broken: Option<(u64, String)>,
    /// Saves are missing that the design would have, so that the next snapshot knows better.
    lacks: bool,
}

impl<F: FnMut(&Fault)> Walk<'_, F> {
    async fn go(mut self) -> Result<(), StoreError> {
        let inspector = &mut *self.inspector;
        let Some(project) = both!(inspector.project(self.id))? else { return Ok(()) };
        let snapshots: BTreeSet<u64> = both!(inspector.snapshots(self.id))?.into_iter().collect();
        let aside: BTreeSet<u64> = both!(inspector.aside(self.id))?.into_iter().collect();
        let lost: BTreeSet<u64> = both!(inspector.lost(self.id))?.into_iter().collect();
        let merges: BTreeMap<u64, MergeRow> = both!(inspector.merges(self.id))?.into_iter().map(|merge| (merge.n, merge)).collect();
        self.notes.tally.projects += 1;
        if project.format > FORMAT {
            self.notes.fault("a newer version of the studio wrote it, and only that one can check it".into(), false);
            return Ok(());
        }
        let gone = Gone { aside, lost, merges };
        let mut reached = Reached::default();
        loop {
            let after = reached.last.map_or(0, |(mark, _)| mark.revision);
            let inspector = &mut *self.inspector;
            let rows = both!(inspector.saves(self.id, after))?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                self.notes.tally.saves += 1;
                self.step(&mut reached, row, &snapshots, &gone).await?;
            }
        }
        if self.missing_at_the_end(&project, &reached, &snapshots).await? {
            return Ok(());
        }
        self.end(project, reached).await
    }

    /// One save: its number, its hash, its edits, and the snapshot of it.
    async fn step(&mut self, reached: &mut Reached, row: KeptRow, snapshots: &BTreeSet<u64>, gone: &Gone) -> Result<(), StoreError> {
        let n = row.mark.revision;
        let snapshot = if snapshots.contains(&n) {
            self.notes.tally.snapshots += 1;
            let inspector = &mut *self.inspector;
            Some(both!(inspector.snapshot(self.id, n))?)
        } else {
            None
        };
        let merge = gone.merges.get(&n).copied();
        let first = reached.last.map_or(FIRST_REVISION, |(last, _)| last.revision + 1);
        let gap = first < n;
        if gap {
            let lost = gone.lost.range(first..n).next().is_some();
            if !(first..n).all(|missing| merge.is_some_and(|merge| missing >= merge.first) || gone.aside.contains(&missing)) {
                self.go_around(reached, snapshots.range(first..n).next_back().copied()).await?;
                let noted = self.repair && merge.is_none() && n - first <= MOST_NOTED;
                if noted {
                    let inspector = &mut *self.inspector;
                    both!(inspector.note_lost(self.id, first, n - 1))?;
                }
                let what = format!("the saves {first} to {} are missing", n - 1);
                self.notes.fault(if noted { what + ", which is noted: nothing can bring them back" } else { what }, noted);
            } else if lost {
                self.go_around(reached, snapshots.range(first..n).next_back().copied()).await?;
            }
        }
        let chain = match merge {
            Some(merge) => self.sealed_chain_of(reached, &row, merge).await?,
            None => self.chain_of(reached, &row, gap, snapshot.as_deref()).await?,
        };
        if gap && merge.is_none() && snapshot.is_some() {
            reached.design = None;
        }
        if let Some(design) = &mut reached.design {
            match apply(design, &row.edits, &mut Meter::new(design)) {
                Ok(()) => reached.readable = Some(Mark { revision: n, chain }),
                Err(why) => {
                    reached.design = None;
                    reached.broken = Some((n, why));
                }
            }
        }
        if let Some(text) = snapshot {
            self.compare(reached, Mark { revision: n, chain }, &text).await?;
        }
        reached.last = Some((row.mark, chain));
        Ok(())
    }

    /// Saves are missing: the design goes on from the last snapshot among them, or lacks what they did.
    async fn go_around(&mut self, reached: &mut Reached, snapshot: Option<u64>) -> Result<(), StoreError> {
        reached.lacks = true;
        if let (Some(n), None) = (snapshot, &reached.broken) {
            let inspector = &mut *self.inspector;
            if let Ok(kept) = read_design(&both!(inspector.snapshot(self.id, n))?) {
                let mark = Mark { revision: n, chain: None };
                (reached.design, reached.readable, reached.lacks) = (Some(kept), Some(mark), false);
            }
        }
        Ok(())
    }

    /// The chain that the save should have; says so when it has another one, and mends it.
    async fn chain_of(
        &mut self,
        reached: &Reached,
        row: &KeptRow,
        gap: bool,
        snapshot: Option<&[u8]>,
    ) -> Result<Option<Chain>, StoreError> {
        let Mark { revision: n, chain: stored } = row.mark;
        let (told, should) = match reached.last {
            None => {
                let begin = snapshot.filter(|_| n == FIRST_REVISION && stored.is_some()).map(|text| Chain::begin(n, text)).or(stored);
                (begin, begin)
            }
            Some((last, should)) => (last.chain.map(|chain| chain.next(n, &row.edits)), should.map(|chain| chain.next(n, &row.edits))),
        };
        // Before there were hashes nothing has one; behind saves that are not there it is taken as it is.
        if should.is_none() || (gap && stored.is_some() && told != stored) {
            return Ok(stored);
        }
        if told != stored {
            let what = if stored.is_some() { "does not follow from the saves before it" } else { "is missing" };
            self.notes.fault(format!("the hash of save {n} {what}"), self.repair);
        }
        if self.repair && should != stored {
            let inspector = &mut *self.inspector;
            both!(inspector.set_chain(self.id, n, should))?;
            return Ok(should);
        }
        Ok(if self.repair { should } else { stored })
    }

    /// The chain of a save that stands for several: the one they led to, which cannot be reckoned any more. Its edits have a seal instead,
    /// unless the save before it has no chain.
    async fn sealed_chain_of(&mut self, reached: &Reached, row: &KeptRow, merge: MergeRow) -> Result<Option<Chain>, StoreError> {
        let Mark { revision: n, chain } = row.mark;
        let told = reached.last.and_then(|(last, _)| last.chain).map(|chain| chain.next(n, &row.edits));
        if told != merge.seal {
            self.notes.fault(format!("the edits of save {n}, which stands for several, are not those that were merged"), self.repair);
        }
        let should = reached.last.and_then(|(_, should)| should).map(|chain| chain.next(n, &row.edits));
        if self.repair && should != merge.seal {
            let inspector = &mut *self.inspector;
            both!(inspector.set_seal(self.id, n, should))?;
        }
        Ok(chain)
    }

    /// A snapshot against what the saves give. Where these cannot be read, it is where reading goes on.
    async fn compare(&mut self, reached: &mut Reached, mark: Mark, text: &[u8]) -> Result<(), StoreError> {
        let n = mark.revision;
        let wrong = match (read_design(text), &reached.design) {
            (Ok(kept), Some(design)) if kept == *design => {
                reached.lacks = false;
                return Ok(());
            }
            (Ok(kept), None) => {
                if let Some((first, why)) = reached.broken.take() {
                    let what = format!("the saves {first} to {n} cannot be read ({why}); the design goes on from the snapshot of save {n}");
                    let repaired = self.repair && first < n;
                    if repaired {
                        let inspector = &mut *self.inspector;
                        both!(inspector.set_aside(self.id, first - 1, n - 1, &why))?;
                    }
                    self.notes.fault(what, repaired);
                }
                (reached.design, reached.readable, reached.lacks) = (Some(kept), Some(mark), false);
                return Ok(());
            }
            (Ok(kept), Some(_)) if reached.lacks => {
                (reached.design, reached.readable, reached.lacks) = (Some(kept), Some(mark), false);
                return Ok(());
            }
            (Ok(_), Some(_)) => "is not what the saves give".to_owned(),
            (Err(why), _) => format!("cannot be read: {why}"),
        };
        let repaired = self.repair && reached.design.is_some();
        if let (true, Some(design)) = (repaired, &reached.design) {
            let text = serde_json::to_string(design)?;
            let inspector = &mut *self.inspector;
            both!(inspector.keep_snapshot(self.id, n, &text))?;
        }
        self.notes.fault(format!("the snapshot of save {n} {wrong}"), repaired);
        Ok(())
    }

    /// The last saves are not there and a snapshot among them is: that is what the project shows. Says so; a repair writes a save that
    /// changes nothing on top of it, and notes the others as missing.
    async fn missing_at_the_end(&mut self, project: &ProjectRow, reached: &Reached, snapshots: &BTreeSet<u64>) -> Result<bool, StoreError> {
        let first = reached.last.map_or(FIRST_REVISION, |(last, _)| last.revision + 1);
        for &n in snapshots.range(first..).rev() {
            self.notes.tally.snapshots += 1;
            let inspector = &mut *self.inspector;
            let Ok(design) = read_design(&both!(inspector.snapshot(self.id, n))?) else {
                self.notes.fault(format!("the snapshot of save {n} cannot be read"), false);
                continue;
            };
            let last = project.head.revision.max(n);
            let repaired = self.repair && last - first <= MOST_NOTED;
            if repaired {
                let revision = last + 1;
                let chain = project.head.chain.filter(|_| project.head.revision == last).map(|chain| chain.next(revision, b"[]"));
                let inspector = &mut *self.inspector;
                both!(inspector.note_lost(self.id, first, last))?;
                let label = format!("Saves {first} to {last} are missing: the design as save {n} left it");
                both!(inspector.append_note(self.id, Mark { revision, chain }, &label))?;
                let text = serde_json::to_string(&Summary::of(&design))?;
                both!(inspector.set_summary(self.id, revision, &text))?;
            }
            self.notes
                .fault(format!("the saves {first} to {last} are missing; the design goes on from the snapshot of save {n}"), repaired);
            return Ok(true);
        }
        Ok(false)
    }

    /// The end of the history: what cannot be read of it, where the project says that it stands, and its summary.
    async fn end(mut self, project: ProjectRow, reached: Reached) -> Result<(), StoreError> {
        let Reached { last, design, readable, broken, .. } = reached;
        let (Some((last, chain)), Some(readable)) = (last, readable) else {
            self.notes.fault("no version of it can be read".into(), false);
            return Ok(());
        };
        let head = Mark { revision: last.revision, chain };
        if let (None, Some((first, why))) = (&design, broken) {
            let repair = self.repair;
            self.notes.fault(format!("the saves {first} to {} cannot be read: {why}", last.revision), repair);
            if repair {
                self.set_last_aside(first, last.revision.max(project.head.revision), readable, &why).await?;
            }
        } else {
            if project.head != last {
                let stands = project.head.revision;
                let what = format!("it says that it stands at save {stands}, its last one is {}, or their hashes differ", last.revision);
                self.notes.fault(what, self.repair);
            }
            if let (true, Some(design)) = (self.repair && project.head != head, &design) {
                let inspector = &mut *self.inspector;
                both!(inspector.set_head(self.id, head, &design.name))?;
            }
        }
        let readable = serde_json::from_slice::<Summary>(&project.summary).is_ok();
        if (project.summary_revision > 0 && !readable) || project.summary_revision > last.revision {
            self.notes.fault("its summary cannot be read or is of a later save".into(), self.repair);
            if let (true, Some(design)) = (self.repair, &design) {
                let text = serde_json::to_string(&Summary::of(design))?;
                let inspector = &mut *self.inspector;
                both!(inspector.set_summary(self.id, last.revision, &text))?;
            }
        }
        Ok(())
    }

    /// The last saves go aside; one that changes nothing says so, and no number has two meanings.
    async fn set_last_aside(&mut self, first: u64, last: u64, readable: Mark, why: &str) -> Result<(), StoreError> {
        let revision = last + 1;
        let mark = Mark { revision, chain: readable.chain.map(|chain| chain.next(revision, b"[]")) };
        let label = format!("Set aside: saves {first} to {last} could not be read");
        let inspector = &mut *self.inspector;
        both!(inspector.set_aside(self.id, first - 1, u64::MAX, why))?;
        both!(inspector.append_note(self.id, mark, &label))
    }
}
