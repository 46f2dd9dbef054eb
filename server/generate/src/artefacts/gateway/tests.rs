//! The same behaviour in all three gateways.

use crate::{Generated, Options, generate};
use domain::work::Work;

const SHOP: &str = "groundplan: 1
name: Shop
platform: { authentication: jwt }
contexts:
  people: { name: People, entities: [{ name: users, sensitivity: personal }] }
  catalogue: { name: Catalogue, entities: [{ name: products }] }
elements:
  gateway: { kind: gateway, technology: nginx, settings: { CORS_ORIGINS: { value: 'https://shop.example.com, *' } } }
  admin: { kind: frontend, technology: static-site, exposed: true }
  members: { kind: service, technology: node-express, context: people }
  products: { kind: service, technology: node-express, context: catalogue }
links:
  a: { from: gateway, to: members, kind: rest, timeout_ms: 1234 }
  b: { from: gateway, to: products, kind: rest }
  c: { from: gateway, to: products, kind: websocket }
";

/// The configuration and the whole bundle, for one kind of gateway.
fn gateway(technology: &str) -> (String, Generated) {
    let design = domain::file::read(&SHOP.replace("nginx", technology)).expect("a Design");
    let generated = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
    let file = match technology {
        "kong" => "kong.yml",
        "traefik" => "dynamic.yml",
        _ => "nginx.conf",
    };
    let text = generated.bundle.get(&format!("gateway/gateway/{file}")).expect("a configuration").bytes.clone();
    (String::from_utf8(text).expect("text"), generated)
}

#[test]
fn all_three_name_the_same_origins_limits_and_headers() {
    for technology in ["nginx", "kong", "traefik"] {
        let (text, generated) = gateway(technology);
        for held in ["https://shop.example.com", "http://localhost:", "/login", "nosniff", "frame-ancestors 'none'", "1234"] {
            assert!(text.contains(held), "{technology} lacks {held}:\n{text}");
        }
        assert!(!text.contains("\"*\"") && !text.contains("- *"), "{technology} lets everybody call");
        assert!(generated.warnings.iter().any(|w| w.contains("“*”, which is no origin")), "{:?}", generated.warnings);
    }
}

#[test]
fn an_open_design_has_neither_guards_nor_origins() {
    let open = SHOP.replace("jwt", "none").replace("CORS_ORIGINS", "OTHER").replace(", exposed: true", "");
    let design = domain::file::read(&open).expect("a Design");
    let generated = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
    let text = String::from_utf8_lossy(&generated.bundle.get("gateway/gateway/nginx.conf").expect("a file").bytes).into_owned();
    for absent in ["auth_request", "Access-Control", "sign-in"] {
        assert!(!text.contains(absent), "{absent}");
    }
}

#[test]
fn the_question_about_a_token_leaves_the_request_its_way() {
    let (text, _) = gateway("nginx");
    let guard = text.split("location = /.token").nth(1).and_then(|rest| rest.split("    }\n").next()).expect("a guard");
    assert!(guard.contains("set $identity members;") && !guard.contains("$upstream"), "{guard}");
}

/// The part of a configuration that is about the route to `upstream`.
fn about<'t>(technology: &str, text: &'t str, upstream: &str) -> &'t str {
    let (start, end) = match technology {
        "kong" => (format!("- name: {upstream}-"), "  - name: "),
        "traefik" => (format!("service: {upstream}-"), "rule:"),
        _ => ("  map $uri $content_policy {".to_owned(), "  }\n"),
    };
    let rest = text.split(start.as_str()).nth(1).unwrap_or_else(|| panic!("no {start} in\n{text}"));
    rest.split(&format!("\n{end}")).next().unwrap_or_default()
}

#[test]
fn the_policy_of_a_page_is_its_frontends_own() {
    for technology in ["nginx", "kong", "traefik"] {
        let (text, generated) = gateway(technology);
        let policies = |upstream: &str| {
            let about = about(technology, &text, upstream);
            match technology {
                "nginx" => about
                    .lines()
                    .find(|line| line.contains(if upstream == "admin" { "default" } else { "/api/" }))
                    .map(|line| line.contains("default-src")),
                // The plug-in of a service replaces the one for everything.
                "kong" => Some(!about.contains("response-transformer")),
                _ => Some(about.contains("content-policy")),
            }
        };
        assert_eq!((policies("admin"), policies("products")), (Some(false), Some(true)), "{technology}:\n{text}");
        let own = generated.bundle.get("services/admin/nginx.conf").expect("a frontend").bytes.clone();
        assert!(String::from_utf8_lossy(&own).contains("Content-Security-Policy \"default-src 'self'"), "{technology}");
    }
}

#[test]
fn in_a_cluster_a_hop_in_front_says_who_the_client_is() {
    for (technology, file, held) in [
        ("nginx", "base/configuration/gateway/nginx.conf", "real_ip_recursive on;"),
        ("traefik", "base/configuration/gateway/traefik.yml", "trustedIPs:"),
        ("traefik", "base/configuration/gateway/dynamic.yml", "excludedIPs:"),
        ("kong", "base/parts/gateway.yaml", "KONG_TRUSTED_IPS"),
    ] {
        let text = SHOP.replace("nginx", technology).replace("authentication: jwt", "authentication: jwt, target: kubernetes");
        let design = domain::file::read(&text).expect("a Design");
        let generated = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
        let of = |path: &str| String::from_utf8_lossy(&generated.bundle.get(path).expect("a file").bytes).into_owned();
        let cluster = of(&format!("deploy/kubernetes/{file}"));
        assert!(cluster.contains(held) && cluster.contains("10.0.0.0/8"), "{technology}:\n{cluster}");
        // On one machine nothing stands in front: what a client says of itself is not believed.
        let machine = of("compose.yaml")
            + &of(&format!("gateway/gateway/{}", if technology == "kong" { "kong.yml" } else { file.rsplit('/').next().unwrap_or(file) }));
        assert!(!machine.contains("10.0.0.0/8"), "{technology}");
    }
}
