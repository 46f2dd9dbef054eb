//! Very many pages, each looked into: none may fail, and none may hold what belongs to somebody else.

use super::Outcome;
use crate::{
    pages_hammer::{Hammer, Report, hammer},
    studio::Studio,
};
use anyhow::Result;
use std::fmt;

const OWNERS: usize = 50;
const CLIENTS: usize = 8;

/// What came of it. That nothing failed is why it exists.
#[derive(Debug)]
pub struct Pages {
    wanted: u64,
    report: Report,
}

/// Asks for so many pages of a studio of its own.
///
/// # Errors
/// At the first page that fails.
pub async fn run(pages: u64) -> Result<Pages> {
    let studio = Studio::start()?;
    let report = hammer(&studio.url(), Hammer { owners: OWNERS, clients: CLIENTS, pages }).await?;
    studio.stop()?;
    Ok(Pages { wanted: pages, report })
}

impl Pages {
    fn came(&self) -> u64 {
        self.report.pages.values().sum()
    }
}

impl fmt::Display for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { report, .. } = self;
        write!(
            f,
            "pages       {} in {:.0} s, {:.0} a second; by status {:?}",
            self.came(),
            report.took.as_secs_f64(),
            report.rate(),
            report.statuses
        )
    }
}

impl Outcome for Pages {
    fn missed(&self) -> Vec<String> {
        let came = self.came();
        let all = (came != self.wanted).then(|| format!("{came} of {} pages came", self.wanted));
        all.into_iter().collect()
    }
}
