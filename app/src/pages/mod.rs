//! One module a page.

pub mod discovery;
pub mod export;
pub mod guide;
pub mod home;
pub mod lazy;
pub mod not_found;
pub mod project;
pub mod proposal;
pub mod recover;
pub mod rules;
pub mod studio;

/// What a design is called before anybody named it. The proposal then finds a name in the answers.
pub const UNNAMED: &str = "New system";

/// The name to propose under: the one somebody gave, if anybody did.
pub fn given_name(name: &str) -> Option<&str> {
    (name != UNNAMED).then_some(name)
}
