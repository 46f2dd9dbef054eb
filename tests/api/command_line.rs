//! The command line: files in, files out, messages with lines, exit codes that pipelines can use.

use crate::{SMALL_YAML, WRONG_YAML};
use domain::work::Work;
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};
use tests::{
    client::{Client, rename, small_design},
    process::Process,
};

const BINARY: &str = env!("CARGO_BIN_EXE_groundplan-under-test");

#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Said {
    let mut child = Command::new(BINARY)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

#[test]
fn a_wrong_design_is_told_by_file_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.yaml"), WRONG_YAML).unwrap();
    for command in [&["review", "plan.yaml"][..], &["generate", "plan.yaml", "-o", "out"]] {
        let said = run(folder.path(), command, "");
        assert_eq!((said.code, said.out.as_str()), (2, ""));
        assert!(said.err.contains("plan.yaml:7:") && said.err.contains("elements.orders.technology"), "{}", said.err);
    }
    assert!(!folder.path().join("out").exists());
    let absent = run(folder.path(), &["review", "absent.yaml"], "");
    assert!(absent.code == 2 && absent.err.contains("absent.yaml"), "{}", absent.err);
}

#[test]
fn a_review_is_text_json_or_sarif_and_fails_on_errors() {
    let folder = tempfile::tempdir().unwrap();
    let errors =
        domain::review::review(&domain::file::read(SMALL_YAML).unwrap(), &Work::unlimited()).open(domain::review::Severity::Error).count();
    let text = run(folder.path(), &["review", "-"], SMALL_YAML);
    assert_eq!(text.code, i32::from(errors > 0), "{}", text.err);
    assert!(text.out.contains(&format!("errors: {errors}")), "{}", text.out);
    let json: serde_json::Value = serde_json::from_str(&run(folder.path(), &["review", "-", "--format", "json"], SMALL_YAML).out).unwrap();
    let sarif: serde_json::Value =
        serde_json::from_str(&run(folder.path(), &["review", "-", "--format", "sarif"], SMALL_YAML).out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), json["findings"].as_array().unwrap().len());
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(results.iter().all(|result| rules.iter().any(|rule| rule["id"] == result["ruleId"])));
    let open = "groundplan: 1\nname: Small\nelements:\n  orders-db: {kind: datastore, exposed: true}\n";
    let elsewhere = run(folder.path(), &["review", "-", "--format", "sarif", "--public-url", "https://plan.example.org/"], open);
    assert!(elsewhere.out.contains("https://plan.example.org/rules/SEC101"), "{}", elsewhere.out);
}

#[test]
fn a_review_tells_the_criteria_and_what_was_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = "groundplan: 1\nname: Small\nelements:\n  orders-db: {kind: datastore, exposed: true}\n  orders: {kind: service}\n";
    let broken = run(folder.path(), &["review", "-"], yaml);
    assert_eq!(broken.code, 1, "{}", broken.err);
    for line in ["error SEC101 orders-db is open to the outside", "not met    Security practices", "errors: 1,"] {
        assert!(broken.out.contains(line), "{line}\n{}", broken.out);
    }
    let accepted = run(folder.path(), &["review", "-"], &format!("{yaml}waivers:\n  SEC101@orders-db: A trap for scanners\n"));
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    assert!(accepted.out.contains("accepted SEC101") && accepted.out.contains("Reason: A trap for scanners"), "{}", accepted.out);
}

#[test]
fn files_go_into_a_folder_or_a_zip_and_overwrite_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.yaml"), SMALL_YAML).unwrap();
    let generate = |output: &str, more: &[&str]| run(folder.path(), &[&["generate", "plan.yaml", "-o", output], more].concat(), "");
    for output in ["out", "out.zip"] {
        let first = generate(output, &[]);
        assert_eq!(first.code, 0, "{}", first.err);
        assert!(first.out.contains("files in"), "{}", first.out);
        let second = generate(output, &[]);
        assert!(second.code == 2 && second.err.contains("--force"), "{}", second.err);
        assert_eq!(generate(output, &["--force"]).code, 0);
    }
    let written = std::fs::read_to_string(folder.path().join("out/groundplan.yaml")).unwrap();
    assert_eq!(domain::file::read(&written), domain::file::read(SMALL_YAML), "the design is among the files");
    let unknown = generate("other", &["--targets", "nonsense"]);
    assert!(unknown.code == 2 && unknown.err.contains("nonsense"), "{}", unknown.err);
}

