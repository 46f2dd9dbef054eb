//! One project, save by save.

use super::{Fault, Inspector, KeptRow, MOST_NOTED, MergeRow, Notes, both};
use crate::store::{
    Chain, FIRST_REVISION, FORMAT, Mark, SNAPSHOT_EVERY, StoreError,
    replay::{apply, read_design},
};
use domain::{Design, edit::cost::Meter};
use std::collections::{BTreeMap, BTreeSet, btree_set::Range};

/// One project, from its first save to its last.
pub(super) struct Walk<'a, F> {
    pub inspector: &'a mut Inspector,
    pub id: &'a str,
    pub repair: bool,
    pub notes: &'a mut Notes<F>,
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

impl Gone {
    /// Whether a save is not there with reason, before one that may stand for several.
    fn explains(&self, missing: u64, merge: Option<MergeRow>) -> bool {
        let was_merged = |(n, merge): (&u64, &MergeRow)| merge.first <= missing && self.aside.contains(n);
        merge.is_some_and(|merge| missing >= merge.first)
            || self.aside.contains(&missing)
            || self.merges.range(missing..).next().is_some_and(was_merged)
    }
}

/// How far a walk has come.
#[derive(Default)]
pub(super) struct Reached {
    /// The last save as it is stored, and with the chain that it should have.
    pub last: Option<(Mark, Option<Chain>)>,
    /// The design there, while it can be read.
    pub design: Option<Design>,
    /// The last save that could be read, with the chain that it should have.
    pub readable: Option<Mark>,
    /// The first save that cannot be read.
    pub broken: Option<Broken>,
    /// The first save since the last snapshot whose hash says that it is not what was saved.
    pub doubtful: Option<u64>,
    /// Saves are missing that the design would have, so that the next snapshot knows better.
    pub lacks: bool,
}

/// Where a history cannot be read any further.
pub(super) struct Broken {
    /// The save.
    pub first: u64,
    pub why: String,
    /// The design as the save before left it; nothing where the history has no beginning.
    pub design: Option<Design>,
}

