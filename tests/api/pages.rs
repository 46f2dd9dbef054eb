//! The pages as the server sends them: readable without scripts, with data from the API, with the right status.

use domain::Design;
use tests::{
    client::small_design,
    in_process::Studio,
    pages_hammer::{Hammer, hammer},
};

#[tokio::test]
async fn a_page_is_there_before_any_script_runs() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let project = browser.create(small_design()).await;
    for path in ["/", &format!("/p/{}/studio", project.id)] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        assert!(answer.text().contains("Small shop"), "{path} shows the project by its name");
    }
}

#[tokio::test]
async fn every_rule_has_a_page_that_needs_no_script() {
    let studio = Studio::start().await;
    let program = studio.program();
    let index = program.get("/rules").await.text();
    for rule in domain::review::rules() {
        assert!(index.contains(&format!("href=\"/rules/{}\"", rule.code)), "{} is not in the index", rule.code);
        let answer = program.get(&format!("/rules/{}", rule.code)).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", rule.code);
        let text = answer.text();
        assert!(text.contains(&rule.title()) && text.contains("class=\"mini sketch__svg"), "{} is not drawn", rule.code);
        for source in rule.sources.iter().filter_map(|source| source.url) {
            assert!(text.contains(&format!("href=\"{source}\"")), "{} does not link to {source}", rule.code);
        }
    }
    assert_eq!(program.get("/rules/REL999").await.status.as_u16(), 404);
}

#[tokio::test]
async fn somebody_elses_project_has_no_page() {
    let studio = Studio::start().await;
    let id = studio.browser().create(small_design()).await.id;
    let answer = studio.browser().get(&format!("/p/{id}/studio")).await;
    assert_eq!(answer.status.as_u16(), 404);
    assert!(!answer.text().contains("Small shop"));
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so() {
    let studio = Studio::start().await;
    let answer = studio.program().get("/nowhere/at/all").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "text/html; charset=utf-8"));
}

#[tokio::test]
async fn what_people_write_is_escaped() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    browser.create(Design::new("<img src=x onerror=alert(1)></script><script>alert(2)</script>")).await;
    let text = browser.get("/").await.text();
    assert!(text.contains("onerror"), "the name is shown");
    assert!(!text.contains("<img src=x") && !text.contains("<script>alert"), "as text and nothing else");
}

#[tokio::test]
async fn a_visit_renews_the_cookie_of_those_who_have_one() {
    let studio = Studio::start().await;
    assert_eq!(studio.program().get("/").await.header("set-cookie"), "", "visitors are not marked");
    let browser = studio.browser();
    browser.create(small_design()).await;
    let cookie = browser.cookie().unwrap();
    assert!(browser.get("/").await.header("set-cookie").starts_with(&cookie));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_at_once_each_see_their_own() {
    let studio = Studio::start().await;
    let report = hammer(&studio.url, Hammer { owners: 24, clients: 16, pages: 600 }).await.unwrap();
    assert_eq!(report.statuses.keys().copied().collect::<Vec<_>>(), [200]);
    assert_eq!(report.pages.values().sum::<u64>(), 600);
}
