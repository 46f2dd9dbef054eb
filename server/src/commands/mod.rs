//! What the binary does: one file a command.

mod backup;
mod check;
mod generate;
mod input;
mod inspect;
#[cfg(unix)]
mod mcp;
mod new;
mod place;
mod progress;
mod propose;
mod purge;
mod ready;
mod review;
mod sarif;
mod serve;
mod stats;

pub use serve::serve;

use crate::cli::{Cli, Command};
use std::{io::Write, process::ExitCode};

/// How a command ends badly: what to tell the person. Several lines are fine.
type Failure = String;

/// Runs a command to its end.
pub fn run(cli: Cli) -> ExitCode {
    let result = match cli.command {
        Command::Serve(args) => serve::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Ready(args) => ready::run(&args),
        Command::New(args) => new::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Propose(args) => propose::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Generate(args) => generate::run(&args),
        Command::Review(args) => review::run(&args),
        #[cfg(unix)]
        Command::Mcp(args) => mcp::run(&args),
        Command::Check(args) => inspect::run(&args),
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Purge(args) => purge::run(&args),
    };
    result.unwrap_or_else(|failure| {
        // Nothing is left to do when standard error is closed too.
        let _ = writeln!(std::io::stderr(), "groundplan: {failure}");
        ExitCode::from(2)
    })
}

/// Writes to standard output; a reader that has gone away is no failure.
fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("cannot write: {error}")),
        _ => Ok(()),
    }
}
