//! The bundles under test, written to disk once.

use std::sync::LazyLock;
use tests::bundles::{
    Sample,
    random::designs,
    sample::{fixed, temporary},
};

pub static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| fixed(&temporary().join("bundles")));

/// A few of the random Designs that `make verify` sees hundreds of; not the same ones.
pub static RANDOM: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let root = temporary().join("bundles");
    designs(1).take(12).enumerate().map(|(number, design)| Sample::new(&root, &format!("random-{number}"), design)).collect()
});
