//! Counts and times requests, gives each an id, and writes a line about it when it has ended. The line names the pattern of its route,
//! never the path: paths hold ids and tokens.

use crate::{security::token::random_id, state::App};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Instant,
};
use tracing::{Instrument, Span};

/// Clients may invent methods; counters must not grow with them.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Around everything.
pub async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = known_method(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let id = random_id().unwrap_or_default();
    let span = tracing::info_span!("request", id, method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    metrics::counter!("groundplan_http_requests_total", "method" => method, "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("groundplan_http_request_seconds", "route" => route.clone()).record(started.elapsed().as_secs_f64());
    let told = Told { span, route, status, started, bytes: 0, ended: false, in_log: app.config.log_requests };
    response.map(|body| Body::new(Observed { body, told }))
}

/// A body that is told of when it has ended, or when its reader has gone.
struct Observed {
    body: Body,
    told: Told,
}

/// What is told of a request.
struct Told {
    span: Span,
    route: String,
    status: u16,
    started: Instant,
    bytes: u64,
    /// Whether the whole answer was given to the connection.
    ended: bool,
    in_log: bool,
}

impl Drop for Told {
    fn drop(&mut self) {
        let (status, bytes, whole) = (self.status, self.bytes, self.ended);
        metrics::counter!("groundplan_http_answer_bytes_total", "route" => std::mem::take(&mut self.route)).increment(bytes);
        let ms = self.started.elapsed().as_micros() as f64 / 1_000.0;
        let _entered = self.span.enter();
        if self.in_log {
            tracing::info!(status, ms, bytes, whole, "answered");
        } else {
            tracing::debug!(status, ms, bytes, whole, "answered");
        }
    }
}

impl HttpBody for Observed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => self.told.bytes += frame.data_ref().map_or(0, Bytes::len) as u64,
            Some(Err(_)) => {}
            None => self.told.ended = true,
        }
        // Whoever knows the length does not ask for the end.
        let has_ended = self.body.is_end_stream();
        self.told.ended |= has_ended;
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
