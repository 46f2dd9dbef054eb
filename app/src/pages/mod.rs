//! One module a page.

pub mod discovery;
pub mod export;
pub mod guide;
pub mod history;
pub mod home;
pub mod lazy;
pub mod not_found;
pub mod papers;
pub mod project;
pub mod proposal;
pub mod recover;
pub mod rules;
pub mod studio;
pub mod waiting;
