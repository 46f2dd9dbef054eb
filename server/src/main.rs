//! The binary: reads the command line, runs the command, says how it ended.

use server::{cli::Cli, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(Cli::read())
}