#[test]
fn a_folder_that_is_not_what_the_design_gives_is_told_file_by_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.yaml"), SMALL_YAML).unwrap();
    let generate = |more: &[&str]| run(folder.path(), &[&["generate", "plan.yaml"], more].concat(), "");
    assert_eq!(generate(&["-o", "out"]).code, 0);
    let same = generate(&["--check", "out"]);
    assert!(same.code == 0 && same.out.starts_with("out is what plan.yaml gives: "), "{}{}", same.out, same.err);

    let out = folder.path().join("out");
    // What belongs to one machine is no difference.
    for ignored in ["secrets", ".git", "services/orders/node_modules"] {
        std::fs::create_dir_all(out.join(ignored)).unwrap();
        std::fs::write(out.join(ignored).join("any"), "").unwrap();
    }
    std::fs::write(out.join(".env"), "TAG=1\n").unwrap();
    assert_eq!(generate(&["--check", "out"]).code, 0);

    std::fs::remove_file(out.join("README.md")).unwrap();
    let compose = std::fs::read_to_string(out.join("compose.yaml")).unwrap();
    std::fs::write(out.join("compose.yaml"), compose.replacen("services:", "services: # ours", 1)).unwrap();
    let line = 1 + compose.lines().position(|line| line == "services:").unwrap();
    make_plain(&out.join("scripts/init-secrets.sh"));
    std::fs::write(out.join("services/orders/notes.txt"), "").unwrap();
    std::fs::create_dir(out.join("services/old")).unwrap();
    std::fs::write(out.join("services/old/main.js"), "").unwrap();
    let other = generate(&["--check", "out"]);
    let expected = [
        "missing         README.md".to_owned(),
        format!("changed         compose.yaml:{line}"),
        "not executable  scripts/init-secrets.sh".to_owned(),
        "unexpected      services/old/".to_owned(),
        "unexpected      services/orders/notes.txt".to_owned(),
    ];
    assert_eq!((other.code, other.out.lines().take(5).collect::<Vec<_>>()), (1, expected.iter().map(String::as_str).collect()));
    assert!(other.out.contains("3 of ") && other.out.contains(" files differ, 2 unexpected"), "{}", other.out);

    assert_eq!(generate(&["-o", "out", "--force"]).code, 0);
    let left = generate(&["--check", "out"]);
    assert_eq!((left.code, left.out.matches("unexpected      ").count()), (1, 2), "only strangers are left: {}", left.out);
    assert_eq!(generate(&["--check", "out", "--targets", "adr"]).code, 1);
}

/// Takes the right to run a file away.
fn make_plain(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
}

#[test]
fn what_was_written_before_is_told_from_what_somebody_changed() {
    let folder = tempfile::tempdir().unwrap();
    let generate = |yaml: &str, more: &[&str]| {
        std::fs::write(folder.path().join("plan.yaml"), yaml).unwrap();
        run(folder.path(), &[&["generate", "plan.yaml"], more].concat(), "")
    };
    let later = SMALL_YAML.replace("name: ", "name: Later ");
    assert_ne!(later, SMALL_YAML);
    assert_eq!(generate(SMALL_YAML, &["-o", "out"]).code, 0);
    std::fs::write(folder.path().join("out/compose.yaml"), "services: {}\n").unwrap();
    let checked = generate(&later, &["--check", "out"]);
    assert!(checked.code == 1 && checked.out.contains("outdated        README.md\n"), "{}", checked.out);
    assert!(checked.out.contains("changed         compose.yaml:"), "{}", checked.out);
    // What a smaller choice does not give any more stays, and is named.
    let smaller = generate(&later, &["-o", "out", "--force", "--targets", "adr"]);
    assert!(smaller.code == 0 && smaller.out.contains(" is of an earlier writing"), "{}{}", smaller.out, smaller.err);
    let left = generate(&later, &["--check", "out", "--targets", "adr"]);
    assert!(left.out.contains("left over       ") && left.out.contains(" of an earlier writing left over"), "{}", left.out);
}

