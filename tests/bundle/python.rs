//! Services in Python, for real: ruff has nothing to say, and their own tests pass, in one environment with the locked packages.

use domain::{Design, starters, work::Work};
use generate::{Options, generate};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tests::bundles::toolbox::{accepts, installed, rejects, scratch};

/// Names that break code which is pasted together, another broker and another database.
const HOSTILE: &str = r#"
groundplan: 1
name: "a: b {{7*7}} \"q\" $(rm)"
platform: { authentication: sessions, observability: { traces: jaeger } }
contexts:
  odd:
    name: "x \"\"\" y"
    purpose: "{{ 7*7 }} \\ \"\"\" '"
    entities:
    - { name: class, fields: { import: string, model_config: integer, str: decimal, def: timestamp, select: boolean, copy: uuid } }
    - { name: pages, sensitivity: personal }
    - { name: requests }
    - { name: users, sensitivity: personal }
    - { name: metadata }
elements:
  svc:
    kind: service
    technology: python-fastapi
    context: odd
    description: "a: b\n\"\"\" \\ {{7*7}} $(rm) 日本"
    settings: { CLASS: { value: "a: b\n$(rm) {{7*7}} \"" }, TOKEN: { secret: true } }
  class: { kind: worker, technology: python-fastapi, description: "\\\" '''" }
  plain: { kind: service, technology: python-fastapi, context: odd }
  my-db: { kind: datastore, technology: mysql }
  bus: { kind: broker, technology: kafka }
  light: { kind: broker, technology: nats }
  streams: { kind: broker, technology: redis }
  ext: { kind: external, title: "It's \"x\" \\ {{7*7}}" }
links:
  a: { from: svc, to: my-db, kind: owns }
  b: { from: svc, to: bus, kind: publish, events: [class.created, in.made, data], outbox: true }
  c: { from: class, to: bus, kind: subscribe, events: [class.created, in.made, data], dead_letter: true }
  d: { from: svc, to: ext, kind: uses, label: "3d print \" it", fallback: "\"\"\" {{7*7}} \\", critical: true }
  e: { from: svc, to: plain, kind: rest, label: "class" }
  f: { from: plain, to: light, kind: subscribe, events: [data] }
  g: { from: plain, to: streams, kind: publish, events: [class.created] }
events:
  class.created: { description: "\"\"\" {{7*7}} \\", fields: { import: string, class_id: uuid, str: decimal } }
  in.made: { fields: { data: integer } }
  data: {}
"#;

/// The services of a Design, written to disk.
fn services(name: &str, design: &Design) -> Vec<PathBuf> {
    assert_eq!(design.problems(), []);
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python").join(name);
    let _ = fs::remove_dir_all(&root);
    let bundle = generate(design, &Options { artefacts: Some(["services".to_owned()].into()) }, &Work::unlimited()).unwrap().bundle;
    let mut folders = BTreeSet::new();
    for (path, file) in bundle.iter() {
        let target = root.join(path.as_str());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(&target, &file.bytes).unwrap();
        if path.as_str().ends_with("/app/main.py") {
            folders.insert(target.parent().unwrap().parent().unwrap().to_owned());
        }
    }
    folders.into_iter().collect()
}

fn tool(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(installed("python-services/bin").join(name));
    command.current_dir(folder).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn check(folders: &[PathBuf]) {
    for folder in folders {
        accepts(tool("ruff", folder).args(["check", "--no-cache", "."]));
        accepts(tool("python", folder).args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]));
    }
}

#[test]
fn the_shop_in_python_passes_its_own_tests() {
    let text = domain::file::write(&starters::find("e-commerce").unwrap().design().unwrap()).replace("node-express", "python-fastapi");
    let folders = services("e-commerce", &domain::file::read(&text).unwrap());
    assert_eq!(folders.len(), 5);
    check(&folders);
}

