//! The browser behind a request: an unguessable cookie stands for it, and it owns what it creates. There are no accounts.

use super::token::Token;
use crate::{error::Problem, state::App, store::Hashed};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use std::convert::Infallible;

/// Browsers keep no cookie longer than 400 days; every page renews it.
const MAX_AGE_S: u32 = 400 * 24 * 60 * 60;

/// Name and attributes of the cookie. The `__Host-` prefix makes browsers refuse one set by a subdomain or without TLS.
fn name(https: bool) -> &'static str {
    if https { "__Host-groundplan_owner" } else { "groundplan_owner" }
}

/// The browser that asks, when it is known.
#[derive(Debug, Clone)]
pub struct Actor(pub Option<Token>);

impl Actor {
    pub fn from_headers(headers: &HeaderMap, https: bool) -> Self {
        Self(cookie(headers, name(https)).and_then(Token::parse))
    }
    /// What the store knows of it.
    pub fn hashed(&self) -> Option<Hashed> {
        self.0.as_ref().map(Token::hashed)
    }
    /// This browser, or a new identity for one that has none yet.
    pub fn or_new(self) -> Result<Token, Problem> {
        self.0.map_or_else(Token::random, Ok)
    }
}

impl FromRequestParts<App> for Actor {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::from_headers(&parts.headers, app.config.is_https()))
    }
}

/// What a request says under the name of a cookie.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    cookies.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Sets or renews the cookie.
pub fn set_cookie(token: &Token, https: bool) -> Result<HeaderValue, Problem> {
    let secure = if https { "; Secure" } else { "" };
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={MAX_AGE_S}{secure}", name(https), token.reveal());
    HeaderValue::from_str(&cookie).map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        headers
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let token = Token::random().unwrap();
        let sent = headers(&format!("theme=dark; groundplan_owner={}; x=y", token.reveal()));
        assert_eq!(Actor::from_headers(&sent, false).hashed(), Some(token.hashed()));
        assert!(Actor::from_headers(&sent, true).hashed().is_none(), "over TLS only the prefixed name counts");
    }

    #[test]
    fn nonsense_is_nobody() {
        for cookie in ["groundplan_owner=", "groundplan_owner=1", "groundplan_owner", ""] {
            assert!(Actor::from_headers(&headers(cookie), false).hashed().is_none(), "{cookie}");
        }
    }

    #[test]
    fn over_tls_the_cookie_is_bound_to_the_host() {
        let token = Token::random().unwrap();
        let plain = set_cookie(&token, false).unwrap();
        let secure = set_cookie(&token, true).unwrap();
        assert!(plain.to_str().unwrap().contains("; HttpOnly; SameSite=Lax") && !plain.to_str().unwrap().contains("Secure"));
        assert!(secure.to_str().unwrap().starts_with("__Host-") && secure.to_str().unwrap().contains("; Path=/;"));
        assert!(secure.to_str().unwrap().ends_with("; Secure"));
    }
}
