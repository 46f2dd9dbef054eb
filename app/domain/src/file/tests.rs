//! Reading and writing, as text.

use super::*;
use crate::{
    Design,
    design::{Element, ElementKind, Setting},
    ids::ElementId,
};

fn problem(text: &str) -> TextProblem {
    read(text).expect_err("an error").problems.remove(0)
}

/// `line:column path: message` of every problem.
fn told(text: &str) -> String {
    let lines: Vec<String> = read(text)
        .expect_err("an error")
        .problems
        .iter()
        .map(|p| format!("{}:{} {}: {}", p.line.unwrap_or(0), p.column.unwrap_or(0), p.path, p.message))
        .collect();
    lines.join("\n")
}

#[test]
fn a_small_design_is_read() {
    let design = read("groundplan: 1\nname: Shop\nelements:\n  orders:\n    kind: service\n    port: 3001\n").expect("valid");
    assert_eq!(design.elements[&ElementId::new("orders").expect("id")].port, Some(3001));
}

#[test]
fn json_is_read_too() {
    let mut design = Design::new("Shop");
    design.elements.insert(ElementId::new("a").expect("id"), Element::new(ElementKind::Service));
    let json = serde_json::to_string_pretty(&design).expect("json");
    assert_eq!(read(&json), Ok(design));
}

#[test]
fn unknown_fields_are_named_with_what_is_allowed() {
    let told = told("groundplan: 1\nname: Shop\nelements:\n  orders:\n    kind: service\n    tecnology: go\n");
    assert!(
        told.starts_with(
            "6:5 elements.orders.tecnology: there is no field “tecnology” here (did you mean “technology”?); allowed are kind, title"
        ),
        "{told}"
    );
}

#[test]
fn wrong_values_are_named_with_what_fits() {
    let at = |rest: &str| told(&format!("groundplan: 1\nname: Shop\nelements:\n  orders:\n    kind: service\n    {rest}\n"));
    assert_eq!(at("port: three"), "6:11 elements.orders.port: must be a whole number from 0 to 65,535, not “three”");
    assert_eq!(at("port: 70000"), "6:11 elements.orders.port: must be a whole number from 0 to 65,535, not “70000”");
    assert_eq!(at("health_check: maybe"), "6:19 elements.orders.health_check: must be true or false, not “maybe”");
    assert_eq!(at("settings: [1]"), "6:15 elements.orders.settings: must be a group of fields");
    assert_eq!(at("modules: x"), "6:14 elements.orders.modules: must be a list, not “x”");
    let told = told("groundplan: 1\nname: Shop\nelements:\n  orders:\n    kind: servce\n");
    assert_eq!(
        told,
        "5:11 elements.orders.kind: “servce” is not one of service, frontend, worker, gateway, datastore, broker, external, note"
    );
}

#[test]
fn bad_ids_and_missing_fields_are_named() {
    let told1 = told("groundplan: 1\nname: Shop\nelements:\n  Orders:\n    kind: service\n");
    assert!(told1.starts_with("4:3 elements.Orders: “Orders” must start with a letter a to z"), "{told1}");
    assert_eq!(told("groundplan: 1\nname: Shop\nelements:\n  orders: {}\n"), "4:11 elements.orders: “kind” is missing");
    assert_eq!(told("groundplan: 1\n"), "1:1 : “name” is missing");
}

#[test]
fn doubled_keys_are_an_error() {
    assert_eq!(told("groundplan: 1\nname: a\nname: b\n"), "3:1 name: “name” stands here twice");
}

#[test]
fn what_makes_no_sense_is_named_with_its_line() {
    let text = "groundplan: 1
name: Shop
elements:
  orders:
    kind: service
    technology: cobol
  db:
    kind: datastore
    max_replicas: 3
links:
  orders-db:
    from: orders
    to: nowhere
    kind: owns
    events: [order.created]
layout:
  gone: { x: 1, y: 2 }
";
    assert_eq!(
        told(text),
        "6:5 elements.orders.technology: “cobol” is not in the catalogue
9:5 elements.db.max_replicas: only services, frontends and workers can have this
13:5 links.orders-db.to: there is no element “nowhere”
15:5 links.orders-db.events: only publish and subscribe links can have this
15:14 links.orders-db.events.0: there is no event “order.created”
17:3 layout.gone: there is no element “gone”"
    );
}

#[test]
fn versions_are_checked_first() {
    assert_eq!(
        told("groundplan: 7\nnew_thing: 1\n"),
        "1:1 groundplan: this design has format version 7, and this program reads up to 1: it needs a newer Groundplan"
    );
    assert!(told("name: Shop\n").contains("“groundplan: 1” is missing"));
    assert!(told("services: {}\nversion: '3'\n").contains("“groundplan: 1” is missing"));
    assert!(told("groundplan: 0\nname: Shop\n").contains("format version"));
    assert!(told("groundplan: one\nname: Shop\n").contains("must be a whole number"));
}

