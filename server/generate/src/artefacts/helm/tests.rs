//! The chart of one small Design. That it renders to what kustomize builds is shown with the real tools, in `tests/bundle`.

use crate::{
    Generated, Options,
    artefacts::fixture::{change, shop},
    generate,
};
use domain::{Design, work::Work};

fn chart(design: &Design) -> Generated {
    generate(design, &Options { artefacts: Some(["helm".to_owned()].into()) }, &Work::unlimited()).expect("a bundle")
}

fn text(generated: &Generated, path: &str) -> String {
    let file = generated.bundle.get(&format!("deploy/helm/{path}")).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(file.bytes.clone()).expect("UTF-8")
}

#[test]
fn the_files_of_a_small_design() {
    let generated = chart(&shop());
    let files: Vec<&str> = generated.bundle.iter().map(|(path, _)| path.as_str()).filter(|p| p.starts_with("deploy/helm/")).collect();
    insta::assert_snapshot!("files", files.join("\n"));
    for (name, path) in [
        ("chart", "Chart.yaml"),
        ("values", "values.yaml"),
        ("values_dev", "values-dev.yaml"),
        ("schema", "values.schema.json"),
        ("service", "templates/parts/orders.yaml"),
        ("store", "templates/parts/orders-db.yaml"),
        ("migration", "templates/migrations/orders.yaml"),
        ("entrance", "templates/entrance.yaml"),
        ("configuration", "templates/configuration.yaml"),
        ("notes", "templates/NOTES.txt"),
        ("readme", "README.md"),
    ] {
        insta::assert_snapshot!(name, text(&generated, path));
    }
}

#[test]
fn braces_of_the_design_are_no_actions() {
    let mut design = shop();
    change(&mut design, "orders", |orders| {
        orders.description = "Runs {{ .Release.Name }}".into();
        orders.settings.insert("GREETING".into(), domain::design::Setting { value: "{{ fail \"no\" }}".into(), secret: false });
    });
    let orders = text(&chart(&design), "templates/parts/orders.yaml");
    assert!(orders.contains("Runs {{ \"{{\" }} .Release.Name }}") && orders.contains("{{ \"{{\" }} fail"), "{orders}");
}

/// Nothing is found in a folder that has another name, and a chart says nothing about that.
#[test]
fn configuration_is_read_from_the_folder_it_is_in() {
    let mut design = shop();
    let name = |id| domain::ids::ElementId::new(id).expect("an id");
    design.apply(domain::Edit::RenameElement { from: name("gateway"), to: name("con") }).expect("a free id");
    let generated = chart(&design);
    assert!(generated.bundle.iter().any(|(path, _)| path.as_str().starts_with("deploy/helm/configuration/con_/")));
    for (path, glob) in [("templates/configuration.yaml", "configuration/con_/*"), ("templates/parts/con_.yaml", "configuration/con_/*")] {
        assert!(text(&generated, path).contains(glob), "{path}");
    }
}

#[test]
fn without_a_way_in_there_is_none() {
    let mut design = shop();
    design.links.remove("gateway-orders");
    design.elements.remove("gateway");
    let generated = chart(&design);
    assert!(generated.bundle.get("deploy/helm/templates/entrance.yaml").is_none());
    assert!(!text(&generated, "values.yaml").contains("entrances") && !text(&generated, "values.schema.json").contains("entrances"));
}

#[test]
fn nobody_gets_a_chart_who_does_not_ask() {
    let generated = generate(&shop(), &Options::default(), &Work::unlimited()).expect("a bundle");
    assert!(generated.bundle.iter().all(|(path, _)| !path.as_str().starts_with("deploy/helm")));
}

#[test]
fn a_canary_is_a_value_where_the_design_decided_on_them() {
    let mut design = shop();
    assert!(!text(&chart(&design), "values.yaml").contains("canary"), "nobody asked for one");
    design.platform.release = domain::design::ReleaseStrategy::Canary;
    let generated = chart(&design);
    let orders = text(&generated, "templates/canary/orders.yaml");
    assert!(
        orders.starts_with("{{- if index .Values \"parts\" \"orders\" \"canary\" \"enabled\" }}\n") && orders.ends_with("{{- end }}\n"),
        "{orders}"
    );
    assert!(orders.contains("/orders:{{ index .Values \"parts\" \"orders\" \"canary\" \"tag\" }}\""), "{orders}");
    let job = text(&generated, "templates/migrations/orders.yaml");
    assert!(
        job.contains("/orders:{{ ternary (index .Values \"parts\" \"orders\" \"canary\" \"tag\")"),
        "one Job, of the newer release: {job}"
    );
    assert!(text(&generated, "values.yaml").contains("    canary:\n      enabled: false\n"));
    assert!(text(&generated, "values.schema.json").contains("\"canary\""));
}
