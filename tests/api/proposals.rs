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
    let passed_over = studio.program().post(PATH, &json!({ "brief": { "engineers": "many", "peak": 9 } })).await.problem(422);
    assert_eq!(passed_over.errors.iter().map(|error| error.path.as_str()).collect::<Vec<_>>(), ["brief.engineers", "brief.peak"]);
    studio.program().post(PATH, &json!({ "breif": {} })).await.problem(422);
    studio.program().post(PATH, &json!({ "name": "", "brief": {} })).await.problem(422);
}

#[tokio::test]
async fn the_name_is_optional() {
    let studio = Studio::start().await;
    let design: Design = studio.program().post(PATH, &json!({})).await.json::<ProposalResponse>().design;
    assert!(!design.name.is_empty());
}

#[tokio::test]
async fn the_answer_says_what_was_understood_and_a_correction_is_an_answer() {
    let studio = Studio::start().await;
    let ask = async |brief: serde_json::Value| studio.program().post(PATH, &json!({ "brief": brief })).await.json::<ProposalResponse>();
    let first = ask(json!({ "purpose": "Customers book a table by phone" })).await;
    let heard: Vec<_> = first.heard.iter().map(|heard| (heard.words.as_str(), heard.capability.as_str(), heard.taken)).collect();
    assert_eq!(heard, [("Customers", "accounts", true), ("book a table", "reservations", true), ("by phone", "voice", true)]);
    let corrected = ask(json!({ "purpose": "Customers book a table by phone", "capabilities": ["reservations", "menu"] })).await;
    assert_eq!(corrected.heard.iter().filter(|heard| heard.taken).count(), 1);
    assert!(corrected.design.contexts.keys().any(|id| id.as_str() == "menu"));
}

#[tokio::test]
async fn numbers_are_read_doubts_are_asked_and_named_services_are_kept() {
    let studio = Studio::start().await;
    let ask = async |brief: serde_json::Value| studio.program().post(PATH, &json!({ "brief": brief })).await.json::<ProposalResponse>();
    let purpose = "Two teams of six build a shop. There are no payments. Customers pay by card.";
    let said = ask(json!({ "purpose": purpose })).await;
    let read: Vec<_> = said.read.iter().map(|read| (read.question.as_str(), read.words.as_str())).collect();
    assert_eq!(read, [("engineers", "Two teams of six"), ("teams", "Two teams")]);
    assert_eq!(said.unclear.iter().map(|unclear| unclear.capabilities.join(" ")).collect::<Vec<_>>(), ["payments"]);
    let deaf = ask(json!({ "purpose": "Zbudujmy coś" })).await;
    assert!(deaf.unclear[0].question.contains("English, German, French and Spanish"), "{:?}", deaf.unclear);
    let names = ["frontend", "cartservice", "checkoutservice", "currencyservice", "emailservice", "adservice"];
    let brief = json!({
        "purpose": "Visitors choose flowers, pay and have them brought.", "archetype": "e-commerce",
        "current-system": "services", "existing-services": names, "engineers": 20, "teams": 3,
    });
    let shop = ask(brief).await;
    assert_eq!(shop.services.iter().map(|kept| kept.element.as_str()).collect::<Vec<_>>(), names);
    assert!(shop.services.iter().all(|kept| shop.design.elements.keys().any(|id| id.as_str() == kept.element) && !kept.why.is_empty()));
}

#[tokio::test]
async fn the_answer_holds_the_cut_the_other_shapes_and_the_way_out() {
    let studio = Studio::start().await;
    let brief = json!({ "archetype": "e-commerce", "engineers": 9, "current-system": "monolith", "number-god-entities": 20 });
    let answer: ProposalResponse = studio.program().post(PATH, &json!({ "brief": brief })).await.json();
    let cut = answer.cut.unwrap();
    assert!(cut.drawn.score > 60 && !cut.alternatives.is_empty() && !cut.why.is_empty());
    assert_eq!(answer.alternatives.iter().filter(|alternative| alternative.fits).count(), 1);
    assert!(answer.alternatives.iter().all(|alternative| alternative.design.problems().is_empty()));
    assert_eq!(answer.migration.unwrap().moves.len(), answer.design.contexts.len());
    assert!(answer.numbers.iter().any(|number| number.id == "number-god-entities" && number.value == 20 && number.default == 12));
    let wanted: ProposalResponse = studio.program().post(PATH, &json!({ "brief": brief, "shape": "modular-monolith" })).await.json();
    assert!(wanted.design.elements.keys().any(|id| id.as_str() == "backend"));
}

#[tokio::test]
async fn a_decision_can_be_taken_otherwise() {
    let studio = Studio::start().await;
    let brief = json!({ "archetype": "e-commerce", "engineers": 9, "target": "kubernetes" });
    let choose = json!([{ "topic": "gateway", "option": "kong", "reason": "Partners get keys of their own" }]);
    let chosen: ProposalResponse = studio.program().post(PATH, &json!({ "brief": brief, "choose": choose })).await.json();
    let record = chosen.decisions.iter().find(|record| record.topic == "gateway").unwrap();
    assert_eq!((record.choice.as_str(), record.override_reason.as_deref()), ("kong", Some("Partners get keys of their own")));
    assert_ne!(record.proposed, "kong");
    assert_eq!(chosen.design.problems(), []);
    let refused = async |topic: &str, option: &str| {
        let choose = json!([{ "topic": "gateway", "option": "traefik" }, { "topic": topic, "option": option }]);
        studio.program().post(PATH, &json!({ "brief": brief, "choose": choose })).await.problem(422)
    };
    let option = refused("gateway", "envoy").await;
    assert_eq!(option.errors[0].path, "choose.1");
    assert!(option.detail.contains("the options are nginx, traefik, kong"), "{}", option.detail);
    let topic = refused("weather", "rain").await;
    assert!(topic.detail.contains("its decisions are decomposition, "), "{}", topic.detail);
}
