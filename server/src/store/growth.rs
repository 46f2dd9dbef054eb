//! Old saves merged to one a day, where an operator wants that. The rules and the edits of a merged save, the same for both databases;
//! how rows are exchanged for one is the business of each.

use super::{
    Inner, StoreError,
    chain::{Chain, Mark},
    model::{Wanted, unsigned},
};
use domain::{Design, Edit, edit::diff};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Nothing of so many days is ever merged: undo and changes that a device has kept need the saves as they were.
pub const KEEP_AT_LEAST_DAYS: u32 = 30;
/// Projects looked at in one go.
pub(super) const PROJECTS_AT_ONCE: i64 = 20;

/// Projects with saves from before a moment that were not looked at since, and that this version can read. Told that moment, the format,
/// and the id after which to go on.
pub(super) const DUE: &str =
    "SELECT id FROM projects WHERE merged_ms < $1 AND created_ms < $1 AND format <= $2 AND id > $3 ORDER BY id LIMIT $4";
/// The saves of a project before a moment, the first that is there left out: number, time, how many saves it stands for, the first of them, whether it is
/// named.
pub(super) const OLD: &str = "SELECT r.n, r.saved_ms, coalesce(m.saves, 1), coalesce(m.first, r.n),
        CASE WHEN EXISTS (SELECT 1 FROM names WHERE project = r.project AND n = r.n) THEN 1 ELSE 0 END
    FROM revisions r LEFT JOIN merges m ON m.project = r.project AND m.n = r.n
    WHERE r.project = $1 AND r.n > (SELECT min(n) FROM revisions WHERE project = r.project) AND r.saved_ms < $2
        AND NOT EXISTS (SELECT 1 FROM revisions e WHERE e.project = r.project AND e.n < r.n AND e.saved_ms >= $2)
    ORDER BY r.n";

/// Midnight, in UTC, before the days that are kept whole.
#[must_use]
pub fn merge_before_ms(now_ms: i64, keep_days: u32) -> i64 {
    let kept_ms = i64::from(keep_days.max(KEEP_AT_LEAST_DAYS)) * DAY_MS;
    (now_ms - kept_ms).div_euclid(DAY_MS) * DAY_MS
}

/// A save that is old enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OldSave {
    pub n: i64,
    pub saved_ms: i64,
    /// How many saves it stands for already.
    pub saves: i64,
    pub first: i64,
    pub named: bool,
}

/// Saves that become one: the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// The rows that are exchanged: their first number, their last, and how many there are.
    pub from: i64,
    pub to: i64,
    pub rows: i64,
    /// What the last stands for then.
    pub first: i64,
    pub saves: i64,
}

/// The saves of each day, in the order of the history. A named one is the last of its run, so that it stays as it was.
pub(super) fn runs(old: &[OldSave]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<i64> = None;
    for save in old {
        let day = save.saved_ms.div_euclid(DAY_MS);
        match runs.last_mut().filter(|_| open == Some(day)) {
            Some(run) => {
                (run.to, run.rows, run.saves) = (save.n, run.rows + 1, run.saves + save.saves);
            }
            None => runs.push(Run { from: save.n, to: save.n, rows: 1, first: save.first, saves: save.saves }),
        }
        open = (!save.named).then_some(day);
    }
    runs.retain(|run| run.rows > 1);
    runs
}

/// What a run is merged of.
#[derive(Debug)]
pub(super) struct RunTexts {
    /// The save before it.
    pub before: Mark,
    /// The edits of its saves, in their order.
    pub saves: Vec<Vec<u8>>,
}

/// What the one save is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    pub edits: String,
    pub count: i64,
}

/// One save to be put in place of several.
#[derive(Debug)]
pub(super) struct Exchange {
    pub project: String,
    pub run: Run,
    pub merged: Merged,
    /// What its edits make of the chain before it; nothing where that has none.
    pub seal: Option<Chain>,
    pub now_ms: i64,
}

impl Inner {
    /// Merges what is old enough in a project. Says whether another replica is at it, and nothing was done.
    pub(super) async fn merge_project(&self, id: String, before_ms: i64, now_ms: i64) -> Result<bool, StoreError> {
        for run in runs(&self.database.old_saves(id.clone(), before_ms).await?) {
            let Some((head, _)) = self.database.stand(id.clone()).await? else { return Ok(false) };
            let RunTexts { before, saves } = self.database.run_texts(id.clone(), run).await?;
            let wanted = Wanted { revision: Some(before.revision), ..Wanted::head(&id) };
            let assembled = self.design_at(head, wanted).await?;
            if assembled.head.mark != before {
                return Err(StoreError::Damaged { revision: before.revision });
            }
            let there = self.design_at(head, Wanted { revision: Some(unsigned(run.to)), ..Wanted::head(&id) }).await?;
            let made = self.desk.run(move || merged(&assembled.head.design, &saves, &there.head.design)).await??;
            // Saves that are missing or set aside lie in between: what is read there comes from a snapshot, which has to stay.
            let Some(merged) = made else { continue };
            let seal = before.chain.map(|chain| chain.next(unsigned(run.to), merged.edits.as_bytes()));
            if !self.database.exchange(Exchange { project: id.clone(), run, merged, seal, now_ms }).await? {
                return Ok(true);
            }
        }
        self.database.looked_at(id, before_ms).await?;
        Ok(false)
    }
}

