//! The handlers: one file a verb, with the operation's description beside it. Each reads the request, calls the pure crates or
//! the store, and answers; none holds rules of its own.

pub mod bundles;
pub mod capabilities;
pub mod catalog;
pub mod compare;
pub mod diagram;
pub mod faults;
pub mod files;
pub mod operations;
pub mod projects;
pub mod proposals;
pub mod questions;
pub mod recovery;
pub mod reviews;
pub mod revisions;
pub mod rules;
pub mod schema;
pub mod shares;
pub mod starters;
mod zip;
