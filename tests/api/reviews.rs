//! `POST /reviews`.

use crate::{SMALL_YAML, WRONG_YAML};
use domain::{analysis::analyse, protocol::ReviewResponse, review::review, work::Work};
use tests::{client::small_design, in_process::Studio};

const PATH: &str = "/api/v1/reviews";

#[tokio::test]
async fn yaml_and_json_get_the_same_review_and_analysis() {
    let studio = Studio::start().await;
    let design = small_design();
    let from_json: ReviewResponse = studio.program().post(PATH, &design).await.json();
    let from_yaml: ReviewResponse = studio.program().post_text(PATH, "application/yaml", domain::file::write(&design)).await.json();
    assert_eq!(from_json, ReviewResponse { review: review(&design, &Work::unlimited()), analysis: analyse(&design, &Work::unlimited()) });
    assert_eq!(from_yaml, from_json);
}

#[tokio::test]
async fn a_wrong_field_is_named_with_its_line() {
    let studio = Studio::start().await;
    let problem = studio.program().post_text(PATH, "application/yaml", WRONG_YAML).await.problem(422);
    assert_eq!(problem.kind, "/problems/invalid-design");
    assert_eq!((problem.errors[0].path.as_str(), problem.errors[0].line), ("elements.orders.technology", Some(7)));
    assert!(problem.detail.contains("cobol-on-rails") && problem.detail.contains("Line 7"), "{}", problem.detail);
}

#[tokio::test]
async fn what_is_no_design_is_refused() {
    let studio = Studio::start().await;
    for text in ["", "- a\n- b", "{", "groundplan: 99\nname: New\n", "\u{0}", "a: &a [*a, *a]"] {
        studio.program().post_text(PATH, "application/yaml", text).await.problem(422);
    }
    let bytes = studio.program();
    bytes.send(bytes.request(reqwest::Method::POST, PATH).body(vec![0xff, 0xfe])).await.problem(400);
    studio.program().post_text(PATH, "text/html", SMALL_YAML).await.problem(415);
    studio.program().post_text(PATH, "application/yaml", " ".repeat(3 * 1024 * 1024)).await.problem(413);
}
