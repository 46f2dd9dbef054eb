//! `POST /proposals`.

use domain::{Design, protocol::ProposalResponse};
use serde_json::json;
use tests::in_process::Studio;

const PATH: &str = "/api/v1/proposals";

#[tokio::test]
async fn answers_become_a_valid_design() {
    let studio = Studio::start().await;
    let asked = json!({ "name": "Shop", "brief": {} });
    let first = studio.program().post(PATH, &asked).await;
    let proposal: ProposalResponse = first.json();
    assert_eq!(proposal.design.name, "Shop");
    assert_eq!(proposal.design.problems(), []);
    assert_eq!(studio.program().post(PATH, &asked).await.bytes, first.bytes, "the same answers give the same bytes");
}

#[tokio::test]
async fn answers_that_do_not_fit_are_named() {
    let studio = Studio::start().await;
    let long = studio.program().post(PATH, &json!({ "brief": { "purpose": "x".repeat(3_000) } })).await.problem(422);
    assert_eq!(long.errors[0].path, "brief.purpose");
    let shape = studio.program().post(PATH, &json!({ "brief": { "team-size": { "a": "b" } } })).await.problem(422);
    assert!(shape.errors[0].path.starts_with("brief"), "{shape:?}");
    studio.program().post(PATH, &json!({ "breif": {} })).await.problem(422);
    studio.program().post(PATH, &json!({ "name": "", "brief": {} })).await.problem(422);
}

#[tokio::test]
async fn the_name_is_optional() {
    let studio = Studio::start().await;
    let design: Design = studio.program().post(PATH, &json!({})).await.json::<ProposalResponse>().design;
    assert!(!design.name.is_empty());
}
