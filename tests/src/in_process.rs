//! A studio in this process, on a free port, with its data in a temporary folder.

use crate::client::Client;
use server::{
    commands::serve,
    config::{Database, ServeConfig},
};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot};

/// A running studio. Ends when dropped.
#[derive(Debug)]
pub struct Studio {
    pub url: String,
    _stop: oneshot::Sender<()>,
    _folder: TempDir,
}

impl Studio {
    /// Without limits per address.
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// With a configuration of the test's own.
    pub async fn start_with(change: impl FnOnce(&mut ServeConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = ServeConfig { database: Database::Folder(folder.path().join("data")), ..ServeConfig::default() };
        change(&mut config);
        let listener = TcpListener::bind(config.listen).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let stopped = async {
                // An error means that the studio was dropped, which stops it too.
                let _ = stopped.await;
            };
            serve(config, listener, stopped, |_, _| Ok(())).await.unwrap();
        });
        Self { url, _stop: stop, _folder: folder }
    }

    /// A browser that was never here.
    pub fn browser(&self) -> Client {
        Client::browser(&self.url)
    }

    /// A program: no cookie jar, no origin.
    pub fn program(&self) -> Client {
        Client::program(&self.url)
    }
}
