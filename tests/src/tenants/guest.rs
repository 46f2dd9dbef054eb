//! Somebody who asks, from an address of the loopback network: each request on a connection of its own, as light as can be, because
//! the server computes on the same processors. May also misbehave: leave, not read, not end what it sends.

use super::{ledger::Ledger, reply::Reply};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpSocket, TcpStream},
    time::timeout,
};

/// Whoever waits longer has not been answered.
const PATIENCE: Duration = Duration::from_secs(60);
/// What somebody who does not read leaves to the system to hold.
const DEAF_BYTES: u32 = 4 << 10;

pub const JSON: &str = "application/json";
pub const YAML: &str = "application/yaml";

/// One browser or program.
#[derive(Debug)]
pub struct Guest {
    server: SocketAddr,
    from: Ipv4Addr,
    cookie: Mutex<Option<String>>,
    ledger: Arc<Ledger>,
}

impl Guest {
    /// Nobody the server knows yet.
    pub fn new(server: SocketAddr, from: Ipv4Addr, ledger: Arc<Ledger>) -> Self {
        Self { server, from, cookie: Mutex::default(), ledger }
    }

    /// The same browser after the server came back at another address.
    #[must_use]
    pub fn at(&self, server: SocketAddr) -> Self {
        Self { server, from: self.from, cookie: Mutex::new(self.cookie()), ledger: self.ledger.clone() }
    }

    fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub async fn get(&self, path: &str) -> io::Result<Reply> {
        self.ask(&self.request("GET", path, "", b"")).await
    }

    pub async fn post(&self, path: &str, kind: &str, body: &[u8]) -> io::Result<Reply> {
        self.ask(&self.request("POST", path, kind, body)).await
    }

    /// Stores a design; returns its id, when it was taken.
    pub async fn create(&self, design: &[u8]) -> Option<String> {
        let reply = self.post("/api/v1/projects", JSON, &[b"{\"design\":", design, b"}"].concat()).await.ok()?;
        reply.header("location")?.strip_prefix("/api/v1/projects/").map(str::to_owned)
    }

    /// A request as it is sent; without a type it has no body.
    pub fn request(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Vec<u8> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.server);
        if let Some(cookie) = self.cookie() {
            head.push_str(&format!("Cookie: {cookie}\r\nOrigin: http://{}\r\n", self.server));
        }
        if !kind.is_empty() {
            head.push_str(&format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len()));
        }
        [head.as_bytes(), b"\r\n", body].concat()
    }

    /// Sends a request and reads the answer to its end.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn ask(&self, request: &[u8]) -> io::Result<Reply> {
        let began = Instant::now();
        let outcome = timeout(PATIENCE, self.exchange(request)).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
        self.ledger.write(&String::from_utf8_lossy(&line[..line.len().min(120)]), began.elapsed(), &outcome);
        if let Ok(reply) = &outcome
            && let Some(cookie) = reply.header("set-cookie")
        {
            *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = cookie.split(';').next().map(str::to_owned);
        }
        outcome
    }

    async fn exchange(&self, request: &[u8]) -> io::Result<Reply> {
        let mut stream = self.connect(None).await?;
        // Whoever is refused early hears it although not everything was sent.
        let sent = stream.write_all(request).await;
        let read = Reply::read(&mut stream, !request.starts_with(b"HEAD ")).await;
        match sent {
            Ok(()) => read,
            Err(error) => read.map_err(|_| error),
        }
    }

    /// Sends a request and goes away.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn leave(&self, request: &[u8]) -> io::Result<()> {
        self.connect(None).await?.write_all(request).await
    }

    /// Sends a request and reads nothing of the answer. The connection is held by whoever is given it.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn be_deaf(&self, request: &[u8]) -> io::Result<TcpStream> {
        let mut stream = self.connect(Some(DEAF_BYTES)).await?;
        stream.write_all(request).await?;
        Ok(stream)
    }

    /// A connection on which nothing was sent.
    ///
    /// # Errors
    /// When there is none.
    pub async fn connect(&self, receive_bytes: Option<u32>) -> io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        if let Some(bytes) = receive_bytes {
            socket.set_recv_buffer_size(bytes)?;
        }
        socket.bind(SocketAddr::from((self.from, 0)))?;
        let stream = socket.connect(self.server).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}
