//! `GET /catalog`, `/starters`, `/capabilities`, `/questions`, `/rules`, `/rules/{code}`, `/schema`.

use domain::{
    catalog,
    discovery::{capability, questions},
    protocol::StarterEntry,
    review, starters,
};
use reqwest::Method;
use serde_json::Value;
use tests::in_process::Studio;

async fn list(path: &str) -> Vec<Value> {
    Studio::start().await.program().get(path).await.json()
}

#[tokio::test]
async fn the_catalogue_lists_every_technology() {
    let listed = list("/api/v1/catalog").await;
    assert_eq!(listed.len(), catalog::all().len());
    assert_eq!(listed[0]["slug"], catalog::all()[0].slug);
}

#[tokio::test]
async fn every_starter_is_listed_with_its_picture() {
    let studio = Studio::start().await;
    let listed: Vec<StarterEntry> = studio.program().get("/api/v1/starters").await.json();
    assert_eq!(listed.len(), starters::all().len());
    assert!(listed.iter().all(|starter| !starter.name.is_empty() && !starter.miniature.parts.is_empty()));
}

#[tokio::test]
async fn every_capability_is_listed_with_what_it_owns_and_touches() {
    let listed = list("/api/v1/capabilities").await;
    assert_eq!(listed.len(), capability::COUNT);
    let orders = listed.iter().find(|capability| capability["slug"] == "orders").unwrap();
    assert_eq!(orders["entities"][0]["fields"]["total"], "decimal");
    assert_eq!((&orders["datastore"], &orders["sensitivity"]), (&Value::from("relational"), &Value::from("personal")));
    assert!(orders["neighbours"].as_array().unwrap().contains(&Value::from("payments")));
}

#[tokio::test]
async fn every_question_is_listed_with_its_choices() {
    let listed = list("/api/v1/questions").await;
    assert_eq!(listed.len(), questions::all().len());
    assert!(listed.iter().all(|question| question["input"] != "" && question["help"] != ""));
}

#[tokio::test]
async fn every_rule_is_listed() {
    let listed = list("/api/v1/rules").await;
    assert_eq!(listed.len(), review::rules().len());
    assert!(listed.iter().all(|rule| rule["code"] != "" && rule["why"] != "" && rule["sources"][0]["title"] != ""));
}

#[tokio::test]
async fn a_rule_comes_with_its_example_worked_out() {
    let studio = Studio::start().await;
    let rule: Value = studio.program().get("/api/v1/rules/DATA001").await.json();
    assert_eq!((&rule["slug"], &rule["title"]), (&Value::from("shared-database"), &Value::from("Shared database")));
    assert_eq!(rule["finding"]["key"], "DATA001@shop-db");
    assert!(rule["design"]["elements"]["shop-db"].is_object() && rule["fixed"]["elements"]["stock-db"].is_object());
    for nobody in ["DATA999", "data001", "%20"] {
        assert_eq!(studio.program().get(&format!("/api/v1/rules/{nobody}")).await.problem(404).kind, "/problems/not-found");
    }
}

#[tokio::test]
async fn the_schema_is_one() {
    let studio = Studio::start().await;
    let answer = studio.program().get("/api/v1/schema").await;
    assert_eq!(answer.header("content-type"), "application/schema+json");
    assert!(answer.json::<Value>()["properties"]["elements"].is_object());
}

#[tokio::test]
async fn what_a_client_has_already_is_not_sent_again() {
    let studio = Studio::start().await;
    let program = studio.program();
    for path in ["/api/v1/catalog", "/api/v1/schema", "/api/v1/openapi.json"] {
        let etag = program.get(path).await.header("etag").to_owned();
        let again = program.send(program.request(Method::GET, path).header("if-none-match", &etag)).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{path}");
    }
}
