//! Checks on the Kubernetes manifests: selectors select, references lead somewhere, probes ask for what is answered, and every
//! connection of the Plan is allowed on both sides.

mod migration;

use super::{Check, broken, objects::objects, text};
use crate::{
    Bundle, File, GenerateError,
    plan::{Container, Plan},
};
use domain::{design::ElementKind, ids::ElementId};
use migration::Migration;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const BASE: &str = "deploy/kubernetes/base";
const KUSTOMIZATION: &str = "deploy/kubernetes/base/kustomization.yaml";
const LINKS: &str = "deploy/kubernetes/base/links.yaml";
const SECRETS: &str = "deploy/kubernetes/secrets.example.yaml";

pub(super) const CHECKS: &[Check] = &[Check {
    file: KUSTOMIZATION,
    says: &[
        "Every manifest that kustomization.yaml names is in the bundle, and every part has one.",
        "Every selector of a Service, a workload or a disruption budget matches the pods of one part.",
        "Every account, Secret, setting and configuration file that a pod reads exists.",
        "Every probe asks a port of its own container; for generated code at a path that its files answer.",
        "Every connection between two parts is allowed by network policies at both ends, and every link has policies of its name.",
        "Every part whose code brings its database up to date has a Job that does so with the part's image, whose pods reach that database and nothing else, and for which the part waits.",
        "Every route of the Gateway API leads to a Service and a port that exist.",
    ],
    run: check_kubernetes,
}];

/// The objects of one part, by kind.
type Objects = BTreeMap<String, Value>;

fn check_kubernetes(plan: &Plan, bundle: &Bundle) -> Result<(), GenerateError> {
    let kustomization = parse(KUSTOMIZATION, text(bundle, KUSTOMIZATION)?)?.into_iter().next().unwrap_or_default();
    let secrets = match bundle.get(SECRETS) {
        Some(_) => parse(SECRETS, text(bundle, SECRETS)?)?.iter().map(|secret| name_of(secret).to_owned()).collect(),
        None => BTreeSet::new(),
    };
    // Files of parts are read one by one below: all of them at once would be most of the memory that a bundle takes.
    let named: BTreeSet<&str> = list(&kustomization, "/resources").iter().filter_map(Value::as_str).collect();
    let of_part = |path: &str, folder: &str| {
        let id = path.strip_prefix(folder).and_then(|name| name.strip_suffix(".yaml"));
        id.and_then(|id| plan.container(id)).is_some_and(|c| !c.docker_socket)
    };
    let mut policies: Vec<Value> = Vec::new();
    for path in named.iter().filter(|path| !of_part(path, "parts/") && !of_part(path, "migrations/")) {
        let file = format!("{BASE}/{path}");
        let objects = parse(&file, text(bundle, &file)?)?;
        match *path {
            "entrance.yaml" => objects.iter().try_for_each(|object| check_route(plan, &file, object))?,
            "links.yaml" => policies.extend(objects),
            _ => {}
        }
    }
    let (egress, ingress) = (passages(&policies, "egress", "to"), passages(&policies, "ingress", "from"));
    for container in plan.containers.iter().filter(|c| !c.docker_socket) {
        let path = format!("parts/{}.yaml", container.id);
        require(named.contains(path.as_str()), KUSTOMIZATION, || format!("leaves out {}", container.id))?;
        let file = format!("{BASE}/{path}");
        let ours = parse(&file, text(bundle, &file)?)?.into_iter().filter(|object| name_of(object) == container.id);
        let objects: Objects = ours.map(|object| (string(&object, "/kind").to_owned(), object)).collect();
        check_selectors(&file, container, &objects)?;
        if let Some(pod) = workload(&objects).and_then(|workload| workload.pointer("/spec/template/spec")) {
            check_pod(bundle, &file, container, pod, &kustomization, &secrets)?;
        }
        let path = format!("migrations/{}.yaml", container.id);
        let file = format!("{BASE}/{path}");
        let job = if named.contains(path.as_str()) { parse(&file, text(bundle, &file)?)? } else { Vec::new() };
        let migration = Migration { container, objects: &objects, file: &file, job: migration::job(&job) };
        if let Some(pod) = migration.check(plan, bundle, &egress, &ingress)? {
            check_pod(bundle, &file, container, pod, &kustomization, &secrets)?;
        }
        for peer in &container.peers {
            let (here, there, port) = (container.id.as_str(), peer.id.as_str(), u64::from(peer.port));
            let allowed = egress.contains(&(here, there, port)) && ingress.contains(&(there, here, port));
            require(allowed, LINKS, || format!("does not let {} reach {} at port {}", container.id, peer.id, peer.port))?;
        }
    }
    check_links(plan, &policies)
}

