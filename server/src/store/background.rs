//! Making summaries: reads a design, sums it up in a thread of the store, keeps the result. Nobody waits for it.

use super::{Inner, StoreError, desk::Desk, model::Wanted, summary::Summary};
use domain::Design;
use std::sync::Arc;

impl Inner {
    /// Has the summary of a project made soon after a save.
    pub(super) fn summarise_after_save(&self, project: &str) {
        if self.summaries.saved(project) {
            self.start_summaries();
        }
    }

    /// Has the summaries made that a list misses, and waits a little for them.
    pub(super) async fn summarise_missed(&self, projects: &[String]) {
        if self.summaries.missed(projects) {
            self.start_summaries();
        }
        self.summaries.wait(projects).await;
    }

    fn start_summaries(&self) {
        let store = self.clone();
        tokio::spawn(async move {
            while let Some(project) = store.summaries.next().await {
                if let Err(error) = store.summarise(&project).await {
                    tracing::debug!(%error, "a summary was not made");
                }
                store.summaries.finished();
            }
        });
    }

    async fn summarise(&self, project: &str) -> Result<(), StoreError> {
        let Some((head, made_for)) = self.database.stand(project.to_owned()).await? else { return Ok(()) };
        if made_for == head.revision {
            return Ok(());
        }
        let assembled = self.design_at(head, Wanted::head(project)).await?;
        let text = sum_up(&self.desk, assembled.head.design).await?;
        self.database.keep_summary(project.to_owned(), head.revision, text).await
    }
}

async fn sum_up(desk: &Desk, design: Arc<Design>) -> Result<String, StoreError> {
    Ok(desk.run(move || serde_json::to_string(&Summary::of(&design))).await??)
}
