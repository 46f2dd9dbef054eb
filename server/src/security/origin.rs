//! Changes come from our own pages only. A browser always says where a request that changes something comes from; a request
//! that says nothing is no browser's and passes unless it carries a browser's cookie.

use super::owner::Actor;
use crate::{
    config::ServeConfig,
    error::{Kind, Problem},
    state::App,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses requests of other sites that could change something.
pub async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    match check(request.method(), request.headers(), &app.config) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn check(method: &Method, headers: &HeaderMap, config: &ServeConfig) -> Result<(), Problem> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let foreign = || Problem::new(Kind::CROSS_ORIGIN, "Changes are taken from the studio's own pages only.");
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return Ok(()),
        Some(_) => return Err(foreign()),
        None => {}
    }
    match text(header::ORIGIN.as_str()) {
        Some(origin) if is_ours(origin, text(header::HOST.as_str()), config) => Ok(()),
        Some(_) => Err(foreign()),
        None if Actor::from_headers(headers, config.is_https()).0.is_none() => Ok(()),
        None => Err(Problem::new(Kind::CROSS_ORIGIN, "A request with the studio's cookie must name its origin: send an Origin header.")),
    }
}

/// The public address when one is configured, the address that was asked otherwise.
fn is_ours(origin: &str, host: Option<&str>, config: &ServeConfig) -> bool {
    match &config.public_url {
        Some(url) => origin == url.origin(),
        None => origin.split_once("://").is_some_and(|(_, authority)| Some(authority) == host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PublicUrl;

    fn verdict(public: Option<&str>, sent: &[(&'static str, &str)]) -> bool {
        let config = ServeConfig { public_url: public.map(|url| PublicUrl::parse(url).unwrap()), ..ServeConfig::default() };
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.insert(*name, value.parse().unwrap());
        }
        check(&Method::POST, &headers, &config).is_ok()
    }

    #[test]
    fn our_own_pages_pass() {
        assert!(verdict(None, &[("sec-fetch-site", "same-origin")]));
        assert!(verdict(None, &[("origin", "http://localhost:3000"), ("host", "localhost:3000")]));
        assert!(verdict(Some("https://plan.example.org"), &[("origin", "https://plan.example.org"), ("host", "inside:3000")]));
    }

    #[test]
    fn other_sites_do_not() {
        assert!(!verdict(None, &[("sec-fetch-site", "cross-site")]));
        assert!(!verdict(None, &[("sec-fetch-site", "same-site")]));
        assert!(!verdict(None, &[("origin", "http://evil.example"), ("host", "localhost:3000")]));
        assert!(!verdict(None, &[("origin", "null"), ("host", "localhost:3000")]));
        assert!(!verdict(Some("https://plan.example.org"), &[("origin", "http://plan.example.org"), ("host", "plan.example.org")]));
    }

    #[test]
    fn programs_pass_as_long_as_they_are_nobody() {
        let cookie = format!("groundplan_owner={}", "a".repeat(26));
        assert!(verdict(None, &[]));
        assert!(!verdict(None, &[("cookie", &cookie)]));
        assert!(verdict(None, &[("cookie", &cookie), ("origin", "http://h"), ("host", "h")]));
    }
}
