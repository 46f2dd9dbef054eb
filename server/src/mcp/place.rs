//! Where the tools work: beside an assistant on somebody's machine, or in the studio for whoever asks over HTTP. Says what may be touched,
//! who computes, and what is counted.

use super::arguments::Refusal;
#[cfg(unix)]
use crate::folder::Root;
use crate::{
    error::Problem,
    pool::Pool,
    security::{
        client::{self, Client},
        limits::Limit,
    },
    state::App,
};
use axum::http::{header, request::Parts, uri::Authority};
use domain::work::Work;
use rmcp::model::Extensions;

/// Where the tools work.
#[derive(Debug)]
pub enum Place {
    /// One assistant at standard input and output. With a root, bundles are written and compared below it.
    #[cfg(unix)]
    Machine { pool: Pool, root: Option<Root> },
    /// Anybody, over HTTP: nothing is written but what the store keeps.
    Studio(App),
}

/// What is different after a tool has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing is written.
    None,
    /// Files that the bundle wrote are replaced; the same call again changes nothing.
    Replaces,
    /// Each call adds a design.
    Adds,
}

impl Place {
    /// What writing does here.
    pub(super) fn effect(&self) -> Effect {
        match self {
            #[cfg(unix)]
            Self::Machine { root: Some(_), .. } => Effect::Replaces,
            #[cfg(unix)]
            Self::Machine { root: None, .. } => Effect::None,
            Self::Studio(_) => Effect::Adds,
        }
    }

    /// Counts a call of somebody who is limited.
    pub(super) fn count(&self, limit: Option<Limit>) -> Result<(), Refusal> {
        match (self, limit) {
            (Self::Studio(app), Some(limit)) => Ok(app.limits.count(limit, client::current())?),
            _ => Ok(()),
        }
    }

    /// Computes for the present client; for a design of so many parts.
    pub(super) async fn compute<T: Send + 'static>(
        &self,
        parts: usize,
        work: impl FnOnce(&Work) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let computed = match self {
            #[cfg(unix)]
            Self::Machine { pool, .. } => pool.stream(work).await,
            Self::Studio(app) => app.pool_of(parts).run(work).await,
        };
        Ok(computed.map_err(Problem::from)?)
    }

    /// Whether there are folders here that tools may write into and read.
    pub(super) fn has_folders(&self) -> bool {
        match self {
            #[cfg(unix)]
            Self::Machine { root, .. } => root.is_some(),
            Self::Studio(_) => false,
        }
    }

    /// The root of those folders.
    #[cfg(unix)]
    pub(super) fn root(&self) -> Result<&Root, Refusal> {
        match self {
            Self::Machine { root: Some(root), .. } => Ok(root),
            _ => Err(self.no_folders()),
        }
    }

    /// What is said to whoever asks for a folder where there is none.
    pub(super) fn no_folders(&self) -> Refusal {
        Refusal::new(match self {
            #[cfg(unix)]
            Self::Machine { .. } => "there are no folders here: start “groundplan mcp --root DIR”",
            Self::Studio(_) => "there are no folders over HTTP: use “groundplan mcp --root DIR” on the machine that has them",
        })
    }

    /// Who asks, when a request of HTTP brought the call.
    pub(super) fn client(extensions: &Extensions) -> Option<Client> {
        extensions.get::<Parts>()?.extensions.get::<Client>().copied()
    }

    /// The address under which a request of HTTP reached the studio; empty when it is not known, so that addresses are paths.
    pub(super) fn origin(&self, extensions: &Extensions) -> String {
        let Self::Studio(app) = self else { return String::new() };
        if let Some(url) = &app.config.public_url {
            return url.origin().to_owned();
        }
        let host = extensions.get::<Parts>().and_then(|parts| parts.headers.get(header::HOST)?.to_str().ok()?.parse::<Authority>().ok());
        host.map_or(String::new(), |host| format!("http://{host}"))
    }
}