/// A link that somebody connects over has a policy of its name, so that what a policy is for can be seen from outside.
fn check_links(plan: &Plan, policies: &[Value]) -> Result<(), GenerateError> {
    let part = |id: &ElementId| plan.container(id.as_str()).filter(|c| !c.docker_socket);
    let calls = |from: &Container, to: &Container| from.peers.iter().any(|peer| peer.id == to.id);
    for (id, link) in &plan.design.links {
        let Some(from) = part(&link.from) else { continue };
        let is_used = match part(&link.to) {
            Some(to) => calls(from, to) || calls(to, from),
            None => from.egress && plan.design.elements.get(&link.to).is_some_and(|to| to.kind == ElementKind::External),
        };
        let name = format!("{id}.egress");
        require(!is_used || policies.iter().any(|policy| name_of(policy) == name), LINKS, || format!("has no policy of the link {id}"))?;
    }
    Ok(())
}

fn parse(file: &str, text: &str) -> Result<Vec<Value>, GenerateError> {
    objects(text).map_err(|problem| broken(file, problem))
}

fn require(holds: bool, file: &str, problem: impl FnOnce() -> String) -> Result<(), GenerateError> {
    if holds { Ok(()) } else { Err(broken(file, problem())) }
}

fn string<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).map_or(&[], items)
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn name_of(object: &Value) -> &str {
    object["metadata"]["name"].as_str().unwrap_or_default()
}

fn workload(objects: &Objects) -> Option<&Value> {
    objects.get("Deployment").or_else(|| objects.get("StatefulSet"))
}

/// The label by which everything of one part is found.
fn name_selected(labels: &Value) -> Option<&str> {
    labels["app.kubernetes.io/name"].as_str()
}

fn check_selectors(file: &str, container: &Container, objects: &Objects) -> Result<(), GenerateError> {
    let selectors = [
        ("Service", "/spec/selector"),
        ("Deployment", "/spec/selector/matchLabels"),
        ("Deployment", "/spec/template/metadata/labels"),
        ("StatefulSet", "/spec/selector/matchLabels"),
        ("StatefulSet", "/spec/template/metadata/labels"),
        ("PodDisruptionBudget", "/spec/selector/matchLabels"),
    ];
    for (kind, pointer) in selectors {
        let Some(object) = objects.get(kind) else { continue };
        require(object.pointer(pointer).and_then(name_selected) == Some(&container.id), file, || {
            format!("has a {kind} that does not select {}", container.id)
        })?;
    }
    if let Some(scaler) = objects.get("HorizontalPodAutoscaler") {
        let target = string(scaler, "/spec/scaleTargetRef/kind");
        let fits = objects.contains_key(target) && string(scaler, "/spec/scaleTargetRef/name") == container.id;
        require(fits, file, || "scales a workload that is not there".into())?;
    }
    let all = ["Service", "ServiceAccount"];
    require(all.iter().all(|kind| objects.contains_key(*kind)) && workload(objects).is_some(), file, || "lacks an object".into())
}

fn check_pod(
    bundle: &Bundle,
    file: &str,
    container: &Container,
    pod: &Value,
    kustomization: &Value,
    secrets: &BTreeSet<String>,
) -> Result<(), GenerateError> {
    require(string(pod, "/serviceAccountName") == container.id, file, || "runs under an account that is not there".into())?;
    let generated = |name: &str| list(kustomization, "/configMapGenerator").iter().find(|map| string(map, "/name") == name);
    for volume in list(pod, "/volumes") {
        if let Some(map) = volume.pointer("/configMap/name").and_then(Value::as_str) {
            let files = generated(map).map_or(&[][..], |map| list(map, "/files"));
            let present = files.iter().filter_map(Value::as_str).all(|path| bundle.get(&format!("{BASE}/{path}")).is_some());
            require(!files.is_empty() && present, file, || format!("mounts {map}, which has no files"))?;
        }
        for source in list(volume, "/projected/sources") {
            let secret = string(source, "/secret/name");
            require(secrets.contains(secret), file, || format!("reads the Secret {secret}, which nothing makes"))?;
        }
    }
    let Some(part) = pod.pointer("/containers/0") else { return Ok(()) };
    let settings: BTreeSet<&str> = generated("settings")
        .map_or(&[][..], |map| list(map, "/literals"))
        .iter()
        .filter_map(|literal| literal.as_str()?.split_once('=').map(|(name, _)| name))
        .collect();
    for setting in list(part, "/env").iter().filter_map(|variable| variable.pointer("/valueFrom/configMapKeyRef/key")?.as_str()) {
        require(settings.contains(setting), file, || format!("reads the setting {setting}, which is not there"))?;
    }
    let ports: BTreeSet<u64> = list(part, "/ports").iter().filter_map(|port| port["containerPort"].as_u64()).collect();
    for probe in ["startupProbe", "livenessProbe", "readinessProbe"].map(|name| &part[name]) {
        let port = probe.pointer("/httpGet/port").or(probe.pointer("/tcpSocket/port")).and_then(Value::as_u64);
        require(port.is_none_or(|port| ports.contains(&port)), file, || "is asked at a port that it does not open".into())?;
        let path = string(probe, "/httpGet/path");
        if container.stack.is_some() && !path.is_empty() {
            require(answers(bundle, &container.id, path), file, || format!("is asked for {path}, which its code does not answer"))?;
        }
    }
    Ok(())
}

