//! A person who is refused something is told so by a page, a program by a problem document. Rendering it costs next to nothing and asks
//! for no thread: it is needed when there is too much to do.

use crate::{
    error::Problem,
    security::{headers::page_policy, token::Token},
};
use app::pages::waiting::{Waiting, Words};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::protocol::ProblemDocument;
use std::sync::Arc;

/// Larger than any problem of ours that is no conflict.
const MAX_PROBLEM_BYTES: usize = 256 * 1024;

/// Around everything: makes pages of problems for those who ask for pages.
pub async fn told_to_people(State(page): State<Arc<Waiting>>, request: Request, next: Next) -> Response {
    let person = asks_for_a_page(request.uri(), request.headers()).then(|| back_to(request.method(), request.uri()));
    let response = next.run(request).await;
    match person {
        Some(address) if is_problem(&response) => in_a_page(&page, &address, response).await.unwrap_or_else(Problem::into_response),
        _ => response,
    }
}

async fn in_a_page(page: &Waiting, address: &str, response: Response) -> Result<Response, Problem> {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_PROBLEM_BYTES).await.map_err(Problem::internal)?;
    let problem: ProblemDocument<serde_json::Value> = serde_json::from_slice(&bytes).map_err(Problem::internal)?;
    let nonce = Token::random()?.reveal().to_owned();
    let told = parts.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    // Some say it themselves.
    let wait_s = told.filter(|_| !problem.detail.contains("try again in"));
    let html = page.with(Words { nonce: &nonce, title: &problem.title, detail: &problem.detail, wait_s, address });
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    parts.headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&page_policy(&nonce)).map_err(Problem::internal)?);
    Ok(Response::from_parts(parts, Body::from(html)))
}

fn is_problem(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json")
}

/// What browsers do when somebody follows a link or sends a form; programs say that they take anything.
fn asks_for_a_page(uri: &Uri, headers: &HeaderMap) -> bool {
    let accepts = headers.get_all(header::ACCEPT).iter().any(|value| value.to_str().is_ok_and(|text| text.contains("text/html")));
    accepts && !uri.path().starts_with("/api/")
}

/// Where somebody tries again: the same page, and for a form the page it stands on. Never another site.
fn back_to(method: &Method, uri: &Uri) -> String {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let is_here = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if method == Method::GET && is_here { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_programs_are_told_apart() {
        let accepting = |text: &str| HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_str(text).unwrap())]);
        let browser = accepting("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assert!(asks_for_a_page(&Uri::from_static("/p/a/studio?x=1"), &browser));
        assert!(!asks_for_a_page(&Uri::from_static("/api/v1/projects"), &browser));
        for program in ["*/*", "application/json"] {
            assert!(!asks_for_a_page(&Uri::from_static("/"), &accepting(program)));
        }
    }

    #[test]
    fn trying_again_never_leads_to_another_site() {
        let back = |path: &'static str| back_to(&Method::GET, &Uri::from_static(path));
        assert_eq!((back("/p/a?b=c").as_str(), back("//evil.example/x").as_str()), ("/p/a?b=c", "/"));
        assert_eq!(back_to(&Method::POST, &Uri::from_static("/projects")), "/");
    }
}
