//! Manifests under kustomize, charts under Helm, and what comes out under two schema checkers, for every supported Kubernetes.

use crate::bundles::{
    Asked, Broken, Sample, Validator,
    toolbox::{Outcome, beside, installed, node, python, run},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Every release that the README of the manifests promises.
pub const VERSIONS: [&str; 3] = ["1.35", "1.36", "1.37"];

/// Interfaces beside the core.
pub const OTHERS: [&str; 3] =
    ["apiVersion: gateway.networking.k8s.io/", "apiVersion: monitoring.coreos.com/", "apiVersion: external-secrets.io/"];

/// An overlay of the check itself: production, and the component for the prometheus-operator.
pub const MEASURED: &str = "overlays/measured";

/// Another: production, and a canary of every part.
pub const CANARIES: &str = "overlays/canaries";

const WRONG_FIELD: &[Broken] = &[
    Broken { files: &[("base/kustomization.yaml", "resources: [a.yaml]\n"), ("base/a.yaml", FIELD)], complaint: "prots" },
    Broken { files: &[("base/kustomization.yaml", "resources: [a.yaml]\n"), ("base/a.yaml", KIND)], complaint: "WARN" },
];
const FIELD: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  prots: []\n";
const KIND: &str = "apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\n";
const ROUTE: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: a\nspec:\n  rules: 1\n";

pub(super) const VALIDATORS: &[Validator] = &[
    Validator {
        name: "kustomize",
        subjects: |sample| layers(sample).into_iter().map(|layer| manifests(sample).join(layer)).collect(),
        asked: Asked::OneByOne(|_, directory| kustomize(directory)),
        broken: &[Broken { files: &[("base/kustomization.yaml", "resources:\n  - nowhere.yaml\n")], complaint: "nowhere.yaml" }],
    },
    Validator {
        name: "helm",
        subjects: |sample| sample.folders_with("Chart.yaml"),
        asked: Asked::OneByOne(|_, chart| helm(chart, VERSIONS[0], None)),
        broken: &[Broken {
            files: &[
                ("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 0.1.0\n"),
                ("chart/values.yaml", "a: 1\n"),
                ("chart/templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ nosuch }}\n"),
            ],
            complaint: "nosuch",
        }],
    },
    Validator {
        name: "kubernetes-validate 1.35",
        subjects: |sample| objects(sample, true),
        asked: Asked::Together(|files| kubernetes_validate(VERSIONS[0], files)),
        broken: WRONG_FIELD,
    },
    Validator {
        name: "kubernetes-validate 1.36",
        subjects: |sample| objects(sample, true),
        asked: Asked::Together(|files| kubernetes_validate(VERSIONS[1], files)),
        broken: WRONG_FIELD,
    },
    Validator {
        name: "kubernetes-validate 1.37",
        subjects: |sample| objects(sample, true),
        asked: Asked::Together(|files| kubernetes_validate(VERSIONS[2], files)),
        broken: WRONG_FIELD,
    },
    Validator {
        name: "kubernetes-models",
        subjects: |sample| objects(sample, false),
        asked: Asked::Together(models),
        broken: &[
            Broken { files: &[("base/kustomization.yaml", "resources: [a.yaml]\n"), ("base/a.yaml", ROUTE)], complaint: "rules" },
            Broken {
                files: &[
                    ("base/kustomization.yaml", "resources: [a.yaml]\n"),
                    ("base/a.yaml", "apiVersion: v9\nkind: Pod\nmetadata:\n  name: a\n"),
                ],
                complaint: "v9 is unknown",
            },
        ],
    },
];

/// The folder of the manifests.
pub fn manifests(sample: &Sample) -> PathBuf {
    let generated = sample.directory.join("deploy/kubernetes");
    if generated.is_dir() { generated } else { sample.directory.clone() }
}

/// What kustomize can build of a bundle: its own layers, and two that put every component to use.
pub fn layers(sample: &Sample) -> Vec<&'static str> {
    let manifests = manifests(sample);
    let mut layers: Vec<&str> = ["base", "overlays/dev", "overlays/staging", "overlays/prod", "external-secrets"]
        .into_iter()
        .filter(|layer| manifests.join(layer).is_dir())
        .collect();
    if manifests.join("components/prometheus-operator").is_dir() {
        overlay(&manifests, MEASURED, &["prometheus-operator".to_owned()]);
        layers.push(MEASURED);
    }
    if let Ok(canaries) = fs::read_dir(manifests.join("components/canary")) {
        let all = canaries.map(|folder| format!("canary/{}", folder.unwrap().file_name().to_string_lossy()));
        overlay(&manifests, CANARIES, &all.collect::<Vec<_>>());
        layers.extend(["overlays/canary", CANARIES]);
    }
    layers
}

