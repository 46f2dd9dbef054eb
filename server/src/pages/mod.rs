//! The pages, rendered on the server by the code that runs in the browser. They use the HTTP API and no other: what a page shows is
//! asked of the API's own router first, with the cookies of the request; then the page is rendered in one go on a thread of its own.

mod refusal;
mod threads;

pub use refusal::told_to_people;

use crate::{
    error::Problem,
    security::{
        client::ClientAddress,
        headers::page_policy,
        owner::{Actor, set_cookie},
        token::Token,
    },
    state::App,
};
use app::{
    answers::Answers,
    api::{ApiCall, ApiReply, ServerTransport},
    place::{Address, Place},
    shell::{Asked, Assets, Rendered, render},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use domain::work::Work;
use std::{convert::Infallible, sync::Arc};
use threads::PageThreads;
use tower::ServiceExt;

/// An address that no page has.
const NOWHERE: &str = "/s/";

/// How soon to ask again for a page whose design could not be had, in seconds.
const RETRY_AFTER_S: u64 = 5;

/// Renders the page of any address.
#[derive(Debug, Clone)]
pub struct Pages(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    app: App,
    /// The API as it is served.
    api: Router,
    assets: Arc<Assets>,
    /// Absent when the system gave none; then every page says that it cannot be made.
    threads: Option<PageThreads>,
}

impl Pages {
    pub fn new(app: &App, api: &Router<App>, assets: Assets) -> Self {
        let threads = PageThreads::start().inspect_err(|error| tracing::error!(%error, "there are no threads for pages")).ok();
        Self(Arc::new(Inner { app: app.clone(), api: api.clone().with_state(app.clone()), assets: Arc::new(assets), threads }))
    }

    /// The pages' routes, and the page for addresses that lead nowhere.
    pub fn router(&self) -> Router<App> {
        let nowhere: MethodRouter<(), Infallible> = self.shown();
        Place::PATTERNS.into_iter().fold(Router::new(), |router, path| router.route(path, self.shown())).fallback_service(nowhere)
    }

    fn shown<S: Clone + Send + Sync + 'static>(&self) -> MethodRouter<S> {
        let pages = self.clone();
        get(async move |request: Request| pages.show(&request.into_parts().0).await)
    }

    /// The page for something that is not there, for a person who followed a link.
    pub async fn missing(&self) -> Response {
        self.answer(Address::parse(NOWHERE), Answers::default(), None).await.into_response()
    }

    async fn show(&self, parts: &Parts) -> Response {
        let address = Address::parse(parts.uri.path_and_query().map_or("/", |path| path.as_str()));
        let client = ClientAddress::of(parts, &self.0.app.config);
        let answers = Answers::gather(&address, &transport(self.0.api.clone(), parts.headers.clone(), client)).await;
        // Each visit renews the cookie, so that only those who stay away for a year lose their projects.
        let https = self.0.app.config.is_https();
        let cookie = Actor::from_headers(&parts.headers, https).0.and_then(|token| set_cookie(&token, https).ok());
        self.answer(address, answers, cookie).await.into_response()
    }

    async fn answer(&self, address: Address, answers: Answers, cookie: Option<HeaderValue>) -> Result<Response, Problem> {
        let nonce = Token::random()?.reveal().to_owned();
        let policy = HeaderValue::from_str(&page_policy(&nonce)).map_err(Problem::internal)?;
        let threads = self.0.threads.as_ref().ok_or_else(|| Problem::busy(10))?;
        let assets = self.0.assets.clone();
        let page = move |work: &Work| render(&Asked { address, answers, assets, nonce, work: work.clone() });
        let Rendered { status, moved, html } = threads.run(page).await?;
        let mut response = Response::new(Body::from(html));
        *response.status_mut() = StatusCode::from_u16(status).map_err(Problem::internal)?;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if status == StatusCode::SERVICE_UNAVAILABLE.as_u16() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
        }
        if let Some(cookie) = cookie {
            headers.append(header::SET_COOKIE, cookie);
        }
        if let Some(moved) = moved {
            headers.insert(header::LOCATION, HeaderValue::from_str(&moved).map_err(Problem::internal)?);
            *response.status_mut() = StatusCode::FOUND;
        }
        Ok(response)
    }
}

/// Calls the API in this process, on behalf of the browser that asked for the page.
fn transport(api: Router, page: HeaderMap, address: ClientAddress) -> ServerTransport {
    Arc::new(move |call| {
        let (api, request) = (api.clone(), request(call, &page, address));
        Box::pin(async move {
            let unreachable = ApiReply { status: 500, body: String::new() };
            let Some(request) = request else { return unreachable };
            let Ok(response) = api.oneshot(request).await;
            let status = response.status().as_u16();
            match to_bytes(response.into_body(), usize::MAX).await {
                Ok(bytes) => ApiReply { status, body: String::from_utf8_lossy(&bytes).into_owned() },
                Err(_) => unreachable,
            }
        })
    })
}

fn request(call: ApiCall, page: &HeaderMap, address: ClientAddress) -> Option<axum::http::Request<Body>> {
    let ApiCall { method, path, body, accept } = call;
    let mut request = Request::builder().method(method.as_str()).uri(path).header(header::ACCEPT, accept);
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    for cookie in page.get_all(header::COOKIE) {
        request = request.header(header::COOKIE, cookie);
    }
    request.extension(address).body(body.map_or_else(Body::empty, Body::from)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets;
    use domain::{
        arbitrary::sized,
        protocol::{Project, Role},
        work::Stopped,
    };
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        sync::atomic::AtomicBool,
    };

    fn asked(path: &str, work: Work) -> Asked {
        let project = Project {
            id: "p".into(),
            revision: 1,
            created_ms: 0,
            changed_ms: 0,
            role: Role::Own,
            design: sized(60),
            chain: None,
            unreadable: None,
        };
        let answers = Answers::default();
        answers.add("/api/v1/projects/p".into(), ApiReply { status: 200, body: serde_json::to_string(&project).unwrap() });
        Asked { address: Address::parse(path), answers, assets: Arc::new(assets::addresses()), nonce: "n".into(), work }
    }

    #[test]
    fn the_pages_with_pictures_stop_when_their_reader_leaves_and_leave_nothing_on_the_thread() {
        for path in ["/p/p/studio", "/p/p/proposal", "/rules/DATA001"] {
            let whole = render(&asked(path, Work::unlimited()));
            assert_eq!(whole.status, 200, "{path}");
            let left = Work::until(Arc::new(AtomicBool::new(true)));
            let ended = catch_unwind(AssertUnwindSafe(|| render(&asked(path, left)).status));
            assert!(ended.is_err_and(|stopped| Stopped::is(&*stopped)), "{path}");
            assert!(render(&asked(path, Work::unlimited())) == whole, "{path}: the next page is as it was before");
        }
    }
}
