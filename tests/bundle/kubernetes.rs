//! Manifests under kustomize and two schema checkers, for every supported Kubernetes.

use crate::{
    references,
    samples::SAMPLES,
    toolbox::{accepts, beside, installed, node, python, rejects, scratch},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

/// Every release that the README of the manifests promises.
pub const VERSIONS: [&str; 3] = ["1.35", "1.36", "1.37"];

/// An overlay of the test itself: production, and the component for the prometheus-operator.
pub const MEASURED: &str = "overlays/measured";

/// Another: production, and a canary of every part.
pub const CANARIES: &str = "overlays/canaries";

fn overlay(manifests: &Path, layer: &str, components: &[String]) {
    let prod = fs::read_to_string(manifests.join("overlays/prod/kustomization.yaml")).unwrap();
    let namespace = prod.lines().find(|line| line.starts_with("namespace: ")).unwrap();
    let lines: String = components.iter().map(|component| format!("  - ../../components/{component}\n")).collect();
    fs::create_dir_all(manifests.join(layer)).unwrap();
    fs::write(manifests.join(layer).join("kustomization.yaml"), format!("{namespace}\nresources:\n  - ../prod\ncomponents:\n{lines}"))
        .unwrap();
}

pub fn kustomize(directory: &Path) -> Command {
    let mut command = Command::new(installed("bin/kustomize"));
    command.arg("build").arg(directory);
    command
}

fn kubernetes_validate(version: &str, files: &[PathBuf]) -> Command {
    let mut command = python("python");
    command.arg(beside("kubernetes-validate.py")).args(["--strict", "--kubernetes-version", version]).args(files);
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

pub static BUILT: LazyLock<Vec<Built>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("built");
    fs::create_dir_all(&root).unwrap();
    let mut built = Vec::new();
    for sample in SAMPLES.iter() {
        let manifests = sample.directory.join("deploy/kubernetes");
        let secrets = fs::read_to_string(manifests.join("secrets.example.yaml")).unwrap_or_default();
        let mut layers = vec!["base", "overlays/dev", "overlays/staging", "overlays/prod"];
        if manifests.join("components/prometheus-operator").is_dir() {
            overlay(&manifests, MEASURED, &["prometheus-operator".to_owned()]);
            layers.push(MEASURED);
        }
        if let Ok(canaries) = fs::read_dir(manifests.join("components/canary")) {
            let all = canaries.map(|folder| format!("canary/{}", folder.unwrap().file_name().to_string_lossy()));
            overlay(&manifests, CANARIES, &all.collect::<Vec<_>>());
            layers.extend(["overlays/canary", CANARIES]);
        }
        for layer in layers {
            let name = format!("{} {layer}", sample.directory.file_name().unwrap().to_string_lossy());
            built.push(Built { name, documents: split(&accepts(&mut kustomize(&manifests.join(layer)))), secrets: split(&secrets) });
        }
    }
    built
});

/// The documents of a stream.
pub fn split(stream: &str) -> Vec<String> {
    stream.trim_start_matches("---\n").split("\n---\n").filter(|text| !text.trim().is_empty()).map(|text| format!("{text}\n")).collect()
}

/// Objects as the checkers want them: those of the core, which both know, and those of others, which only one knows.
#[derive(Default)]
pub struct Objects {
    core: Vec<PathBuf>,
    others: Vec<PathBuf>,
    /// Objects that are there already. Overlays have most of theirs in common, and a check takes its time.
    seen: BTreeSet<String>,
}

impl Objects {
    pub fn add(&mut self, name: &str, documents: &[&String]) {
        let plain = |text: &str| text.lines().filter(|line| !line.starts_with("  namespace: ")).collect::<Vec<_>>().join("\n");
        let new: Vec<&String> = documents.iter().copied().filter(|text| self.seen.insert(plain(text))).collect();
        let (outside, inside): (Vec<&String>, Vec<&String>) = new.iter().partition(|text| OTHERS.iter().any(|api| text.contains(api)));
        for (kind, documents, files) in [("core", inside, &mut self.core), ("others", outside, &mut self.others)] {
            if !documents.is_empty() {
                let text = documents.iter().map(|text| text.as_str()).collect::<Vec<_>>().join("---\n");
                files.push(scratch(&format!("{}.{kind}.yaml", name.replace(['/', ' '], "-")), &text));
            }
        }
    }

