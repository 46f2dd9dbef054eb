//! `GET /s/{token}`: opens a share link. The browser keeps what it gives, so that the token leaves the address bar.

use crate::{
    clock,
    error::Problem,
    security::{
        owner::{Actor, set_cookie},
        token::Token,
    },
    state::App,
};
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};

pub async fn open_share(State(app): State<App>, actor: Actor, Path(token): Path<String>) -> Result<Response, Problem> {
    let share = Token::parse(&token).ok_or_else(|| Problem::not_found("share link"))?;
    let owner = actor.or_new()?;
    let (project, _) = app.store.open_share(owner.hashed(), share.hashed(), clock::now_ms()).await?;
    let cookie = set_cookie(&owner, app.config.is_https())?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&format!("/p/{project}"))).into_response())
}
