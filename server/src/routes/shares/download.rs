//! `GET /s/{token}/bundle.zip`: downloads what a share link leads to, for whoever has the link and no browser.

use crate::{
    clock,
    error::Problem,
    extract::{Path, Query},
    routes::{bundles::Targets, zip},
    security::token::Token,
    state::App,
};
use axum::{extract::State, response::Response};

pub async fn download_share(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(targets): Query<Targets>,
) -> Result<Response, Problem> {
    let share = Token::parse(&token).ok_or_else(|| Problem::not_found("share link"))?;
    let options = targets.options()?;
    // Whoever has the link is one and the same reader, so that however often it is used, the store keeps no more of it.
    let reader = share.derived("download").hashed();
    let (project, _) = app.store.open_share(reader, share.hashed(), clock::now_ms()).await?;
    let opened = app.store.open_project(Some(reader), project, None).await?;
    zip::answer(app, opened.design, options).await
}
