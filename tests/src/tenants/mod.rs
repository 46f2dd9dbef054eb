//! People who share one server, good and bad ones: a host that is held to its memory, a neighbour who works as anybody would and whose
//! answers are measured, and the attacks that run beside. They come from addresses of the loopback network of their own.

pub mod attacks;
pub mod designs;
pub mod fuzz;
pub mod guest;
pub mod host;
pub mod ledger;
pub mod neighbour;
pub mod reply;
