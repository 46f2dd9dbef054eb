//! `POST/GET/DELETE /projects/{id}/shares` and `GET /s/{token}`.

use domain::protocol::{EditsResponse, ProjectSummary, Role, ShareEntry, ShareLink};
use serde_json::json;
use server::config::Database;
use tests::{
    client::{Answer, rename, small_design},
    in_process::Studio,
};

#[tokio::test]
async fn a_link_gives_what_it_says_until_it_is_taken_back() {
    let studio = Studio::start().await;
    let (owner, guest) = (studio.browser(), studio.browser());
    let id = owner.create(small_design()).await.id;
    let shares = format!("/api/v1/projects/{id}/shares");
    let view: ShareLink = owner.post(&shares, &json!({ "role": "view" })).await.json();
    let edit: ShareLink = owner.post(&shares, &json!({ "role": "edit" })).await.json();
    assert!(view.path.strip_prefix("/s/").is_some_and(|token| token.len() == 26));

    let opened = guest.get(&view.path).await;
    assert_eq!((opened.status.as_u16(), opened.header("location")), (303, format!("/p/{id}").as_str()));
    assert_eq!(guest.project(&id).await.role, Role::View);
    guest.save(&id, 1, "a", vec![rename("Mine")]).await.problem(403);
    guest.post(&shares, &json!({ "role": "edit" })).await.problem(403);
    guest.delete(&format!("/api/v1/projects/{id}")).await.problem(403);

    guest.get(&edit.path).await;
    assert_eq!(guest.save(&id, 1, "a", vec![rename("Ours")]).await.json::<EditsResponse>().revision, 2);
    assert_eq!(guest.get("/api/v1/projects").await.json::<Vec<ProjectSummary>>()[0].role, Role::Edit);

    let listed: Vec<ShareEntry> = owner.get(&shares).await.json();
    assert_eq!(listed.iter().map(|share| share.role).collect::<Vec<_>>().len(), 2);
    for link in [&view, &edit] {
        assert_eq!(owner.delete(&format!("{shares}/{}", link.id)).await.status.as_u16(), 204);
    }
    guest.get(&format!("/api/v1/projects/{id}")).await.problem(404);
    assert_eq!(guest.get(&view.path).await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_list_never_shows_a_token() {
    let studio = Studio::start().await;
    let owner = studio.browser();
    let shares = format!("/api/v1/projects/{}/shares", owner.create(small_design()).await.id);
    let link: ShareLink = owner.post(&shares, &json!({ "role": "view" })).await.json();
    let token = link.path.strip_prefix("/s/").unwrap();
    assert!(!owner.get(&shares).await.text().contains(token));
}

#[tokio::test]
async fn the_list_of_links_comes_in_pages() {
    let studio = Studio::start().await;
    let owner = studio.browser();
    let shares = format!("/api/v1/projects/{}/shares", owner.create(small_design()).await.id);
    for _ in 0..3 {
        owner.post(&shares, &json!({ "role": "view" })).await.json::<ShareLink>();
    }
    let ids = async |query: &str| {
        owner.get(&format!("{shares}{query}")).await.json::<Vec<ShareEntry>>().into_iter().map(|share| share.id).collect::<Vec<_>>()
    };
    let all = ids("").await;
    assert_eq!((all.len(), [ids("?limit=2").await, ids("?skip=2&limit=2").await].concat()), (3, all));
    for wrong in ["?limit=0", "?limit=501", "?skip=-1"] {
        owner.get(&format!("{shares}{wrong}")).await.problem(422);
    }
}

#[tokio::test]
async fn a_preview_of_a_link_takes_nothing_over() {
    let studio = Studio::start().await;
    let owner = studio.browser();
    let shares = format!("/api/v1/projects/{}/shares", owner.create(small_design()).await.id);
    let link: ShareLink = owner.post(&shares, &json!({ "role": "view" })).await.json();
    let guest = studio.browser();
    let previewed = guest.send(guest.request(reqwest::Method::HEAD, &link.path)).await;
    assert_eq!((previewed.status.as_u16(), previewed.header("set-cookie")), (200, ""));
    assert_eq!(guest.get(&link.path).await.status.as_u16(), 303);
    owner.delete(&format!("{shares}/{}", link.id)).await;
    for gone in [link.path.as_str(), "/s/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/s/short"] {
        let previewed = guest.send(guest.request(reqwest::Method::HEAD, gone)).await;
        assert_eq!(previewed.status.as_u16(), 404, "{gone}");
    }
}

/// Opens nothing any more, in whatever way it is asked, and neither does what browsers got by it.
#[tokio::test]
async fn a_link_that_has_expired_is_answered_as_one_that_was_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let studio = Studio::start_with(|config| config.database = Database::Folder(data.clone())).await;
    let (owner, guest) = (studio.browser(), studio.browser());
    let id = owner.create(small_design()).await.id;
    let shares = format!("/api/v1/projects/{id}/shares");
    let lasts: ShareLink = owner.post(&shares, &json!({ "role": "edit", "expires_in_days": 7 })).await.json();
    let stays: ShareLink = owner.post(&shares, &json!({ "role": "view" })).await.json();
    let expires_ms = lasts.expires_ms.unwrap();
    assert_eq!(stays.expires_ms, None);
    let listed: Vec<ShareEntry> = owner.get(&shares).await.json();
    assert_eq!(listed.iter().map(|share| share.expires_ms).collect::<Vec<_>>(), [Some(expires_ms), None]);
    assert_eq!(expires_ms - listed[0].created_ms, 7 * 24 * 60 * 60 * 1_000);
    assert_eq!(guest.get(&lasts.path).await.status.as_u16(), 303);
    assert_eq!(guest.project(&id).await.role, Role::Edit);

    let revoked: ShareLink = owner.post(&shares, &json!({ "role": "edit" })).await.json();
    owner.delete(&format!("{shares}/{}", revoked.id)).await;
    let expire = format!("UPDATE shares SET expires_ms = {} WHERE id = '{}'", listed[0].created_ms, lasts.id);
    rusqlite::Connection::open(data.join("groundplan.db")).unwrap().execute_batch(&expire).unwrap();
    guest.get(&format!("/api/v1/projects/{id}")).await.problem(404);
    guest.save(&id, 1, "a", vec![rename("Mine")]).await.problem(404);
    assert!(guest.get("/api/v1/projects").await.json::<Vec<ProjectSummary>>().is_empty());
    for method in [reqwest::Method::GET, reqwest::Method::HEAD] {
        for below in ["", "/bundle.zip"] {
            let ask = async |link: &ShareLink| guest.send(guest.request(method.clone(), &format!("{}{below}", link.path))).await;
            let (expired, revoked) = (ask(&lasts).await, ask(&revoked).await);
            assert_eq!(expired.status.as_u16(), 404, "{method} {below}");
            let said = |answer: &Answer| {
                let mut headers: Vec<_> = answer.headers.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
                headers.retain(|(name, _)| !["date", "x-request-id", "content-security-policy"].contains(&name.as_str()));
                (answer.status, headers)
            };
            assert_eq!(said(&expired), said(&revoked), "{method} {below}");
        }
    }
}

#[tokio::test]
async fn how_long_a_link_lasts_is_said_in_days() {
    let studio = Studio::start().await;
    let owner = studio.browser();
    let shares = format!("/api/v1/projects/{}/shares", owner.create(small_design()).await.id);
    for days in [0, 366, u32::MAX] {
        let refused = owner.post(&shares, &json!({ "role": "view", "expires_in_days": days })).await.problem(422);
        assert_eq!(refused.errors[0].path, "expires_in_days");
    }
    owner.post(&shares, &json!({ "role": "view", "expires_in_days": -1 })).await.problem(422);
    for days in [json!(365), json!(null)] {
        assert_eq!(owner.post(&shares, &json!({ "role": "view", "expires_in_days": days })).await.status.as_u16(), 201);
    }
}

/// Two links opened at once by a browser that nobody knew: it keeps the identity that came last, and loses neither design.
#[tokio::test]
async fn two_links_at_once_lead_a_new_browser_to_both_designs() {
    let studio = Studio::start().await;
    let (owner, guest) = (studio.browser(), studio.program());
    let mut came = Vec::new();
    for _ in 0..2 {
        let id = owner.create(small_design()).await.id;
        let link: ShareLink = owner.post(&format!("/api/v1/projects/{id}/shares"), &json!({ "role": "edit" })).await.json();
        let opened = guest.get(&link.path).await;
        let cookies: Vec<&str> = opened.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
        assert!(cookies[1].contains(&format!("; Path=/p/{id}; HttpOnly")), "{cookies:?}");
        let pair = |cookie: &str| cookie.split(';').next().unwrap().to_owned();
        came.push((id, pair(cookies[0]), pair(cookies[1])));
    }
    let [(first, _, link), (second, kept, _)] = &came[..] else { panic!("two links") };
    let ask = async |path: &str, cookies: String| guest.send(guest.request(reqwest::Method::GET, path).header("cookie", cookies)).await;
    let page = format!("/p/{first}/studio");
    assert_eq!(ask(&page, kept.clone()).await.status.as_u16(), 404);
    let found = ask(&page, format!("{kept}; {link}")).await;
    assert_eq!((found.status.as_u16(), found.header("location")), (303, format!("/p/{first}").as_str()));
    assert!(found.header("set-cookie").contains("Max-Age=0"));
    for id in [first, second] {
        assert_eq!(ask(&format!("/p/{id}/studio"), kept.clone()).await.status.as_u16(), 200);
    }
    let known = ask(&format!("/p/{first}/nowhere"), format!("{kept}; {link}")).await;
    assert_eq!(
        (known.status.as_u16(), known.header("location")),
        (303, format!("/p/{first}").as_str()),
        "a link that leads on, not in a circle"
    );
}

#[tokio::test]
async fn what_is_no_link_is_refused() {
    let studio = Studio::start().await;
    let owner = studio.browser();
    let shares = format!("/api/v1/projects/{}/shares", owner.create(small_design()).await.id);
    let own = owner.post(&shares, &json!({ "role": "own" })).await.problem(422);
    assert_eq!(own.errors[0].path, "role");
    owner.post(&shares, &json!({ "role": "king" })).await.problem(422);
    owner.delete(&format!("{shares}/nowhere")).await.problem(404);
    for token in ["short", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "%27%20OR%201=1--"] {
        let answer = owner.get(&format!("/s/{token}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "text/html; charset=utf-8"), "a page for people");
    }
    studio.browser().post(&shares, &json!({ "role": "view" })).await.problem(404);
}
