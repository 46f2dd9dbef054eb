//! A folder on this machine that holds a bundle, or is to hold one: what is in it, what of it the bundle wrote, and writing that harms
//! nobody else's file. Must not know who asks.

#[cfg(unix)]
mod compare;
#[cfg(unix)]
mod draft;
#[cfg(unix)]
mod noting;
#[cfg(unix)]
mod root;
mod search;
#[cfg(unix)]
mod sums;
#[cfg(unix)]
mod write;

pub use search::Search;
#[cfg(unix)]
pub use {
    compare::{Compared, State, compare},
    noting::Noting,
    root::{Folder, Refused, Root},
    sums::sum,
    write::{WriteError, write},
};

/// In it the checksums of what the bundle wrote, as `sha256sum --check` reads them.
pub const SUMS: &str = ".groundplan.sha256";
