//! Which pages of other origins may call a gateway. A list, never everybody. Must not write any configuration.

use super::{Plan, Role};
use domain::design::Design;

/// The setting of a gateway that names the origins, with commas between them: `https://shop.example.com`.
pub const SETTING: &str = "CORS_ORIGINS";
/// The port at which a gateway speaks TLS itself.
pub const TLS_PORT: u16 = 8443;

/// The origins that a gateway's setting names, and what stands there and is none.
pub fn named(design: &Design, gateway: &str) -> (Vec<String>, Vec<String>) {
    let setting = design.elements.get(gateway).and_then(|e| e.settings.get(SETTING)).filter(|setting| !setting.secret);
    let words = setting.map_or("", |setting| setting.value.as_str()).split(|c: char| c == ',' || c.is_whitespace());
    words.filter(|word| !word.is_empty()).map(str::to_owned).partition(|word| is_origin(word))
}

/// Frontends that compose publishes beside the gateway: their pages have an origin of their own.
pub fn on_this_machine(plan: &Plan) -> Vec<String> {
    let exposed = plan.of_role(Role::Frontend).filter_map(|c| c.host_port.as_ref());
    exposed.map(|port| format!("http://localhost:{}", port.host)).collect()
}

/// Scheme, host and port, and nothing else.
fn is_origin(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let (host, port) = rest.split_once(':').unwrap_or((rest, "443"));
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    host.split('.').all(is_label) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for good in ["https://shop.example.com", "http://localhost:3000"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in ["*", "null", "https://", "https://*.example.com", "https://a.b/", "https://a:b", "ftp://a", "https://A", "https://a\"b"]
        {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
