//! Accepts connections and hands their requests to the router. A client that does not finish the head of its request in time
//! loses its connection, so that slow ones cannot hold the server; stopping lets running requests end.

use axum::{Router, extract::ConnectInfo};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt;

/// Open connections at most; further clients wait to be accepted.
const MAX_CONNECTIONS: usize = 4_096;
/// How long to wait when the system has no free descriptor for another connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` ends, then waits for running requests, but no longer than `drain`. `head_wait` is how long a client may
/// take to send the head of a request, and how long an idle connection is kept.
pub async fn serve(listener: TcpListener, router: Router, head_wait: Duration, drain: Duration, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_wait);
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let running = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &permits) => accepted,
            () = &mut stop => break,
        };
        let Some((stream, peer, permit)) = accepted else { continue };
        let router = router.clone();
        let answer = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = running.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            // Clients break off and send nonsense all the time; neither is ours to report.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(permit);
        });
    }
    drop(listener);
    tracing::info!("stopping: running requests are finished");
    if tokio::time::timeout(drain, running.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}

async fn accept(listener: &TcpListener, permits: &Arc<Semaphore>) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let permit = permits.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Without it small answers wait for the client's acknowledgement.
            stream.set_nodelay(true).ok()?;
            Some((stream, peer, permit))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}
