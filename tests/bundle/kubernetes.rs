//! Manifests under kustomize and two schema checkers, for every supported Kubernetes.

use crate::{
    references,
    samples::SAMPLES,
    toolbox::{accepts, installed, node, python, rejects, scratch},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

/// The oldest and the newest release that the README of the manifests promises.
const VERSIONS: [&str; 2] = ["1.35", "1.37"];

fn kustomize(directory: &Path) -> Command {
    let mut command = Command::new(installed("bin/kustomize"));
    command.arg("build").arg(directory);
    command
}

fn kubernetes_validate(version: &str, files: &[PathBuf]) -> Command {
    let mut command = python("kubernetes-validate");
    command.args(["--strict", "--kubernetes-version", version]).args(files);
    command
}

fn models(files: &[PathBuf]) -> Command {
    let mut command = node("models-check.mjs");
    command.args(files);
    command
}

/// What an overlay of a sample comes to.
pub struct Built {
    pub name: String,
    pub documents: Vec<String>,
    /// The Secrets that operators are told to make.
    pub secrets: Vec<String>,
}

static BUILT: LazyLock<Vec<Built>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("built");
    fs::create_dir_all(&root).unwrap();
    let mut built = Vec::new();
    for sample in SAMPLES.iter() {
        let manifests = sample.directory.join("deploy/kubernetes");
        let secrets = fs::read_to_string(manifests.join("secrets.example.yaml")).unwrap_or_default();
        for layer in ["base", "overlays/dev", "overlays/staging", "overlays/prod"] {
            let name = format!("{} {layer}", sample.directory.file_name().unwrap().to_string_lossy());
            built.push(Built { name, documents: split(&accepts(&mut kustomize(&manifests.join(layer)))), secrets: split(&secrets) });
        }
    }
    built
});

fn split(stream: &str) -> Vec<String> {
    stream.split("\n---\n").filter(|text| !text.trim().is_empty()).map(|text| format!("{text}\n")).collect()
}

/// The core of Kubernetes and the Gateway API in files of their own, because only one of the checkers knows the latter.
static FILES: LazyLock<(Vec<PathBuf>, Vec<PathBuf>)> = LazyLock::new(|| {
    let (mut core, mut gateway) = (Vec::new(), Vec::new());
    // The overlays hold all that the base does.
    for built in BUILT.iter().filter(|built| !built.name.ends_with(" base")) {
        let (outside, inside): (Vec<&String>, Vec<&String>) =
            built.documents.iter().chain(&built.secrets).partition(|text| text.contains("apiVersion: gateway.networking.k8s.io/"));
        for (kind, documents, files) in [("core", inside, &mut core), ("gateway", outside, &mut gateway)] {
            if !documents.is_empty() {
                let text = documents.iter().map(|text| text.as_str()).collect::<Vec<_>>().join("---\n");
                files.push(scratch(&format!("{}.{kind}.yaml", built.name.replace(['/', ' '], "-")), &text));
            }
        }
    }
    assert!(!core.is_empty() && !gateway.is_empty());
    (core, gateway)
});

#[test]
fn kustomize_builds_every_layer() {
    assert!(BUILT.iter().all(|built| !built.documents.is_empty()));
}

#[test]
fn kustomize_sees_what_is_wrong() {
    let file = scratch("kustomization.yaml", "resources:\n  - nowhere.yaml\n");
    rejects(&mut kustomize(file.parent().unwrap()), "nowhere.yaml");
}

#[test]
fn kubernetes_validate_accepts_every_object() {
    std::thread::scope(|scope| {
        for version in VERSIONS {
            scope.spawn(move || {
                let said = accepts(&mut kubernetes_validate(version, &FILES.0));
                // It only warns of kinds it does not know.
                assert!(!said.contains("WARN"), "{said}");
            });
        }
    });
}

#[test]
fn kubernetes_validate_sees_what_is_wrong() {
    let file = scratch("field.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  prots: []\n");
    rejects(&mut kubernetes_validate(VERSIONS[0], &[file]), "prots");
    let kind = scratch("kind.yaml", "apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\n");
    assert!(accepts(&mut kubernetes_validate(VERSIONS[0], &[kind])).contains("WARN"));
}

#[test]
fn kubernetes_models_accepts_every_object() {
    accepts(&mut models(&[FILES.0.as_slice(), &FILES.1].concat()));
}

#[test]
fn kubernetes_models_sees_what_is_wrong() {
    let route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: a\nspec:\n  rules: 1\n";
    rejects(&mut models(&[scratch("route.yaml", route)]), "rules");
    rejects(&mut models(&[scratch("unknown.yaml", "apiVersion: v9\nkind: Pod\nmetadata:\n  name: a\n")]), "v9 is unknown");
}

#[test]
fn everything_that_is_referred_to_exists() {
    for built in BUILT.iter() {
        let problems = references::problems(&built.documents, &built.secrets);
        assert!(problems.is_empty(), "{}:\n{}", built.name, problems.join("\n"));
    }
}
