//! The tools over HTTP: no session, the limits of everybody, and files behind an address.

use super::{BINARY, SENTENCE, hello, hints, message, told};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{
    client::{Answer, Client},
    in_process::Studio,
    process::Process,
};

async fn post(client: &Client, message: &Value) -> Answer {
    client.send(client.request(Method::POST, "/mcp").header("accept", "application/json, text/event-stream").json(message)).await
}

async fn call(client: &Client, tool: &str, arguments: Value) -> Result<Value, String> {
    told(&post(client, &message(1, "tools/call", &json!({ "name": tool, "arguments": arguments }))).await.json())
}

#[tokio::test]
async fn each_request_stands_by_itself() {
    let studio = Studio::start().await;
    let program = studio.program();
    let welcome = post(&program, &hello()).await;
    assert_eq!((welcome.status.as_u16(), welcome.header("content-type"), welcome.header("mcp-session-id")), (200, "application/json", ""));
    let request = |session: &str| {
        let request = program.request(Method::POST, "/mcp").header("accept", "application/json, text/event-stream");
        request.header("mcp-session-id", session).json(&message(1, "tools/list", &json!({})))
    };
    let listed: Value = program.send(request("made-up")).await.json();
    let tools = listed["result"]["tools"].as_array().unwrap();
    assert_eq!(tools.len(), 6, "whatever session is named, none is kept");
    for tool in tools {
        let expected = if tool["name"] == "generate" { (false, false, false) } else { (true, false, true) };
        assert_eq!(hints(tool), expected, "{}: each call of generate keeps a design", tool["name"]);
    }
    program.get("/mcp").await.problem(405);
    program.delete("/mcp").await.problem(405);
    program.post_text("/mcp", "text/plain", hello().to_string()).await.problem(415);
}

/// What is wrong with a request is a problem as everywhere else; what is wrong with a message is said in the protocol.
#[tokio::test]
async fn requests_that_are_none_of_the_protocol_are_problems() {
    let studio = Studio::start().await;
    let program = studio.program();
    let list = message(1, "tools/list", &json!({}));
    let request = |accept: &str, version: &str, body: &str| {
        let request = program.request(Method::POST, "/mcp").header("accept", accept).header("content-type", "application/json");
        request.header("mcp-protocol-version", version).body(body.to_owned())
    };
    let both = "application/json, text/event-stream";
    for accept in ["application/json", "text/event-stream", "text/plain"] {
        let problem = program.send(request(accept, "2025-06-18", &list.to_string())).await.problem(406);
        assert!(problem.kind == "/problems/not-acceptable" && problem.detail.contains(both), "{problem:?}");
    }
    for body in ["[1]", "{", "null", "{\"jsonrpc\": \"2.0\"}"] {
        program.send(request(both, "2025-06-18", body)).await.problem(400);
    }
    let problem = program.send(request(both, "1999-01-01", &list.to_string())).await.problem(400);
    assert!(problem.detail.contains("1999-01-01"), "{problem:?}");
    let unknown = program.send(request(both, "2025-06-18", &message(1, "nothing/known", &json!({})).to_string())).await;
    assert_eq!(unknown.header("content-type"), "application/json");
}