    /// For every supported release.
    pub fn kubernetes_validate_accepts(&self) {
        std::thread::scope(|scope| {
            for version in VERSIONS {
                scope.spawn(move || {
                    let said = accepts(&mut kubernetes_validate(version, &self.core));
                    // It only warns of kinds it does not know.
                    assert!(!said.contains("WARN"), "{said}");
                });
            }
        });
    }

    pub fn kubernetes_models_accepts(&self) {
        accepts(&mut models(&[self.core.as_slice(), &self.others].concat()));
    }
}

/// Interfaces beside the core.
const OTHERS: [&str; 2] = ["apiVersion: gateway.networking.k8s.io/", "apiVersion: monitoring.coreos.com/"];

static OBJECTS: LazyLock<Objects> = LazyLock::new(|| {
    let mut objects = Objects::default();
    // The overlays hold all that the base does.
    for built in BUILT.iter().filter(|built| !built.name.ends_with(" base")) {
        objects.add(&built.name, &built.documents.iter().chain(&built.secrets).collect::<Vec<_>>());
    }
    assert!(!objects.core.is_empty() && !objects.others.is_empty());
    objects
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
    OBJECTS.kubernetes_validate_accepts();
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
    OBJECTS.kubernetes_models_accepts();
}

#[test]
fn kubernetes_models_sees_what_is_wrong() {
    let route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: a\nspec:\n  rules: 1\n";
    rejects(&mut models(&[scratch("route.yaml", route)]), "rules");
    rejects(&mut models(&[scratch("unknown.yaml", "apiVersion: v9\nkind: Pod\nmetadata:\n  name: a\n")]), "v9 is unknown");
}

/// Of a stream of objects, the first of a kind.
fn first_of(documents: &[String], kind: &str) -> Option<Value> {
    documents.iter().map(|text| serde_saphyr::from_str::<Value>(text).unwrap()).find(|object| object["kind"] == kind)
}

#[test]
fn the_operator_gets_the_rules_that_prometheus_has() {
    let mut compared = 0;
    for sample in SAMPLES.iter() {
        let name = format!("{} {MEASURED}", sample.directory.file_name().unwrap().to_string_lossy());
        let Some(built) = BUILT.iter().find(|built| built.name == name) else { continue };
        let rules: Value = serde_saphyr::from_str(&fs::read_to_string(sample.directory.join("observability/rules.yml")).unwrap()).unwrap();
        assert_eq!(first_of(&built.documents, "PrometheusRule").unwrap()["spec"], rules, "{name}");
        compared += 1;
    }
    assert!(compared > 5, "{compared}");
}

#[test]
fn a_canary_is_another_release_under_the_same_rules() {
    let mut seen = 0;
    for built in BUILT.iter().filter(|built| built.name.ends_with(CANARIES)) {
        let objects: Vec<Value> = built.documents.iter().map(|text| serde_saphyr::from_str(text).unwrap()).collect();
        let tracked = |track: &str| -> BTreeMap<String, &Value> {
            let pods = objects.iter().filter(|object| object["spec"]["template"]["metadata"]["labels"]["track"] == track);
            pods.map(|o| (o["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"].to_string(), o)).collect()
        };
        let (stable, tried) = (tracked("stable"), tracked("canary"));
        assert_eq!(stable.keys().collect::<Vec<_>>(), tried.keys().collect::<Vec<_>>(), "{}", built.name);
        for (id, canary) in tried {
            let image = |deployment: &Value| deployment["spec"]["template"]["spec"]["containers"][0]["image"].as_str().unwrap().to_owned();
            let (before, after) = (image(stable[&id]), image(canary));
            assert!(before.ends_with(":0.1.0") && after == before.replace(":0.1.0", ":0.2.0"), "{}: {before} and {after}", built.name);
            assert_eq!(canary["spec"]["replicas"], 1);
            seen += 1;
        }
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn everything_that_is_referred_to_exists() {
    for built in BUILT.iter() {
        let problems = references::problems(&built.documents, &built.secrets);
        assert!(problems.is_empty(), "{}:\n{}", built.name, problems.join("\n"));
    }
}
