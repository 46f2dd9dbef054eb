//! `GET /s/{token}/bundle.zip`: downloads what a share link leads to, for whoever has the link and no browser. Keeps nothing.

use crate::{
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
    let design = app.store.open_shared(share.hashed()).await?;
    zip::answer(app, design, options).await
}
