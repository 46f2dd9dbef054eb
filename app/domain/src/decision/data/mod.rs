//! Who owns which data, where it lies, and how it stays right.

pub(super) mod cache;
pub(super) mod consistency;
pub(super) mod data_ownership;
pub(super) mod queries;
pub(super) mod store;
