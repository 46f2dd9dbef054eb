//! Discovery: the questions, the Brief that follows from the answers, and the proposal made from it.

mod answer;
pub mod brief;
pub mod capability;
pub mod proposal;
mod question;
pub mod questions;

pub use answer::{Answer, Answers, Level};
pub(crate) use answer::{grouped, lower_first};
pub use brief::{Archetype, Brief};
pub use proposal::{Advice, Proposal, Reason, Shape, Verdict, propose};
pub use question::{Choice, Input, Part, Question};
