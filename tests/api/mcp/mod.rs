//! The tools of coding assistants: over standard input and output beneath a root, and over HTTP. With the protocol's own client from npm,
//! and as no client of good will would ask.

mod http;

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    os::unix::fs::symlink,
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};
use tests::{process::Process, studio::root};

const BINARY: &str = env!("CARGO_BIN_EXE_groundplan-under-test");
const SENTENCE: &str = "Customers order books and pay by card";

fn message(id: u64, method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn hello() -> Value {
    message(
        0,
        "initialize",
        &json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } }),
    )
}

/// An assistant at standard input and output.
struct Assistant {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last: u64,
}

impl Assistant {
    fn start(flags: &[&str]) -> Self {
        let mut child =
            Command::new(BINARY).arg("mcp").args(flags).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut assistant = Self { child, input, output, last: 0 };
        assistant.say(&hello());
        assert_eq!(assistant.hear()["result"]["serverInfo"]["name"], "groundplan");
        assistant.say(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        assistant
    }
    fn below(root: &Path) -> Self {
        Self::start(&["--root", root.to_str().unwrap()])
    }
    fn say(&mut self, message: &Value) {
        writeln!(self.input.as_mut().unwrap(), "{message}").unwrap();
    }
    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: only the protocol may be said: {line}"))
    }
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        self.say(&message(self.last, method, params));
        loop {
            let answer = self.hear();
            // What could not be read is answered without an id.
            if !answer["id"].is_null() {
                assert_eq!(answer["id"], self.last, "{answer}");
                return answer;
            }
        }
    }
    fn call(&mut self, tool: &str, arguments: Value) -> Result<Value, String> {
        told(&self.ask("tools/call", &json!({ "name": tool, "arguments": arguments })))
    }
    /// Leaves; the program has to end by itself.
    fn leave(mut self) {
        drop(self.input.take());
        let began = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(began.elapsed() < Duration::from_secs(10), "it goes on although the client has left");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a tool says of itself: that it only reads, that it may replace something, and that a second call changes nothing.
fn hints(tool: &Value) -> (bool, bool, bool) {
    let hint = |name: &str| tool["annotations"][name].as_bool().unwrap();
    assert!(!hint("openWorldHint"));
    (hint("readOnlyHint"), hint("destructiveHint"), hint("idempotentHint"))
}

/// What a tool answered, or what it refused.
fn told(answer: &Value) -> Result<Value, String> {
    let result = &answer["result"];
    let text = result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{answer}"));
    if result["isError"] == true { Err(text.to_owned()) } else { Ok(serde_json::from_str(text).unwrap()) }
}

#[test]
fn the_protocols_own_client_uses_every_tool_on_both_ways_in() {
    let client = root().join("tests/api/assistant");
    assert!(client.join("node_modules/@modelcontextprotocol/sdk").is_dir(), "the client is missing: run `sh tests/setup.sh assistant`");
    let (data, bundles) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let process = Process::start(BINARY, data.path(), &[]).unwrap();
    let used = Command::new("node").arg(client.join("client.mjs")).arg(BINARY).arg(bundles.path()).arg(&process.url).output().unwrap();
    assert!(used.status.success(), "{}{}", String::from_utf8_lossy(&used.stdout), String::from_utf8_lossy(&used.stderr));
}

#[test]
fn nothing_is_written_outside_of_the_root_or_over_what_is_not_the_bundles() {
    let outside = tempfile::tempdir().unwrap();
    let at = |path: &str| outside.path().join(path);
    std::fs::create_dir_all(at("root/taken")).unwrap();
    std::fs::create_dir(at("other")).unwrap();
    symlink(at("other"), at("root/out")).unwrap();
    std::fs::write(at("root/taken/README.md"), "mine").unwrap();
    std::fs::write(at("root/file"), "mine").unwrap();
    let mut assistant = Assistant::below(&at("root"));
    let mut generate = |folder: &str| assistant.call("generate", json!({ "brief": { "sentence": SENTENCE }, "folder": folder }));
    for (folder, said) in [
        ("..", "not a path below the root"),
        ("a/../../other", "not a path below the root"),
        ("/tmp/x", "not a path below the root"),
        ("", "not a path below the root"),
        ("out", "links are not followed"),
        ("out/deep", "links are not followed"),
        ("file", "is not a folder"),
    ] {
        let refused = generate(folder).unwrap_err();
        assert!(refused.contains(said), "{folder}: {refused}");
    }
    assert_eq!(std::fs::read_dir(at("other")).unwrap().count(), 0);

    let taken = generate("taken").unwrap();
    assert_eq!(
        (&taken["refused"], std::fs::read_to_string(at("root/taken/README.md")).unwrap().as_str()),
        (&json!([{ "path": "README.md", "why": "the bundle did not write it" }]), "mine")
    );
    let count = taken["written_count"].as_u64().unwrap();
    std::fs::write(at("root/taken/compose.yaml"), "services: {}\n").unwrap();
    std::fs::remove_file(at("root/taken/README.md")).unwrap();
    std::fs::remove_file(at("root/taken/.env.example")).unwrap();
    symlink(at("root/file"), at("root/taken/.env.example")).unwrap();
    let again = generate("taken").unwrap();
    assert_eq!((&again["written"], again["unchanged_count"].as_u64()), (&json!(["README.md"]), Some(count - 2)));
    assert_eq!(again["refused_count"], 2, "{again}");
    assert_eq!(std::fs::read_to_string(at("root/file")).unwrap(), "mine");
    let compared = assistant.call("compare", json!({ "folder": "taken" })).unwrap();
    let expected = json!([{ "path": ".env.example", "state": "not a file" }, { "path": "compose.yaml", "state": "changed by hand" }]);
    assert_eq!(compared["differences"], expected);
    assistant.leave();
}

#[test]
fn without_a_root_nothing_is_written_at_all() {
    let mut assistant = Assistant::start(&[]);
    let tools = assistant.ask("tools/list", &json!({}));
    let tools = tools["result"]["tools"].as_array().unwrap();
    assert!(tools.iter().all(|tool| tool["inputSchema"]["properties"].get("folder").is_none()), "no folder is asked for");
    assert!(tools.iter().all(|tool| hints(tool) == (true, false, true)), "nothing is written");
    let listed = assistant.call("generate", json!({ "brief": { "sentence": SENTENCE }, "profile": "essential" })).unwrap();
    assert!(listed["file_count"].as_u64().unwrap() > 20 && listed.get("download").is_none(), "{listed}");
    let refused = assistant.call("generate", json!({ "brief": {}, "folder": "shop" })).unwrap_err();
    assert!(refused.contains("--root DIR"), "{refused}");
    assistant.leave();
    let nowhere = Command::new(BINARY).args(["mcp", "--root", "no-such-folder"]).output().unwrap();
    assert!(nowhere.status.code() == Some(2) && String::from_utf8_lossy(&nowhere.stderr).contains("--root no-such-folder"));
}

#[test]
fn what_no_client_of_good_will_sends_ends_nothing() {
    let root = tempfile::tempdir().unwrap();
    let mut assistant = Assistant::below(root.path());
    for nonsense in ["", "{", "[]", "null", "{\"jsonrpc\":\"2.0\"}", "\u{0}"] {
        writeln!(assistant.input.as_mut().unwrap(), "{nonsense}").unwrap();
    }
    let unknown = assistant.ask("tools/call", &json!({ "name": "destroy", "arguments": {} }));
    let said = unknown["error"]["message"].as_str().unwrap();
    assert!(said.contains("there is no tool “destroy”; the tools are questions, propose, "), "{said}");

    let long = "x".repeat(3 << 20);
    let refused = assistant.call("review", json!({ "design": long })).unwrap_err();
    assert!(refused.len() < 2_000, "what was sent does not come back: {} bytes", refused.len());
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    writeln!(
        assistant.input.as_mut().unwrap(),
        "{{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{{\"name\":\"propose\",\"arguments\":{{\"brief\":{deep}}}}}}}"
    )
    .unwrap();
    writeln!(assistant.input.as_mut().unwrap(), "{}", "y".repeat(9 << 20)).unwrap();
    for (tool, arguments, said) in [
        ("propose", json!({ "brief": { "answers": { "engineers": "many" } } }), "brief.engineers"),
        ("propose", json!({ "brief": { "sentence": "a", "answers": { "purpose": "b" } } }), "only one of them"),
        ("propose", json!({ "records": ["weather"] }), "its decisions are "),
        ("review", json!({}), "give brief"),
        ("review", json!({ "design": "groundplan: 1\nname: X\n", "brief": {} }), "a brief, a design or a folder, and only one of them"),
        ("review", json!({ "folder": "shop", "brief": {} }), "only one of them"),
        ("generate", json!({ "brief": {}, "targets": ["maps"] }), "the artefacts are compose, "),
        ("generate", json!({ "brief": {}, "targets": ["maps"], "folder": "deep/shop" }), "the artefacts are compose, "),
        ("generate", json!({ "brief": {}, "profile": "full", "targets": ["adr"] }), "targets or a profile, and only one of them"),
        ("generate", json!({ "brief": {}, "folder": "shop", "file": "README.md" }), "with file nothing is written"),
        ("generate", json!({ "brief": {}, "folder": "shop", "skip": 3 }), "with a folder every file is written"),
        ("compare", json!({ "brief": {} }), "give a folder, or sums"),
        ("compare", json!({ "brief": {}, "folder": ".", "sums": "" }), "a folder or sums, and only one of them"),
        ("generate", json!({ "brief": {}, "file": "no/such" }), "has no file “no/such”"),
        ("compare", json!({ "folder": "nowhere" }), "there is no “nowhere”"),
        ("compare", json!({ "folder": "." }), "holds no groundplan.yaml"),
        ("questions", json!({ "id": "weather" }), "the questions are "),
        ("explain_rule", json!({}), "missing field `code`"),
    ] {
        let refused = assistant.call(tool, arguments).unwrap_err();
        assert!(refused.contains(said), "{tool}: {refused}");
    }
    assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
    assistant.leave();
}

#[test]
fn whoever_calls_again_as_told_reads_everything_and_writes_once() {
    let root = tempfile::tempdir().unwrap();
    let mut assistant = Assistant::below(root.path());
    let tools = assistant.ask("tools/list", &json!({}));
    for tool in tools["result"]["tools"].as_array().unwrap() {
        let expected = if tool["name"] == "generate" { (false, true, true) } else { (true, false, true) };
        assert_eq!(hints(tool), expected, "{}", tool["name"]);
    }
    let mut next = |tool: &str, arguments: Value, key: &str| {
        let (mut skip, mut all) = (0, Vec::new());
        loop {
            let mut arguments = arguments.clone();
            arguments["skip"] = json!(skip);
            let answer = assistant.call(tool, arguments).unwrap();
            all.extend(answer[key].as_array().unwrap().clone());
            let Some(rest) = answer["rest"].as_str() else { return (all, answer) };
            skip = rest.strip_prefix("call again with skip: ").unwrap().parse::<usize>().unwrap();
            assert_eq!(skip, all.len());
        }
    };
    let design = domain::file::write(&domain::arbitrary::sized(120));
    let (files, last) = next("generate", json!({ "design": design }), "files");
    assert!(files.len() > 1_000 && files.is_sorted_by_key(|file| file["path"].as_str().unwrap().to_owned()), "{}", files.len());
    assert_eq!(last["file_count"].as_u64(), Some(files.len() as u64));
    let (findings, _) = next("review", json!({ "design": design }), "findings");
    assert!(!findings.is_empty());
    next("questions", json!({}), "questions");

    let written = assistant.call("generate", json!({ "design": design, "folder": "big" })).unwrap();
    let told = written["written"].as_array().unwrap().len() as u64 + written["written_left_out"].as_u64().unwrap_or(0);
    assert_eq!((written["written_count"].as_u64(), told), (Some(files.len() as u64), files.len() as u64));
    let rest = written["rest"].as_str().unwrap_or_default();
    assert!(!rest.contains("call again"), "a second call would find everything written: {rest}");
    let sums = std::fs::read_to_string(root.path().join("big/.groundplan.sha256")).unwrap();
    assert_eq!(sums.lines().count(), files.len() + 1);
}

#[test]
fn what_the_command_has_written_is_the_bundles_and_what_it_overwrites_too() {
    let root = tempfile::tempdir().unwrap();
    let plan = root.path().join("plan.yaml");
    let write = |name: &str, flags: &[&str]| {
        let mut design = tests::client::small_design();
        design.name = name.into();
        std::fs::write(&plan, domain::file::write(&design)).unwrap();
        let done = Command::new(BINARY).arg("generate").arg(&plan).arg("-o").arg(root.path().join("shop")).args(flags).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let mut assistant = Assistant::below(root.path());
    write("One", &[]);
    let mut two = tests::client::small_design();
    two.name = "Two".into();
    let again = assistant.call("generate", json!({ "design": domain::file::write(&two), "folder": "shop" })).unwrap();
    assert_eq!((again["refused"].clone(), again["written_count"].as_u64() > Some(0)), (json!([]), true), "{again}");
    std::fs::write(root.path().join("shop/README.md"), "mine").unwrap();
    write("Three", &["--force"]);
    assert_eq!(assistant.call("compare", json!({ "folder": "shop" })).unwrap()["is_what_the_design_gives"], true);
    let four = assistant.call("generate", json!({ "design": domain::file::write(&two), "folder": "shop" })).unwrap();
    assert_eq!(four["refused"], json!([]), "{four}");
}

#[test]
fn two_that_write_at_once_do_not_mix_and_one_that_leaves_spoils_nothing() {
    let root = tempfile::tempdir().unwrap();
    let (mut one, mut other) = (Assistant::below(root.path()), Assistant::below(root.path()));
    let arguments = json!({ "brief": { "sentence": SENTENCE }, "folder": "shop" });
    for assistant in [&mut one, &mut other] {
        for id in [1, 2] {
            assistant.say(&message(id, "tools/call", &json!({ "name": "generate", "arguments": arguments })));
        }
    }
    for assistant in [&mut one, &mut other] {
        for _ in 0..2 {
            if let Err(refused) = told(&assistant.hear()) {
                assert!(refused.contains("another call is writing"), "{refused}");
            }
        }
        assistant.last = 2;
    }
    assert_eq!(one.call("compare", json!({ "folder": "shop" })).unwrap()["is_what_the_design_gives"], true);
    let leaving = json!({ "brief": { "sentence": SENTENCE, "name": "Other" }, "folder": "shop" });
    other.say(&message(9, "tools/call", &json!({ "name": "generate", "arguments": leaving })));
    other.leave();
    let finished = one.call("generate", leaving).unwrap();
    assert_eq!(finished["refused"], json!([]), "{finished}");
    assert_eq!(one.call("compare", json!({ "folder": "shop" })).unwrap()["is_what_the_design_gives"], true);
}
