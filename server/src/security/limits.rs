//! How often one address may create and export. Generous for people and tests, small enough that one client cannot fill the
//! disk or take all processors.

use crate::{
    config::ServeConfig,
    error::{Kind, Problem},
    state::App,
};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
};

/// Faults of the interface one address may report in a minute: a page reports one and is then loaded anew.
const REPORTS_PER_MINUTE: u32 = 10;
/// Forgets addresses once this many are known, so that the table stays small.
const MAX_ADDRESSES: usize = 10_000;

/// The limits of one server.
#[derive(Debug)]
pub struct Limits {
    create: Option<DefaultKeyedRateLimiter<IpAddr>>,
    export: Option<DefaultKeyedRateLimiter<IpAddr>>,
    report: Option<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Limits {
    /// A whole minute's worth may come at once.
    pub fn new(config: &ServeConfig) -> Self {
        let limiter = |per_minute| NonZeroU32::new(per_minute).map(|n| DefaultKeyedRateLimiter::keyed(Quota::per_minute(n)));
        Self { create: limiter(config.creates_per_minute), export: limiter(config.exports_per_minute), report: limiter(REPORTS_PER_MINUTE) }
    }
}

fn check(limiter: Option<&DefaultKeyedRateLimiter<IpAddr>>, address: IpAddr) -> Result<(), Problem> {
    let Some(limiter) = limiter else { return Ok(()) };
    if limiter.len() > MAX_ADDRESSES {
        limiter.retain_recent();
    }
    limiter.check_key(&network(address)).map_err(|refused| {
        let wait = refused.wait_time_from(governor::clock::DefaultClock::default().now()).as_secs() + 1;
        Problem::new(Kind::TOO_MANY, format!("Your address has asked for a lot in the last minute. Please try again in {wait} s."))
            .with_retry_after(wait)
    })
}

/// A household or a machine has a whole /64 of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        },
    }
}

/// Around routes that store something new.
pub async fn creating(State(app): State<App>, ClientAddress(address): ClientAddress, request: Request, next: Next) -> Response {
    match check(app.limits.create.as_ref(), address) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Around routes that compute a lot.
pub async fn exporting(State(app): State<App>, ClientAddress(address): ClientAddress, request: Request, next: Next) -> Response {
    match check(app.limits.export.as_ref(), address) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Around the route that writes to the log.
pub async fn reporting(State(app): State<App>, ClientAddress(address): ClientAddress, request: Request, next: Next) -> Response {
    match check(app.limits.report.as_ref(), address) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// The address a request comes from, behind as many proxies as the configuration trusts.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, &app.config))
    }
}

impl ClientAddress {
    pub fn of(parts: &Parts, config: &ServeConfig) -> Self {
        // A page that calls the API while it is rendered passes on the address of its own request.
        if let Some(known) = parts.extensions.get::<Self>() {
            return *known;
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Self(behind_proxies(peer, &parts.headers, config.trusted_proxies))
    }
}

/// Each trusted proxy appends the address it was called from, so ours is that many from the end; what stands before it is
/// the client's own claim.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: usize) -> IpAddr {
    if trusted == 0 {
        return peer;
    }
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    let hop = hops.len().checked_sub(trusted).and_then(|i| hops.get(i));
    hop.and_then(|hop| hop.parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(trusted: usize, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        behind_proxies(IpAddr::V4(Ipv4Addr::LOCALHOST), &headers, trusted).to_string()
    }

    #[test]
    fn a_claimed_address_counts_only_behind_trusted_proxies() {
        assert_eq!(address(0, "203.0.113.9"), "127.0.0.1");
        assert_eq!(address(1, "198.51.100.1, 203.0.113.9"), "203.0.113.9");
        assert_eq!(address(2, "198.51.100.1, 203.0.113.9"), "198.51.100.1");
        assert_eq!(address(3, "198.51.100.1, 203.0.113.9"), "127.0.0.1");
        assert_eq!(address(1, "nonsense"), "127.0.0.1");
    }

    #[test]
    fn a_whole_v6_network_counts_as_one() {
        let parse = |text: &str| network(text.parse().unwrap());
        assert_eq!(parse("2001:db8:1:2:3::4"), parse("2001:db8:1:2:ffff::1"));
        assert_ne!(parse("2001:db8:1:2::1"), parse("2001:db8:1:3::1"));
        assert_eq!(parse("::ffff:192.0.2.1"), parse("192.0.2.1"));
    }

    #[test]
    fn beyond_the_limit_the_client_hears_when_to_come_back() {
        let limits = Limits::new(&ServeConfig { creates_per_minute: 2, exports_per_minute: 0, ..ServeConfig::default() });
        let home = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
        assert!(check(limits.create.as_ref(), home).is_ok() && check(limits.create.as_ref(), home).is_ok());
        let refused = check(limits.create.as_ref(), home).unwrap_err().into_response();
        assert_eq!(refused.status(), 429);
        assert!(refused.headers().contains_key("retry-after"));
        assert!(check(limits.create.as_ref(), IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2))).is_ok(), "others go on");
        assert!((0..1_000).all(|_| check(limits.export.as_ref(), home).is_ok()), "zero means no limit");
    }
}