impl<F: FnMut(&Fault)> Walk<'_, F> {
    pub async fn go(mut self) -> Result<(), StoreError> {
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
        let inspector = &mut *self.inspector;
        for what in both!(inspector.damaged_texts(self.id))? {
            self.notes.fault(what, self.repair);
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
            if !(first..n).all(|missing| gone.explains(missing, merge)) {
                self.go_around(reached, first, snapshots.range(first..n)).await?;
                let noted = self.repair && merge.is_none() && n - first <= MOST_NOTED;
                if noted {
                    let inspector = &mut *self.inspector;
                    both!(inspector.note_lost(self.id, first, n - 1))?;
                }
                let what = format!("the saves {first} to {} are missing", n - 1);
                self.notes.fault(if noted { what + ", which is noted: nothing can bring them back" } else { what }, noted);
            } else if lost {
                self.go_around(reached, first, snapshots.range(first..n)).await?;
            } else {
                self.drop_strays(snapshots.range(first..n)).await?;
            }
        }
        let kept = snapshot.as_deref().map(read_design);
        let beginning = snapshot.as_deref().filter(|_| matches!(kept, Some(Ok(_))));
        let chain = match merge {
            Some(merge) => self.sealed_chain_of(reached, &row, merge).await?,
            None => self.chain_of(reached, &row, gap, beginning).await?,
        };
        if gap && merge.is_none() && matches!(kept, Some(Ok(_))) {
            reached.design = None;
        }
        if let Some(mut design) = reached.design.take() {
            let mut meter = Meter::new(&design);
            match apply(&mut design, &row.edits, &mut meter) {
                Ok(()) => (reached.design, reached.readable) = (Some(design), Some(Mark { revision: n, chain })),
                Err(why) => reached.broken = Some(Broken { first: n, why, design: Some(design) }),
            }
        } else if reached.broken.is_none() {
            let why = match &kept {
                Some(Ok(_)) => None,
                Some(Err(why)) => Some(format!("the snapshot of save {n}: {why}")),
                None => Some("the design before them is missing".into()),
            };
            reached.broken = why.map(|why| Broken { first: n, why, design: None });
        }
        match kept {
            Some(kept) => self.compare(reached, Mark { revision: n, chain }, kept).await?,
            None if n.is_multiple_of(SNAPSHOT_EVERY) => self.keep_anew(reached, n, "is missing").await?,
            None => {}
        }
        reached.last = Some((row.mark, chain));
        Ok(())
    }

    /// Saves are missing: the design goes on from the last snapshot among them that can be read, or lacks what they did.
    async fn go_around(&mut self, reached: &mut Reached, first: u64, snapshots: Range<'_, u64>) -> Result<(), StoreError> {
        reached.lacks = true;
        for &n in snapshots.rev() {
            let inspector = &mut *self.inspector;
            if let Ok(kept) = read_design(&both!(inspector.snapshot(self.id, n))?) {
                if let Some(broken) = reached.broken.take() {
                    self.go_on_behind(&broken, first - 1, n).await?;
                }
                let mark = Mark { revision: n, chain: None };
                (reached.design, reached.readable, reached.lacks) = (Some(kept), Some(mark), false);
                break;
            }
        }
        Ok(())
    }

    /// Whoever reads a version begins with the snapshot before it: one where saves are rightly gone leads elsewhere than they did.
    async fn drop_strays(&mut self, snapshots: Range<'_, u64>) -> Result<(), StoreError> {
        for &n in snapshots {
            if self.repair {
                let inspector = &mut *self.inspector;
                both!(inspector.drop_snapshot(self.id, n))?;
            }
            self.notes.fault(format!("the snapshot of save {n} is of no save that is there"), self.repair);
        }
        Ok(())
    }

    /// The design goes on from a snapshot, behind saves that cannot be read, up to the last of them: says so, and sets them aside.
    async fn go_on_behind(&mut self, broken: &Broken, last: u64, snapshot: u64) -> Result<(), StoreError> {
        let Broken { first, why, .. } = broken;
        let repaired = self.repair && *first <= last;
        if repaired {
            let inspector = &mut *self.inspector;
            both!(inspector.set_aside(self.id, first - 1, last, why))?;
        }
        let last = last.max(*first);
        let what = format!("the saves {first} to {last} cannot be read ({why}); the design goes on from the snapshot of save {snapshot}");
        self.notes.fault(what, repaired);
        Ok(())
    }

    /// A snapshot that is not what it should be is written anew, where the saves give it. Among saves that cannot be read it is one of them.
    async fn keep_anew(&mut self, reached: &Reached, n: u64, wrong: &str) -> Result<(), StoreError> {
        let Some(design) = &reached.design else { return Ok(()) };
        if self.repair {
            let text = serde_json::to_string(design)?;
            let inspector = &mut *self.inspector;
            both!(inspector.keep_snapshot(self.id, n, &text))?;
        }
        self.notes.fault(format!("the snapshot of save {n} {wrong}"), self.repair);
        Ok(())
    }

    /// A snapshot against what the saves give. Where these cannot be read, it is where reading goes on.
    async fn compare(&mut self, reached: &mut Reached, mark: Mark, kept: Result<Design, String>) -> Result<(), StoreError> {
        let n = mark.revision;
        let wrong = match (kept, &reached.design) {
            (Ok(kept), Some(design)) if kept == *design => {
                (reached.lacks, reached.doubtful) = (false, None);
                return Ok(());
            }
            // The hash says that a save is not what was saved: what was kept after it is the better witness.
            (Ok(kept), Some(_)) if reached.doubtful.is_some_and(|first| first < n) => {
                let first = reached.doubtful.take().unwrap_or(n);
                let why = "not what was saved".to_owned();
                if self.repair {
                    let inspector = &mut *self.inspector;
                    both!(inspector.set_aside(self.id, first - 1, n - 1, &why))?;
                }
                let what = format!("the saves {first} to {} are {why}; the design goes on from the snapshot of save {n}", n - 1);
                self.notes.fault(what, self.repair);
                (reached.design, reached.readable, reached.lacks) = (Some(kept), Some(mark), false);
                return Ok(());
            }
            (Ok(kept), None) => {
                if let Some(broken) = reached.broken.take() {
                    self.go_on_behind(&broken, n - 1, n).await?;
                }
                reached.doubtful = None;
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
        self.keep_anew(reached, n, &wrong).await
    }
}