#[tokio::test]
async fn the_files_are_listed_and_downloaded() {
    let studio = Studio::start().await;
    let program = studio.program();
    let made = call(&program, "generate", json!({ "brief": { "sentence": SENTENCE }, "targets": ["adr"] })).await.unwrap();
    let path = made["download"].as_str().unwrap().strip_prefix(&studio.url).unwrap().to_owned();
    for _ in 0..2 {
        let zip = program.get(&path).await;
        assert_eq!((zip.status.as_u16(), zip.header("content-type")), (200, "application/zip"));
        let zip = zip::ZipArchive::new(std::io::Cursor::new(zip.bytes)).unwrap();
        assert_eq!(zip.len() as u64, made["file_count"].as_u64().unwrap());
    }
    program.get(&path.replace("adr", "maps")).await.problem(422);
    for unknown in ["/s/nobodys-link/bundle.zip", "/s/aaaaaaaaaaaaaaaaaaaaaaaaaa/bundle.zip"] {
        program.get(unknown).await.problem(404);
        assert_eq!(program.send(program.request(Method::HEAD, unknown)).await.status.as_u16(), 404);
    }
    let browser = studio.browser();
    let opened = browser.get(made["studio"].as_str().unwrap().strip_prefix(&studio.url).unwrap()).await;
    assert!(opened.status.is_redirection() && opened.header("location").starts_with("/p/"));

    let paths = ["README.md", "notes.txt", ".env", ".git/HEAD", ".groundplan.sha256", "old/deep/main.js"];
    let sums: String = paths.map(|path| format!("{}  ./{path}\n", "0".repeat(64))).concat();
    let compared =
        call(&program, "compare", json!({ "brief": { "sentence": SENTENCE }, "sums": sums, "profile": "essential" })).await.unwrap();
    let state = |path: &str| {
        let all = compared["differences"].as_array().unwrap();
        all.iter().find(|difference| difference["path"] == path).map(|difference| difference["state"].as_str().unwrap())
    };
    assert_eq!((state("README.md"), state("notes.txt"), state("compose.yaml")), (Some("changed"), Some("extra"), Some("missing")));
    assert_eq!(state("old/"), Some("extra"), "a folder in one line");
    assert!([".env", ".git/", ".groundplan.sha256"].into_iter().all(|path| state(path).is_none()), "as in a folder: {compared}");
}

#[tokio::test]
async fn other_sites_and_too_many_calls_are_refused() {
    let studio = Studio::start_with(|config| (config.allowances.reads, config.allowances.proposals) = (6, 1)).await;
    let program = studio.program();
    for origin in ["http://evil.example", "null"] {
        let foreign = program.request(Method::POST, "/mcp").header("origin", origin).json(&hello());
        program.send(foreign).await.problem(403);
    }
    let brief = json!({ "brief": { "sentence": SENTENCE } });
    assert!(call(&program, "propose", brief.clone()).await.is_ok());
    let refused = call(&program, "propose", brief).await.unwrap_err();
    assert!(refused.contains("1 a minute are served. Please try again in "), "{refused}");
    let mut beyond = post(&program, &hello()).await;
    // On a slow machine some drain away meanwhile.
    for _ in 0..100 {
        if beyond.status.as_u16() == 200 {
            beyond = post(&program, &hello()).await;
        }
    }
    beyond.problem(429);
    assert!((1..=60).contains(&beyond.header("retry-after").parse::<u64>().unwrap()));
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_parsed() {
    let studio = Studio::start().await;
    let program = studio.program();
    let many = message(1, "tools/call", &json!({ "name": "propose", "arguments": { "brief": vec![0; 30_000] } }));
    let refused = post(&program, &many).await.problem(413);
    assert!(refused.detail.contains("as the text of its file"), "{}", refused.detail);
    let long = message(1, "tools/call", &json!({ "name": "review", "arguments": { "design": "x".repeat(3 << 20) } }));
    post(&program, &long).await.problem(413);
    let text = domain::file::write(&domain::arbitrary::sized(300));
    let reviewed = call(&program, "review", json!({ "design": text })).await.unwrap();
    assert!(reviewed.to_string().len() < 100_000 && reviewed["criteria"].as_array().unwrap().len() == 10);
}

/// Whoever leaves takes back the leave of what was begun: the places are free for others at once.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_waits_for_is_stopped() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(BINARY, data.path(), &[]).unwrap();
    let design = domain::file::write(&domain::arbitrary::sized(400));
    let heavy = message(1, "tools/call", &json!({ "name": "generate", "arguments": { "design": design } }));
    let program = Client::program(&process.url);
    for _ in 0..40 {
        let request = program.request(Method::POST, "/mcp").header("accept", "application/json, text/event-stream");
        let leaving = request.timeout(Duration::from_millis(40)).json(&heavy);
        assert!(program.try_send(leaving).await.is_err(), "it should take longer than that");
    }
    let began = Instant::now();
    assert!(call(&program, "propose", json!({ "brief": { "sentence": SENTENCE } })).await.is_ok());
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}
