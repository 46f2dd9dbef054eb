//! What several tests share: the built binary as a person runs it, a studio in this process or one to be killed, a private PostgreSQL,
//! and a client that behaves like a browser. No test lives here.
pub mod client;
pub mod in_process;
pub mod postgres;
pub mod process;
pub mod studio;
