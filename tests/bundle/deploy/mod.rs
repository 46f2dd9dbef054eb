//! The studio's own deployment, `server/deploy`, under the tools that read it, and what it promises. No container is started here.

mod compose;
mod metrics;
mod unit;

use std::{fs, path::PathBuf, process::Command};
use tests::{
    bundles::{
        Sample, Seen,
        sample::temporary,
        toolbox::{accepts, python, rejects, scratch},
        validators,
    },
    studio::root,
};

fn folder() -> PathBuf {
    root().join("server/deploy")
}

/// A file of the deployment.
fn text(path: &str) -> String {
    fs::read_to_string(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Paths and contents, from the top of the deployment.
fn files() -> Vec<(String, Vec<u8>)> {
    let top = folder();
    let (mut open, mut found) = (vec![top.clone()], Vec::new());
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| !path.ends_with("secrets")));
        } else {
            found.push((path.strip_prefix(&top).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
        }
    }
    found
}

#[test]
fn every_tool_accepts_the_files_that_it_reads() {
    let files = files();
    let sample = [Sample::of_files(&temporary(), "deployment", files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))];
    for name in ["docker compose", "hadolint", "shellcheck", "promtool config", "promtool test", "yamllint", "json"] {
        let (judged, refusals) = validators::find(name).judge(&sample, &mut Seen::default());
        let said: Vec<String> = refusals.iter().map(|refusal| format!("{}\n{}", refusal.subject.display(), refusal.said)).collect();
        assert!(judged > 0 && refusals.is_empty(), "{name} refuses {} of {judged}:\n{}", refusals.len(), said.join("\n"));
    }
}

#[test]
fn caddy_accepts_its_configuration() {
    let caddy = |file: PathBuf| {
        let mut command = python("caddy");
        command
            .env("GROUNDPLAN_HOST", "localhost")
            .env("HOME", temporary())
            .args(["validate", "--adapter", "caddyfile", "--config"])
            .arg(file);
        command
    };
    accepts(&mut caddy(folder().join("Caddyfile")));
    rejects(&mut caddy(scratch("Caddyfile", "localhost {\n\treverse_prox studio:3000\n}\n")), "reverse_prox");
}

#[test]
fn the_root_of_the_image_holds_all_that_the_program_needs() {
    let made = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_groundplan-under-test");
    accepts(Command::new("sh").arg(folder().join("image.sh")).arg(program).arg(made.path()));
    let root = made.path().join("program");
    let mut libraries = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            libraries.push(path);
        }
    }
    let loader = libraries.iter().find(|path| path.file_name().unwrap().to_string_lossy().starts_with("ld-linux")).expect("no loader");
    let folders: Vec<String> = libraries.iter().map(|path| path.parent().unwrap().display().to_string()).collect();
    let mut started = Command::new(loader);
    started.args(["--inhibit-cache", "--library-path", &folders.join(":")]).arg(root.join("usr/local/bin/groundplan")).arg("--version");
    assert!(accepts(started.env_clear()).starts_with("groundplan "));
    let mut listed = Command::new(loader);
    let listed = accepts(
        listed.args(["--inhibit-cache", "--library-path", &folders.join(":"), "--list"]).arg(root.join("usr/local/bin/groundplan")),
    );
    let outside: Vec<&str> = listed.lines().filter(|line| line.contains("=> /") && !line.contains(&*root.to_string_lossy())).collect();
    assert!(outside.is_empty(), "taken from this machine: {outside:?}");
}

#[test]
fn secrets_are_made_once_and_only_their_owner_may_enter() {
    use std::os::unix::fs::PermissionsExt;
    let made = tempfile::tempdir().unwrap();
    let script = made.path().join("init-secrets.sh");
    fs::copy(folder().join("init-secrets.sh"), &script).unwrap();
    accepts(Command::new("sh").arg(&script));
    let secrets = made.path().join("secrets");
    assert_eq!(fs::metadata(&secrets).unwrap().permissions().mode() & 0o777, 0o700);
    let read = |name: &str| fs::read_to_string(secrets.join(name)).unwrap();
    let passwords = ["postgres-password", "groundplan-password", "grafana-password"].map(read);
    assert!(passwords.iter().all(|password| password.len() == 64) && passwords[0] != passwords[1] && passwords[1] != passwords[2]);
    assert_eq!(read("database-url"), format!("postgres://groundplan:{}@db/groundplan\n", passwords[1]));
    accepts(Command::new("sh").arg(&script));
    assert_eq!(["postgres-password", "groundplan-password", "grafana-password"].map(read), passwords, "PostgreSQL knows the first ones");
}
