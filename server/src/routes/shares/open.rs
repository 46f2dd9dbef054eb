//! `GET /s/{token}`: opens a share link. The browser keeps what it gives, so that the token leaves the address bar.

use crate::{
    clock,
    error::Problem,
    extract::Path,
    pages::Pages,
    security::{
        owner::{Actor, set_cookie},
        token::Token,
    },
    state::App,
    store::StoreError,
};
use axum::{
    Extension,
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};

pub async fn open_share(
    State(app): State<App>,
    Extension(pages): Extension<Pages>,
    actor: Actor,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let Some(share) = Token::parse(&token) else {
        return Ok(pages.missing().await);
    };
    let owner = actor.or_new()?;
    let project = match app.store.open_share(owner.hashed(), share.hashed(), clock::now_ms()).await {
        Ok((project, _)) => project,
        Err(StoreError::NotFound(_)) => return Ok(pages.missing().await),
        Err(other) => return Err(other.into()),
    };
    let cookie = set_cookie(&owner, app.config.is_https())?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&format!("/p/{project}"))).into_response())
}
