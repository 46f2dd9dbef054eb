//! Generated bundles, and the studio's own deployment, under the tools that people will use them with. Nothing is skipped: without its set-up a test fails.

mod deploy;
mod gateway;
mod helm;
mod hostile;
mod kubernetes;
mod node;
mod python;
mod random;
mod references;
mod samples;
mod sarif;
mod validators;
