//! What a save will write, worked out before the writer is asked: whether its edits fit the design, what becomes of it, and the texts.
//! All of it against a base; whoever appends it checks that the base is still the head.

use super::{
    Save, StoreError,
    chain::{Chain, Mark},
    heads::{Behind, Head},
    model::SNAPSHOT_EVERY,
};
use domain::{
    Design, Edit, decision,
    edit::cost::{MAX_SAVE_COST_NS, Meter},
};
use std::sync::Arc;

/// A snapshot is kept once the saves since the last one are this long, or as long as that one where it is longer…
const SNAPSHOT_AFTER_BYTES: u64 = 1024 * 1024;
/// …or once applying them takes this long.
const SNAPSHOT_AFTER_NS: u64 = MAX_SAVE_COST_NS;
/// What is planned at once, on the thread that serves the connection: anything else is planned in the store's own threads.
const AT_ONCE_THINGS: u64 = 300;
const AT_ONCE_NS: u64 = 500_000;

/// A save that fits its base, ready to be appended.
#[derive(Debug)]
pub(super) struct Planned {
    pub save: Arc<Save>,
    /// Where the project must stand for it.
    pub expected: Mark,
    /// The revision it is made on: earlier than the expected one when the saves after it cannot be read. Those are set aside.
    pub base: u64,
    /// Why they cannot be read.
    pub aside: Option<String>,
    pub chain: Chain,
    pub edits: String,
    pub count: usize,
    pub snapshot: Option<String>,
    /// What the project becomes.
    pub head: Head,
}

impl Planned {
    pub(super) fn revision(&self) -> u64 {
        self.head.mark.revision
    }
    /// Bytes that it adds to what is stored.
    pub(super) fn size(&self) -> usize {
        self.edits.len() + self.snapshot.as_ref().map_or(0, String::len)
    }
}

/// Whether planning it takes so little that no other thread need be asked.
pub(super) fn is_light(design: &Design, save: &Save) -> bool {
    let mut meter = Meter::new(design);
    meter.things() < AT_ONCE_THINGS && save.request.edits.len() < 100 && save.request.edits.iter().all(|edit| meter.add(edit) < AT_ONCE_NS)
}

/// Works out a save on a base. `aside` says why what the database has after the base cannot be read.
pub(super) fn plan(base: &Head, expected: Mark, aside: Option<String>, save: Arc<Save>) -> Result<Planned, StoreError> {
    let request = &save.request;
    let mut meter = Meter::new(&base.design);
    let fits = request.edits.iter().take_while(|edit| meter.add(edit) <= MAX_SAVE_COST_NS).count();
    if fits < request.edits.len() {
        return Err(StoreError::TooMuch { edits: request.edits.len(), fits });
    }
    let mut design = (*base.design).clone();
    design.apply(Edit::Batch { edits: request.edits.clone() })?;
    let follower = decision::follow_up(&design).filter(|edit| design.apply(edit.clone()).is_ok());
    let all: Vec<&Edit> = request.edits.iter().chain(&follower).collect();
    let edits = serde_json::to_string(&all)?;
    let count = all.iter().map(|edit| edit.count()).sum();
    let revision = expected.revision + 1;
    let chain = match base.mark.chain {
        Some(chain) => chain,
        None => Chain::begin(base.mark.revision, serde_json::to_string(&base.design)?.as_bytes()),
    }
    .next(revision, edits.as_bytes());
    let behind = Behind { bytes: base.behind.bytes + edits.len() as u64, ns: base.behind.ns + meter.spent_ns(), ..base.behind };
    let long = behind.bytes > SNAPSHOT_AFTER_BYTES.max(behind.snapshot_bytes) || behind.ns > SNAPSHOT_AFTER_NS;
    let snapshot =
        (long || aside.is_some() || revision.is_multiple_of(SNAPSHOT_EVERY)).then(|| serde_json::to_string(&design)).transpose()?;
    let mark = Mark { revision, chain: Some(chain) };
    let head = match &snapshot {
        Some(text) => Head::new(mark, design, Behind::none(text.len())),
        // Counted anew with the next snapshot; until then what came in is added, whatever it replaced.
        None => Head::weighing(base.bytes + 2 * edits.len(), mark, design, behind),
    };
    Ok(Planned { base: base.mark.revision, expected, aside, chain, edits, count, snapshot, head, save })
}

