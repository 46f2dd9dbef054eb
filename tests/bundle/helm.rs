//! Charts under Helm's own code: they lint, they render, and by default they come to what kustomize builds for production.

use crate::{
    kubernetes::{BUILT, Objects},
    samples::SAMPLES,
};
use domain::{Design, design::Target, work::Work};
use generate::{Options, generate};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tests::bundles::{
    random::designs,
    toolbox::{accepts, rejects, scratch},
    validators::kubernetes::{CANARIES, MEASURED, VERSIONS, helm, kustomize, split},
};

const RANDOM_DESIGNS: usize = 40;

/// The chart of a sample, and what it comes to for production and for development.
struct Rendered {
    name: String,
    prod: Vec<String>,
    dev: Vec<String>,
}

static RENDERED: LazyLock<Vec<Rendered>> = LazyLock::new(|| {
    let render = |directory: &Path, values: Option<&Path>| split(&accepts(&mut helm(directory, VERSIONS[0], values)));
    let samples = SAMPLES.iter().map(|sample| {
        let chart = sample.directory.join("deploy/helm");
        Rendered { name: sample.name.clone(), prod: render(&chart, None), dev: render(&chart, Some(&chart.join("values-dev.yaml"))) }
    });
    samples.collect()
});

/// Objects by kind and name, without what the two tools are allowed to do differently: kustomize writes the namespace and puts a hash
/// of the content behind the names of ConfigMaps, Helm puts it into an annotation, and the number of the revision behind those of Jobs.
fn objects(documents: &[String]) -> BTreeMap<String, Value> {
    let mut all: Vec<Value> = documents.iter().map(|text| serde_saphyr::from_str(text).unwrap()).collect();
    let maps = all.iter().filter(|object| object["kind"] == "ConfigMap").map(|map| map["metadata"]["name"].as_str().unwrap());
    let plain: BTreeMap<String, String> = maps.map(|name| (name.to_owned(), without_hash(name).to_owned())).collect();
    for object in &mut all {
        object["metadata"].as_object_mut().unwrap().remove("namespace");
        for subject in object.get_mut("subjects").and_then(Value::as_array_mut).into_iter().flatten() {
            let namespace = subject.as_object_mut().unwrap().remove("namespace");
            assert!(namespace.is_some_and(|namespace| namespace != ""), "a cluster refuses an account without its namespace");
        }
        if let Some(Value::Object(template)) = object.pointer_mut("/spec/template/metadata") {
            template.remove("annotations");
        }
        rename(object, &plain);
        if object["kind"] == "Job" {
            let name = object["metadata"]["name"].as_str().unwrap();
            object["metadata"]["name"] = json!(name.strip_suffix("-1").unwrap_or(name));
        }
    }
    all.into_iter().map(|object| (format!("{} {}", object["kind"], object["metadata"]["name"]), object)).collect()
}

/// kustomize's hash has ten characters, behind a dash.
fn without_hash(name: &str) -> &str {
    name.rsplit_once('-')
        .filter(|(_, hash)| hash.len() == 10 && hash.bytes().all(|b| b.is_ascii_alphanumeric()))
        .map_or(name, |(plain, _)| plain)
}

fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(fields) => {
            for (key, field) in fields {
                match field.as_str().filter(|_| key == "name").and_then(|name| names.get(name)) {
                    Some(plain) => *field = json!(plain),
                    None => rename(field, names),
                }
            }
        }
        _ => {}
    }
}

/// Fails unless the objects of a chart are those of an overlay of its sample.
fn same(sample: &str, layer: &str, documents: &[String]) {
    let overlay = format!("{sample} {layer}");
    same_objects(&overlay, documents, &BUILT.iter().find(|built| built.name == overlay).unwrap().documents);
}

fn same_objects(overlay: &str, documents: &[String], built: &[String]) {
    let (ours, built) = (objects(documents), objects(built));
    assert_eq!(ours.keys().collect::<Vec<_>>(), built.keys().collect::<Vec<_>>(), "{overlay}");
    for (name, object) in &built {
        assert_eq!(&ours[name], object, "{overlay}: {name}");
    }
}

#[test]
fn a_chart_comes_to_what_kustomize_builds_for_production() {
    for rendered in RENDERED.iter() {
        same(&rendered.name, "overlays/prod", &rendered.prod);
    }
}

/// With texts that mean something to YAML, to Helm or to both.
#[test]
fn charts_of_random_designs_come_to_what_kustomize_builds() {
    // kustomize prints these as the line breaks that they are in YAML 1.1; for a reader of 1.2 they are text.
    let is_plain = |design: &Design| !serde_json::to_string(design).unwrap().contains(['\u{2028}', '\u{2029}', '\u{85}']);
    for (number, mut design) in designs(7).filter(is_plain).take(RANDOM_DESIGNS).enumerate() {
        design.platform.target = Target::Kubernetes;
        let generated = generate(&design, &Options { artefacts: Some(["helm".to_owned()].into()) }, &Work::unlimited()).unwrap();
        let name = format!("random/{number}");
        let design_file = scratch(&format!("{name}/design.yaml"), &domain::file::write(&design));
        let deploy = design_file.with_file_name("deploy");
        // What a run that failed has left.
        let _ = fs::remove_dir_all(&deploy);
        for (path, file) in generated.bundle.iter().filter(|(path, _)| path.as_str().starts_with("deploy/")) {
            scratch(&format!("{name}/{path}"), std::str::from_utf8(&file.bytes).unwrap());
        }
        let rendered = split(&accepts(&mut helm(&deploy.join("helm"), VERSIONS[0], None)));
        let built = split(&accepts(&mut kustomize(&deploy.join("kubernetes/overlays/prod"))));
        same_objects(&name, &rendered, &built);
        fs::remove_dir_all(deploy.parent().unwrap()).unwrap();
    }
}

