//! Generated bundles under the tools that people will use them with. Nothing is skipped: without its set-up a test fails.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod compose;
mod documents;
mod gateway;
mod kubernetes;
mod random;
mod references;
mod samples;
mod scripts;
mod toolbox;
