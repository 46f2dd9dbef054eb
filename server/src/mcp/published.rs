//! What the studio keeps of a bundle that an assistant asked for over HTTP: the design, behind a link that nobody can guess. The link
//! downloads the files, and opens the design for whoever asked.

use super::{Place, answer::Answer, arguments::Refusal};
use crate::{
    clock,
    security::{
        client,
        limits::Limit,
        token::{Token, random_id},
    },
    state::App,
    store::NewShareLink,
};
use domain::{Design, protocol::Role};
use serde_json::json;

/// A design to keep, and what is to be downloaded of it.
#[derive(Debug)]
pub struct Publish {
    pub design: Design,
    /// Bytes of its text, about.
    pub bytes: usize,
    /// What the download's address says behind its path: nothing, or a choice of artefacts.
    pub query: String,
}

/// Keeps the design, and adds the addresses to the answer: below the address under which the client reached the studio.
pub async fn publish(place: &Place, publish: Publish, origin: &str, mut answer: Answer) -> Result<Answer, Refusal> {
    let Place::Studio(app) = place else { return Ok(answer) };
    let Publish { design, bytes, query } = publish;
    let path = keep(app, design, bytes).await?;
    answer.insert("download".into(), json!(format!("{origin}{path}/bundle.zip{query}")));
    answer.insert("studio".into(), json!(format!("{origin}{path}")));
    answer.insert("note".into(), json!("whoever has these addresses can see and change the design"));
    Ok(answer)
}

/// The path of a link that lets whoever has it edit the design. Nobody owns it: what nobody changes is the operator's to purge.
async fn keep(app: &App, design: Design, bytes: usize) -> Result<String, Refusal> {
    app.limits.count(Limit::Create, client::current())?;
    app.limits.count_bytes(client::current(), bytes)?;
    let (owner, project) = (Token::random()?.hashed(), random_id()?);
    let problem = crate::error::Problem::from;
    app.store.create(owner, project.clone(), design, clock::now_ms()).await.map_err(problem)?;
    let token = Token::random()?;
    let share = NewShareLink { id: random_id()?, project, token: token.hashed(), role: Role::Edit, now_ms: clock::now_ms() };
    app.store.create_share(Some(owner), share).await.map_err(problem)?;
    Ok(format!("/s/{}", token.reveal()))
}
