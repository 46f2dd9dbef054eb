//! Logs and metrics. Neither ever holds a design, a token, a cookie or a query string.

use crate::cli::LogFormat;
use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{sync::OnceLock, time::Instant};
use tracing::Instrument;

/// Upper bounds of request times, in seconds.
const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
/// Upper bounds of saves in one commit.
const JOBS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// Starts logging to standard error. Says what is wrong with the filter.
pub fn start_logging(filter: &str, format: LogFormat) -> Result<(), String> {
    let filter = tracing_subscriber::EnvFilter::try_new(filter).map_err(|error| format!("--log: {error}"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    match format {
        LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => log.json().try_init(),
    }
    .map_err(|error| format!("logging cannot start: {error}"))
}

/// The recorder behind `/metrics`; one for the process, because counters are global.
pub fn metrics() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let buckets = PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), SECONDS)
                .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_jobs".into()), JOBS));
            let recorder = buckets.unwrap_or_else(|_| PrometheusBuilder::new()).build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another recorder takes the metrics");
            }
            describe();
            handle
        })
        .clone()
}

fn describe() {
    metrics::describe_counter!("groundplan_http_requests_total", "Requests by method, route and status.");
    metrics::describe_histogram!("groundplan_http_request_seconds", "Time to the head of the answer, by route.");
    metrics::describe_counter!("groundplan_store_commits_total", "Transactions that are durable.");
    metrics::describe_counter!("groundplan_store_failed_commits_total", "Transactions that were lost; nobody was told they were saved.");
    metrics::describe_histogram!("groundplan_store_batch_jobs", "Changes in one transaction.");
    metrics::describe_counter!("groundplan_page_faults_total", "Pages whose program broke in a browser, by page.");
    metrics::describe_gauge!("groundplan_store_queue_length", "Changes that wait for the writer.");
    metrics::describe_gauge!("groundplan_process_resident_bytes", "Memory of the process.");
    metrics::gauge!("groundplan_store_queue_length").set(0.0);
}

/// Resident memory in bytes; absent where `/proc` is.
pub fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

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

/// Counts and times a request, and gives its log lines an id and a route.
pub async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = known_method(request.method());
    // The pattern, never the path: paths hold ids and share tokens.
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let id = crate::security::token::random_id().unwrap_or_default();
    let span = tracing::info_span!("request", id, method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    span.in_scope(|| tracing::debug!(status, took_ms = took.as_secs_f64() * 1_000.0, "answered"));
    metrics::counter!("groundplan_http_requests_total", "method" => method, "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("groundplan_http_request_seconds", "route" => route).record(took.as_secs_f64());
    response
}
