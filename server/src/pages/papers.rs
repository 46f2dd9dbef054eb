//! The pages that are only read, filled with what this program knows of itself: its operations, its flags, and what it keeps of people.

use crate::{
    cli::Cli,
    config::ServeConfig,
    openapi::{self, Listed},
    security::{headers::page_policy, token::Token},
};
use app::{
    pages::papers::{Block, Paper, Printed, Section},
    place::{API, COMMAND_LINE, PRIVACY},
    shell::Assets,
};
use axum::{
    Router,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use clap::CommandFactory;
use std::sync::Arc;

/// What holds unless the operator says otherwise. Each sentence is true of every studio that runs this program.
const KEPT: &str = "\
The studio sets one cookie, once you make a design or open a link to one. It says which designs are yours, and lives for 400 days from your last visit. \
There are no accounts, and nothing is asked of other servers: no fonts, no statistics, no advertising.

Your designs, with the history of their changes, are kept by whoever runs this studio until you delete them. What is deleted is gone from the database; \
backups that the operator made before keep it for as long as the operator keeps them.

Your browser keeps the theme, what you typed and what is not saved yet, and which version of a design you downloaded last. Addresses of visitors are \
counted for some minutes, to keep one from slowing the others down: in memory, and in the database where several servers share the work. This program \
writes them to no log.";

/// The routes of these pages.
pub fn router<S: Clone + Send + Sync + 'static>(config: &ServeConfig, listed: &[Listed], assets: &Arc<Assets>) -> Router<S> {
    let pages = [(PRIVACY, privacy(config.privacy.as_deref())), (COMMAND_LINE, command_line()), (API, api(listed))];
    pages.into_iter().fold(Router::new(), |router, (path, paper)| {
        let printed = Arc::new(Printed::new(&paper, assets));
        router.route(path, get(async move || show(&printed)))
    })
}

fn show(printed: &Printed) -> Response {
    let Ok(nonce) = Token::random() else { return crate::error::Problem::internal("no random numbers").into_response() };
    let policy = HeaderValue::from_str(&page_policy(nonce.reveal()));
    let mut response = Html(printed.with(nonce.reveal())).into_response();
    if let Ok(policy) = policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

fn privacy(own: Option<&str>) -> Paper {
    let part = |id: &str, title: &str, text: &str| Section { id: id.into(), title: title.into(), blocks: vec![Block::Text(text.into())] };
    let mut sections = vec![part("kept", "What this program keeps", KEPT)];
    if let Some(own) = own {
        sections.insert(0, part("operator", "From whoever runs this studio", own));
    }
    Paper { title: "Privacy".into(), lead: "What is kept of you and your designs, and where.".into(), sections }
}

fn command_line() -> Paper {
    // What the operator set stands in the environment, passwords included: only the names of variables are told.
    let mut command =
        Cli::command().mut_args(|arg| arg.hide_env_values(true)).mut_subcommands(|sub| sub.mut_args(|arg| arg.hide_env_values(true)));
    command.build();
    let help = |command: &mut clap::Command| command.render_long_help().to_string();
    let mut sections = vec![Section { id: "groundplan".into(), title: "groundplan".into(), blocks: vec![Block::Code(help(&mut command))] }];
    for sub in command.get_subcommands_mut().filter(|sub| sub.get_name() != "help") {
        let title = format!("groundplan {}", sub.get_name());
        sections.push(Section { id: sub.get_name().to_owned(), title, blocks: vec![Block::Code(help(sub))] });
    }
    let lead = "The studio is one program. The same designs can be proposed, reviewed and generated without a server.";
    Paper { title: "Command line".into(), lead: lead.into(), sections }
}

fn api(listed: &[Listed]) -> Paper {
    let mut sections: Vec<Section> = Vec::new();
    for entry in listed {
        let tag = openapi::tag(entry.path);
        match sections.iter_mut().find(|section| section.id == tag) {
            Some(section) => section.blocks.extend(operation(entry)),
            None => sections.push(Section { id: tag.into(), title: tag.into(), blocks: operation(entry) }),
        }
    }
    let intro = vec![
        Block::Text(
            "The studio uses this API and no other. Errors are problem documents (RFC 9457) that say what is wrong and where.".into(),
        ),
        Block::Link { href: "/api/v1/openapi.json", words: "The same as an OpenAPI 3.1 document, with every schema" },
    ];
    sections.insert(0, Section { id: "begin".into(), title: "Overview".into(), blocks: intro });
    Paper { title: "API".into(), lead: "What a script can ask this studio for.".into(), sections }
}

/// One operation: its address, what it does, what it takes and what it answers.
fn operation(entry: &Listed) -> Vec<Block> {
    let operation = entry.operation;
    let mut blocks = vec![Block::Heading(format!("{} /api/v1{}", entry.method, entry.path))];
    let about = if operation.description.is_empty() { String::new() } else { format!(". {}", operation.description) };
    blocks.push(Block::Text(format!("{}{about}", operation.summary)));
    let of =
        |payloads: &[openapi::Payload]| payloads.iter().flat_map(|payload| payload.media_types).copied().collect::<Vec<_>>().join(", ");
    if let Some(body) = &operation.body {
        blocks.push(Block::Text(format!("Takes {}.", of(std::slice::from_ref(body)))));
    }
    if !operation.parameters.is_empty() {
        let row =
            |parameter: &openapi::Parameter| vec![parameter.name.to_owned(), parameter.kind.to_owned(), parameter.description.to_owned()];
        blocks.push(Block::Table { head: vec!["Parameter", "Type", "Meaning"], rows: operation.parameters.iter().map(row).collect() });
    }
    let answer = |answer: &openapi::Answer| vec![answer.status.to_string(), answer.description.to_owned(), of(answer.payloads)];
    let problem =
        |kind: &crate::error::Kind| vec![kind.status.as_u16().to_string(), kind.title.to_owned(), "application/problem+json".to_owned()];
    let rows = operation.answers.iter().map(answer).chain(operation.problems.iter().map(problem)).collect();
    blocks.push(Block::Table { head: vec!["Answer", "Meaning", "Form"], rows });
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_page_has_every_command() {
        let paper = command_line();
        let names: Vec<&str> = paper.sections.iter().map(|section| section.id.as_str()).collect();
        for name in ["groundplan", "serve", "generate", "review", "backup", "purge"] {
            assert!(names.contains(&name), "{name} is missing in {names:?}");
        }
        assert!(matches!(&paper.sections[1].blocks[0], Block::Code(text) if text.contains("--listen")));
    }

    #[test]
    fn what_the_operator_set_is_not_told() {
        let file = std::env::var("PATH").unwrap_or_default();
        let probe = clap::Command::new("probe").arg(clap::Arg::new("file").long("file").env("PATH"));
        assert!(probe.clone().render_long_help().to_string().contains(&file), "clap tells values unless it is told not to");
        assert!(!probe.mut_args(|arg| arg.hide_env_values(true)).render_long_help().to_string().contains(&file));
        let mut command = Cli::command();
        for sub in command.get_subcommands_mut() {
            let hidden = sub.clone().mut_args(|arg| arg.hide_env_values(true));
            assert!(hidden.get_arguments().all(|arg| arg.get_env().is_none() || arg.is_hide_env_values_set()), "{}", sub.get_name());
        }
    }

    #[test]
    fn the_operators_own_words_come_first() {
        let own = privacy(Some("Ask privacy@example.org."));
        assert_eq!(own.sections[0].blocks, [Block::Text("Ask privacy@example.org.".into())]);
        assert_eq!((own.sections.len(), privacy(None).sections.len()), (2, 1));
    }
}
