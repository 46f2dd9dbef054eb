//! The geometry of the diagram: pure functions from a Design to shapes, routes and intentions. Knows no interface framework and nothing
//! of the browser: what the interface tells it are numbers, what it answers are values.

pub mod drawing;
mod effort;
pub mod gesture;
mod ink;
pub mod label;
pub mod mark;
pub mod miniature;
pub mod navigate;
pub mod outline;
pub mod route;
pub mod scene;
pub mod snap;
mod squares;
pub mod svg;
pub mod viewport;

#[cfg(test)]
mod tests;

pub use miniature::miniature;
pub use svg::svg;
