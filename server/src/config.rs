//! The configuration of `serve`, checked: whatever is wrong is said before anything starts.

use crate::{
    cli::{Allowances, Keeping, ServeArgs, StoreArgs},
    store::Quota,
};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

/// A checked configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeConfig {
    pub listen: SocketAddr,
    pub database: Database,
    /// Where `/metrics` is; nowhere when absent.
    pub metrics_listen: Option<SocketAddr>,
    pub public_url: Option<PublicUrl>,
    /// Proxies in front whose `X-Forwarded-For` is believed.
    pub trusted_proxies: usize,
    /// What one address and one browser may ask for.
    pub allowances: Allowances,
    /// What one owner may keep.
    pub quota: Quota,
    /// The operator's own words on privacy.
    pub privacy: Option<String>,
    /// Whether each request gets a line in the log.
    pub log_requests: bool,
    /// Memory for the designs that were used last.
    pub cache_bytes: usize,
    /// Saves older than so many days are merged to one a day; all are kept when absent.
    pub keep_revisions_days: Option<u32>,
    pub drain: Duration,
    /// How long a client may take to send the head of a request, and how long an idle connection is kept.
    pub head_wait: Duration,
    /// How long a client may take to send the body of a request.
    pub body_wait: Duration,
    /// How long a client may read nothing of its answer.
    pub write_wait: Duration,
    /// Connections in all.
    pub max_connections: usize,
    /// Connections of one address; 0 for no limit.
    pub connections_per_address: usize,
}

/// Long enough for people on slow lines, short enough that idle connections do not pile up.
const HEAD_WAIT: Duration = Duration::from_secs(30);

/// Two megabytes, the most a body may hold, at 100 kB/s.
const BODY_WAIT: Duration = Duration::from_secs(20);

/// A line that is dead for so long is dead.
const WRITE_WAIT: Duration = Duration::from_secs(20);

const MIB: usize = 1024 * 1024;

/// Where projects are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file in this folder.
    Folder(PathBuf),
    /// PostgreSQL at this address, which may hold a password.
    Postgres(String),
}

impl Database {
    /// PostgreSQL when there is an address, else the folder. Reads the file that holds the address, when there is one.
    pub fn chosen(args: &StoreArgs) -> Result<Self, String> {
        if let Some(file) = &args.database_url_file {
            let text = std::fs::read_to_string(file).map_err(|error| format!("--database-url-file {}: {error}", file.display()))?;
            // Some editors begin a file with a mark of its encoding.
            return Self::postgres(text.trim_start_matches('\u{feff}').trim(), "what --database-url-file holds");
        }
        match args.database_url.as_deref().map(str::trim).filter(|url| !url.is_empty()) {
            None => Ok(Self::Folder(args.data.clone())),
            Some(url) => Self::postgres(url, "--database-url"),
        }
    }

    fn postgres(url: &str, what: &str) -> Result<Self, String> {
        let fits = url.starts_with("postgres://") || url.starts_with("postgresql://");
        if fits { Ok(Self::Postgres(url.to_owned())) } else { Err(format!("{what} must start with postgres://")) }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

impl Default for ServeConfig {
    /// A free port, data in the current folder, no limits: for tests.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: Database::Folder("data".into()),
            metrics_listen: None,
            public_url: None,
            trusted_proxies: 0,
            allowances: Allowances::default(),
            quota: Quota::default(),
            privacy: None,
            log_requests: false,
            cache_bytes: 64 * MIB,
            keep_revisions_days: None,
            drain: Duration::from_secs(10),
            head_wait: HEAD_WAIT,
            body_wait: BODY_WAIT,
            write_wait: WRITE_WAIT,
            max_connections: 4_096,
            connections_per_address: 0,
        }
    }
}

impl ServeConfig {
    /// Checks what was given; says what is wrong with it.
    pub fn from_args(args: &ServeArgs) -> Result<Self, String> {
        let database = Database::chosen(&args.store)?;
        let public_url = args.public_url.as_deref().map(str::trim).filter(|url| !url.is_empty()).map(PublicUrl::parse).transpose()?;
        if public_url.is_none() && !args.listen.ip().is_loopback() {
            return Err(format!(
                "others can reach --listen {}: say with --public-url what they type, such as https://plan.example.org",
                args.listen
            ));
        }
        Ok(Self {
            listen: args.listen,
            database,
            metrics_listen: args.metrics_listen,
            public_url,
            trusted_proxies: args.trusted_proxies,
            allowances: if args.no_limits { Allowances::default() } else { args.allowances },
            quota: if args.no_limits { Quota::default() } else { quota(args.keeping) },
            privacy: args.privacy_file.as_deref().map(privacy).transpose()?,
            log_requests: args.log_requests,
            cache_bytes: args.cache_mb.saturating_mul(MIB),
            keep_revisions_days: args.keep_revisions_days,
            drain: Duration::from_secs(args.drain_seconds),
            head_wait: HEAD_WAIT,
            body_wait: BODY_WAIT,
            write_wait: WRITE_WAIT,
            max_connections: args.connections,
            connections_per_address: if args.no_limits { 0 } else { args.connections_per_address },
        })
    }
    /// Whether people come over TLS, so that cookies and headers may insist on it.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.origin.starts_with("https://"))
    }
}

