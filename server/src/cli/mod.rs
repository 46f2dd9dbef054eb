//! The command line: every flag of `serve` is an environment variable too. Declares; `crate::config` checks and
//! `crate::commands` acts.

mod allowances;
mod designs;
mod serve;
mod stores;

pub use allowances::{Allowances, Keeping};
#[cfg(unix)]
pub use designs::McpArgs;
pub use designs::{GenerateArgs, NewArgs, ProposeArgs, ReviewArgs, ReviewFormat};
pub use serve::{LogFormat, ReadyArgs, ServeArgs};
pub use stores::{BackupArgs, CheckArgs, PurgeArgs, RestoreArgs, StatsArgs, StoreArgs};

use clap::{Parser, Subcommand};

/// Designs service architectures: answer questions, get a reasoned design, change it, download files that run.
#[derive(Debug, Parser)]
#[command(name = "groundplan", version, max_term_width = 100)]
#[command(after_help = "\
Examples:
  groundplan serve                                   the studio on http://localhost:3000, data in ./data
  groundplan generate groundplan.yaml -o plan.zip    everything the design needs to run, as a zip
  groundplan generate groundplan.yaml --check .      exit code 1 when these files are not what the design gives
  groundplan review groundplan.yaml --format sarif   for code scanning; exit code 1 when there are errors
  groundplan mcp --root .                            for the configuration of a coding assistant
  curl -s HOST/api/v1/projects/ID | jq .design | groundplan review -

A DESIGN is a groundplan.yaml, a BRIEF the answers to the questions; both may be YAML or JSON, and “-” reads standard input.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Reads the command line of this process; shows help or what is wrong, and ends it, when that is asked for.
    pub fn read() -> Self {
        Self::parse()
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the studio and its API over HTTP
    Serve(Box<ServeArgs>),
    /// Ask a running server whether it takes requests and its store takes changes; exit code 1 when not
    Ready(ReadyArgs),
    /// Propose an architecture for what a few flags say; writes the design to standard output
    New(NewArgs),
    /// Propose an architecture for the answers of a brief; writes the design to standard output
    Propose(ProposeArgs),
    /// Write the files of a design into a folder or a zip, or check that a folder holds them
    Generate(GenerateArgs),
    /// Say what will hurt in a design; exit code 1 when there are errors
    Review(ReviewArgs),
    /// Offer the same to a coding assistant as tools, over the Model Context Protocol
    #[cfg(unix)]
    Mcp(McpArgs),
    /// Read everything that is stored and say what is wrong with it; exit code 1 when something is
    Check(CheckArgs),
    /// Write the whole store into one file, while it is served or not, and check it
    Backup(BackupArgs),
    /// Put a backup into an empty store
    Restore(RestoreArgs),
    /// Say what the store holds and how it grows
    Stats(StatsArgs),
    /// Delete for good what nobody needs any more
    Purge(PurgeArgs),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_declaration_holds_together() {
        Cli::command().debug_assert();
    }

    /// Flags of Docker, Compose and systemd in the guide's examples.
    const OF_OTHERS: [&str; 15] = [
        "build",
        "cap-drop",
        "detach",
        "env",
        "file",
        "now",
        "profile",
        "publish",
        "read-only",
        "rm",
        "scale",
        "security-opt",
        "tag",
        "tmpfs",
        "volume",
    ];

    #[test]
    fn the_operators_guide_names_every_flag_and_command() {
        let guide = include_str!("../../OPERATING.md");
        let command = Cli::command();
        let mut missing = Vec::new();
        for name in ["serve", "ready", "mcp", "check", "backup", "restore", "stats", "purge"] {
            let command = command.find_subcommand(name).unwrap();
            if !guide.contains(&format!("`groundplan {name}")) {
                missing.push(format!("groundplan {name}"));
            }
            for flag in command.get_arguments().filter_map(clap::Arg::get_long) {
                let said = [" ", "`", "\n"].iter().any(|end| guide.contains(&format!("`--{flag}{end}")));
                if !said {
                    missing.push(format!("--{flag} of {name}"));
                }
            }
        }
        assert!(missing.is_empty(), "server/OPERATING.md lacks {missing:?}");
        let words = guide.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter_map(|word| word.strip_prefix("--"));
        let known: Vec<String> =
            command.get_subcommands().flat_map(|c| c.get_arguments().filter_map(|a| a.get_long().map(str::to_owned))).collect();
        let words = words.filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
        let unknown: Vec<&str> = words.filter(|word| !known.iter().any(|flag| flag == word) && !OF_OTHERS.contains(word)).collect();
        assert!(unknown.is_empty(), "server/OPERATING.md speaks of {unknown:?}");
    }

    #[test]
    fn every_flag_of_serve_is_an_environment_variable_too() {
        let command = Cli::command();
        let serve = command.find_subcommand("serve").unwrap();
        for flag in serve.get_arguments().filter(|a| a.get_long().is_some_and(|long| long != "help")) {
            let long = flag.get_long().unwrap();
            let expected = format!("GROUNDPLAN_{}", long.to_uppercase().replace('-', "_"));
            assert_eq!(flag.get_env().and_then(|e| e.to_str()), Some(expected.as_str()), "--{long}");
        }
    }
}
