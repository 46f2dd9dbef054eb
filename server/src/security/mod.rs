//! Who asks, from where, and how often; and what browsers are told about our answers.

pub mod arrival;
pub mod client;
pub mod headers;
pub mod limits;
pub mod origin;
pub mod owner;
pub mod token;
