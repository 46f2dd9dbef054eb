//! Generated bundles under the tools that people will use them with. Nothing is skipped: without its set-up a test fails.

mod compose;
mod delivery;
mod documents;
mod gateway;
mod helm;
mod kubernetes;
mod observability;
mod python;
mod random;
mod references;
mod samples;
mod sarif;
mod scripts;
mod toolbox;
