//! `GET /s/{token}`: opens a share link. The browser keeps what it gives, so that the token leaves the address bar.

use crate::{
    clock,
    error::Problem,
    extract::Path,
    pages::Pages,
    security::{
        arrival, client,
        owner::{Actor, set_cookie},
        token::Token,
    },
    state::App,
    store::StoreError,
};
use axum::{
    Extension,
    extract::State,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

/// What a database takes for the note that a browser may open a design, indexes included.
pub const GRANT_BYTES: usize = 1_024;

pub async fn open_share(
    State(app): State<App>,
    Extension(pages): Extension<Pages>,
    method: Method,
    actor: Actor,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let Some(share) = Token::parse(&token) else {
        return Ok(pages.missing().await);
    };
    // Previews of links ask so: they take nothing over, and nothing is stored for them.
    if method == Method::HEAD {
        return match app.store.shared(share.hashed()).await {
            Ok(_) => Ok(StatusCode::OK.into_response()),
            Err(StoreError::NotFound(_)) => Ok(pages.missing().await),
            Err(other) => Err(other.into()),
        };
    }
    // What is remembered of a browser is stored too.
    app.limits.count_bytes(client::current(), GRANT_BYTES)?;
    let is_stranger = actor.0.is_none();
    let owner = actor.or_new()?;
    let project = match app.store.open_share(owner.hashed(), share.hashed(), clock::now_ms()).await {
        Ok((project, _)) => project,
        Err(StoreError::NotFound(_)) => return Ok(pages.missing().await),
        Err(other) => return Err(other.into()),
    };
    let https = app.config.is_https();
    let mut response = ([(header::SET_COOKIE, set_cookie(&owner, https)?)], Redirect::to(&format!("/p/{project}"))).into_response();
    if is_stranger {
        response.headers_mut().append(header::SET_COOKIE, arrival::note(&share, &project, https)?);
    }
    Ok(response)
}
