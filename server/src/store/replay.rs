//! From what the database holds to a design. Takes long for large designs, so it runs in the store's threads, never in those that serve
//! connections, and while no connection of the database is held.

use super::{
    chain::{Chain, Mark},
    heads::{Behind, Head},
};
use domain::{
    Design, Edit,
    edit::cost::Meter,
    protocol::{Conflict, Saved},
};

/// A whole design, as it was kept.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub mark: Mark,
    pub text: Vec<u8>,
}

/// One save, as it was kept.
#[derive(Debug)]
pub(super) struct Row {
    pub mark: Mark,
    pub edits: Vec<u8>,
}

/// What leads to a revision: a beginning, and the saves after it.
#[derive(Debug)]
pub(super) struct Material {
    /// Absent when the design at hand is the beginning.
    pub snapshot: Option<Snapshot>,
    pub rows: Vec<Row>,
}

impl Material {
    /// The design at hand is what is wanted.
    pub(super) const fn none() -> Self {
        Self { snapshot: None, rows: Vec::new() }
    }
}

/// A design, and what could not be read after it.
#[derive(Debug)]
pub(super) struct Assembled {
    pub head: Head,
    /// The first save that cannot be read, and why.
    pub unreadable: Option<(u64, String)>,
}

/// A snapshot that is no design; an earlier one may be.
#[derive(Debug)]
pub(super) struct BadSnapshot {
    pub revision: u64,
    pub why: String,
}

/// Applies the saves to the beginning, as far as they can be read.
pub(super) fn assemble(at_hand: Option<Head>, material: Material) -> Result<Assembled, BadSnapshot> {
    let (mut mark, mut design, mut behind) = match (material.snapshot, at_hand) {
        (Some(Snapshot { mark, text }), _) => {
            let design = read_design(&text).map_err(|why| BadSnapshot { revision: mark.revision, why })?;
            (mark, design, Behind::none(text.len()))
        }
        (None, Some(head)) if material.rows.is_empty() => return Ok(Assembled { head, unreadable: None }),
        (None, Some(head)) => (head.mark, (*head.design).clone(), head.behind),
        (None, None) => return Err(BadSnapshot { revision: 0, why: "there is none".into() }),
    };
    let mut meter = Meter::new(&design);
    let before_ns = behind.ns;
    let mut unreadable = None;
    for row in material.rows {
        match apply(&mut design, &row.edits, &mut meter) {
            Ok(()) => {
                mark = row.mark;
                behind.bytes += row.edits.len() as u64;
                behind.ns = before_ns + meter.spent_ns();
            }
            Err(why) => {
                unreadable = Some((row.mark.revision, why));
                break;
            }
        }
    }
    Ok(Assembled { head: Head::new(mark, design, behind), unreadable })
}

/// A kept design; says what is wrong with it.
pub(super) fn read_design(text: &[u8]) -> Result<Design, String> {
    serde_json::from_slice(text).map_err(|error| error.to_string())
}

/// Brings a design forward by one kept save; on error nothing has changed.
pub(super) fn apply(design: &mut Design, edits: &[u8], meter: &mut Meter) -> Result<(), String> {
    let edits: Vec<Edit> = serde_json::from_slice(edits).map_err(|error| error.to_string())?;
    edits.iter().for_each(|edit| {
        meter.add(edit);
    });
    design.apply(Edit::Batch { edits }).map(drop).map_err(|error| error.to_string())
}

/// A save as clients are told of it, before its edits are read.
#[derive(Debug)]
pub(super) struct ToldRow {
    pub revision: u64,
    pub saved_ms: i64,
    pub label: String,
    pub edits: Vec<u8>,
}

/// What happened after a revision.
#[derive(Debug)]
pub(super) struct Since {
    pub head: Mark,
    pub rows: Vec<ToldRow>,
    pub more: bool,
    /// The revision is none of this history.
    pub anew: bool,
}

/// Reads the edits; from the first that cannot be read on, the client has to read the project instead.
pub(super) fn tell(since: Since) -> Conflict {
    let Since { head, rows, more, mut anew } = since;
    let mut told = Vec::with_capacity(rows.len());
    for ToldRow { revision, saved_ms, label, edits } in rows {
        match serde_json::from_slice(&edits) {
            Ok(edits) => told.push(Saved { revision, saved_ms, label, edits }),
            Err(_) => {
                anew = true;
                break;
            }
        }
    }
    Conflict { revision: head.revision, chain: head.chain.map(Chain::text), since: told, more, anew }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(revision: u64) -> Mark {
        Mark { revision, chain: None }
    }
    fn row(revision: u64, edits: &str) -> Row {
        Row { mark: mark(revision), edits: edits.as_bytes().to_vec() }
    }
    fn snapshot(text: &str) -> Option<Snapshot> {
        Some(Snapshot { mark: mark(1), text: text.as_bytes().to_vec() })
    }

    #[test]
    fn saves_are_applied_until_one_cannot_be_read() {
        let design = serde_json::to_string(&Design::new("One")).unwrap();
        let two = r#"[{"edit":"set-name","name":"Two"}]"#;
        for (wrong, why) in [("[{", "EOF"), (r#"[{"edit":"remove-element","id":"gone"}]"#, "there is no element"), ("\u{0}", "expected")] {
            let rows = vec![row(2, two), row(3, wrong), row(4, two)];
            let Assembled { head, unreadable } = assemble(None, Material { snapshot: snapshot(&design), rows }).unwrap();
            assert_eq!((head.mark.revision, head.design.name.as_str()), (2, "Two"));
            let (n, said) = unreadable.unwrap();
            assert!(n == 3 && said.contains(why), "{n} {said}");
            assert_eq!(head.behind.bytes, two.len() as u64);
        }
    }

    #[test]
    fn a_snapshot_that_is_no_design_is_named() {
        let bad = assemble(None, Material { snapshot: snapshot("{}"), rows: Vec::new() }).unwrap_err();
        assert_eq!(bad.revision, 1);
    }
}
