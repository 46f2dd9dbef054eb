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
    http::{HeaderMap, Method, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::net::IpAddr;

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
    let host = text(header::HOST.as_str());
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (None | Some("same-origin" | "none"), Some(origin)) => is_ours(origin, host, config).then_some(()).ok_or_else(foreign),
        (Some("same-origin" | "none"), None) => (config.public_url.is_some() || is_this_machine(host)).then_some(()).ok_or_else(foreign),
        (Some(_), _) => Err(foreign()),
        (None, None) if Actor::from_headers(headers, config.is_https()).0.is_none() => Ok(()),
        (None, None) => {
            Err(Problem::new(Kind::CROSS_ORIGIN, "A request with the studio's cookie must name its origin: send an Origin header."))
        }
    }
}

/// The public address when one is configured; otherwise the address that was asked, where that is a name of this machine: a site may
/// give any other name our address.
fn is_ours(origin: &str, host: Option<&str>, config: &ServeConfig) -> bool {
    match &config.public_url {
        Some(url) => origin == url.origin(),
        None => is_this_machine(host) && origin.split_once("://").is_some_and(|(_, authority)| Some(authority) == host),
    }
}

/// Whether nobody but this machine can be called so.
fn is_this_machine(host: Option<&str>) -> bool {
    let Some(authority) = host.filter(|host| !host.contains('@')).and_then(|host| host.parse::<Authority>().ok()) else { return false };
    let name = authority.host().to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.map_or_else(|_| name == "localhost" || name.ends_with(".localhost"), |address| address.is_loopback())
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
        assert!(verdict(None, &[("sec-fetch-site", "same-origin"), ("host", "localhost:3000")]));
        assert!(verdict(None, &[("sec-fetch-site", "same-origin"), ("origin", "http://[::1]:3000"), ("host", "[::1]:3000")]));
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

    /// A site may answer for its own name with our address: its pages then ask us under that name.
    #[test]
    fn a_forged_host_is_not_ours() {
        for host in
            ["evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1:3000", "[::2]:80", "x@localhost", ""]
        {
            let origin = format!("http://{host}");
            assert!(!verdict(None, &[("origin", &origin), ("host", host)]), "{host}");
            assert!(!verdict(None, &[("sec-fetch-site", "same-origin"), ("origin", &origin), ("host", host)]), "{host}");
            assert!(!verdict(None, &[("sec-fetch-site", "same-origin"), ("host", host)]), "{host}");
        }
        let public = Some("https://plan.example.org");
        assert!(!verdict(public, &[("sec-fetch-site", "same-origin"), ("origin", "http://evil.example"), ("host", "evil.example")]));
    }

    #[test]
    fn programs_pass_as_long_as_they_are_nobody() {
        let cookie = format!("groundplan_owner={}", "a".repeat(26));
        assert!(verdict(None, &[]));
        assert!(!verdict(None, &[("cookie", &cookie)]));
        assert!(verdict(None, &[("cookie", &cookie), ("origin", "http://127.0.0.1"), ("host", "127.0.0.1")]));
    }
}
