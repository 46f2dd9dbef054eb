//! Random valid Designs and random Edits for property tests, sized ones for benchmarks, and answers that several tests begin with. Never
//! part of a product build.

mod answered;
mod design;
mod edit;
mod sized;
mod tape;
#[cfg(test)]
mod tests;
mod texts;

pub use answered::shop_answers;
pub use edit::edit;
pub use sized::{crowded, sized};
pub use tape::Tape;

use crate::Design;
use proptest::{collection::vec, prelude::*};

/// Numbers that everything random is read from. All zeros mean the simplest of everything, so that failures shrink well.
pub fn tapes() -> impl Strategy<Value = Tape> {
    vec(any::<u32>(), 0..1_500).prop_map(Tape::new)
}

/// Valid Designs of 0 to 40 elements, of all kinds, with hostile texts.
pub fn designs() -> impl Strategy<Value = Design> {
    tapes().prop_map(|mut tape| design::design(&mut tape))
}
