//! The command line: every flag of `serve` is an environment variable too. Declares; `crate::config` checks and
//! `crate::commands` acts.

mod allowances;

pub use allowances::{Allowances, Keeping};

use crate::store::KEEP_AT_LEAST_DAYS;
use clap::{Args, Parser, Subcommand, ValueEnum, builder::FalseyValueParser};
use domain::{discovery::Shape, protocol::Choosing};
use generate::Profile;
use std::{net::SocketAddr, path::PathBuf};

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

/// Where projects are kept.
#[derive(Debug, Args)]
pub struct StoreArgs {
    /// Folder for the embedded database; created when absent
    #[arg(long, env = "GROUNDPLAN_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// Keep projects in PostgreSQL instead of the data folder
    #[arg(long, env = "GROUNDPLAN_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Read the URL of PostgreSQL from this file: a password in it stands in no configuration
    #[arg(long, env = "GROUNDPLAN_DATABASE_URL_FILE", value_name = "FILE", conflicts_with = "database_url")]
    pub database_url_file: Option<PathBuf>,
}

/// Which server to ask.
#[derive(Debug, Args)]
#[command(after_help = "\
For the health check of a container, whose image has no other program, and for scripts. It asks /readyz on this machine, as --listen of
the server says. Exit codes: 0 it is ready, 1 it is not, or does not answer within 6 seconds, 2 the address is wrong.")]
pub struct ReadyArgs {
    /// Where the server listens; of an address that means all, such as 0.0.0.0, this machine's own is asked
    #[arg(long, env = "GROUNDPLAN_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Ask again until it is ready, for so many seconds
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub wait: u64,
}

/// Which store, and where to.
#[derive(Debug, Args)]
#[command(after_help = "\
The file is a SQLite database, whichever store it comes from, and can be restored into either. It holds one moment of the store,
appears under its name only when it is whole, on the disk and checked, and may be read by its owner only. Exit codes: 0 the backup is
good, 1 it is, but a design in it does not open (in the store neither), 2 there is no backup.")]
pub struct BackupArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// The file to write
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Overwrite a backup that is there already
    #[arg(long)]
    pub replace: bool,
}

/// Which backup, and into which store.
#[derive(Debug, Args)]
#[command(after_help = "\
All of it is put back or nothing. Stop the servers first: one over SQLite makes this fail. Exit codes: 0 it is restored, 1 it is, but a
design in it does not open, 2 nothing was changed.")]
pub struct RestoreArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// The backup to read
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Put it in place of everything in a store that is not empty
    #[arg(long)]
    pub replace: bool,
}

/// Which store, and how to say it.
#[derive(Debug, Args)]
pub struct StatsArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// Which store, and what to delete.
#[derive(Debug, Args)]
#[command(after_help = "\
Owners who have nothing go in any case: no design, none shared with them, and no recovery link of the last 400 days. `groundplan serve`
deletes them by itself. What is deleted is overwritten in a SQLite file; backups forget it when they are deleted themselves.")]
pub struct PurgeArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Delete designs that nobody has changed for so many days, too
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub unchanged_days: Option<u32>,
    /// Only say what would go
    #[arg(long)]
    pub dry_run: bool,
    /// Rewrite a SQLite file afterwards, so that it becomes as small as it can; nobody may be using it
    #[arg(long)]
    pub compact: bool,
}

/// How to serve.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  groundplan serve --data /var/lib/groundplan --listen 0.0.0.0:8080 --public-url https://plan.example.org --trusted-proxies 1
  groundplan serve --database-url postgres://groundplan@db/groundplan     any number of these may run at once

