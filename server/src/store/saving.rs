//! How a save is made: planned on the head, outside of the database; appended when the head is still the same; told what happened when
//! it is not. One that was made before is known by its name and its edits.

use super::{
    Inner, Mark, Save, StoreError,
    deadline::Deadline,
    heads::{Head, Heads},
    model::{Look, Made, Standing, Wanted},
    plan::{Planned, became, is_light, plan},
    replay::tell,
};
use std::sync::Arc;

/// How often a save is planned anew because the project moved on in a way that does not concern it. Once is common, twice is not.
const ATTEMPTS: usize = 4;

impl Inner {
    pub(super) async fn save(&self, save: Save) -> Result<Mark, StoreError> {
        let deadline = Deadline::new();
        let save = Arc::new(save);
        // A light save on what is in the cache is tried at once: the writer checks everything. A failure is told only to those who may
        // see the project.
        let (base, chain) = (save.request.base, save.request.chain.clone());
        if let Some(head) = self.heads.get(&save.project).filter(|head| head.mark.is_meant_by(base, chain.as_deref()))
            && is_light(&head.design, &save)
            && let Ok(planned) = plan(&head, head.mark, None, save.clone())
            && let Some(mark) = self.append(planned, deadline).await?
        {
            Heads::count(true, true);
            return Ok(mark);
        }
        for _ in 0..ATTEMPTS {
            if let Some(mark) = self.save_slowly(&save, deadline).await? {
                return Ok(mark);
            }
        }
        Err(StoreError::Busy)
    }

    /// Looks where the project stands first. Nothing when it moved on meanwhile.
    async fn save_slowly(&self, save: &Arc<Save>, deadline: Deadline) -> Result<Option<Mark>, StoreError> {
        let (id, request) = (&save.project, &save.request);
        let at_hand = self.heads.get(id);
        let seat = deadline.work(self.seat_for(at_hand.as_ref(), None)).await?;
        let wanted = Wanted { at_hand: at_hand.as_ref().map(|head| head.mark), ..Wanted::head(id) };
        let asked = self.database.standing(save.actor, wanted.clone(), request.base, request.client_save.clone());
        let Look { access, material } = match deadline.database(asked).await? {
            Standing::Made(made) => {
                drop(seat);
                return self.made_before(made, save, deadline).await.map(Some);
            }
            Standing::At(look) => look,
        };
        let assembled = deadline.work(self.assemble(seat, access.head, at_hand, wanted, material)).await?;
        let readable = assembled.head.mark;
        // Whoever read the version before saves that cannot be read saves on that.
        if !readable.is_meant_by(request.base, request.chain.as_deref()) {
            let asked = self.database.since(access.head, id.clone(), request.base, request.chain.clone());
            let mut since = deadline.database(asked).await?;
            since.anew |= assembled.unreadable.is_some();
            return Err(StoreError::Conflict(deadline.work(self.desk.run(move || tell(since))).await?));
        }
        let aside = assembled.unreadable.map(|(revision, why)| format!("revision {revision} could not be read: {why}"));
        let planned = deadline.work(self.plan(assembled.head, access.head, aside, save.clone())).await?;
        self.append(planned, deadline).await
    }

    /// What a save became before. When others of its name were first, nothing is stored, and it is told what happened.
    async fn made_before(&self, made: Made, save: &Arc<Save>, deadline: Deadline) -> Result<Mark, StoreError> {
        let Made { mark, edits: Some(stored), head } = made else { return Ok(made.mark) };
        let sent = save.clone();
        if deadline.work(self.desk.run(move || became(&sent.request.edits, &stored))).await? {
            return Ok(mark);
        }
        let Save { project, request, .. } = &**save;
        let since = deadline.database(self.database.since(head, project.clone(), request.base, request.chain.clone())).await?;
        Err(StoreError::NameTaken(deadline.work(self.desk.run(move || tell(since))).await?))
    }

    async fn plan(&self, base: Head, expected: Mark, aside: Option<String>, save: Arc<Save>) -> Result<Planned, StoreError> {
        if is_light(&base.design, &save) {
            return plan(&base, expected, aside, save);
        }
        self.desk.run(move || plan(&base, expected, aside, save)).await?
    }

    /// Nothing when the project no longer stands where the save was planned.
    async fn append(&self, planned: Planned, deadline: Deadline) -> Result<Option<Mark>, StoreError> {
        let planned = Arc::new(planned);
        if !deadline.database(self.database.append(planned.clone(), self.quota)).await? {
            self.heads.forget(&planned.save.project);
            return Ok(None);
        }
        self.heads.put(&planned.save.project, planned.head.clone());
        self.summarise_after_save(&planned.save.project);
        Ok(Some(planned.head.mark))
    }
}
