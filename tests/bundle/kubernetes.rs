//! What kustomize makes of the manifests: everything that is referred to exists, and layers that have to agree do.

use crate::{references, samples::SAMPLES};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::LazyLock,
};
use tests::bundles::{
    toolbox::{accepts, scratch},
    validators::kubernetes::{CANARIES, MEASURED, OTHERS, VERSIONS, built, kubernetes_validate, manifests, models, split},
};

/// What an overlay of a sample comes to.
pub struct Built {
    pub name: String,
    pub documents: Vec<String>,
    /// The Secrets that operators are told to make.
    pub secrets: Vec<String>,
}

pub static BUILT: LazyLock<Vec<Built>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for sample in SAMPLES.iter() {
        let secrets = fs::read_to_string(manifests(sample).join("secrets.example.yaml")).unwrap_or_default();
        for layer in built(sample) {
            assert!(!layer.documents.is_empty() || sample.design.elements.is_empty(), "{} {}", sample.name, layer.name);
            let name = format!("{} {}", sample.name, layer.name);
            all.push(Built { name, documents: layer.documents.clone(), secrets: split(&secrets) });
        }
    }
    all
});

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
                    accepts(&mut kubernetes_validate(version, &self.core));
                });
            }
        });
    }

    pub fn kubernetes_models_accepts(&self) {
        accepts(&mut models(&[self.core.as_slice(), &self.others].concat()));
    }
}

/// Of a stream of objects, the first of a kind.
fn first_of(documents: &[String], kind: &str) -> Option<Value> {
    documents.iter().map(|text| serde_saphyr::from_str::<Value>(text).unwrap()).find(|object| object["kind"] == kind)
}

#[test]
fn the_operator_gets_the_rules_that_prometheus_has() {
    let mut compared = 0;
    for sample in SAMPLES.iter() {
        let name = format!("{} {MEASURED}", sample.name);
        let Some(built) = BUILT.iter().find(|built| built.name == name) else { continue };
        let rules: Value = serde_saphyr::from_str(&fs::read_to_string(sample.directory.join("observability/rules.yml")).unwrap()).unwrap();
        assert_eq!(first_of(&built.documents, "PrometheusRule").unwrap()["spec"], rules, "{name}");
        compared += 1;
    }
    assert!(compared > 5, "{compared}");
}

#[test]
fn a_canary_is_another_release_under_the_same_rules() {
    let (mut seen, mut migrated) = (0, 0);
    for built in BUILT.iter().filter(|built| built.name.ends_with(CANARIES)) {
        let objects: Vec<Value> = built.documents.iter().map(|text| serde_saphyr::from_str(text).unwrap()).collect();
        let tracked = |track: &str| -> BTreeMap<String, &Value> {
            let pods = objects.iter().filter(|object| object["spec"]["template"]["metadata"]["labels"]["track"] == track);
            pods.map(|o| (o["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"].as_str().unwrap().to_owned(), o)).collect()
        };
        let (stable, tried) = (tracked("stable"), tracked("canary"));
        assert_eq!(stable.keys().collect::<Vec<_>>(), tried.keys().collect::<Vec<_>>(), "{}", built.name);
        for (id, canary) in tried {
            let image = |deployment: &Value| deployment["spec"]["template"]["spec"]["containers"][0]["image"].as_str().unwrap().to_owned();
            let (before, after) = (image(stable[&id]), image(canary));
            assert!(before.ends_with(":0.1.0") && after == before.replace(":0.1.0", ":0.2.0"), "{}: {before} and {after}", built.name);
            assert_eq!(canary["spec"]["replicas"], 1);
            // One Job brings the tables to what the newer release needs, and the older one lives with them.
            let jobs: Vec<&Value> =
                objects.iter().filter(|o| o["kind"] == "Job" && o["metadata"]["labels"]["migrates"] == id.as_str()).collect();
            let waits = canary["spec"]["template"]["spec"].get("initContainers").is_some();
            assert_eq!(jobs.len(), usize::from(waits), "{}: {id}", built.name);
            assert!(jobs.iter().all(|job| image(job) == after), "{}: the Job of {id} is of the release before", built.name);
            migrated += jobs.len();
            seen += 1;
        }
    }
    assert!(seen > 3 && migrated > 1, "{seen}, {migrated}");
}

#[test]
fn everything_that_is_referred_to_exists() {
    for built in BUILT.iter() {
        let problems = references::problems(&built.documents, &built.secrets);
        assert!(problems.is_empty(), "{}:\n{}", built.name, problems.join("\n"));
    }
}