/// Whether a file of the part's folder mentions the path.
fn answers(bundle: &Bundle, id: &str, path: &str) -> bool {
    let mentions = |file: &File| std::str::from_utf8(&file.bytes).is_ok_and(|text| text.contains(path));
    bundle.below(&format!("services/{id}/")).any(|(_, file)| mentions(file))
}

/// Which part may talk to which peer at which port, as the policies of one direction say.
type Passages<'v> = BTreeSet<(&'v str, &'v str, u64)>;

/// The passages that policies open by their rules of one direction, whose other side is named so.
fn passages<'v>(policies: &'v [Value], direction: &str, side: &str) -> Passages<'v> {
    let mut open = Passages::new();
    for policy in policies {
        let own = name_selected(&policy["spec"]["podSelector"]["matchLabels"]);
        for rule in items(&policy["spec"][direction]) {
            for peer in items(&rule[side]).iter().map(|end| name_selected(&end["podSelector"]["matchLabels"])) {
                open.extend(items(&rule["ports"]).iter().filter_map(|port| Some((own?, peer?, port["port"].as_u64()?))));
            }
        }
    }
    open
}

fn check_route(plan: &Plan, file: &str, object: &Value) -> Result<(), GenerateError> {
    for backend in list(object, "/spec/rules").iter().flat_map(|rule| list(rule, "/backendRefs")) {
        let service = string(backend, "/name");
        let known = plan.container(service).is_some_and(|c| backend["port"].as_u64() == Some(u64::from(c.port)));
        require(known, file, || format!("leads to {service}, which is not there"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{artefacts::fixture::shop, verify::changed};

    /// The message of the check when one text of one file is another.
    fn with(file: &str, old: &str, new: &str) -> String {
        let design = shop();
        let plan = Plan::new(&design).expect("a Plan");
        let bundle = changed::bundle(&design, file, old, new);
        check_kubernetes(&plan, &bundle).map_or_else(|error| error.to_string(), |()| "fine".into())
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let orders = "deploy/kubernetes/base/parts/orders.yaml";
        let job = "deploy/kubernetes/base/migrations/orders.yaml";
        let label = "matchLabels: { app.kubernetes.io/name: ";
        let more = format!(
            "spec:\n  podSelector: {{ {label}orders-migrate }} }}\n  egress:\n    - to: [{{ podSelector: {{ {label}gateway }} }} }}]\n      \
             ports: [{{ port: 8080 }}]\n---\n"
        );
        for (file, old, new, says) in [
            (orders, "x", "x", "fine"),
            (orders, "  selector:\n    app.kubernetes.io/name: orders\n", "  selector: {}\n", "does not select orders"),
            (orders, "serviceAccountName: orders", "serviceAccountName: admin", "account that is not there"),
            (orders, "key: LOG_LEVEL", "key: LOG_LEVLE", "the setting LOG_LEVLE"),
            (orders, "name: orders-db-password", "name: orders-db-pasword", "the Secret orders-db-pasword"),
            (orders, "path: /livez", "path: /alive", "/alive, which its code does not answer"),
            (LINKS, "- port: 5432", "- port: 5433", "reach orders-db at port 5432"),
            (LINKS, "app.kubernetes.io/name: orders\n", "app.kubernetes.io/name: other\n", "does not let"),
            (LINKS, "name: orders-stripe.egress", "name: orders-strip.egress", "no policy of the link orders-stripe"),
            (KUSTOMIZATION, "  - parts/gateway.yaml\n", "", "leaves out gateway"),
            (KUSTOMIZATION, "  - migrations/orders.yaml\n", "", "has no Job for the migration of orders"),
            (job, "kind: Job", "kind: CronJob", "has no Job for the migration of orders"),
            (job, "app.kubernetes.io/name: orders-migrate", "app.kubernetes.io/name: orders", "to somebody else"),
            (job, "image: registry.invalid/shop/orders", "image: registry.invalid/shop/other", "another image than orders"),
            (job, "serviceAccountName: orders", "serviceAccountName: admin", "account that is not there"),
            (job, "name: orders-db-password", "name: orders-db-pasword", "the Secret orders-db-pasword"),
            (job, "key: LOG_LEVEL", "key: LOG_LEVLE", "the setting LOG_LEVLE"),
            (orders, "\"--wait\"", "\"--help\"", "for which orders does not wait"),
            (LINKS, "name: orders-migrate\n  policyTypes", "name: other\n  policyTypes", "does not let the Job of orders reach orders-db"),
            (LINKS, "name: orders-migrate\n      ports", "name: other\n      ports", "does not let the Job of orders reach orders-db"),
            (LINKS, "# the migration of orders calls orders-db\n", &more, "talk to more than its database"),
            (KUSTOMIZATION, "configuration/gateway/nginx.conf", "configuration/gateway/nginx.cnf", "which has no files"),
            ("deploy/kubernetes/base/entrance.yaml", "port: 8080", "port: 8081", "leads to gateway"),
        ] {
            let said = with(file, old, new);
            assert!(said.contains(says), "{file}, {old} → {new}: {said}");
        }
    }
}
