//! What must not be in a bundle: parts that the Design does not have, and what fails or is unsafe.

use super::*;

#[test]
fn an_empty_design_starts_nothing() {
    let generated = generated(&design(""));
    assert!(text(&generated, "compose.yaml").contains("services: {}"));
    assert!(generated.warnings.iter().any(|w| w.contains("starts nothing")));
    assert!(text(&generated, "README.md").contains("starts nothing"));
}

#[test]
fn answers_without_a_drawing_say_how_to_draw_them() {
    let generated = generated(&design("brief: { archetype: e-commerce }\n"));
    assert!(generated.warnings.iter().any(|w| w.contains("groundplan propose")), "{:?}", generated.warnings);
    assert!(text(&generated, "README.md").contains("groundplan propose"));
}

#[test]
fn without_a_gateway_nothing_is_published() {
    let generated = generated(&design("elements: { a: { kind: service }, b: { kind: datastore, technology: redis } }\n"));
    assert!(!text(&generated, "compose.yaml").contains("ports:"));
    assert!(!generated.bundle.iter().any(|(path, _)| path.as_str().starts_with("gateway/")));
    assert!(generated.warnings.iter().any(|w| w.contains("Nothing is reachable")));
}

#[test]
fn without_observability_nobody_watches() {
    let generated = generated(&design("elements: { a: { kind: service } }\n"));
    assert!(!text(&generated, "compose.yaml").contains("telemetry"));
    assert!(!text(&generated, "compose.yaml").contains("docker.sock"));
}

#[test]
fn notes_and_external_systems_run_nowhere() {
    let generated = generated(&design("elements: { a: { kind: note }, b: { kind: external } }\n"));
    assert!(text(&generated, "compose.yaml").contains("services: {}"));
}

#[test]
fn a_part_without_a_health_check_has_none_and_nobody_waits_for_its_health() {
    let generated = generated(&design(
        "elements:\n  a: { kind: service }\n  b: { kind: datastore, technology: redis, health_check: false }\nlinks: { l: { from: a, to: b, kind: owns } }\n",
    ));
    assert!(text(&generated, "compose.yaml").contains("condition: service_started"));
}

#[test]
fn an_internal_part_reaches_nothing_outside() {
    let generated = generated(&design(
        "elements: { a: { kind: service }, b: { kind: service }, c: { kind: external } }\nlinks: { l: { from: a, to: b, kind: rest }, m: { from: a, to: c, kind: uses } }\n",
    ));
    let compose = text(&generated, "compose.yaml");
    assert_eq!(compose.matches("internal: false").count(), 1, "{compose}");
    assert_eq!(compose.matches("      - egress_a\n").count(), 1, "{compose}");
    assert!(compose.contains("  a.b:\n    internal: true"));
}

#[test]
fn secrets_stand_in_no_file() {
    let generated = generated(&design(
        "elements:\n  a: { kind: service, settings: { TOKEN: { value: example-token, secret: true } } }\n  b: { kind: datastore, technology: postgresql }\nlinks: { l: { from: a, to: b, kind: owns } }\n",
    ));
    for path in ["compose.yaml", "compose.override.yaml", "compose.prod.yaml", ".env.example"] {
        assert!(!text(&generated, path).contains("example-token"), "{path}");
    }
    assert!(text(&generated, "compose.yaml").contains("TOKEN_FILE: /run/secrets/a-token"));
}

#[test]
fn nothing_out_of_date_is_used() {
    let all: String = domain::catalog::all()
        .iter()
        .filter_map(|t| Some((t.slug, t.kinds.first()?.slug())))
        .map(|(slug, kind)| format!("  x-{slug}: {{ kind: {kind}, technology: {slug} }}\n"))
        .collect();
    let generated = generated(&design(&format!("elements:\n{all}")));
    for (path, file) in generated.bundle.iter().filter(|(path, _)| !path.as_str().ends_with("package-lock.json")) {
        let text = String::from_utf8_lossy(&file.bytes);
        for old in [":latest", "\nversion:", "promtail", "6831", "curl ", "npm install", "Access-Control-Allow-Origin: *"] {
            // What people run on their own machine may ask with curl, which images do not hold; Dependabot's file has a version.
            let at_home = match old {
                "curl " => path.as_str().starts_with("scripts/"),
                "\nversion:" => path.as_str() == ".github/dependabot.yml",
                _ => false,
            };
            assert!(at_home || !text.contains(old), "{path} holds “{old}”");
        }
    }
}
