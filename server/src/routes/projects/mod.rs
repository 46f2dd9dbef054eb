//! Stored designs.

pub mod create;
pub mod delete;
pub mod list;
pub mod save;
pub mod show;
pub mod since;

use crate::{
    error::Problem,
    respond::json_text,
    state::App,
    store::{Chain, Opened},
};
use canvas::{
    drawing::MANY_LINKS,
    route::{self, Routes},
    scene::Scene,
};
use domain::{
    Design,
    protocol::{Role, Unreadable},
    work::Work,
};
use serde::Serialize;

/// Elements and links of a design that is written where it is: that takes less than a fifth of a millisecond.
const MAX_PARTS_AT_ONCE: usize = 200;

/// A [`domain::protocol::Project`] that borrows its design: no copy is made to send it.
#[derive(Debug, Serialize)]
pub struct ProjectView<'a> {
    id: &'a str,
    revision: u64,
    created_ms: i64,
    changed_ms: i64,
    role: Role,
    design: &'a Design,
    #[serde(skip_serializing_if = "Option::is_none")]
    chain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<Unreadable>,
    #[serde(skip_serializing_if = "Option::is_none")]
    routes: Option<&'a str>,
}

impl<'a> ProjectView<'a> {
    pub fn new(id: &'a str, opened: &'a Opened) -> Self {
        let Opened { role, revision, chain, created_ms, changed_ms, design, unreadable, .. } = opened;
        Self {
            id,
            revision: *revision,
            created_ms: *created_ms,
            changed_ms: *changed_ms,
            role: *role,
            design,
            chain: chain.map(Chain::text),
            unreadable: *unreadable,
            routes: None,
        }
    }

    /// The answer. That of a large design is written in the compute pool.
    pub async fn text(app: &App, id: String, opened: Opened) -> Result<Vec<u8>, Problem> {
        if opened.design.elements.len() + opened.design.links.len() <= MAX_PARTS_AT_ONCE {
            return json_text(&ProjectView::new(&id, &opened));
        }
        app.pool.run(move |_| json_text(&ProjectView::new(&id, &opened))).await?
    }

    /// The answer with the routes of its links, where they are many: a few are found as fast as they are read.
    pub async fn text_with_routes(app: &App, id: String, opened: Opened) -> Result<Vec<u8>, Problem> {
        if opened.design.links.len() <= MANY_LINKS {
            return Self::text(app, id, opened).await;
        }
        let written = move |work: &Work| {
            let routes = match opened.routes.get() {
                Some(routes) => routes,
                // Two who ask at once both look: neither waits for the other's place.
                None => {
                    let found = route::written(Routes::new(&Scene::new(&opened.design), work).all());
                    opened.routes.get_or_init(|| found.into())
                }
            };
            json_text(&ProjectView { routes: Some(routes), ..ProjectView::new(&id, &opened) })
        };
        app.pool.run(written).await?
    }
}
