//! The binary: reads the command line, runs the command, says how it ended.

use server::{cli::Cli, commands};
use std::process::ExitCode;

#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    commands::run(Cli::read())
}
