//! The flags of `serve`, each an environment variable too, and of `ready`, which asks a running server.

use super::{Allowances, Keeping, StoreArgs};
use crate::store::KEEP_AT_LEAST_DAYS;
use clap::{Args, ValueEnum, builder::FalseyValueParser};
use std::{net::SocketAddr, path::PathBuf};

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

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
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