#[test]
fn a_check_needs_a_folder_and_says_how_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.yaml"), SMALL_YAML).unwrap();
    let absent = run(folder.path(), &["generate", "plan.yaml", "--check", "nowhere"], "");
    assert!(absent.code == 2 && absent.err.contains("nowhere is not a folder"), "{}", absent.err);
    for wrong in [&["generate", "plan.yaml"][..], &["generate", "plan.yaml", "--check", ".", "-o", "out"]] {
        let said = run(folder.path(), wrong, "");
        assert!(said.code == 2 && said.err.contains("--output"), "{}", said.err);
    }
    let help = run(folder.path(), &["generate", "--help"], "").out;
    for word in ["--check <DIR>", "--output <DIR|ZIP>", "unexpected", "Exit codes: 0"] {
        assert!(help.contains(word), "{word} is missing in\n{help}");
    }
}

#[test]
fn a_proposal_is_a_design_that_can_be_reviewed() {
    let folder = tempfile::tempdir().unwrap();
    let proposed = run(folder.path(), &["propose", "-", "--name", "Shop"], "{}");
    assert_eq!(proposed.code, 0, "{}", proposed.err);
    assert_eq!(domain::file::read(&proposed.out).unwrap().name, "Shop");
    let misspelt = run(folder.path(), &["propose", "-"], "engineerz: 5\navailability: 99.9\n");
    assert_ne!(misspelt.code, 0);
    assert!(misspelt.err.contains("brief.engineerz: there is no such question (did you mean “engineers”?)"), "{}", misspelt.err);
    let wrong = run(folder.path(), &["propose", "-"], "team-size: [1, {}]\n");
    assert!(wrong.code == 2 && wrong.err.contains("standard input"), "{}", wrong.err);
}

#[test]
fn a_design_is_made_from_flags_and_a_word_that_fits_nothing_is_told_what_would() {
    let folder = tempfile::tempdir().unwrap();
    let flags = [
        "new",
        "Shop",
        "--services",
        "cart,orders,mail",
        "--database",
        "postgres",
        "--gateway",
        "nginx",
        "--queue",
        "rabbitmq",
        "--pattern",
        "event-driven",
        "--scale",
        "high",
        "--monitoring",
        "prometheus",
        "--language",
        "node",
    ];
    let made = run(folder.path(), &flags, "");
    assert_eq!(made.code, 0, "{}", made.err);
    let design = domain::file::read(&made.out).unwrap();
    let technology = |id: &str| design.elements.iter().find(|(known, _)| known.as_str() == id).and_then(|(_, e)| e.technology.clone());
    assert_eq!(design.name, "Shop");
    assert!(made.out.contains("  broker: rabbitmq\n"), "each flag is an answer: {}", made.out);
    for (id, slug) in [("cart", "node-express"), ("orders", "node-express"), ("api-gateway", "nginx"), ("broker", "rabbitmq")] {
        assert_eq!(technology(id).map(|technology| technology.to_string()).as_deref(), Some(slug), "{id}");
    }
    std::fs::write(folder.path().join("brief.yaml"), "engineers: 9\n").unwrap();
    let from = run(folder.path(), &["new", "Shop", "--from", "brief.yaml", "--language", "python", "-o", "shop.yaml"], "");
    assert!(from.code == 0 && from.out.contains("shop.yaml"), "{} {}", from.out, from.err);
    for (flag, word, fits) in [
        ("--database", "oracle", "mongodb"),
        ("--scale", "vast", "medium"),
        ("--language", "cobol", "python"),
        ("--queue", "kafka", "announces"),
    ] {
        let refused = run(folder.path(), &["new", "Shop", flag, word], "");
        assert!(refused.code == 2 && refused.err.contains(fits), "{flag}: {}", refused.err);
    }
    let with_events =
        |queue| run(folder.path(), &["new", "Shop", "--services", "cart,orders", "--pattern", "event-driven", "--queue", queue], "");
    let unknown = with_events("zeromq");
    let help = run(folder.path(), &["new", "--help"], "").out;
    for queue in ["rabbitmq", "kafka", "nats", "redis", "sqs-sns", "pubsub", "service-bus"] {
        assert_eq!(with_events(queue).code, 0, "{queue}");
        assert!(unknown.err.contains(queue) && help.contains(queue), "{queue}: {}", unknown.err);
    }
    std::fs::write(folder.path().join("vague.yaml"), "purpose: Zwrk blfmp\n").unwrap();
    for command in [&["new", "Vague", "--from", "vague.yaml"][..], &["propose", "vague.yaml"]] {
        let piped = run(folder.path(), command, "");
        assert!(domain::file::read(&piped.out).is_ok() && piped.err.contains("unclear: "), "{}", piped.err);
        let kept = run(folder.path(), &[command, &["-o", "vague-plan.yaml"]].concat(), "");
        assert!(kept.err.is_empty() && kept.out.contains("unclear: "), "{}", kept.out);
    }
    let unknown = run(folder.path(), &["new", "Shop", "--datbase", "mysql"], "");
    assert!(unknown.code == 2 && unknown.err.contains("--database"), "{}", unknown.err);
}

