//! Bodies of requests: read to their end within a budget of bytes and time, and parsed where parsing harms nobody.

use crate::{
    error::{Kind, Problem},
    memory::Held,
    security::client,
    state::App,
};
use axum::{
    body::HttpBody,
    http::{HeaderMap, header},
};
use std::{future::poll_fn, pin::Pin};
use tokio::time::timeout;

/// Most bytes of a request's body.
const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;
/// Texts up to this length are parsed where they arrive: that takes less than a fifth of a millisecond.
const MAX_BYTES_AT_ONCE: usize = 8 * 1024;

/// A whole body. The bytes are counted as held until it is dropped.
#[derive(Debug)]
pub struct Body {
    bytes: Vec<u8>,
    held: Held,
}

impl Body {
    /// Reads all of it. Too large a body is refused, where its length is said, before it is there.
    pub async fn read(headers: &HeaderMap, body: axum::body::Body, app: &App) -> Result<Self, Problem> {
        let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if said.is_some_and(|bytes| bytes > MAX_BODY_BYTES as u64) {
            return Err(too_large());
        }
        let wait = app.config.body_wait;
        timeout(wait, collect(body, app)).await.unwrap_or_else(|_| {
            metrics::counter!("groundplan_http_cut_off_total", "why" => "slow-body").increment(1);
            Err(Problem::new(Kind::SLOW, format!("The request did not arrive within {} s.", wait.as_secs())).with_retry_after(1))
        })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, and what has to be kept as long as anything is made of them.
    pub fn into_parts(self) -> (Vec<u8>, Held) {
        (self.bytes, self.held)
    }

    /// Parses it: at once when it is short, else in the compute pool.
    pub async fn parse<T: Send + 'static>(
        self,
        app: &App,
        parse: impl FnOnce(&[u8]) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        if self.bytes.len() <= MAX_BYTES_AT_ONCE {
            return parse(&self.bytes);
        }
        app.pool_for_bytes(self.bytes.len() as u64).run(move |_| parse(&self.bytes)).await?
    }
}

async fn collect(mut body: axum::body::Body, app: &App) -> Result<Body, Problem> {
    let mut held = app.bodies.holder(client::current().network);
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Problem::new(Kind::UNREADABLE, "The request broke off."))?;
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > MAX_BODY_BYTES {
            return Err(too_large());
        }
        if !held.grow(data.len() as u64) {
            return Err(Problem::busy(2));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(Body { bytes, held })
}

fn too_large() -> Problem {
    Problem::new(Kind::TOO_LARGE, format!("A request may hold at most {} MiB.", MAX_BODY_BYTES / 1024 / 1024))
}
