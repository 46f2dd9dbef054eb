//! Every answer of the API fits its schema in the description of the API, `openapi.json`.

use crate::client::Answer;
use domain::file::misfit::misfit;
use serde_json::Value;
use tokio::sync::OnceCell;

/// What describes the API, as a server describes itself; nothing for addresses that are no part of it.
pub async fn description(http: &reqwest::Client, url: &str, path: &str) -> Option<&'static Value> {
    static DESCRIPTION: OnceCell<Value> = OnceCell::const_new();
    if path == "/api/v1/openapi.json" || !path.starts_with("/api/v1/") {
        return None;
    }
    let ask = async || http.get(format!("{url}/api/v1/openapi.json")).send().await?.error_for_status()?.json().await;
    DESCRIPTION.get_or_try_init(ask).await.ok()
}

/// Fails when an answer is none of those that the description lists.
pub fn check(document: &Value, method: &str, path: &str, answer: &Answer) {
    if answer.status == reqwest::StatusCode::NOT_MODIFIED {
        assert!(answer.bytes.is_empty(), "{method} {path} answers 304 with a body");
        return;
    }
    let Some(operation) = find(document, path).and_then(|methods| methods.get(method.to_lowercase())) else {
        assert!(matches!(answer.status.as_u16(), 403..=405 | 200), "{method} {path} is not described and answers {}", answer.status);
        return;
    };
    let status = answer.status.as_u16().to_string();
    let responses = &operation["responses"];
    let response = responses.get(&status).or_else(|| (answer.status.as_u16() >= 400).then(|| &responses["default"]));
    let response = response.unwrap_or_else(|| panic!("{method} {path} answers {status}, which is not described"));
    let response = response.get("$ref").map_or(response, |to| document.pointer(to.as_str().unwrap().trim_start_matches('#')).unwrap());
    let kind = answer.header("content-type");
    let Some(content) = response.get("content") else {
        assert!(answer.bytes.is_empty(), "{method} {path} {status} is described as empty: {}", answer.text());
        return;
    };
    let media = content.get(kind).unwrap_or_else(|| panic!("{method} {path} {status} is {kind}, described are {content}"));
    if kind.ends_with("json") {
        let value: Value = serde_json::from_slice(&answer.bytes).unwrap();
        let why = misfit(document, &media["schema"], &value);
        assert_eq!(why, None, "{method} {path} {status} does not fit its schema");
    }
}

/// The methods of the path whose pattern this path fits; a pattern that says more comes first.
fn find<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    let paths = document["paths"].as_object().unwrap();
    let fits = |pattern: &str| {
        let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
        pattern.len() == path.len() && pattern.iter().zip(path).all(|(pattern, part)| pattern.starts_with('{') || *pattern == part)
    };
    let mut fitting: Vec<_> = paths.iter().filter(|(pattern, _)| fits(pattern)).collect();
    fitting.sort_by_key(|(pattern, _)| pattern.matches('{').count());
    fitting.first().map(|(_, methods)| *methods)
}

#[test]
#[should_panic(expected = "does not fit its schema")]
fn an_answer_that_lacks_a_field_is_told() {
    use serde_json::json;
    let answer = Answer {
        status: reqwest::StatusCode::OK,
        headers: [(reqwest::header::CONTENT_TYPE, "application/json".parse().unwrap())].into_iter().collect(),
        bytes: json!({ "id": "x" }).to_string().into_bytes(),
    };
    let schema = json!({ "type": "object", "required": ["id", "name"] });
    let described = json!({ "200": { "content": { "application/json": { "schema": schema } } } });
    let document = json!({ "paths": { "/api/v1/projects/{id}": { "get": { "responses": described } } } });
    check(&document, "GET", "/api/v1/projects/x", &answer);
}