#[test]
fn every_way_to_sign_in_passes_its_own_tests() {
    for way in ["oidc", "api-keys"] {
        let text = domain::file::write(&starters::find("bella-italia").unwrap().design().unwrap())
            .replace("node-express", "python-fastapi")
            .replace("authentication: sessions", &format!("authentication: {way}"));
        let folders = services(way, &domain::file::read(&text).unwrap());
        assert!(!folders.is_empty());
        check(&folders);
    }
}

#[test]
fn hostile_names_pass_through_as_values() {
    let folders = services("hostile", &domain::file::read(HOSTILE).unwrap());
    assert_eq!(folders.len(), 3);
    check(&folders);
    let titles = "import json, sys\nfrom app.main import create_app\nfrom app.config import Config\nfrom app.core.health import Health\n\
        import os\n[os.environ.__setitem__(n, v['value']) for n, v in json.load(open('tests/samples.json'))['environment'].items() if not v['secret']]\n\
        [os.environ.__setitem__(n, '/dev/null') for n, v in json.load(open('tests/samples.json'))['environment'].items() if v['secret']]\n\
        app = create_app(Config(), Health())\nprint(json.dumps([app.description, Config().CLASS]))";
    let svc = folders.iter().find(|folder| folder.ends_with("svc")).unwrap();
    let said = accepts(tool("python", svc).args(["-c", titles]));
    assert_eq!(serde_json::from_str::<Vec<String>>(said.trim()).unwrap(), ["a: b\n\"\"\" \\ {{7*7}} $(rm) 日本", "a: b\n$(rm) {{7*7}} \""]);
}

/// Two parts that keep different entities of one context in one store.
const TWO_WRITERS: &str = "
groundplan: 1
name: Two writers
contexts:
  accounts: { name: Accounts, entities: [{ name: members, fields: { name: string } }, { name: contacts, fields: { label: string } }] }
elements:
  gateway: { kind: gateway, technology: nginx }
  member-service: { kind: service, technology: python-fastapi, context: accounts }
  contact-service: { kind: service, technology: python-fastapi, context: accounts }
  accounts-db: { kind: datastore, technology: postgresql, context: accounts }
links:
  g1: { from: gateway, to: member-service, kind: rest, label: /api/members }
  g2: { from: gateway, to: contact-service, kind: rest, label: /api/contacts }
  o1: { from: member-service, to: accounts-db, kind: owns }
  o2: { from: contact-service, to: accounts-db, kind: owns }
";
const MIGRATE: &str = "
import asyncio, sys
from app.data.database import Database
from app.data.migrations import migrate

async def main():
    database = Database('sqlite+aiosqlite:///' + sys.argv[1])
    await migrate(database)
    await database.close()

asyncio.run(main())
import sqlite3
print(' '.join(sorted(name for (name,) in sqlite3.connect(sys.argv[1]).execute(\"select name from sqlite_master where type = 'table'\"))))
";

#[test]
fn two_services_bring_one_database_up_to_date_in_any_order() {
    let folders = services("two-writers", &domain::file::read(TWO_WRITERS).unwrap());
    assert_eq!(folders.len(), 2);
    check(&folders);
    for (file, order) in [("one", [0, 1]), ("other", [1, 0])] {
        let database = scratch(&format!("two-writers/{file}.db"), "");
        let said = order.map(|at: usize| accepts(tool("python", &folders[at]).args(["-c", MIGRATE, database.to_str().unwrap()])));
        for table in ["contacts", "members", "contact_service_outbox", "member_service_outbox", "member_service_idempotency_keys"] {
            assert!(said[1].split_whitespace().any(|name| name == table), "no {table}: {}", said[1]);
        }
    }
}

#[test]
fn ruff_and_pytest_find_what_is_wrong() {
    let folder = scratch("python-broken/test_broken.py", "import os\n\n\ndef test_it() -> None:\n    assert 1 == 2\n");
    let folder = folder.parent().unwrap();
    rejects(tool("ruff", folder).args(["check", "--no-cache", "."]), "F401");
    rejects(tool("python", folder).args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]), "1 failed");
}
