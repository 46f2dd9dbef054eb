//! Discovery: the questions, the Brief that follows from the answers, and the proposal made from it.

mod answer;
mod brief;
mod proposal;
mod question;
pub mod questions;

pub use answer::{Answer, Answers, Level};
pub use brief::Brief;
pub use proposal::{Advice, Proposal, Reason, Shape, Verdict, propose};
pub use question::{Choice, Input, Part, Question};
