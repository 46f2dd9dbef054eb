//! `groundplan serve`: opens the store, listens, and on SIGTERM or SIGINT finishes what runs before it closes the store.

use super::{Failure, print};
use crate::{
    cli::ServeArgs,
    config::{Database, ServeConfig},
    connections::{self, Manners},
    router,
    security::limits::settle,
    state::Server,
    store::Store,
    telemetry::{self, gauges},
    upkeep,
};
use std::{net::SocketAddr, path::Path, time::Instant};
use tokio::net::TcpListener;

/// The name of the database in the data folder.
pub(super) const FILE: &str = "groundplan.db";
/// Threads for what blocks, such as reads of the store. They end when idle.
const MAX_BLOCKING_THREADS: usize = 32;
/// Connections to the address of the metrics.
const MAX_WATCHERS: usize = 64;

pub(super) fn run(args: &ServeArgs) -> Result<(), Failure> {
    let started = Instant::now();
    let config = ServeConfig::from_args(args)?;
    telemetry::start_logging(&args.log, args.log_format)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(MAX_BLOCKING_THREADS)
        .build()
        .map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async {
        let listener = listen(config.listen, "--listen").await?;
        serve(config, listener, stop_signal(), |address, place| {
            tracing::info!(took_ms = started.elapsed().as_millis(), "started");
            print(&format!("Groundplan is ready at {}\nYour designs are in {place}\n", shown(address)))
        })
        .await
    })
}

async fn listen(address: SocketAddr, flag: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => format!("{address} is taken by another program; choose another with {flag}"),
        _ => format!("cannot listen on {address}: {error}"),
    })
}

/// Serves until `stop` ends. `ready` is told the address and where the data is, once requests are taken.
pub async fn serve(
    config: ServeConfig,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
    ready: impl FnOnce(SocketAddr, &str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (store, place) = open(&config.database).await?;
    let store = store.with_cache_bytes(config.cache_bytes).with_quota(config.quota);
    let (manners, metrics_listen, keep_revisions_days) = (Manners::of(&config), config.metrics_listen, config.keep_revisions_days);
    let app = Server::start(config, store).map_err(|error| format!("there are no threads to compute on: {error}"))?;
    settle::keep_settling(&app).await;
    gauges::keep_measuring(&app);
    if let Some(address) = metrics_listen {
        let (listener, router) = (listen(address, "--metrics-listen").await?, router::metrics_router(app.clone()));
        // It answers until the runtime ends, so that the end of everything else can be watched.
        tokio::spawn(connections::serve(listener, router, Manners { max_connections: MAX_WATCHERS, ..manners }, std::future::pending()));
    }
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    ready(address, &place)?;
    let upkeep = tokio::spawn(upkeep::run(app.clone(), keep_revisions_days));
    connections::serve(listener, router::router(app.clone()), manners, stop).await;
    upkeep.abort();
    app.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn open(database: &Database) -> Result<(Store, String), Failure> {
    match database {
        Database::Postgres(url) => {
            let store = Store::postgres(url).await.map_err(|error| error.to_string())?;
            Ok((store, "PostgreSQL".into()))
        }
        Database::Folder(folder) => {
            create_private(folder).map_err(|error| format!("the data folder {} cannot be created: {error}", folder.display()))?;
            let file = folder.join(FILE);
            let store = Store::sqlite(&file).map_err(|error| error.to_string())?;
            Ok((store, std::path::absolute(&file).unwrap_or(file).display().to_string()))
        }
    }
}

/// Designs are nobody else's business on a shared machine.
pub(super) fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// What a person types into the browser.
fn shown(address: SocketAddr) -> String {
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
