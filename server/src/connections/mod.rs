//! Accepts connections and hands their requests to the router. A client that does not finish the head of its request in time, or
//! does not read its answer, loses its connection; one address cannot hold them all; stopping lets running requests end.

mod patience;
mod places;

use crate::{
    config::ServeConfig,
    error::{Kind, Problem},
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    response::{IntoResponse, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use patience::Patient;
use places::{Place, Places};
use std::{convert::Infallible, net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// How long to wait when the system has no free descriptor for another connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Longest head of a request, and most of an answer that is copied before it is written.
const MAX_BUFFER_BYTES: usize = 64 * 1024;
/// How long a client that has too many connections may take to hear so.
const REFUSAL_WAIT: Duration = Duration::from_secs(2);

/// How connections are treated.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// How long a client may take to send the head of a request, and how long an idle connection is kept.
    pub head_wait: Duration,
    /// How long a client may read nothing of its answer.
    pub write_wait: Duration,
    /// How long running requests may take to end when the server stops.
    pub drain: Duration,
    /// Open connections at most; further clients wait to be accepted.
    pub max_connections: usize,
    /// Of these, for one address; 0 for no limit.
    pub max_of_address: usize,
}

impl Manners {
    /// Behind proxies every connection comes from them, so that only the number of all of them says anything.
    pub fn of(config: &ServeConfig) -> Self {
        let ServeConfig { head_wait, write_wait, drain, max_connections, connections_per_address, trusted_proxies, .. } = *config;
        let max_of_address = if trusted_proxies > 0 { 0 } else { connections_per_address };
        Self { head_wait, write_wait, drain, max_connections, max_of_address }
    }
}

/// Serves until `stop` ends, then waits for running requests.
pub async fn serve(listener: TcpListener, router: Router, manners: Manners, stop: impl Future<Output = ()>) {
    let Manners { head_wait, write_wait, drain, max_connections, max_of_address } = manners;
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_wait).max_buf_size(MAX_BUFFER_BYTES);
    let places = Places::new(max_connections, max_of_address);
    let running = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        if !place.is_within_limit() {
            tokio::spawn(refuse(stream, place));
            continue;
        }
        let router = router.clone();
        let answer = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let stream = TokioIo::new(Patient::new(stream, write_wait));
        let connection = running.watch(http.serve_connection(stream, answer));
        tokio::spawn(async move {
            // Clients break off and send nonsense all the time; neither is ours to report.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("stopping: running requests are finished");
    if tokio::time::timeout(drain, running.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}

async fn accept(listener: &TcpListener, places: &Places) -> Option<(TcpStream, SocketAddr, Place)> {
    let free = places.free().await?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Without it small answers wait for the client's acknowledgement.
            stream.set_nodelay(true).ok()?;
            Some((stream, peer, free.taken_by(peer.ip())))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

/// Tells a client that it has too many connections, when few are being told, and closes this one.
async fn refuse(stream: TcpStream, place: Place) {
    metrics::counter!("groundplan_http_connections_refused_total").increment(1);
    let answer = service_fn(|_: hyper::Request<Incoming>| {
        let problem = Problem::new(Kind::TOO_MANY, "Your address has too many connections open. Close some, or try again shortly.");
        std::future::ready(Ok::<Response<Body>, Infallible>(problem.with_retry_after(5).into_response()))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(REFUSAL_WAIT).keep_alive(false).max_buf_size(MAX_BUFFER_BYTES);
    if place.may_be_told() {
        let told = http.serve_connection(TokioIo::new(stream), answer);
        // Whether the client hears it is the client's affair.
        let _ = tokio::time::timeout(REFUSAL_WAIT, told).await;
    }
}
