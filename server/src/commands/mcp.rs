//! `groundplan mcp`: the tools of coding assistants over standard input and output. Nothing but the protocol goes to standard output.

use super::Failure;
use crate::{
    cli::{LogFormat, McpArgs},
    folder::Root,
    mcp::{Place, Tools},
    pool::Pool,
    telemetry,
};
use rmcp::{
    ServiceExt,
    transport::{async_rw::AsyncRwTransport, stdio_pipes},
};
use std::process::ExitCode;

/// Longest message, in bytes. A longer one is passed over, and said so on standard error.
const MAX_MESSAGE_BYTES: usize = 4 << 20;

pub(super) fn run(args: &McpArgs) -> Result<ExitCode, Failure> {
    telemetry::start_logging("warn", LogFormat::Text)?;
    let open = |path: &std::path::PathBuf| Root::open(path).map_err(|error| format!("--root {}: {error}", path.display()));
    let root = args.root.as_ref().map(open).transpose()?;
    let pool = Pool::start("mcp").map_err(|error| format!("there are no threads to compute on: {error}"))?;
    let tools = Tools::new(Place::Machine { pool, root });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async {
        let (input, output) = stdio_pipes();
        let transport = AsyncRwTransport::new_server(input, output).with_max_line_length(MAX_MESSAGE_BYTES);
        // A client that leaves, before it has said what it wants or after, ends the program: it is nobody's fault.
        if let Ok(served) = tools.serve(transport).await {
            let _ = served.waiting().await;
        }
    });
    // What nobody waits for any more is not waited for; neither is standard input, where it cannot be left.
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}
