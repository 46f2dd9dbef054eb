//! Checks on the configuration of the gateways: what they pass requests on to is there and within reach.

use super::{Check, Checks, broken, text, yaml};
use crate::{Bundle, GenerateError, plan::Role};
use serde_json::Value;

pub(super) const CHECKS: &[Check] = &[Check {
    file: "compose.yaml",
    says: &[
        "Every upstream in the configuration of a gateway is a container on one of its networks, at the port where it listens.",
        "Where Traefik is the way in, every one of its routers names a service and middlewares that are declared.",
    ],
    run: check_upstreams,
}];

fn check_upstreams(checks: &mut Checks, bundle: &Bundle) -> Result<(), GenerateError> {
    let plan = checks.plan;
    for gateway in plan.of_role(Role::Gateway) {
        for mount in &gateway.mounts {
            if mount.source.ends_with("/dynamic.yml") {
                check_routers(&mount.source, text(bundle, &mount.source)?)?;
            }
            for (host, port) in upstreams(text(bundle, &mount.source)?) {
                let Some(upstream) = plan.container(&host) else {
                    return Err(broken(&mount.source, format!("passes requests on to {host}, which is not there")));
                };
                if !upstream.networks.iter().any(|network| gateway.networks.contains(network)) {
                    return Err(broken(&mount.source, format!("passes requests on to {host}, but shares no network with it")));
                }
                if port != upstream.port.to_string() {
                    return Err(broken(&mount.source, format!("asks {host} at {port}; it listens at {}", upstream.port)));
                }
            }
        }
    }
    Ok(())
}

fn check_routers(file: &str, text: &str) -> Result<(), GenerateError> {
    let http = &yaml::<Value>(file, text)?["http"];
    for (router, settings) in http["routers"].as_object().into_iter().flatten() {
        let services = [("services", &settings["service"])];
        let middlewares = settings["middlewares"].as_array().into_iter().flatten().map(|name| ("middlewares", name));
        for (kind, name) in services.into_iter().chain(middlewares) {
            let name = name.as_str().unwrap_or_default();
            // What Traefik brings along is named after its provider.
            if !name.ends_with("@internal") && http[kind].get(name).is_none() {
                return Err(broken(file, format!("the router {router} names {name}, which is not among the {kind}")));
            }
        }
    }
    Ok(())
}

/// Host and port of every upstream, in the words of nginx, Kong and Traefik.
fn upstreams(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut host = String::new();
    let mut set = "";
    for line in text.lines().map(str::trim) {
        if let Some((variable, name)) = nginx(line, "set $").and_then(|rest| rest.split_once(' ')) {
            (host, set) = (name.to_owned(), variable);
        } else if let Some((variable, address)) = nginx(line, "proxy_pass http://$").and_then(|rest| rest.split_once(':')) {
            // What asks whether a token is good names a path as well.
            let port = address.split('/').next().unwrap_or(address);
            let asked = if variable == set { host.clone() } else { format!("${variable}") };
            found.push((asked, port.to_owned()));
        } else if let Some(name) = line.strip_prefix("host: ") {
            host = name.trim_matches('"').to_owned();
        } else if let Some(port) = line.strip_prefix("port: ") {
            found.push((host.clone(), port.to_owned()));
        } else if let Some((name, port)) =
            line.strip_prefix("- url: \"http://").and_then(|rest| rest.strip_suffix('"')).and_then(|rest| rest.split_once(':'))
        {
            found.push((name.to_owned(), port.to_owned()));
        }
    }
    found
}

/// What a directive of nginx says after its beginning.
fn nginx<'a>(line: &'a str, beginning: &str) -> Option<&'a str> {
    line.strip_prefix(beginning)?.strip_suffix(';')
}

#[cfg(test)]
mod tests {
    use super::{check_routers, upstreams};

    #[test]
    fn a_router_names_what_is_declared() {
        let good = "http:\n  middlewares: {a: {}}\n  services: {orders-1: {}}\n  routers:\n    x: {service: orders-1, middlewares: [a]}\n    y: {service: ping@internal}\n";
        let said = |text: &str| check_routers("dynamic.yml", text).map_or_else(|error| error.to_string(), |()| "fine".into());
        assert_eq!(said(good), "fine");
        assert!(said(&good.replace("[a]", "[b]")).contains("the router x names b, which is not among the middlewares"));
        assert!(said(&good.replace("service: orders-1", "service: orders-2")).contains("orders-2, which is not among the services"));
    }

    #[test]
    fn upstreams_are_found_in_every_language() {
        let orders = [("orders".to_owned(), "3001".to_owned())];
        assert_eq!(upstreams("set $upstream orders;\nproxy_pass http://$upstream:3001;"), orders);
        assert_eq!(upstreams("set $upstream orders;\nproxy_pass http://$upstream:3001/api/orders/me;"), orders);
        assert_eq!(upstreams("set $identity orders;\nproxy_pass http://$identity:3001/me;"), orders);
        assert_eq!(upstreams("set $identity orders;\nproxy_pass http://$upstream:1;"), [("$upstream".to_owned(), "1".to_owned())]);
        assert_eq!(upstreams("  host: orders\n  port: 3001"), orders);
        assert_eq!(upstreams("  host: \"on\"\n  port: 1"), [("on".to_owned(), "1".to_owned())]);
        assert_eq!(upstreams("- url: \"http://orders:3001\""), orders);
    }
}
