//! The index of the API, and the layers around it. A route is one line here: method, path, description, handler.

use crate::{
    assets,
    error::{Kind, Problem},
    mcp::http::Mcp,
    openapi::{self, Limit, Listed, Operation},
    outgoing,
    pages::{Pages, told_to_people},
    pool,
    respond::{conditional, etag_of},
    routes::{
        bundles, capabilities, catalog, diagram, faults, files, operations,
        projects::{create, delete, list, save, show, since},
        proposals, questions, recovery, reviews, revisions, rules, schema, shares, starters,
    },
    security::{client, headers, limits, origin},
    state::App,
    telemetry,
};
use app::pages::waiting::Waiting;
use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{Request, State},
    handler::Handler,
    http::{HeaderMap, Method, Response},
    middleware::{Next, from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::{MethodFilter, MethodRouter, any, get, on, post},
};
use std::{
    any::Any,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::time::timeout;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};

/// No request takes longer than this.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Every route below `/api/v1`.
fn index(app: &App) -> Api {
    Api::new(app)
        .post("/proposals", &proposals::CREATE, proposals::create_proposal)
        .post("/reviews", &reviews::CREATE, reviews::create_review)
        .post("/bundles", &bundles::CREATE, bundles::create_bundle)
        .get("/catalog", &catalog::LIST, catalog::list_technologies)
        .get("/starters", &starters::LIST, starters::list_starters)
        .get("/capabilities", &capabilities::LIST, capabilities::list_capabilities)
        .get("/questions", &questions::LIST, questions::list_questions)
        .get("/rules", &rules::LIST, rules::list_rules)
        .get("/rules/{code}", &rules::SHOW, rules::show_rule)
        .get("/schema", &schema::SHOW, schema::show_schema)
        .post("/projects", &create::CREATE, create::create_project)
        .get("/projects", &list::LIST, list::list_projects)
        .get("/projects/{id}", &show::SHOW, show::show_project)
        .delete("/projects/{id}", &delete::DELETE, delete::delete_project)
        .post("/projects/{id}/edits", &save::SAVE, save::save_edits)
        .get("/projects/{id}/edits", &since::LIST, since::list_edits)
        .get("/projects/{id}/revisions", &revisions::list::LIST, revisions::list::list_revisions)
        .get("/projects/{id}/revisions/{n}", &revisions::show::SHOW, revisions::show::show_revision)
        .post("/projects/{id}/revisions/{n}/name", &revisions::name::NAME, revisions::name::name_revision)
        .get("/projects/{id}/files", &files::LIST, files::list_files)
        .get("/projects/{id}/bundle.zip", &files::DOWNLOAD, files::download_bundle)
        .get("/projects/{id}/diagram.svg", &diagram::SHOW, diagram::show_diagram)
        .post("/projects/{id}/shares", &shares::create::CREATE, shares::create::create_share)
        .get("/projects/{id}/shares", &shares::list::LIST, shares::list::list_shares)
        .delete("/projects/{id}/shares/{share}", &shares::delete::DELETE, shares::delete::delete_share)
        .post("/faults", &faults::REPORT, faults::report_fault)
        .post("/recovery", &recovery::create::CREATE, recovery::create::create_recovery)
        .get("/recovery", &recovery::show::SHOW, recovery::show::show_recovery)
        .post("/recovery/preview", &recovery::preview::PREVIEW, recovery::preview::preview_recovery)
        .post("/recovery/join", &recovery::join::JOIN, recovery::join::join_recovery)
}

/// The API alone, which pages call while they are rendered; and what it lists.
fn api(app: &App) -> (Router<App>, Arc<[Listed]>) {
    let Api { router, listed, .. } = index(app);
    let listed: Arc<[Listed]> = listed.into();
    let (described, description) = (listed.clone(), OnceLock::new());
    let describe = move |headers: HeaderMap| {
        let text: &Bytes = description.get_or_init(|| openapi::document(&described).to_string().into());
        let response = conditional(&headers, &etag_of(text), "application/json", || text.clone());
        std::future::ready(response)
    };
    let router = router.route("/openapi.json", get(describe)).fallback(no_route).method_not_allowed_fallback(no_method);
    let router = Router::new().nest("/api/v1", router).route("/api", any(no_route)).route("/api/{*path}", any(no_route));
    (router.layer(from_fn_with_state(app.clone(), client::identify)), listed)
}