/// Whether these edits became what was stored, after which comes what follows from them for the log. What cannot be read tells nothing
/// else.
pub(super) fn became(edits: &[Edit], stored: &[u8]) -> bool {
    let Ok(stored) = serde_json::from_slice::<Vec<Edit>>(stored) else { return true };
    match stored.strip_prefix(edits) {
        Some([]) => true,
        Some([follower]) => is_for_the_log(follower),
        _ => false,
    }
}

/// Whether an edit may be what [`decision::follow_up`] gave.
fn is_for_the_log(edit: &Edit) -> bool {
    match edit {
        Edit::SetDecision { .. } => true,
        Edit::Batch { edits } => edits.iter().all(is_for_the_log),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{arbitrary::sized, protocol::EditsRequest};

    fn save(edits: Vec<Edit>) -> Arc<Save> {
        let request = EditsRequest { base: 1, chain: None, client_save: "a".into(), edits, label: String::new() };
        Arc::new(Save { actor: None, project: "p".into(), request, now_ms: 0 })
    }
    fn head(design: Design) -> Head {
        Head::new(Mark { revision: 1, chain: None }, design, Behind::default())
    }
    fn on(base: &Head, edits: Vec<Edit>) -> Result<Planned, StoreError> {
        plan(base, base.mark, None, save(edits))
    }

    #[test]
    fn a_long_history_is_cut_short_by_a_snapshot() {
        let mut base = head(Design::new("x"));
        let summary = |n: usize| Edit::SetSummary { summary: format!("{n} {}", "x".repeat(1_990)) };
        let mut kept = 0;
        for _ in 0..40 {
            let planned = on(&base, (0..40).map(summary).collect()).unwrap();
            kept += usize::from(planned.snapshot.is_some());
            base = planned.head;
        }
        assert!((3..6).contains(&kept), "{kept} snapshots for 3.2 MB of edits");
    }

    #[test]
    fn a_save_that_asks_for_too_much_is_refused_before_it_is_begun() {
        let base = head(sized(2_400));
        let rename = |from: &str, to: &str| Edit::RenameElement { from: from.parse().unwrap(), to: to.parse().unwrap() };
        let flood = (0..41_458).map(|n| if n % 2 == 0 { rename("web", "net") } else { rename("net", "web") }).collect();
        let Err(StoreError::TooMuch { edits: 41_458, fits }) = on(&base, flood) else { panic!("it was taken") };
        assert!(fits > 100, "{fits}");
    }

    #[test]
    fn a_chain_begins_where_there_is_none_and_goes_on() {
        let base = head(Design::new("x"));
        let named = |name: &str| vec![Edit::SetName { name: name.into() }];
        let first = on(&base, named("A")).unwrap();
        let expected = Chain::begin(1, serde_json::to_string(&base.design).unwrap().as_bytes()).next(2, first.edits.as_bytes());
        assert_eq!(first.head.mark.chain, Some(expected));
        let second = on(&first.head, named("B")).unwrap();
        assert_eq!(second.head.mark.chain, Some(expected.next(3, second.edits.as_bytes())));
    }

    #[test]
    fn edits_are_known_by_what_was_stored_of_them() {
        let named = |name: &str| Edit::SetName { name: name.into() };
        let follower = Edit::SetDecision { topic: "broker".parse().unwrap(), decision: None };
        let stored = |edits: &[Edit]| serde_json::to_vec(edits).unwrap();
        let sent = [named("A"), named("B")];
        for (kept, same) in [
            (stored(&sent), true),
            (stored(&[named("A"), named("B"), follower.clone()]), true),
            (stored(&[named("A"), named("B"), Edit::batch(vec![follower.clone(), follower])]), true),
            (stored(&[named("A"), named("B"), named("C")]), false),
            (stored(&[named("A")]), false),
            (stored(&[named("A"), named("C")]), false),
            (b"[{".to_vec(), true),
        ] {
            assert_eq!(became(&sent, &kept), same, "{}", String::from_utf8_lossy(&kept));
        }
    }
}