#[test]
fn a_chart_for_the_operator_comes_to_what_the_component_adds() {
    let values = scratch("operator.yaml", "prometheusOperator:\n  enabled: true\n");
    let measured = RENDERED.iter().filter(|rendered| BUILT.iter().any(|built| built.name == format!("{} {MEASURED}", rendered.name)));
    for rendered in measured {
        let chart = SAMPLES.iter().map(|sample| &sample.directory).find(|path| path.ends_with(&rendered.name)).unwrap().join("deploy/helm");
        same(&rendered.name, MEASURED, &split(&accepts(&mut helm(&chart, VERSIONS[0], Some(&values)))));
    }
}

#[test]
fn a_chart_with_canaries_comes_to_what_their_components_add() {
    let tried: Vec<&Rendered> =
        RENDERED.iter().filter(|r| BUILT.iter().any(|built| built.name == format!("{} {CANARIES}", r.name))).collect();
    assert!(!tried.is_empty(), "no sample tries releases on a few");
    for rendered in tried {
        let chart = SAMPLES.iter().map(|sample| &sample.directory).find(|path| path.ends_with(&rendered.name)).unwrap().join("deploy/helm");
        let values: Value = serde_saphyr::from_str(&fs::read_to_string(chart.join("values.yaml")).unwrap()).unwrap();
        let parts = values["parts"].as_object().unwrap().iter().filter(|(_, part)| part.get("canary").is_some());
        let enabled: Value = parts.map(|(id, _)| (id.clone(), json!({ "canary": { "enabled": true } }))).collect();
        let file = scratch(&format!("{}.canaries.yaml", rendered.name), &json!({ "parts": enabled }).to_string());
        same(&rendered.name, CANARIES, &split(&accepts(&mut helm(&chart, VERSIONS[0], Some(&file)))));
    }
}

/// Those for production are the ones that kustomize builds.
#[test]
fn schemas_accept_the_objects_of_every_chart_for_development() {
    let mut objects = Objects::default();
    for rendered in RENDERED.iter() {
        objects.add(&format!("helm {}", rendered.name), &rendered.dev.iter().collect::<Vec<_>>());
    }
    objects.kubernetes_validate_accepts();
    objects.kubernetes_models_accepts();
}

#[test]
fn development_has_one_copy_and_no_certificate() {
    for object in RENDERED.iter().flat_map(|rendered| objects(&rendered.dev).into_values()) {
        assert!(object["spec"]["replicas"].as_u64().unwrap_or(1) <= 1, "{object}");
        assert!(object["spec"]["maxReplicas"].as_u64().unwrap_or(1) <= 1, "{object}");
        assert!(object["kind"] != "Gateway" || object["spec"]["listeners"].as_array().unwrap().len() == 1, "{object}");
    }
}

fn a_chart() -> PathBuf {
    SAMPLES.iter().map(|sample| sample.directory.join("deploy/helm")).find(|chart| chart.join("templates/entrance.yaml").is_file()).unwrap()
}

#[test]
fn values_reach_the_objects() {
    let chart = a_chart();
    let values: Value = serde_saphyr::from_str(&fs::read_to_string(chart.join("values.yaml")).unwrap()).unwrap();
    let part = |holds: &str| values["parts"].as_object().unwrap().iter().find(|(_, part)| part.get(holds).is_some()).unwrap().0.clone();
    let (built, scaled, stored) = (part("tag"), part("autoscaling"), part("storage"));
    let entrance = values["entrances"].as_object().unwrap().keys().next().unwrap();
    let mut changed = json!({ "registry": "ghcr.io/acme", "tag": "2.0.0", "imagePullSecrets": [{ "name": "pull" }] });
    changed["parts"][&built]["tag"] = json!("2.0.1");
    changed["parts"][&scaled]["autoscaling"]["max"] = json!(77);
    changed["parts"][&stored]["storage"] = json!({ "size": "7Ti", "className": "fast" });
    changed["entrances"][entrance] = json!({ "className": "other", "hostnames": ["shop.example.org"] });
    let said = accepts(&mut helm(&chart, VERSIONS[1], Some(&scratch("changed.yaml", &changed.to_string()))));
    for word in [
        format!("/{built}:2.0.1"),
        ":2.0.0".into(),
        "ghcr.io/acme/".into(),
        "imagePullSecrets:".into(),
        "maxReplicas: 77".into(),
        "storage: 7Ti".into(),
        "storageClassName: \"fast\"".into(),
        "gatewayClassName: \"other\"".into(),
        "- shop.example.org".into(),
    ] {
        assert!(said.contains(&word), "{word} is not in\n{said}");
    }
}

#[test]
fn a_misspelt_value_is_refused() {
    for (wrong, complaint) in [
        (json!({ "registy": "a" }), "registy"),
        (json!({ "tag": "not a tag" }), "tag"),
        (json!({ "parts": { "nobody": {} } }), "nobody"),
        (json!({ "settings": { "LOG_LEVEL": 1 } }), "LOG_LEVEL"),
    ] {
        rejects(&mut helm(&a_chart(), VERSIONS[0], Some(&scratch("wrong.yaml", &wrong.to_string()))), complaint);
    }
}

#[test]
fn helm_sees_what_is_wrong() {
    scratch("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 0.1.0\n");
    scratch("chart/values.yaml", "a: 1\n");
    let template = scratch("chart/templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ nosuch }}\n");
    let chart = template.ancestors().nth(2).unwrap();
    rejects(&mut helm(chart, VERSIONS[0], None), "nosuch");
    scratch("chart/templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.a.b.c }}\n");
    rejects(&mut helm(chart, VERSIONS[0], None), "map.yaml");
}
