//! The product's binary once more, so that Cargo builds it together with the tests that start and kill it.

use server::{cli::Cli, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(Cli::read())
}
