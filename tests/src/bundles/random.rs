//! Random Designs over every option there is, with hostile texts; the same ones in every run, so that a failure can be looked at again.

use domain::{Design, arbitrary};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Designs without end.
pub fn designs(seed: u8) -> impl Iterator<Item = Design> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]));
    let designs = arbitrary::designs();
    std::iter::repeat_with(move || designs.new_tree(&mut runner).unwrap().current())
}
