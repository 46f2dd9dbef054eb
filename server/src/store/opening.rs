//! How a design is read: from the cache when that is what the database has, or else replayed from the last snapshot that can be read.

use super::{
    Hashed, Inner, Mark, Opened, StoreError,
    deadline::Deadline,
    desk::Seat,
    heads::{Head, Heads},
    model::{Look, Wanted},
    replay::{Assembled, BadSnapshot, Material, assemble},
};
use domain::{Design, protocol::Unreadable};
use std::sync::Arc;

impl Inner {
    pub(super) async fn open_project(&self, actor: Option<Hashed>, id: &str, revision: Option<u64>) -> Result<Opened, StoreError> {
        let at_hand = self.heads.get(id);
        let seat = self.seat_for(at_hand.as_ref(), revision).await?;
        let wanted = Wanted { revision, at_hand: at_hand.as_ref().map(|head| head.mark), ..Wanted::head(id) };
        let Look { access, material } = Deadline::new().database(self.database.look(actor, wanted.clone())).await?;
        let Assembled { head, unreadable } = self.assemble(seat, access.head, at_hand, wanted, material).await?;
        match revision {
            Some(revision) if unreadable.is_some() => return Err(StoreError::Damaged { revision }),
            // It was merged into another one or set aside.
            Some(revision) if revision != head.mark.revision => return Err(StoreError::NotFound("revision")),
            _ => {}
        }
        Ok(Opened {
            role: access.role,
            revision: head.mark.revision,
            chain: head.mark.chain,
            created_ms: access.created_ms,
            changed_ms: access.changed_ms,
            design: head.design,
            routes: head.routes,
            unreadable: unreadable.map(|(first, _)| Unreadable { first, last: access.head.revision }),
        })
    }

    /// The design behind a share link.
    pub(super) async fn open_shared(&self, token: Hashed) -> Result<Arc<Design>, StoreError> {
        let id = Deadline::new().database(self.database.shared(token)).await?;
        // The project is there as long as its links are.
        let (head, _) = Deadline::new().database(self.database.stand(id.clone())).await?.ok_or(StoreError::Newer)?;
        Ok(self.design_at(head, Wanted::head(&id)).await?.head.design)
    }

    /// The design where a project stands, for the store's own purposes.
    pub(super) async fn design_at(&self, head: Mark, wanted: Wanted) -> Result<Assembled, StoreError> {
        let at_hand = self.heads.get(&wanted.project);
        let seat = self.seat_for(at_hand.as_ref(), wanted.revision).await?;
        let wanted = Wanted { at_hand: at_hand.as_ref().map(|head| head.mark), ..wanted };
        let material = Deadline::new().database(self.database.material(head, wanted.clone())).await?;
        self.assemble(seat, head, at_hand, wanted, material).await
    }

    /// A seat for whoever has a design replayed, taken before its texts are read: those who wait for one hold nothing. What is at hand
    /// needs none.
    pub(super) async fn seat_for(&self, at_hand: Option<&Head>, revision: Option<u64>) -> Result<Option<Seat>, StoreError> {
        let is_at_hand = at_hand.is_some_and(|head| revision.is_none_or(|revision| revision == head.mark.revision));
        if is_at_hand { Ok(None) } else { self.desk.seat().await.map(Some) }
    }

    /// Makes a design of what the database has; goes back to an earlier snapshot when one cannot be read. What was at hand and is not of
    /// this history is forgotten, and the head is kept.
    pub(super) async fn assemble(
        &self,
        seat: Option<Seat>,
        head: Mark,
        at_hand: Option<Head>,
        mut wanted: Wanted,
        mut material: Material,
    ) -> Result<Assembled, StoreError> {
        let is_head = wanted.revision.is_none_or(|revision| revision == head.revision);
        if is_head {
            Heads::count(material.snapshot.is_none(), material.rows.is_empty());
        }
        if material.snapshot.is_none() && material.rows.is_empty() {
            return at_hand.map(|head| Assembled { head, unreadable: None }).ok_or(StoreError::Damaged { revision: head.revision });
        }
        if is_head && material.snapshot.is_some() && at_hand.as_ref().is_some_and(|at_hand| at_hand.mark.revision >= head.revision) {
            self.heads.forget(&wanted.project);
        }
        let seat = match seat {
            Some(seat) => seat,
            None => self.desk.seat().await?,
        };
        loop {
            let base = at_hand.clone();
            match seat.run(move || assemble(base, material)).await? {
                Ok(mut assembled) => {
                    let reached = assembled.head.mark;
                    if is_head && reached == head {
                        self.heads.put(&wanted.project, assembled.head.clone());
                    } else if is_head && reached.revision < head.revision && assembled.unreadable.is_none() {
                        assembled.unreadable = Some((reached.revision + 1, "it is missing".into()));
                    }
                    if let Some((revision, why)) = &assembled.unreadable {
                        tracing::error!(revision, why, "a save cannot be read; the version before it is shown");
                    }
                    return Ok(assembled);
                }
                Err(BadSnapshot { revision, why }) => {
                    tracing::error!(revision, why, "a snapshot cannot be read; an earlier one is used");
                    wanted.snapshots_before = revision;
                    wanted.at_hand = None;
                    material = Deadline::new().database(self.database.material(head, wanted.clone())).await?;
                }
            }
        }
    }
}
