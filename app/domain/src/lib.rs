//! The heart of Groundplan: what a service architecture is, and everything that can be known about one.
//!
//! # Map
//!
//! | module | holds |
//! |---|---|
//! | [`ids`] | the names of things: short slugs that never change meaning |
//! | [`design`] | [`Design`] and its parts, their limits and their validity |
//! | [`edit`] | [`Edit`], the only way to change a Design, and the difference of two Designs as Edits |
//! | [`fault`] | what a broken page tells the server: where and what, and nothing of a design |
//! | [`file`] | `groundplan.yaml`: text to Design with line-accurate errors, and back; the JSON Schema |
//! | [`latin`] | names of any script in the letters of ids |
//! | [`layout`] | positions, kept beside the model; automatic layout |
//! | [`catalog`] | technologies: image, pinned tag, ports, probe, licence |
//! | [`discovery`] | questions, the Brief that follows from the answers, and the proposal engine |
//! | [`decision`] | one module a topic: options, forces, consequences |
//! | [`review`] | rules, findings, the scoreboard |
//! | [`analysis`] | journeys, load, cost and blast radius, with what is assumed |
//! | [`standing`] | whether the bundle holds what a value promises |
//! | [`starters`] | ready-made Designs |
//! | [`protocol`] | the shapes that cross the wire between browser, server and scripts |
//! | [`work`] | leave to go on computing, which can be taken back |
//! | `arbitrary` | random and sized Designs for tests and benchmarks; behind the feature of that name |
//!
//! # Invariants
//!
//! - Pure: no IO, clock, randomness, environment or threads. Same input, same output, here and in the browser.
//! - Ordered maps only, so that the same Design always has the same bytes.
//! - A Design changes through [`Edit`] alone; [`Design::apply`] returns the inverse.
//! - Rules and generators read the Design, never the layout.

pub mod analysis;
#[cfg(any(test, feature = "arbitrary"))]
pub mod arbitrary;
pub mod catalog;
pub mod decision;
pub mod design;
pub mod discovery;
pub mod edit;
pub mod fault;
pub mod file;
pub mod ids;
pub mod latin;
pub mod layout;
pub mod protocol;
pub mod review;
mod spelling;
pub mod standing;
pub mod starters;
pub mod work;

pub use design::Design;
pub use edit::Edit;