#[test]
fn a_brief_may_come_from_a_file_or_a_pipe_and_ask_for_a_shape() {
    let folder = tempfile::tempdir().unwrap();
    let brief = "archetype: e-commerce\nengineers: 9\nentity-owners: [inventory=ordering]\n";
    std::fs::write(folder.path().join("brief.yaml"), brief).unwrap();
    let file = run(folder.path(), &["propose", "brief.yaml"], "");
    let pipe = run(folder.path(), &["propose", "-"], brief);
    assert_eq!((file.code, &file.out), (0, &pipe.out));
    let design = domain::file::read(&file.out).unwrap();
    assert!(design.elements.keys().any(|id| id.as_str() == "order-service"));
    let monolith = run(folder.path(), &["propose", "brief.yaml", "--shape", "modular-monolith"], "");
    let monolith = domain::file::read(&monolith.out).unwrap();
    assert!(monolith.elements.keys().any(|id| id.as_str() == "backend"));
    // A proposal goes on into the review without a file between.
    let reviewed = run(folder.path(), &["review", "-"], &file.out);
    let review = domain::review::review(&design, &Work::unlimited());
    let mut errors = review.open(domain::review::Severity::Error).peekable();
    assert_eq!(reviewed.code, i32::from(errors.peek().is_some()), "{}", reviewed.out);
    assert!(errors.all(domain::review::Finding::is_gap), "what the bundle lacks, and nothing else: {}", reviewed.out);
    let json = run(folder.path(), &["propose", "-", "--json"], brief);
    let answer: domain::protocol::ProposalResponse = serde_json::from_str(&json.out).unwrap();
    assert!(answer.cut.is_some() && answer.alternatives.len() >= 2 && answer.design == design);
    let unknown = run(folder.path(), &["propose", "-", "--shape", "ball-of-mud"], brief);
    assert!(unknown.code == 2 && unknown.err.contains("microservices"), "{}", unknown.err);
}

#[test]
fn another_option_and_the_profile_are_flags() {
    let folder = tempfile::tempdir().unwrap();
    let propose = |flags: &[&str]| run(folder.path(), &[&["propose", "-"], flags].concat(), "archetype: e-commerce\nengineers: 9\n");
    let chosen = propose(&["--choose", "gateway=kong", "--reason", "Partners get keys of their own"]);
    let design = domain::file::read(&chosen.out).unwrap();
    assert_eq!(design.decisions["gateway"].choice, "kong");
    assert_eq!(design.decisions["gateway"].override_reason.as_deref(), Some("Partners get keys of their own"));
    for (choice, said) in
        [("gateway=envoy", "the options are nginx, "), ("weather=rain", "its decisions are "), ("gateway", "TOPIC=OPTION")]
    {
        let refused = propose(&["--choose", choice]);
        assert!(refused.code == 2 && refused.err.contains(said) && refused.out.is_empty(), "{}", refused.err);
    }
    std::fs::write(folder.path().join("plan.yaml"), &chosen.out).unwrap();
    let generate = |profile: &str| run(folder.path(), &["generate", "plan.yaml", "-o", profile, "--profile", profile], "");
    assert_eq!((generate("essential").code, generate("full").code), (0, 0));
    assert!(!folder.path().join("essential/deploy").exists() && folder.path().join("full/deploy").exists());
    let unknown = generate("small");
    assert!(unknown.code == 2 && unknown.err.contains("the profiles are essential, full"), "{}", unknown.err);
}

