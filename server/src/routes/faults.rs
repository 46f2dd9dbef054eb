//! `POST /faults`: the program of a page broke in somebody's browser. It goes to the log and nowhere else.

use crate::{
    error::{Kind, Problem},
    extract::JsonText,
    openapi::{Answer, JSON, Limit, Operation, Payload, shape},
};
use axum::http::StatusCode;
use domain::fault::{Fault, without_quotations};

/// Most bytes of a report.
const MAX_BYTES: usize = 4 * 1024;

pub const REPORT: Operation = Operation {
    id: "report_fault",
    summary: "Report a fault of the interface",
    description: "The pages of the studio do this when their program breaks. The message is shortened and loses whatever is quoted in it; of the page only its kind is kept. At most 4 KiB.",
    parameters: &[],
    body: Some(Payload { media_types: JSON, schema: shape::<Fault> }),
    answers: &[Answer { status: 204, description: "It stands in the server's log", payloads: &[] }],
    problems: &[Kind::INVALID, Kind::TOO_LARGE],
    limit: Limit::Report,
};

pub async fn report_fault(body: JsonText<Fault>) -> Result<StatusCode, Problem> {
    if body.size_bytes() > MAX_BYTES {
        return Err(Problem::new(Kind::TOO_LARGE, format!("A report may hold at most {} KiB.", MAX_BYTES / 1024)));
    }
    let fault = body.read()?;
    // Whoever sends this may be anybody: nothing of it is believed, and little is kept.
    let page = app::place::Address::parse(&fault.page).place().name();
    let said = without_quotations(&fault.message);
    let program = fault.program.rsplit('/').next().filter(|name| is_plain(name)).unwrap_or("?").to_owned();
    tracing::warn!(page, said, program, unsaved = fault.unsaved, "a page broke in a browser");
    metrics::counter!("groundplan_page_faults_total", "page" => page).increment(1);
    Ok(StatusCode::NO_CONTENT)
}

/// The name of a packed file.
fn is_plain(name: &str) -> bool {
    (1..=80).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}
