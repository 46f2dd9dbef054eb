//! Who asks: the address a request comes from and the browser behind it. Known to everything that is done for the request, so that
//! places and limits can be shared out fairly.

use super::owner::Actor;
use crate::{config::ServeConfig, state::App, store::Hashed};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::Response,
};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client {
    /// The address, or for IPv6 the network of addresses that a household or a machine has.
    pub network: IpAddr,
    /// The browser, when it has the cookie. Anybody can make up any number of these.
    pub owner: Option<Hashed>,
}

tokio::task_local! {
    static CLIENT: Client;
}

/// The client of the request that the present task answers; nobody in particular outside of one.
pub fn current() -> Client {
    CLIENT.try_with(|client| *client).unwrap_or(Client { network: IpAddr::V4(Ipv4Addr::UNSPECIFIED), owner: None })
}

/// Does something for a client in a task that is not the request's own.
pub async fn acting_for<T>(client: Client, work: impl Future<Output = T>) -> T {
    CLIENT.scope(client, work).await
}

/// Around everything that is done for a client.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let known = request.extensions().get::<Client>().copied();
    let client = known.unwrap_or_else(|| {
        let (parts, body) = std::mem::take(&mut request).into_parts();
        let ClientAddress(address) = ClientAddress::of(&parts, &app.config);
        let owner = Actor::from_headers(&parts.headers, app.config.is_https()).hashed();
        let client = Client { network: network(address), owner };
        request = Request::from_parts(parts, body);
        request.extensions_mut().insert(client);
        client
    });
    CLIENT.scope(client, next.run(request)).await
}

/// A household or a machine has a whole /64 of IPv6 addresses.
pub fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        },
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
    hop.and_then(|hop| address_of(hop)).unwrap_or(peer)
}

/// An address as proxies write it: alone, in brackets, or with the port behind it.
fn address_of(hop: &str) -> Option<IpAddr> {
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || hop.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    hop.parse().ok().or_else(with_port).or_else(in_brackets)
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
    fn a_proxy_may_write_the_port_and_brackets_too() {
        for written in ["2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443"] {
            assert_eq!(address(1, written), "2001:db8::1");
        }
        assert_eq!(address(1, "203.0.113.9:4711"), "203.0.113.9");
        assert_eq!(address(1, "[203.0.113.9]"), "127.0.0.1");
    }

    #[test]
    fn a_whole_v6_network_counts_as_one() {
        let parse = |text: &str| network(text.parse().unwrap());
        assert_eq!(parse("2001:db8:1:2:3::4"), parse("2001:db8:1:2:ffff::1"));
        assert_ne!(parse("2001:db8:1:2::1"), parse("2001:db8:1:3::1"));
        assert_eq!(parse("::ffff:192.0.2.1"), parse("192.0.2.1"));
    }
}
