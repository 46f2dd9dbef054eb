//! `POST/GET /projects`, `GET/DELETE /projects/{id}`, and the form of people without scripts.

use domain::{
    Design, Edit,
    ids::ElementId,
    layout::Placement,
    protocol::{Project, ProjectSummary, Role},
};
use reqwest::Method;
use serde_json::json;
use tests::{
    client::{rename, small_design},
    in_process::Studio,
};

const PATH: &str = "/api/v1/projects";

#[tokio::test]
async fn a_new_project_belongs_to_the_browser_that_made_it() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let answer = browser.post(PATH, &json!({ "design": small_design() })).await;
    assert_eq!(answer.status.as_u16(), 201);
    let project: Project = answer.json();
    assert_eq!((project.revision, project.role, &project.design), (1, Role::Own, &small_design()));
    assert_eq!(answer.header("location"), format!("{PATH}/{}", project.id));
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("; Path=/;"), "{cookie}");
    assert_eq!(browser.project(&project.id).await, project);
    let listed: Vec<ProjectSummary> = browser.get(PATH).await.json();
    assert_eq!(listed.iter().map(|p| (p.id.as_str(), p.elements)).collect::<Vec<_>>(), [(project.id.as_str(), 3)]);
}

#[tokio::test]
async fn nobody_else_can_tell_that_it_exists() {
    let studio = Studio::start().await;
    let (owner, other) = (studio.browser(), studio.browser());
    let id = owner.create(small_design()).await.id;
    other.create(Design::new("Mine")).await;
    for stranger in [&other, &studio.program()] {
        let hidden = stranger.get(&format!("{PATH}/{id}")).await;
        let absent = stranger.get(&format!("{PATH}/aaaaaaaaaaaaaaaa")).await;
        hidden.problem(404);
        assert_eq!(hidden.bytes, absent.bytes, "the same words as for a project that never was");
        stranger.delete(&format!("{PATH}/{id}")).await.problem(404);
    }
    assert_eq!(other.get(PATH).await.json::<Vec<ProjectSummary>>().len(), 1);
    assert!(studio.program().get(PATH).await.json::<Vec<ProjectSummary>>().is_empty());
}

#[tokio::test]
async fn blank_and_starter_are_ways_to_begin() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let blank: Project = browser.post(PATH, &json!({})).await.json();
    assert!(blank.design.elements.is_empty());
    let named: Project = browser.post(PATH, &json!({ "name": "Bakery" })).await.json();
    assert_eq!(named.design.name, "Bakery");
    for starter in domain::starters::all() {
        let begun: Project = browser.post(PATH, &json!({ "starter": starter.slug })).await.json();
        assert_eq!(begun.design, starter.design().unwrap());
    }
}

#[tokio::test]
async fn what_cannot_be_stored_is_refused_with_the_field() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let path = async |body: serde_json::Value| browser.post(PATH, &body).await.problem(422).errors[0].path.clone();
    assert_eq!(path(json!({ "starter": "nowhere" })).await, "starter");
    assert_eq!(path(json!({ "name": "x".repeat(200) })).await, "name");
    assert_eq!(
        path(json!({ "design": { "groundplan": 1, "name": "X", "elements": { "a": { "kind": "castle" } } } })).await,
        "design.elements.a.kind"
    );
    assert_eq!(path(json!({ "design": { "groundplan": 1, "name": "X", "layout": { "a": { "x": 0, "y": 0 } } } })).await, "layout.a");
    browser.post(PATH, &json!({ "design": { "groundplan": 7, "name": "X" } })).await.problem(422);
    browser.post(PATH, &json!({ "name": "X", "starter": "shop" })).await.problem(422);
    browser.post_text(PATH, "application/json", "{").await.problem(400);
    browser.post_text(PATH, "text/plain", "{}").await.problem(415);
    browser.post_text(PATH, "application/json", "x".repeat(3 * 1024 * 1024)).await.problem(413);
    assert!(browser.get(PATH).await.json::<Vec<ProjectSummary>>().is_empty());
}

#[tokio::test]
async fn a_deleted_project_is_gone() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let path = format!("{PATH}/{}", browser.create(small_design()).await.id);
    assert_eq!(browser.delete(&path).await.status.as_u16(), 204);
    browser.get(&path).await.problem(404);
    browser.delete(&path).await.problem(404);
}

#[tokio::test]
async fn an_unchanged_project_is_not_sent_again() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    let path = format!("{PATH}/{id}");
    let etag = browser.get(&path).await.header("etag").to_owned();
    let ask = async || browser.send(browser.request(Method::GET, &path).header("if-none-match", &etag)).await.status.as_u16();
    assert_eq!(ask().await, 304);
    browser.save(&id, 1, "a", vec![rename("Changed")]).await;
    assert_eq!(ask().await, 200);
}

#[tokio::test]
async fn the_form_creates_and_shows_the_project() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let answer = browser.post_text("/projects", "application/x-www-form-urlencoded", "name=Corner+shop&starter=").await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    let id = answer.header("location").strip_prefix("/p/").unwrap();
    assert_eq!(browser.project(id).await.design.name, "Corner shop");
    browser.post_text("/projects", "application/x-www-form-urlencoded", "starter=nowhere").await.problem(422);
    browser.post_text("/projects", "application/json", "{}").await.problem(415);
}

#[tokio::test]
async fn routes_of_a_large_design_come_when_asked_for_and_are_those_of_its_revision() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let with_routes = async |id: &str| browser.get(&format!("{PATH}/{id}?routes=true")).await.json::<Project>();
    let small = browser.create(small_design()).await;
    assert_eq!(with_routes(&small.id).await.routes, None, "a few links are found as fast as they are read");

    let large = browser.create(domain::arbitrary::sized(200)).await;
    assert_eq!(browser.project(&large.id).await.routes, None, "nobody asked");
    let first = with_routes(&large.id).await;
    let routes = first.routes.clone().unwrap();
    assert_eq!(routes.lines().count(), first.design.links.len());
    assert_eq!(with_routes(&large.id).await, first);

    let (part, link) = (ElementId::new("service-7").unwrap(), first.design.links.keys().next_back().unwrap().clone());
    let placement = Some(Placement { x: -4_000, y: -4_000, ..Placement::default() });
    let edits = vec![Edit::Place { id: part, placement }, Edit::RemoveLink { id: link }];
    assert_eq!(browser.save(&large.id, 1, "moved", edits).await.status.as_u16(), 200);
    let second = with_routes(&large.id).await.routes.unwrap();
    assert_eq!(second.lines().count(), first.design.links.len() - 1);
    assert!(second.contains("-4000") && !routes.contains("-4000"), "the part is drawn where it stands now");
}