SIGTERM and SIGINT finish running requests, at most --drain-seconds long, and close the store.")]
pub struct ServeArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "GROUNDPLAN_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Address and port for /metrics, which the public should not reach; nowhere when absent
    #[arg(long, env = "GROUNDPLAN_METRICS_LISTEN", value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,
    /// The address people type; needed when others can reach --listen. With https, cookies and headers become strict
    #[arg(long, env = "GROUNDPLAN_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// A text file with your own words on privacy, shown before what this program keeps by itself
    #[arg(long, env = "GROUNDPLAN_PRIVACY_FILE", value_name = "FILE")]
    pub privacy_file: Option<PathBuf>,
    /// Proxies in front whose X-Forwarded-For is believed; 0 believes nobody
    #[arg(long, env = "GROUNDPLAN_TRUSTED_PROXIES", value_name = "N", default_value_t = 0)]
    pub trusted_proxies: usize,
    /// Open connections in all; further clients wait
    #[arg(long, env = "GROUNDPLAN_CONNECTIONS", value_name = "N", default_value_t = 4_096, value_parser = at_least_one)]
    pub connections: usize,
    /// Open connections of one address; 0 for no limit, and there is none behind trusted proxies
    #[arg(long, env = "GROUNDPLAN_CONNECTIONS_PER_ADDRESS", value_name = "N", default_value_t = 512)]
    pub connections_per_address: usize,
    /// Memory for the designs that were used last, in MiB
    #[arg(long, env = "GROUNDPLAN_CACHE_MB", value_name = "N", default_value_t = 64)]
    pub cache_mb: usize,
    /// Merge saves older than so many days to one a day, named versions excepted; everything is kept when absent
    #[arg(long, env = "GROUNDPLAN_KEEP_REVISIONS_DAYS", value_name = "N", value_parser = clap::value_parser!(u32).range(i64::from(KEEP_AT_LEAST_DAYS)..))]
    pub keep_revisions_days: Option<u32>,
    /// How long running requests may take to finish after SIGTERM
    #[arg(long, env = "GROUNDPLAN_DRAIN_SECONDS", value_name = "S", default_value_t = 10)]
    pub drain_seconds: u64,
    /// What to log: error, warn, info, debug, or a filter such as “info,server=debug”
    #[arg(long, env = "GROUNDPLAN_LOG", value_name = "FILTER", default_value = "info")]
    pub log: String,
    /// Log one line for each request: id, method, route, status, milliseconds, bytes
    #[arg(long, env = "GROUNDPLAN_LOG_REQUESTS", value_parser = FalseyValueParser::new())]
    pub log_requests: bool,
    /// How to log
    #[arg(long, env = "GROUNDPLAN_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    #[command(flatten)]
    pub allowances: Allowances,
    #[command(flatten)]
    pub keeping: Keeping,
    /// No limit for any address, browser or owner: for a studio of your own
    #[arg(long, env = "GROUNDPLAN_NO_LIMITS", value_parser = FalseyValueParser::new())]
    pub no_limits: bool,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| *n > 0).ok_or_else(|| "must be a whole number above 0".to_owned())
}

/// What to check.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  groundplan check --data /var/lib/groundplan       may be run while the studio serves
  groundplan check --repair                         after a backup, with the studio stopped

Every save is read, its hash compared, its edits applied; snapshots are compared with what the saves give. --repair writes snapshots and
summaries anew, and sets saves aside that cannot be read: they stay in the table set_aside, and the design goes on from the version before.
Exit codes: 0 nothing is wrong or everything was repaired, 1 something is, 2 the database cannot be read.")]
pub struct CheckArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Repair what can be
    #[arg(long)]
    pub repair: bool,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// What to propose for.
#[derive(Debug, Args)]
pub struct ProposeArgs {
    /// Answers by question id, as YAML or JSON; “-” reads standard input
    #[arg(value_name = "BRIEF")]
    pub brief: PathBuf,
    /// What to call the design; derived from the answers when absent
    #[arg(long)]
    pub name: Option<String>,
    /// The shape you want instead of the one that fits: modular-monolith, monolith-with-satellites or microservices
    #[arg(long, value_name = "SHAPE", value_parser = shape)]
    pub shape: Option<Shape>,
    /// Another option of a decision than the one proposed, such as broker=kafka; may be given several times
    #[arg(long, value_name = "TOPIC=OPTION", value_parser = choosing)]
    pub choose: Vec<Choosing>,
    /// Why, for the records of what --choose changes
    #[arg(long, value_name = "TEXT", requires = "choose")]
    pub reason: Option<String>,
    /// Write what the API answers, as JSON: design, verdict, decisions, cut, alternatives, migration
    #[arg(long)]
    pub json: bool,
    /// Write it here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn choosing(word: &str) -> Result<Choosing, String> {
    let (topic, option) = word.split_once('=').ok_or("write it as TOPIC=OPTION")?;
    Ok(Choosing { topic: topic.trim().to_owned(), option: option.trim().to_owned(), reason: None })
}

fn profile(word: &str) -> Result<Profile, String> {
    Profile::find(word).map_err(|error| error.to_string())
}

/// Answers in a few words.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  groundplan new Shop --services cart,orders,mail --database postgresql --queue rabbitmq --pattern event-driven --language node

