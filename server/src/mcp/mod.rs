//! The tools of coding assistants over the Model Context Protocol: the verbs of the command line and the API, with arguments that describe
//! themselves and errors that say what would fit. The tools are the same on both ways in; what differs is the [`Place`] they work at.
//! Must not hold rules of its own: tools call the pure crates, as routes and commands do.

mod answer;
mod arguments;
pub mod http;
mod place;
mod published;
mod tools;

pub use place::Place;

use crate::security::client;
use arguments::Refusal;
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult, PaginatedRequestParams,
        ServerCapabilities, ServerConfig,
    },
    service::RequestContext,
};
use serde_json::Value;
use std::sync::Arc;
use tools::{Job, Outcome, Tool};

/// What an assistant is told before it sees the tools.
const INSTRUCTIONS: &str = "Groundplan designs service architectures: deterministic, without a language model. Ask `questions` for what a \
brief may say, `propose` with a sentence or answers, read the decisions, take one otherwise with `choose` in the same brief, then \
`generate`. The same brief gives the same design, so pass the brief again rather than the design's text. `review` says what will hurt, \
`explain_rule` why; `compare` tells which files of a folder are not what its design gives.";

/// The tools at their place.
#[derive(Debug, Clone)]
pub struct Tools(Arc<Place>);

impl Tools {
    pub fn new(place: Place) -> Self {
        Self(Arc::new(place))
    }

    /// What a tool answers: JSON, or why not.
    async fn call(&self, tool: &'static Tool, arguments: Value, origin: String) -> Result<String, Refusal> {
        self.0.count(tool.limit)?;
        let place = self.0.clone();
        let Outcome { answer, publish } = match self.0.compute(0, move |_| (tool.read)(arguments, &place)).await?? {
            Job::Done(answer) => answer.into(),
            Job::Run { parts, run } => self.0.compute(parts, run).await??,
        };
        match publish {
            Some(publish) => published::publish(&self.0, publish, &origin, answer).await,
            None => answer::finish(&answer),
        }
    }
}

impl ServerHandler for Tools {
    fn get_info(&self) -> ServerConfig {
        let this = Implementation::new("groundplan", env!("CARGO_PKG_VERSION")).with_title("Groundplan");
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build()).with_server_info(this).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(&self, _: Option<PaginatedRequestParams>, _: RequestContext<RoleServer>) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::ALL.iter().map(|tool| tool.described(&self.0)).collect()))
    }

    async fn call_tool(&self, call: CallToolRequestParams, context: RequestContext<RoleServer>) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = tools::find(&call.name) else {
            let names: Vec<&str> = tools::ALL.iter().map(|tool| tool.name).collect();
            let name: String = call.name.chars().take(60).collect();
            return Err(ErrorData::invalid_params(format!("there is no tool “{name}”; the tools are {}", names.join(", ")), None));
        };
        // Over HTTP the tool runs in a task of its own, which has to know for whom.
        let client = Place::client(&context.extensions).unwrap_or_else(client::current);
        let arguments = Value::Object(call.arguments.unwrap_or_default());
        let answered = client::acting_for(client, self.call(tool, arguments, self.0.origin(&context.extensions)));
        tokio::select! {
            biased;
            () = context.ct.cancelled() => Err(ErrorData::internal_error("nobody waits for this any more", None)),
            answer = answered => Ok(match answer {
                Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
                Err(Refusal(text)) => CallToolResult::error(vec![ContentBlock::text(text)]),
            }
            .into()),
        }
    }
}
