//! Rules about who looks after what.

pub(in crate::review) mod context_without_team;
pub(in crate::review) mod lock_step_release;
pub(in crate::review) mod split_context;
pub(in crate::review) mod too_few_people;
pub(in crate::review) mod too_many_services_per_team;