/// Everything the server answers.
pub fn router(app: App) -> Router {
    let within = |limit| from_fn_with_state((app.clone(), limit), limits::within);
    let (api, listed) = api(&app);
    let addresses = assets::addresses();
    let waiting = Arc::new(Waiting::new(&Arc::new(addresses.clone())));
    let pages = Pages::new(&app, &api, addresses);
    let mcp = Mcp::new(&app);
    pages
        .router()
        .merge(pages.papers(&listed))
        .layer(within(Limit::Page))
        .merge(api)
        .route("/projects", post(create::create_project_by_form).layer(within(Limit::Create)))
        .route("/s/{token}", get(shares::open::open_share).layer((Extension(pages), within(Limit::Create))))
        .route("/s/{token}/bundle.zip", get(shares::download::download_share).layer(within(Limit::Export)))
        .route("/mcp", post(async move |state: State<App>, request: Request| mcp.answer(state, request).await).layer(within(Limit::Read)))
        .route("/livez", get(operations::livez))
        .route("/readyz", get(operations::readyz))
        .route("/robots.txt", get(assets::robots))
        .method_not_allowed_fallback(no_method)
        .layer(from_fn_with_state(app.clone(), origin::same_origin))
        .layer(from_fn_with_state(app.clone(), outgoing::hold))
        .layer(from_fn_with_state(app.clone(), client::identify))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(waiting, told_to_people))
        .layer(compression())
        .route("/pkg/{*path}", get(assets::show_asset).fallback(no_method))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn_with_state(app.clone(), telemetry::observe))
        .with_state(app)
}

/// What those who watch the server are answered, on an address that the public cannot reach.
pub fn metrics_router(app: App) -> Router {
    Router::new().route("/metrics", get(operations::metrics)).fallback(no_route).with_state(app)
}

/// Routes and their descriptions, grown together so that neither can lack the other.
struct Api {
    app: App,
    router: Router<App>,
    listed: Vec<Listed>,
}

impl Api {
    fn new(app: &App) -> Self {
        Self { app: app.clone(), router: Router::new(), listed: Vec::new() }
    }
    fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, operation: &'static Operation, handler: H) -> Self {
        self.route(Method::GET, path, operation, on(MethodFilter::GET, handler))
    }
    fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, operation: &'static Operation, handler: H) -> Self {
        self.route(Method::POST, path, operation, on(MethodFilter::POST, handler))
    }
    fn delete<H: Handler<T, App>, T: 'static>(self, path: &'static str, operation: &'static Operation, handler: H) -> Self {
        self.route(Method::DELETE, path, operation, on(MethodFilter::DELETE, handler))
    }
    fn route(mut self, method: Method, path: &'static str, operation: &'static Operation, handler: MethodRouter<App>) -> Self {
        let within = from_fn_with_state((self.app.clone(), operation.limit), limits::within);
        self.router = self.router.route(path, handler.layer(within));
        self.listed.push(Listed { method, path, operation });
        self
    }
}

/// Answers in time, with the result or without.
async fn in_time(request: Request, next: Next) -> Response<Body> {
    timeout(TIMEOUT, next.run(request)).await.unwrap_or_else(|_| {
        metrics::counter!("groundplan_http_cut_off_total", "why" => "too-long").increment(1);
        let detail = format!("The answer was not ready within {} s. Please try again later.", TIMEOUT.as_secs());
        Problem::new(Kind::UNAVAILABLE, detail).with_retry_after(30).into_response()
    })
}

async fn no_route() -> Problem {
    Problem::new(Kind::NOT_FOUND, "There is nothing at this address; /api/v1/openapi.json lists what there is.")
}

/// The router adds the header that lists what can be done.
async fn no_method() -> Problem {
    Problem::new(Kind::METHOD, "The “Allow” header lists what can be done at this address.")
}

/// A panic is a fault of ours; what it says stays in the log.
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    Problem::internal(format!("panic: {}", pool::said(&*panic))).into_response()
}

/// For answers made on the fly; assets are compressed already, and zips cannot shrink.
fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(
        DefaultPredicate::new().and(NotForContentType::const_new("application/zip")).and(NotForContentType::const_new("font/")),
    )
}