fn overlay(manifests: &Path, layer: &str, components: &[String]) {
    let prod = fs::read_to_string(manifests.join("overlays/prod/kustomization.yaml")).unwrap();
    let namespace = prod.lines().find(|line| line.starts_with("namespace: ")).unwrap();
    let lines: String = components.iter().map(|component| format!("  - ../../components/{component}\n")).collect();
    let text = format!("{namespace}\nresources:\n  - ../prod\ncomponents:\n{lines}");
    let file = manifests.join(layer).join("kustomization.yaml");
    // Somebody may be reading it.
    if fs::read_to_string(&file).is_ok_and(|written| written == text) {
        return;
    }
    fs::create_dir_all(manifests.join(layer)).unwrap();
    fs::write(file, text).unwrap();
}

/// A layer and its objects, none when kustomize refuses it.
pub struct Layer {
    pub name: &'static str,
    pub documents: Vec<String>,
}

/// What the layers of a bundle come to.
pub fn built(sample: &Sample) -> &[Layer] {
    sample.layers.get_or_init(|| {
        let build = |name: &'static str| {
            let Outcome { content, said } = run(&mut kustomize(&manifests(sample).join(name)));
            Layer { name, documents: if content { split(&said) } else { Vec::new() } }
        };
        layers(sample).into_iter().map(build).collect()
    })
}

/// The documents of a stream.
pub fn split(stream: &str) -> Vec<String> {
    stream.trim_start_matches("---\n").split("\n---\n").filter(|text| !text.trim().is_empty()).map(|text| format!("{text}\n")).collect()
}

/// Every object of every layer in a file of its own, without its namespace: so layers have most of theirs in common. The core's alone,
/// or all.
fn objects(sample: &Sample, core: bool) -> Vec<PathBuf> {
    let secrets = split(&fs::read_to_string(manifests(sample).join("secrets.example.yaml")).unwrap_or_default());
    let folder = sample.directory.with_extension(if core { "core" } else { "objects" });
    fs::create_dir_all(&folder).unwrap();
    let documents = built(sample).iter().flat_map(|layer| &layer.documents).chain(&secrets);
    let wanted = documents.filter(|text| !core || !OTHERS.iter().any(|api| text.contains(api)));
    let mut files = Vec::new();
    for (number, text) in wanted.enumerate() {
        let plain: String = text.lines().filter(|line| !line.starts_with("  namespace: ")).map(|line| format!("{line}\n")).collect();
        let file = folder.join(format!("{number:04}.yaml"));
        fs::write(&file, plain).unwrap();
        files.push(file);
    }
    files
}

pub fn kustomize(directory: &Path) -> Command {
    let mut command = Command::new(installed("bin/kustomize"));
    command.arg("build").arg(directory);
    command
}

pub fn helm(chart: &Path, version: &str, values: Option<&Path>) -> Command {
    let mut command = python("python");
    command.arg(beside("helm-check.py")).arg(chart).arg(version).args(values);
    command
}

pub fn kubernetes_validate(version: &str, files: &[PathBuf]) -> Command {
    let mut command = python("python");
    command.arg(beside("kubernetes-validate.py")).args(["--strict", "--kubernetes-version", version]).args(files);
    command
}

pub fn models(files: &[PathBuf]) -> Command {
    let mut command = node("models-check.mjs");
    command.args(files);
    command
}
