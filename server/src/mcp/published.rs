//! What the studio keeps of a bundle that an assistant asked for over HTTP: the design, behind a link that nobody can guess. The link
//! downloads the files, and opens the design for whoever asked.

use super::{
    Place,
    answer::{self, Answer},
    arguments::Refusal,
};
use crate::{
    clock,
    error::Problem,
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

/// The text of an answer with the addresses of the design: below the address under which the client reached the studio. Nothing is kept
/// for an answer that cannot be given.
pub async fn publish(place: &Place, publish: Publish, origin: &str, mut answer: Answer) -> Result<String, Refusal> {
    let Place::Studio(app) = place else { return answer::finish(&answer) };
    let Publish { design, bytes, query } = publish;
    let token = Token::random()?;
    let path = format!("/s/{}", token.reveal());
    answer.insert("download".into(), json!(format!("{origin}{path}/bundle.zip{query}")));
    answer.insert("studio".into(), json!(format!("{origin}{path}")));
    answer.insert("note".into(), json!("whoever has these addresses can see and change the design"));
    let text = answer::finish(&answer)?;
    keep(app, design, bytes, &token).await?;
    Ok(text)
}

/// Keeps the design behind a link that lets whoever has it edit it. Nobody owns it: what nobody changes is the operator's to purge.
async fn keep(app: &App, design: Design, bytes: usize, token: &Token) -> Result<(), Problem> {
    app.limits.count(Limit::Create, client::current())?;
    app.limits.count_bytes(client::current(), bytes)?;
    let (owner, project) = (Token::random()?.hashed(), random_id()?);
    app.store.create(owner, project.clone(), design, clock::now_ms()).await?;
    let now_ms = clock::now_ms();
    let share = NewShareLink { id: random_id()?, project, token: token.hashed(), role: Role::Edit, expires_ms: None, now_ms };
    Ok(app.store.create_share(Some(owner), share).await?)
}
