//! The end of a project's history: saves that are not there, or cannot be read, and what the project shows then.

use super::{
    Fault, Inspector, MOST_NOTED, ProjectRow, both,
    walk::{Broken, Reached, Walk},
};
use crate::store::{FIRST_REVISION, Mark, StoreError, replay::read_design, summary::Summary};
use domain::Design;
use std::collections::BTreeSet;

impl<F: FnMut(&Fault)> Walk<'_, F> {
    /// The last saves are not there, and snapshots of them are: the project shows the last of these that can be read, or what the saves
    /// before give. Says so; a repair writes a save that changes nothing on top, and notes the others as missing.
    pub(super) async fn missing_at_the_end(
        &mut self,
        project: &ProjectRow,
        reached: &Reached,
        snapshots: &BTreeSet<u64>,
    ) -> Result<bool, StoreError> {
        let first = reached.last.map_or(FIRST_REVISION, |(last, _)| last.revision + 1);
        let mut shown = reached.design.clone().map(|design| (first - 1, design));
        for &n in snapshots.range(first..).rev() {
            self.notes.tally.snapshots += 1;
            let inspector = &mut *self.inspector;
            match read_design(&both!(inspector.snapshot(self.id, n))?) {
                Ok(design) => {
                    shown = Some((n, design));
                    break;
                }
                Err(_) => self.notes.fault(format!("the snapshot of save {n} cannot be read"), false),
            }
        }
        let (Some(&newest), Some((n, design))) = (snapshots.range(first..).next_back(), shown) else { return Ok(false) };
        let last = project.head.revision.max(newest);
        let repaired = self.repair && last - first <= MOST_NOTED;
        if repaired {
            let inspector = &mut *self.inspector;
            both!(inspector.note_lost(self.id, first, last))?;
            let behind = reached.last.and_then(|(_, should)| should);
            let chain = project.head.chain.filter(|_| project.head.revision == last).or(behind);
            let label = format!("Saves {first} to {last} are missing: the design as save {n} left it");
            self.leave_behind(Mark { revision: last, chain }, &design, &label).await?;
        }
        if let Some(Broken { first: from, why, .. }) = &reached.broken {
            if repaired {
                let inspector = &mut *self.inspector;
                both!(inspector.set_aside(self.id, from - 1, first - 1, why))?;
            }
            self.notes.fault(format!("the saves {from} to {} cannot be read: {why}", first - 1), repaired);
        }
        self.notes.fault(format!("the saves {first} to {last} are missing; the design is as save {n} left it"), repaired);
        Ok(true)
    }

    /// The end of the history: what cannot be read of it, where the project says that it stands, and its summary.
    pub(super) async fn end(mut self, project: ProjectRow, reached: Reached) -> Result<(), StoreError> {
        let Reached { last, design, readable, broken, .. } = reached;
        let (Some((last, chain)), Some(readable)) = (last, readable) else {
            let why = broken.map_or(String::new(), |broken| format!(": {}", broken.why));
            self.notes.fault(format!("no version of it can be read{why}"), false);
            return Ok(());
        };
        let head = Mark { revision: last.revision, chain };
        if let (None, Some(Broken { first, why, design: Some(design) })) = (&design, broken) {
            let repair = self.repair;
            self.notes.fault(format!("the saves {first} to {} cannot be read: {why}", last.revision), repair);
            if repair {
                let (kept, last) = (last.revision, last.revision.max(project.head.revision));
                let inspector = &mut *self.inspector;
                both!(inspector.set_aside(self.id, first - 1, u64::MAX, &why))?;
                if kept < last && last - kept <= MOST_NOTED {
                    both!(inspector.note_lost(self.id, kept + 1, last))?;
                }
                let label = format!("Set aside: saves {first} to {last} could not be read");
                self.leave_behind(Mark { revision: last, chain: readable.chain }, &design, &label).await?;
            }
            return Ok(());
        }
        if project.head != last {
            let stands = project.head.revision;
            let what = format!("it says that it stands at save {stands}, its last one is {}, or their hashes differ", last.revision);
            self.notes.fault(what, self.repair);
        }
        if let (true, Some(design)) = (self.repair && project.head != head, &design) {
            let inspector = &mut *self.inspector;
            both!(inspector.set_head(self.id, head, &design.name))?;
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

    /// A save that changes nothing, on top of the last number that was given: it says what happened, and its snapshot is what the project
    /// shows, whatever cannot be read below it.
    async fn leave_behind(&mut self, last: Mark, design: &Design, label: &str) -> Result<(), StoreError> {
        let revision = last.revision + 1;
        let mark = Mark { revision, chain: last.chain.map(|chain| chain.next(revision, b"[]")) };
        let inspector = &mut *self.inspector;
        both!(inspector.append_note(self.id, mark, label, &design.name))?;
        both!(inspector.keep_snapshot(self.id, revision, &serde_json::to_string(design)?))?;
        both!(inspector.set_summary(self.id, revision, &serde_json::to_string(&Summary::of(design))?))
    }
}
