//! The pages, rendered on the server by the code that runs in the browser. They use the HTTP API and no other: while a page is
//! rendered, its calls go through the API's own router, with the cookies of the request.

use crate::{
    security::{
        headers::page_policy,
        limits::ClientAddress,
        owner::{Actor, set_cookie},
    },
    state::App,
};
use app::{
    api::{ApiCall, ApiReply, ServerTransport},
    shell::{Assets, StatusSetter, shell},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header, request::Parts},
    response::Response,
    routing::{MethodRouter, get},
};
use leptos::{
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{ResponseOptions, generate_route_list, render_app_async_with_context};
use std::{convert::Infallible, sync::Arc};
use tower::ServiceExt;

/// Answers any address with the page that belongs to it, and others with the page that says so.
#[derive(Debug, Clone)]
pub struct Page(MethodRouter<App>, App);

/// An address that no page has.
const NOWHERE: &str = "/s/";

/// `api` is the API as it is served.
pub fn page(app: &App, api: &Router<App>, assets: &Assets) -> Page {
    let inner = api.clone().with_state(app.clone());
    let context = {
        let app = app.clone();
        move || provide(&app, &inner)
    };
    let assets = assets.clone();
    Page(get(render_app_async_with_context(context, move || shell(assets.clone()))), app.clone())
}

/// The pages' routes, and the page for addresses that lead nowhere.
pub fn router(page: &Page) -> Router<App> {
    let listed = generate_route_list(app::App);
    let router = listed.iter().fold(Router::new(), |router, route| router.route(route.path(), page.0.clone()));
    let fallback: MethodRouter<(), Infallible> = page.0.clone().with_state(page.1.clone());
    router.fallback_service(fallback)
}

impl Page {
    /// The page for something that is not there, for a person who followed a link.
    pub async fn missing(self) -> Response {
        let page: MethodRouter<(), Infallible> = self.0.with_state(self.1);
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = Uri::from_static(NOWHERE);
        let Ok(response) = page.oneshot(request).await;
        response
    }
}

/// What the pages find in their context, and what every page's answer says.
fn provide(app: &App, api: &Router) {
    let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else {
        return;
    };
    if let Some(policy) = use_nonce().and_then(|nonce| HeaderValue::from_str(&page_policy(&nonce)).ok()) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    let https = app.config.is_https();
    // Each visit renews the cookie, so that only those who stay away for a year lose their projects.
    if let Some(cookie) = Actor::from_headers(&parts.headers, https).0.and_then(|token| set_cookie(&token, https).ok()) {
        response.append_header(header::SET_COOKIE, cookie);
    }
    let address = ClientAddress::of(&parts, &app.config);
    provide_context::<ServerTransport>(transport(api.clone(), parts.headers, address));
    let set_status: StatusSetter = Arc::new(move |status| {
        if let Ok(status) = StatusCode::from_u16(status) {
            response.set_status(status);
        }
    });
    provide_context(set_status);
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

fn request(call: ApiCall, page: &HeaderMap, address: ClientAddress) -> Option<Request<Body>> {
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
