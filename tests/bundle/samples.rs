//! The bundles under test, written to disk once.

use std::sync::LazyLock;
use tests::bundles::{
    Sample,
    sample::{fixed, temporary},
};

pub static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| fixed(&temporary().join("bundles")));
