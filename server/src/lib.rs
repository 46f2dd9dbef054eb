//! Groundplan in one binary: HTTP, the store, the command line. The only package that does IO.
//!
//! | module | holds |
//! |---|---|
//! | [`cli`], [`config`] | flags and environment, and the checked configuration made of them |
//! | [`commands`] | `serve`, `propose`, `generate`, `review`, `mcp`, and the operator's: `ready`, `check`, `backup`, `restore`, `stats`, `purge` |
//! | [`router`] | the index of the API, and the layers around it |
//! | `routes` | one file a verb: `routes/<resource>/<verb>.rs` |
//! | [`error`] | everything that can go wrong, as RFC 9457 problem documents |
//! | [`store`] | projects in SQLite or PostgreSQL; the only place with SQL |
//! | `pool`, `memory`, `outgoing` | what a request may take of processors and of memory |
//! | `folder` | a folder on this machine that holds a bundle, or is to hold one |
//! | `hex` | bytes as hexadecimal digits |
//! | `mcp` | the tools of coding assistants, and their way in over HTTP |
//! | `connections` | who is connected, and for how long without reading or writing |
//! | `upkeep` | what the server does by itself in the background |
//! | `assets`, `pages` | the packed browser half, and the pages rendered on the server |
//! | `security` | owners, origins, response headers, limits per address |

#![recursion_limit = "512"] // views are deeply nested types

pub mod cli;
pub mod commands;
pub mod config;
pub mod error;
pub mod router;
pub mod state;
pub mod store;

mod assets;
mod clock;
mod connections;
mod extract;
mod folder;
mod hex;
mod mcp;
mod memory;
mod openapi;
mod outgoing;
mod pages;
mod pool;
mod respond;
mod routes;
mod security;
mod telemetry;
mod upkeep;
