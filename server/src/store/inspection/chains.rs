//! The hashes of a project's saves, each made of the one before and of what the save did.

use super::{
    Fault, Inspector, KeptRow, MergeRow, both,
    walk::{Reached, Walk},
};
use crate::store::{Chain, FIRST_REVISION, Mark, StoreError};

impl<F: FnMut(&Fault)> Walk<'_, F> {
    /// The chain that the save should have; says so when it has another one, and mends it.
    pub(super) async fn chain_of(
        &mut self,
        reached: &mut Reached,
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
            if stored.is_some() {
                reached.doubtful.get_or_insert(n);
            }
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
    pub(super) async fn sealed_chain_of(
        &mut self,
        reached: &mut Reached,
        row: &KeptRow,
        merge: MergeRow,
    ) -> Result<Option<Chain>, StoreError> {
        let Mark { revision: n, chain } = row.mark;
        let told = reached.last.and_then(|(last, _)| last.chain).map(|chain| chain.next(n, &row.edits));
        if told != merge.seal {
            reached.doubtful.get_or_insert(n);
            self.notes.fault(format!("the edits of save {n}, which stands for several, are not those that were merged"), self.repair);
        }
        let should = reached.last.and_then(|(_, should)| should).map(|chain| chain.next(n, &row.edits));
        if self.repair && should != merge.seal {
            let inspector = &mut *self.inspector;
            both!(inspector.set_seal(self.id, n, should))?;
        }
        Ok(chain)
    }
}
