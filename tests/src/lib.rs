//! What several tests share: the built binary as a person runs it, a studio in this process or one to be killed, a private PostgreSQL,
//! a client that behaves like a browser, and bundles on disk with the tools that judge them. No test lives here.
pub mod bundles;
pub mod client;
pub mod in_process;
pub mod pages_hammer;
pub mod poison;
pub mod postgres;
pub mod process;
pub mod schema;
pub mod soak;
pub mod studio;
pub mod tenants;
