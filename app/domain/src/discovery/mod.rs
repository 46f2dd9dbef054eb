//! Discovery: the questions, the Brief that follows from the answers, and the proposal made from it.

mod answer;
pub mod brief;
pub mod capability;
pub mod facts;
pub mod hearing;
pub mod migration;
mod misfit;
pub mod numbers;
pub mod proposal;
mod question;
pub mod questions;

pub use answer::{Answer, Answers, Level};
pub(crate) use answer::{grouped, lower_first};
pub use brief::{Archetype, Brief};
pub use migration::{MigrationPlan, migration_plan};
pub use misfit::misfits;
pub use proposal::{
    Advice, Alternative, Cutting, Extraction, Heard, KeptService, Outcome, Proposal, Reason, Sense, Shape, UNNAMED, Unclear, Verdict,
    alternatives, cutting, given_name, heard, kept_services, opened, opening, propose, unclear,
};
pub use question::{Choice, Input, Part, Question};