/// The edits that do at once what the saves of a run did one after the other: what differs, or all of them where that is shorter. None
/// where that is not the design that is read after them.
///
/// # Errors
/// When the saves cannot be read or do not fit: then they are better left as they are.
fn merged(before: &Design, saves: &[Vec<u8>], there: &Design) -> Result<Option<Merged>, StoreError> {
    let mut after = before.clone();
    let mut all: Vec<Edit> = Vec::new();
    for edits in saves {
        let edits: Vec<Edit> = serde_json::from_slice(edits)?;
        after.apply(Edit::Batch { edits: edits.clone() })?;
        all.extend(edits);
    }
    if after != *there {
        return Ok(None);
    }
    let difference = match diff(before, &after) {
        Edit::Batch { edits } => edits,
        one => vec![one],
    };
    let mut check = before.clone();
    let is_same = check.apply(Edit::Batch { edits: difference.clone() }).is_ok() && check == after;
    let (difference_text, all_text) = (serde_json::to_string(&difference)?, serde_json::to_string(&all)?);
    let (edits, list) = if is_same && difference_text.len() < all_text.len() { (difference_text, &difference) } else { (all_text, &all) };
    let count = list.iter().map(Edit::count).sum::<usize>();
    Ok(Some(Merged { edits, count: i64::try_from(count).unwrap_or(i64::MAX) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn save(n: i64, day: i64, named: bool) -> OldSave {
        OldSave { n, saved_ms: day * DAY_MS + n, saves: 1, first: n, named }
    }
    fn shown(old: &[OldSave]) -> Vec<(i64, i64, i64)> {
        runs(old).into_iter().map(|run| (run.first, run.to, run.saves)).collect()
    }

    #[test]
    fn the_saves_of_a_day_become_its_last() {
        let days = [(2, 0), (3, 0), (4, 0), (5, 1), (6, 3), (7, 3)].map(|(n, day)| save(n, day, false));
        assert_eq!(shown(&days), [(2, 4, 3), (6, 7, 2)]);
        assert!(shown(&[]).is_empty());
    }

    #[test]
    fn a_named_version_ends_its_run() {
        let days = [(2, false), (3, true), (4, false), (5, false), (6, true), (7, true)].map(|(n, named)| save(n, 0, named));
        assert_eq!(shown(&days), [(2, 3, 2), (4, 6, 3)]);
    }

    #[test]
    fn merging_again_counts_what_was_merged_before() {
        let before = OldSave { n: 9, saved_ms: 5, saves: 8, first: 2, named: false };
        assert_eq!(shown(&[before, save(10, 0, false)]), [(2, 10, 9)]);
    }

    #[test]
    fn a_clock_that_goes_back_keeps_the_order_of_the_history() {
        let days = [(2, 1), (3, 0), (4, 1), (5, 1)].map(|(n, day)| save(n, day, false));
        assert_eq!(shown(&days), [(4, 5, 2)]);
    }

    #[test]
    fn thirty_days_are_kept_whatever_is_asked_for() {
        let now = 100 * DAY_MS + 5;
        assert_eq!(merge_before_ms(now, 40), 60 * DAY_MS);
        assert_eq!(merge_before_ms(now, 0), 70 * DAY_MS);
    }

    #[test]
    fn a_merged_save_does_what_the_saves_did_in_fewer_words() {
        let rename = |name: &str| format!("[{{\"edit\":\"set-name\",\"name\":\"{name}\"}}]");
        let (one, two) = (rename("One"), rename("Two"));
        let (none, saves) = (Design::new("None"), [one.into_bytes(), two.clone().into_bytes()]);
        let made = merged(&none, &saves, &Design::new("Two")).unwrap().unwrap();
        assert_eq!((made.edits.as_str(), made.count), (two.as_str(), 1));
        assert_eq!(merged(&none, &saves, &Design::new("Three")).unwrap(), None, "something else is read there");
        assert!(merged(&none, &[b"[1]".to_vec()], &none).is_err());
    }
}
