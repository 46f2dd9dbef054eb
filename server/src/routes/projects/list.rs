//! `GET /projects`: what this browser owns or was given.

use crate::{
    error::{Kind, Problem},
    extract::Query,
    openapi::{Answer, JSON, Limit, Operation, Parameter, Payload, shape},
    security::owner::Actor,
    state::App,
    store::{ListPage, MAX_LISTED},
};
use axum::{Json, extract::State};
use domain::protocol::ProjectSummary;
use serde::Deserialize;

pub const LIST: Operation = Operation {
    id: "list_projects",
    summary: "List the projects this browser owns or was given",
    description: "Empty for a client without the cookie.",
    parameters: &[
        Parameter { name: "find", description: "Only those that have this in their name, in whatever case", kind: "string" },
        Parameter { name: "order", description: "“changed”, the last changed first, unless it is “name”", kind: "string" },
        Parameter { name: "skip", description: "How many to leave out at the beginning; 0 when absent", kind: "integer" },
        Parameter { name: "limit", description: "How many at most, from 1 to 500; 500 when absent", kind: "integer" },
    ],
    body: None,
    answers: &[Answer {
        status: 200,
        description: "The projects, in order",
        payloads: &[Payload { media_types: JSON, schema: shape::<Vec<ProjectSummary>> }],
    }],
    problems: &[Kind::INVALID],
    limit: Limit::List,
};

/// Where in the list.
#[derive(Debug, Deserialize)]
pub struct Page {
    #[serde(default)]
    find: String,
    #[serde(default)]
    order: Order,
    #[serde(default)]
    skip: usize,
    limit: Option<u64>,
}

#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Order {
    #[default]
    Changed,
    Name,
}

pub async fn list_projects(
    State(app): State<App>,
    actor: Actor,
    Query(Page { find, order, skip, limit }): Query<Page>,
) -> Result<Json<Vec<ProjectSummary>>, Problem> {
    let most = most_listed(limit)? as usize;
    let page = ListPage { find, by_name: order == Order::Name, skip, most };
    match actor.hashed() {
        None => Ok(Json(Vec::new())),
        Some(hashed) => Ok(Json(app.store.list(hashed, page).await?)),
    }
}

/// How many entries of a list somebody asked for.
pub(crate) fn most_listed(limit: Option<u64>) -> Result<i64, Problem> {
    match limit.map(i64::try_from) {
        None => Ok(MAX_LISTED),
        Some(Ok(limit @ 1..=MAX_LISTED)) => Ok(limit),
        Some(_) => Err(Problem::invalid("limit", format!("must be from 1 to {MAX_LISTED}"))),
    }
}