#[test]
fn the_first_field_of_a_group_is_not_blamed_for_the_group() {
    assert_eq!(told("groundplan: 1\nname: Shop\nelements:\n  orders:\n    port: 3001\n"), "5:5 elements.orders: “kind” is missing");
    assert!(
        told("groundplan: 1\nname: Shop\nelements:\n  orders:\n    colour: red\n    kind: service\n")
            .starts_with("5:5 elements.orders.colour: there is no field")
    );
    assert_eq!(
        told("groundplan: 1\nname: Shop\njourneys:\n  buy:\n    name: Buy\n    availability: 101\n"),
        "6:19 journeys.buy.availability: an availability is a percentage between 0 and 100"
    );
    assert_eq!(
        told("groundplan: 1\nname: Shop\nbrief:\n  team: true\n"),
        "4:9 brief.team: must be a number, a text, a list of texts, levels by subject, or null"
    );
}

#[test]
fn what_is_no_design_at_all_is_refused() {
    for text in ["", "   ", "# only a comment", "hello", "- 1\n- 2", "42", "null", "[]", "\u{feff}", "%YAML 1.2\n---\n"] {
        let problem = problem(text);
        assert!(!problem.message.is_empty(), "{text:?}");
        assert!(!problem.message.contains("struct"), "{text:?}: {}", problem.message);
    }
    assert_eq!(problem("a: [1, 2").line, Some(1));
    assert!(problem("groundplan: 1\nname: \"open\n").line.is_some());
    assert!(problem("groundplan: 1\n\tname: x\n").line.is_some());
}

#[test]
fn hostile_texts_are_refused_quickly() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n";
    let texts = [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        format!("groundplan: 1\nname: x\nsummary: {}", "[".repeat(5_000)),
        (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
        format!("groundplan: 1\nname: x\n{bomb}"),
        "groundplan: 1\nname: &n x\nsummary: *n\n".to_owned(),
        "groundplan: 1\nname: a\n---\ngroundplan: 1\nname: b\n".to_owned(),
        "groundplan: 1\nname: \u{0}\n".to_owned(),
        "groundplan: 1\nname: \"\\u0007\"\n".to_owned(),
        "groundplan: 1\nname: !!binary aGk=\nsummary: !thing x\n".to_owned(),
        "groundplan: 1\nname: x\n<<: {summary: y}\n".to_owned(),
        "a".repeat(MAX_FILE_BYTES + 1),
        "? ".repeat(50_000),
        "- ".repeat(50_000),
        format!("groundplan: 1\nname: {}\n", "x".repeat(10_000)),
    ];
    for text in texts {
        let shown: String = text.chars().take(60).collect();
        assert!(read(&text).is_err(), "{shown}");
    }
}

#[test]
fn several_documents_and_aliases_say_what_to_do() {
    assert!(problem("groundplan: 1\nname: a\n---\ngroundplan: 1\nname: b\n").message.contains("one document"));
    assert!(problem("groundplan: 1\nname: &n x\nsummary: *n\n").message.contains("write the value out"));
    assert!(problem("groundplan: 1\nname: x\n<<: {summary: y}\n").message.contains("write the fields out"));
}

#[test]
fn the_written_form_is_canonical() {
    let mut design = Design::new("yes");
    design.summary = "Two\nlines: {{7*7}}".into();
    let mut orders = Element::new(ElementKind::Service);
    orders.api_version = Some("v1".into());
    orders.settings.insert("LEVEL".into(), Setting { value: "0x1F".into(), secret: false });
    design.elements.insert(ElementId::new("null").expect("id"), orders);
    let text = write(&design);
    assert_eq!(
        text,
        r#"# yaml-language-server: $schema=groundplan.schema.json
# A Groundplan design: the services of a system, their links, data and decisions. Edit it freely; unknown fields are an error.
groundplan: 1
name: "yes"
summary: "Two\nlines: {{7*7}}"

platform:
  target: compose
  discovery: compose-dns
  secrets: docker-secrets
  authentication: none
  service_authentication: network-only
  observability: {}
  release: rolling

elements:
  "null":
    kind: service
    api_version: v1
    settings:
      LEVEL:
        value: "0x1F"
"#
    );
    assert_eq!(read(&text), Ok(design));
}

#[test]
fn the_schema_names_every_field_that_is_written() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let fields = |at: &serde_json::Value| at["properties"].as_object().expect("properties").keys().cloned().collect::<Vec<_>>();
    let design = serde_json::to_value(Design::new("Shop")).expect("json");
    for key in design.as_object().expect("object").keys() {
        assert!(fields(&schema).contains(key), "{key}");
    }
    for name in ["Element", "Link", "Context", "Event", "Journey", "Platform"] {
        let part = &schema["$defs"][name];
        assert_eq!(part["additionalProperties"], false, "{name}: unknown fields are an error");
        assert!(part["description"].is_string(), "{name}");
        assert!(!fields(part).is_empty(), "{name}");
    }
    assert!(fields(&schema["$defs"]["Element"]).contains(&"max_replicas".to_owned()));
}
