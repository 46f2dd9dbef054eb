//! Share links: whoever opens one may view or edit the project until the link is taken back or expires.

pub mod create;
pub mod delete;
pub mod download;
pub mod list;
pub mod open;
