//! What those who run the server ask: is it alive, is it ready, how does it fare. Not part of the versioned API.

use crate::{error::Problem, state::App, telemetry};
use axum::{extract::State, http::header, response::IntoResponse};

/// The process answers.
pub async fn livez() -> &'static str {
    "alive\n"
}

/// The store answers too, so requests may be sent here.
pub async fn readyz(State(app): State<App>) -> Result<&'static str, Problem> {
    app.store.ping().await?;
    Ok("ready\n")
}

/// Everything counted, in the text form of Prometheus.
pub async fn metrics(State(app): State<App>) -> impl IntoResponse {
    if let Some(bytes) = telemetry::resident_bytes() {
        metrics::gauge!("groundplan_process_resident_bytes").set(bytes as f64);
    }
    app.metrics.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics.render())
}
