//! What those who run the server ask: is it alive, is it ready, how does it fare. Not part of the versioned API.

use crate::{error::Problem, state::App, telemetry::gauges};
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

/// Everything counted and measured, on an address of its own.
pub async fn metrics(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], gauges::render(&app).await)
}
