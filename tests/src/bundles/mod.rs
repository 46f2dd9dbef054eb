//! Generated bundles on disk, and the third-party tools that judge them: one table, used by the tests and by `make verify`.

pub mod catalogue;
pub mod random;
pub mod sample;
pub mod toolbox;
pub mod validator;
pub mod validators;

pub use sample::Sample;
pub use validator::{Asked, Broken, Refusal, Seen, Validator};