Each flag is the answer to a question of the questionnaire; a word that fits none is refused with those that would.")]
pub struct NewArgs {
    /// What to call the design
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Further answers by question id, as YAML or JSON; flags count more. “-” reads standard input
    #[arg(long, value_name = "BRIEF")]
    pub from: Option<PathBuf>,
    /// The services, separated by commas; each is kept under its name
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub services: Vec<String>,
    /// postgresql, mysql, mongodb or decide
    #[arg(long, value_name = "STORE")]
    pub database: Option<String>,
    /// nginx, kong, traefik or decide
    #[arg(long, value_name = "GATEWAY")]
    pub gateway: Option<String>,
    /// The broker: rabbitmq, kafka, nats, redis or that of a cloud
    #[arg(long, value_name = "BROKER")]
    pub queue: Option<String>,
    /// event-driven, request-response or decide
    #[arg(long, value_name = "STYLE")]
    pub pattern: Option<String>,
    /// The busiest second: low (10 requests), medium (200) or high (2,000)
    #[arg(long, value_name = "LOAD")]
    pub scale: Option<String>,
    /// prometheus, loki (logs as well) or jaeger (traces as well)
    #[arg(long, value_name = "SYSTEM")]
    pub monitoring: Option<String>,
    /// node, python, java, go or rust
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// Write it here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn shape(word: &str) -> Result<Shape, String> {
    let slugs = || Shape::ALL.map(Shape::slug).join(", ");
    Shape::ALL.into_iter().find(|shape| shape.slug() == word).ok_or_else(|| format!("the shapes are {}", slugs()))
}

/// What to generate, and where to.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  groundplan generate groundplan.yaml -o shop              into the folder “shop”; writes nothing when a file is in the way
  groundplan generate groundplan.yaml -o shop.zip          as a zip; the same design gives the same bytes
  groundplan generate groundplan.yaml -o shop --force      again, over the files that are there
  groundplan generate groundplan.yaml --check shop         for a pipeline: writes nothing, compares every file

--check lists what is missing, changed (with the first line that differs), not executable, or unexpected. It overlooks .git,
.groundplan.sha256 and what the generated .gitignore names. Exit codes: 0 the folder is what the design gives, 1 it is not, 2 the design or the folder cannot be read.")]
pub struct GenerateArgs {
    /// A design as YAML or JSON; “-” reads standard input
    #[arg(value_name = "DESIGN")]
    pub design: PathBuf,
    /// A folder to write into, or a file that ends in .zip
    #[arg(short, long, value_name = "DIR|ZIP", required_unless_present = "check")]
    pub output: Option<PathBuf>,
    /// Write nothing; fail with a list unless this folder is what the design gives
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "force"])]
    pub check: Option<PathBuf>,
    /// Only these artefacts, such as “compose,adr”; the ones that fit the design when absent
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub targets: Option<Vec<String>>,
    /// A choice of artefacts by its name: essential, the smallest bundle that starts, or full, everything there is
    #[arg(long, value_name = "PROFILE", value_parser = profile, conflicts_with = "targets")]
    pub profile: Option<Profile>,
    /// Overwrite files that exist
    #[arg(long)]
    pub force: bool,
}

/// What the assistant may touch.
#[cfg(unix)]
#[derive(Debug, Args)]
#[command(after_help = "\
For the configuration of a coding assistant, which starts it and speaks to it over standard input and output:
  {\"mcpServers\": {\"groundplan\": {\"command\": \"groundplan\", \"args\": [\"mcp\", \"--root\", \"/path/to/your/projects\"]}}}

The tools are questions, propose, review, explain_rule, generate and compare. Nothing is written but what generate is asked for, below
--root; no link is followed there, and a file that the bundle did not write, or that somebody has changed since, is left as it is.
.groundplan.sha256 in the folder remembers what was written. `groundplan serve` offers the same tools at /mcp, without folders.")]
pub struct McpArgs {
    /// Bundles may be written into folders below this one, and compared there; without it nothing is written
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// What to review, and how to say it.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// A design as YAML or JSON; “-” reads standard input
    #[arg(value_name = "DESIGN")]
    pub design: PathBuf,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = ReviewFormat::Text)]
    pub format: ReviewFormat,
    /// The studio whose pages explain the rules; SARIF links to them
    #[arg(long, env = "GROUNDPLAN_PUBLIC_URL", value_name = "URL", default_value = "http://localhost:3000")]
    pub public_url: String,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For people
    Text,
    /// What POST /api/v1/reviews answers
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
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
        let guide = include_str!("../OPERATING.md");
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