#[test]
fn what_keeps_the_server_from_starting_is_said() {
    let data = tempfile::tempdir().unwrap();
    let refusal = |flags: &[&str]| Process::start(BINARY, data.path(), flags).unwrap_err().to_string();
    assert!(refusal(&["--database-url", "mysql://x"]).contains("postgres://"));
    assert!(refusal(&["--public-url", "plan.example.org"]).contains("https://plan.example.org"));
    let unreachable = refusal(&["--database-url", "postgres://u:hunter2@127.0.0.1:1/x"]);
    assert!(unreachable.contains("PostgreSQL cannot be reached: Connection refused"), "{unreachable}");
    assert!(!refusal(&["--database-url", "postgres://u:hunter2@127.0.0.1:1/x"]).contains("hunter2"));
    std::fs::write(data.path().join("groundplan.db"), "shopping list ".repeat(100)).unwrap();
    assert!(refusal(&[]).contains("is not a database"));
}

#[tokio::test]
async fn a_database_that_refuses_says_why() {
    let data = tempfile::tempdir().unwrap();
    let database = tests::postgres::Database::fresh().await.unwrap();
    let (_, rest) = database.url.split_once('@').unwrap();
    let stranger = format!("postgres://stranger:hunter2@{rest}");
    let served = Process::start(BINARY, data.path(), &["--database-url", &stranger]).unwrap_err().to_string();
    let checked = run(data.path(), &["check", "--database-url", &stranger], "");
    assert_eq!((checked.code, checked.err.lines().count()), (2, 1), "{}", checked.err);
    for told in [served, checked.err] {
        assert!(told.contains("PostgreSQL refuses the connection: ") && told.contains("stranger") && !told.contains("hunter2"), "{told}");
    }
}

#[test]
fn help_names_every_flag_with_its_variable() {
    let folder = tempfile::tempdir().unwrap();
    let help = run(folder.path(), &["serve", "--help"], "").out;
    for word in ["--data", "GROUNDPLAN_DATA", "--listen", "GROUNDPLAN_LISTEN", "--database-url", "GROUNDPLAN_DATABASE_URL", "Examples:"] {
        assert!(help.contains(word), "{word} is missing in\n{help}");
    }
}

#[tokio::test]
async fn a_check_says_what_is_wrong_with_what_is_stored_and_repairs_it() {
    let folder = tempfile::tempdir().unwrap();
    let absent = run(folder.path(), &["check"], "");
    assert!(absent.code == 2 && absent.err.contains("there is no database"), "{}", absent.err);
    let process = Process::start(BINARY, &folder.path().join("data"), &[]).unwrap();
    let browser = Client::browser(&process.url);
    let id = browser.create(small_design()).await.id;
    browser.save(&id, 1, "a", vec![rename("Two")]).await;
    let running = run(folder.path(), &["check"], "");
    assert!(running.code == 0 && running.out.contains("1 designs, 2 saves and 1 snapshots were read: nothing is wrong"), "{running:?}");
    process.terminate().unwrap();
    let database = rusqlite::Connection::open(folder.path().join("data/groundplan.db")).unwrap();
    database.execute_batch("UPDATE revisions SET edits = '[' WHERE n = 2").unwrap();
    drop(database);
    let wrong = run(folder.path(), &["check"], "");
    assert!(wrong.code == 1 && wrong.out.contains(&format!("{id}: the saves 2 to 2 cannot be read")), "{wrong:?}");
    let repaired = run(folder.path(), &["check", "--repair"], "");
    assert!(repaired.code == 0 && repaired.out.contains("(repaired)"), "{repaired:?}");
    assert_eq!(run(folder.path(), &["check"], "").code, 0);
}
