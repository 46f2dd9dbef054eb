//! `POST /projects`: a new project, blank, from a starter or from a design. The browser that asks owns it. Also the form of
//! people without scripts.

use super::ProjectView;
use crate::{
    clock,
    error::{Kind, Problem},
    extract::{FormBody, JsonText, check_design},
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
    respond::json,
    security::{
        client,
        owner::{Actor, set_cookie},
        token::{Token, random_id},
    },
    state::App,
    store::Opened,
};
use app::place::Stage;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Design,
    protocol::{NewProject, Project},
    starters,
};
use serde::Deserialize;

/// What a starter takes in the store, about.
const LEAST_DESIGN_BYTES: usize = 16 * 1024;

pub const CREATE: Operation = Operation {
    id: "create_project",
    summary: "Store a new design",
    description: "Sets the cookie that owns it when the client has none yet.",
    parameters: &[],
    body: Some(Payload { media_types: JSON, schema: shape::<NewProject> }),
    answers: &[Answer {
        status: 201,
        description: "The project at its first revision; “Location” says where it is",
        payloads: &[Payload { media_types: JSON, schema: shape::<Project> }],
    }],
    problems: &[Kind::INVALID_DESIGN, Kind::FULL],
    limit: Limit::Create,
};

pub async fn create_project(State(app): State<App>, actor: Actor, body: JsonText<NewProject>) -> Result<Response, Problem> {
    app.limits.count_bytes(client::current(), body.size_bytes().max(LEAST_DESIGN_BYTES))?;
    let design = app.pool_for_bytes(body.size_bytes() as u64).run(move |_| design_for(body.read()?)).await??;
    let (id, opened, token) = store(&app, actor, design).await?;
    let headers = [
        (header::LOCATION, format!("/api/v1/projects/{id}").parse().map_err(Problem::internal)?),
        (header::SET_COOKIE, set_cookie(&token, app.config.is_https())?),
    ];
    Ok((StatusCode::CREATED, headers, json(ProjectView::text(&app, id, opened).await?)).into_response())
}

/// The fields of the form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProjectForm {
    name: Option<String>,
    starter: Option<String>,
    /// Where to begin; where it fits when absent.
    stage: Option<String>,
}

/// `POST /projects` as a plain form: creates, then shows the project.
pub async fn create_project_by_form(
    State(app): State<App>,
    actor: Actor,
    FormBody(NewProjectForm { name, starter, stage }): FormBody<NewProjectForm>,
) -> Result<Response, Problem> {
    app.limits.count_bytes(client::current(), LEAST_DESIGN_BYTES)?;
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let (id, _, token) = store(&app, actor, design_for(NewProject { name: filled(name), starter: filled(starter), design: None })?).await?;
    let stage = Stage::ALL.into_iter().find(|known| stage.as_deref() == Some(known.slug()));
    let page = stage.map_or_else(|| format!("/p/{id}"), |stage| format!("/p/{id}/{}", stage.slug()));
    Ok(([(header::SET_COOKIE, set_cookie(&token, app.config.is_https())?)], Redirect::to(&page)).into_response())
}

async fn store(app: &App, actor: Actor, design: Design) -> Result<(String, Opened, Token), Problem> {
    let token = actor.or_new()?;
    let id = random_id()?;
    let opened = app.store.create(token.hashed(), id.clone(), design, clock::now_ms()).await?;
    Ok((id, opened, token))
}

fn design_for(new: NewProject) -> Result<Design, Problem> {
    let design = match new {
        NewProject { name, starter: None, design: None } => Design::new(name.unwrap_or_else(|| "New design".into())),
        NewProject { name: None, starter: Some(slug), design: None } => starters::find(&slug)
            .ok_or_else(|| Problem::invalid("starter", format!("there is no starter “{slug}”")))?
            .design()
            .map_err(Problem::internal)?,
        NewProject { name: None, starter: None, design: Some(design) } => design,
        _ => return Err(Problem::invalid("", "Give a name, a starter or a design, and only one of them.")),
    };
    check_design(&design)?;
    Ok(design)
}
