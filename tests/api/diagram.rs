//! `GET /projects/{id}/diagram.svg`.

use domain::{
    Edit,
    design::{Element, ElementKind},
    ids::ElementId,
};
use tests::{client::small_design, in_process::Studio};

#[tokio::test]
async fn a_project_has_a_picture() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    let mut note = Element::new(ElementKind::External);
    note.title = Some("</text><script>alert(1)</script>".into());
    browser.save(&id, 1, "a", vec![Edit::add_element(ElementId::new("bad").unwrap(), note, None)]).await;
    let answer = browser.get(&format!("/api/v1/projects/{id}/diagram.svg")).await;
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    let text = answer.text();
    assert!(text.starts_with("<svg ") && text.contains("orders"));
    assert!(!text.contains("<script"), "what people write is escaped");
    assert!(answer.header("content-security-policy").contains("sandbox"));
}

#[tokio::test]
async fn a_stranger_sees_none() {
    let studio = Studio::start().await;
    let id = studio.browser().create(small_design()).await.id;
    studio.browser().get(&format!("/api/v1/projects/{id}/diagram.svg")).await.problem(404);
}
