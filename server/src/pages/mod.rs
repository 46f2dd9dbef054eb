//! The pages, rendered on the server by the code that runs in the browser. They use the HTTP API and no other: what a page shows is
//! asked of the API's own router first, with the cookies of the request; then the page is rendered in one go, from its first to its last
//! letter on one thread of a pool, so that what the interface keeps by thread is never seen by another request.

mod papers;
mod refusal;

pub use refusal::told_to_people;

use crate::{
    clock,
    error::Problem,
    memory::Held,
    openapi::Listed,
    routes::shares::open::GRANT_BYTES,
    security::{
        arrival,
        client::{self, ClientAddress},
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
    body::{Body, HttpBody, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, get},
};
use domain::work::Work;
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tower::ServiceExt;

/// An address that no page has.
const NOWHERE: &str = "/s/";
/// The most that a page has to show to be made beside other work: a design of some thousand parts.
const MAX_MIDDLING_BYTES: u64 = 512 * 1024;

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
}

impl Pages {
    pub fn new(app: &App, api: &Router<App>, assets: Assets) -> Self {
        Self(Arc::new(Inner { app: app.clone(), api: api.clone().with_state(app.clone()), assets: Arc::new(assets) }))
    }

    /// The pages' routes, and the page for addresses that lead nowhere.
    pub fn router(&self) -> Router<App> {
        let nowhere: MethodRouter<(), Infallible> = self.shown().fallback(async || Problem::not_found("page"));
        Place::PATTERNS.into_iter().fold(Router::new(), |router, path| router.route(path, self.shown())).fallback_service(nowhere)
    }

    fn shown<S: Clone + Send + Sync + 'static>(&self) -> MethodRouter<S> {
        let pages = self.clone();
        get(async move |request: Request| pages.show(&request.into_parts().0).await)
    }

    /// The routes of the pages that are only read.
    pub fn papers(&self, listed: &[Listed]) -> Router<App> {
        papers::router(&self.0.app.config, listed, &self.0.assets)
    }

    /// The page for something that is not there, for a person who followed a link.
    pub async fn missing(&self) -> Response {
        self.answer(Address::parse(NOWHERE), Answers::default(), 0, None).await.into_response()
    }

    async fn show(&self, parts: &Parts) -> Response {
        let Inner { app, api, .. } = &*self.0;
        let address = Address::parse(parts.uri.path_and_query().map_or("/", |path| path.as_str()));
        let client = ClientAddress::of(parts, &app.config);
        // Until the page is made, its client holds what it shows.
        let held = Arc::new(Mutex::new(app.answers.holder(client::current().network)));
        let answers = Answers::gather(&address, &transport(api.clone(), parts.headers.clone(), client, held.clone())).await;
        let bytes = locked(&held).bytes();
        // Each visit renews the cookie, so that only those who stay away for a year lose their projects.
        let https = app.config.is_https();
        let cookie = Actor::from_headers(&parts.headers, https).0.and_then(|token| set_cookie(&token, https).ok());
        let response = self.answer(address, answers, bytes, cookie).await.into_response();
        let again =
            if response.status() == StatusCode::NOT_FOUND && parts.method == Method::GET { self.come_again(parts).await } else { None };
        again.unwrap_or(response)
    }

    /// Once, gives a browser what the share link gave that led it to a design, and sends it there.
    async fn come_again(&self, parts: &Parts) -> Option<Response> {
        let app = &self.0.app;
        let https = app.config.is_https();
        let (link, owner) = (arrival::link(&parts.headers, https)?, Actor::from_headers(&parts.headers, https).0?);
        app.limits.count_bytes(client::current(), GRANT_BYTES).ok()?;
        let (project, _) = app.store.open_share(owner.hashed(), link.hashed(), clock::now_ms()).await.ok()?;
        let forget = arrival::forget(&project, https).ok()?;
        Some(([(header::SET_COOKIE, forget)], Redirect::to(&format!("/p/{project}"))).into_response())
    }

    /// `bytes` is how much the page has to show.
    async fn answer(&self, address: Address, answers: Answers, bytes: u64, cookie: Option<HeaderValue>) -> Result<Response, Problem> {
        let nonce = Token::random()?.reveal().to_owned();
        let policy = HeaderValue::from_str(&page_policy(&nonce)).map_err(Problem::internal)?;
        let assets = self.0.assets.clone();
        let page = move |work: &Work| render(&Asked { address, answers, assets, nonce, work: work.clone() });
        let app = &self.0.app;
        let pool = if bytes > MAX_MIDDLING_BYTES { &app.large } else { app.pool_for_bytes(bytes) };
        let Rendered { status, moved, html } = pool.run(page).await?;
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

/// Calls the API in this process, on behalf of the browser that asked for the page. What the answers take is held.
fn transport(api: Router, page: HeaderMap, address: ClientAddress, held: Arc<Mutex<Held>>) -> ServerTransport {
    Arc::new(move |call| {
        let (api, held, request) = (api.clone(), held.clone(), request(call, &page, address));
        Box::pin(async move {
            let unreachable = ApiReply { status: 500, body: String::new(), retry_after_s: None };
            let Some(request) = request else { return unreachable };
            let Ok(response) = api.oneshot(request).await;
            // The API's own answers to pages have a length.
            let bytes = response.body().size_hint().exact().unwrap_or(0);
            let fits = locked(&held).grow(bytes);
            let response = if fits { response } else { Problem::busy(RETRY_AFTER_S).into_response() };
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await.ok().and_then(|bytes| String::from_utf8(bytes.into()).ok());
            body.map_or(unreachable, |body| ApiReply { status, body, retry_after_s: None })
        })
    })
}

fn locked(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    // Nothing in there panics half way.
    held.lock().unwrap_or_else(PoisonError::into_inner)
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
            routes: None,
        };
        let answers = Answers::default();
        let reply = ApiReply { status: 200, body: serde_json::to_string(&project).unwrap(), retry_after_s: None };
        for query in ["", "?routes=true"] {
            answers.add(format!("/api/v1/projects/p{query}"), reply.clone());
        }
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
