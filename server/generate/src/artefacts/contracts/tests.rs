//! The contracts of the shop as they are; none where there is nothing to promise.

use crate::{Generated, Options, generate};
use domain::{Design, starters, work::Work};

fn text<'a>(generated: &'a Generated, path: &str) -> &'a str {
    let file = generated.bundle.get(path).unwrap_or_else(|| panic!("{path} is missing"));
    std::str::from_utf8(&file.bytes).expect("text")
}

fn generated(design: &Design) -> Generated {
    generate(design, &Options::default(), &Work::unlimited()).expect("a bundle")
}

#[test]
fn the_shop() {
    let shop = generated(&starters::find("e-commerce").expect("a starter").design().expect("a design"));
    insta::assert_snapshot!("openapi", text(&shop, "contracts/openapi/payment-service.yaml"));
    insta::assert_snapshot!("asyncapi", text(&shop, "contracts/asyncapi/rabbitmq.yaml"));
}

#[test]
fn links_by_grpc_and_graphql_have_their_files() {
    let yaml = "groundplan: 1\nname: Shop\ncontexts: { shop: { name: Shop, entities: [{ name: queries }] } }\nelements:\n  a: { kind: service }\n  b: { kind: service, context: shop, api_version: v2 }\nlinks:\n  l: { from: a, to: b, kind: grpc, label: Price and reserve }\n  m: { from: a, to: b, kind: graphql }\n";
    let bundle = generated(&domain::file::read(yaml).unwrap_or_else(|error| panic!("{:#?}", error.problems)));
    insta::assert_snapshot!("protobuf", text(&bundle, "contracts/proto/b/v2/b.proto"));
    insta::assert_snapshot!("graphql", text(&bundle, "contracts/graphql/b.graphql"));
    assert!(bundle.bundle.get("contracts/openapi/a.yaml").is_none());
    assert!(!bundle.bundle.iter().any(|(path, _)| path.as_str().starts_with("contracts/asyncapi/")));
}