fn quota(Keeping { projects, kept_mb }: Keeping) -> Quota {
    Quota { projects: projects.into(), bytes: u64::from(kept_mb) << 20 }
}

/// The operator's own words on privacy.
fn privacy(file: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("--privacy-file {}: {error}", file.display()))?;
    let text = text.trim();
    if text.is_empty() { Err(format!("--privacy-file {} is empty", file.display())) } else { Ok(text.to_owned()) }
}

/// The address people type: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
}

impl PublicUrl {
    /// Takes `https://plan.example.org`, with a slash at the end or without.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("--public-url must look like https://plan.example.org, not “{text}”");
        let origin = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let uri: axum::http::Uri = origin.parse().map_err(|_| wrong())?;
        let scheme_fits = matches!(uri.scheme_str(), Some("http" | "https"));
        let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
        if !scheme_fits || uri.host().is_none() || has_user || uri.path() != "/" || uri.query().is_some() || origin.ends_with('/') {
            return Err(wrong());
        }
        Ok(Self { origin })
    }
    /// As browsers write it in an `Origin` header.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn config(flags: &[&str]) -> Result<ServeConfig, String> {
        let Command::Serve(args) = Cli::parse_from(["groundplan", "serve"].iter().chain(flags)).command else { unreachable!() };
        ServeConfig::from_args(&args)
    }

    #[test]
    fn a_public_address_is_an_origin() {
        for good in ["https://plan.example.org", "https://plan.example.org/", "http://localhost:8080"] {
            assert!(PublicUrl::parse(good).is_ok(), "{good}");
        }
        for bad in ["plan.example.org", "ftp://x", "https://", "https://x/path", "https://user:secret@x", "https://x?y", ""] {
            assert!(PublicUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_postgresql_is_taken_as_a_database_address() {
        assert!(config(&["--database-url", "mysql://x"]).unwrap_err().contains("postgres://"));
        assert!(matches!(config(&["--database-url", "postgres://x/y"]).unwrap().database, Database::Postgres(_)));
        assert!(matches!(config(&["--database-url", ""]).unwrap().database, Database::Folder(_)));
    }

    #[test]
    fn the_address_of_postgresql_may_stand_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        let given = |text: &str| {
            std::fs::write(&file, text).unwrap();
            config(&["--database-url-file", file.to_str().unwrap()])
        };
        for text in ["postgres://u:secret@x/y\n", "\u{feff}postgres://u:secret@x/y\r\n"] {
            assert_eq!(given(text).unwrap().database, Database::Postgres("postgres://u:secret@x/y".into()), "{text:?}");
        }
        let wrong = given("mysql://u:secret@x/y").unwrap_err();
        assert!(wrong.contains("--database-url-file") && !wrong.contains("secret"), "{wrong}");
        assert!(given("").is_err(), "nothing in it is not the data folder");
        assert!(config(&["--database-url-file", "nowhere"]).unwrap_err().contains("nowhere"));
    }

    #[test]
    fn a_password_does_not_show_in_debug_output() {
        let config = config(&["--database-url", "postgres://u:hunter2@x/y"]).unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn what_others_can_reach_needs_the_address_that_they_type() {
        for open in ["0.0.0.0:80", "[::]:80", "192.0.2.1:80"] {
            assert!(config(&["--listen", open]).unwrap_err().contains("--public-url"), "{open}");
            assert!(config(&["--listen", open, "--public-url", "https://plan.example.org"]).is_ok(), "{open}");
        }
        for closed in ["127.0.0.1:80", "127.0.0.53:80", "[::1]:80"] {
            assert!(config(&["--listen", closed]).is_ok(), "{closed}");
        }
    }

    #[test]
    fn without_limits_there_are_none() {
        let free = config(&["--no-limits"]).unwrap();
        assert_eq!((free.allowances, free.quota, free.connections_per_address), (Allowances::default(), Quota::default(), 0));
        let usual = config(&["--stored-mb-per-owner", "2"]).unwrap();
        assert!(usual.connections_per_address > 0 && usual.quota.projects > 0);
        assert_eq!(usual.quota.bytes, 2 << 20);
    }

    #[test]
    fn less_than_thirty_days_of_saves_are_not_taken() {
        let read = |days| Cli::try_parse_from(["groundplan", "serve", "--keep-revisions-days", days]);
        assert!(["0", "29", "-1", "x"].into_iter().all(|days| read(days).is_err()) && read("30").is_ok());
        assert_eq!(config(&["--keep-revisions-days", "90"]).unwrap().keep_revisions_days, Some(90));
        assert_eq!(config(&[]).unwrap().keep_revisions_days, None);
    }

    #[test]
    fn tls_is_told_from_the_public_address() {
        assert!(config(&["--public-url", "https://plan.example.org"]).unwrap().is_https());
        assert!(!config(&[]).unwrap().is_https());
    }
}
