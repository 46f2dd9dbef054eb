//! Checks on the Kubernetes manifests: selectors select, references lead somewhere, probes ask for what is answered, and every
//! connection of the Plan is allowed on both sides.

mod migration;

use super::{Check, Checks, Code, broken, objects::objects, text};
use crate::{
    Bundle, File, GenerateError,
    names::in_path,
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
/// Where a part's own manifests are, below the base.
const PARTS: &str = "parts/";
const JOBS: &str = "migrations/";

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

/// What the manifests of single parts are held against: all of them at once would be most of the memory that a bundle takes.
#[derive(Debug)]
pub(super) struct Cluster {
    /// Manifests that kustomization.yaml names, below `base`.
    named: BTreeSet<String>,
    /// The maps of configuration files, and whether each has files that are there.
    maps: BTreeMap<String, bool>,
    settings: BTreeSet<String>,
    secrets: BTreeSet<String>,
    egress: Passages,
    ingress: Passages,
    /// Parts whose manifest has come.
    seen: BTreeSet<String>,
    /// The last of them: its Job comes right after it.
    last: Option<(String, Objects)>,
}

fn check_kubernetes(checks: &mut Checks, held: &Bundle) -> Result<(), GenerateError> {
    checks.cluster = Some(Cluster::new(checks.plan, held)?);
    Ok(())
}

impl Cluster {
    fn new(plan: &Plan, held: &Bundle) -> Result<Self, GenerateError> {
        let kustomization = parse(KUSTOMIZATION, text(held, KUSTOMIZATION)?)?.into_iter().next().unwrap_or_default();
        let secrets = match held.get(SECRETS) {
            Some(_) => parse(SECRETS, text(held, SECRETS)?)?.iter().map(|secret| name_of(secret).to_owned()).collect(),
            None => BTreeSet::new(),
        };
        let named: BTreeSet<String> = list(&kustomization, "/resources").iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let of_parts: BTreeSet<String> = deployed(plan).flat_map(|c| [part_file(c), job_file(c)]).collect();
        let mut policies: Vec<Value> = Vec::new();
        for path in named.iter().filter(|path| !of_parts.contains(*path)) {
            let file = format!("{BASE}/{path}");
            let objects = parse(&file, text(held, &file)?)?;
            match path.as_str() {
                "entrance.yaml" => objects.iter().try_for_each(|object| check_route(plan, &file, object))?,
                "links.yaml" => policies.extend(objects),
                _ => {}
            }
        }
        for container in deployed(plan) {
            require(named.contains(&part_file(container)), KUSTOMIZATION, || format!("leaves out {}", container.id))?;
        }
        check_links(plan, &policies)?;
        let generators = list(&kustomization, "/configMapGenerator").iter();
        let maps = generators.map(|map| {
            let files = list(map, "/files");
            let present = files.iter().filter_map(Value::as_str).all(|path| held.get(&format!("{BASE}/{path}")).is_some());
            (string(map, "/name").to_owned(), !files.is_empty() && present)
        });
        let settings = list(&kustomization, "/configMapGenerator").iter().find(|map| string(map, "/name") == "settings");
        let literals = settings.map_or(&[][..], |map| list(map, "/literals")).iter();
        Ok(Self {
            maps: maps.collect(),
            settings: literals.filter_map(|literal| Some(literal.as_str()?.split_once('=')?.0.to_owned())).collect(),
            named,
            secrets,
            egress: Passages::of(&policies, "egress", "to"),
            ingress: Passages::of(&policies, "ingress", "from"),
            seen: BTreeSet::new(),
            last: None,
        })
    }

    /// Checks the manifest of a part, or its Job.
    pub(super) fn pass(&mut self, plan: &Plan, code: &Code, path: &str, file: &File) -> Result<(), GenerateError> {
        let Some(named) = path.strip_prefix(BASE).and_then(|rest| rest.strip_prefix('/')) else { return Ok(()) };
        let objects = || parse(path, std::str::from_utf8(&file.bytes).map_err(|_| broken(path, "is not text"))?);
        if let Some(container) = deployed_at(plan, named, PARTS) {
            self.check_last(plan, code, &[])?;
            let ours = objects()?.into_iter().filter(|object| name_of(object) == container.id);
            let objects: Objects = ours.map(|object| (string(&object, "/kind").to_owned(), object)).collect();
            self.check_part(code, path, container, &objects)?;
            self.seen.insert(container.id.clone());
            self.last = Some((container.id.clone(), objects));
        } else if let Some(container) = deployed_at(plan, named, JOBS) {
            require(self.last.as_ref().is_some_and(|(id, _)| *id == container.id), path, || "does not come after its part".into())?;
            self.check_last(plan, code, &objects()?)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self, plan: &Plan, code: &Code) -> Result<(), GenerateError> {
        self.check_last(plan, code, &[])?;
        match deployed(plan).find(|container| !self.seen.contains(&container.id)) {
            Some(container) => Err(broken(&format!("{BASE}/{}", part_file(container)), "is missing")),
            None => Ok(()),
        }
    }

    fn check_part(&self, code: &Code, file: &str, container: &Container, objects: &Objects) -> Result<(), GenerateError> {
        check_selectors(file, container, objects)?;
        if let Some(pod) = workload(objects).and_then(|workload| workload.pointer("/spec/template/spec")) {
            self.check_pod(code, file, container, pod)?;
        }
        for peer in &container.peers {
            let (here, there) = (container.id.as_str(), peer.id.as_str());
            let allowed = self.egress.has(here, there, peer.port.into()) && self.ingress.has(there, here, peer.port.into());
            require(allowed, LINKS, || format!("does not let {} reach {} at port {}", container.id, peer.id, peer.port))?;
        }
        Ok(())
    }

    /// Checks the Job of the last part, which has come or will not come any more.
    fn check_last(&mut self, plan: &Plan, code: &Code, job: &[Value]) -> Result<(), GenerateError> {
        let Some((id, objects)) = self.last.take() else { return Ok(()) };
        let Some(container) = plan.container(&id) else { return Ok(()) };
        let file = format!("{BASE}/{}", job_file(container));
        let job = migration::job(job).filter(|_| self.named.contains(&job_file(container)));
        let migration = Migration { container, objects: &objects, file: &file, job };
        match migration.check(plan, code, &self.egress, &self.ingress)? {
            Some(pod) => self.check_pod(code, &file, container, pod),
            None => Ok(()),
        }
    }

    fn check_pod(&self, code: &Code, file: &str, container: &Container, pod: &Value) -> Result<(), GenerateError> {
        require(string(pod, "/serviceAccountName") == container.id, file, || "runs under an account that is not there".into())?;
        for volume in list(pod, "/volumes") {
            if let Some(map) = volume.pointer("/configMap/name").and_then(Value::as_str) {
                require(self.maps.get(map) == Some(&true), file, || format!("mounts {map}, which has no files"))?;
            }
            for source in list(volume, "/projected/sources") {
                let secret = string(source, "/secret/name");
                require(self.secrets.contains(secret), file, || format!("reads the Secret {secret}, which nothing makes"))?;
            }
        }
        let Some(part) = pod.pointer("/containers/0") else { return Ok(()) };
        for setting in list(part, "/env").iter().filter_map(|variable| variable.pointer("/valueFrom/configMapKeyRef/key")?.as_str()) {
            require(self.settings.contains(setting), file, || format!("reads the setting {setting}, which is not there"))?;
        }
        let ports: BTreeSet<u64> = list(part, "/ports").iter().filter_map(|port| port["containerPort"].as_u64()).collect();
        for probe in ["startupProbe", "livenessProbe", "readinessProbe"].map(|name| &part[name]) {
            let port = probe.pointer("/httpGet/port").or(probe.pointer("/tcpSocket/port")).and_then(Value::as_u64);
            require(port.is_none_or(|port| ports.contains(&port)), file, || "is asked at a port that it does not open".into())?;
            let path = string(probe, "/httpGet/path");
            if container.stack.is_some() && !path.is_empty() {
                require(code.answers(&container.id, path), file, || format!("is asked for {path}, which its code does not answer"))?;
            }
        }
        Ok(())
    }
}

fn deployed<'p>(plan: &'p Plan) -> impl Iterator<Item = &'p Container> {
    plan.containers.iter().filter(|c| c.runs_in_clusters())
}

/// The part whose file in a folder of the base this is.
fn deployed_at<'p>(plan: &'p Plan, path: &str, folder: &str) -> Option<&'p Container> {
    let name = path.strip_prefix(folder)?.strip_suffix(".yaml")?;
    // A name that is called otherwise in paths has an underscore at its end, which no id has; no id is long enough to be cut.
    plan.container(name.strip_suffix('_').unwrap_or(name)).filter(|c| c.runs_in_clusters() && in_path(&c.id) == name)
}

fn part_file(container: &Container) -> String {
    format!("{PARTS}{}.yaml", in_path(&container.id))
}

fn job_file(container: &Container) -> String {
    format!("{JOBS}{}.yaml", in_path(&container.id))
}

/// A link that somebody connects over has a policy of its name, so that what a policy is for can be seen from outside.
fn check_links(plan: &Plan, policies: &[Value]) -> Result<(), GenerateError> {
    let part = |id: &ElementId| plan.container(id.as_str()).filter(|c| c.runs_in_clusters());
    let calls = |from: &Container, to: &Container| from.ports_at(&to.id).next().is_some();
    let names: BTreeSet<&str> = policies.iter().map(name_of).collect();
    for (id, link) in &plan.design.links {
        let Some(from) = part(&link.from) else { continue };
        let is_used = match part(&link.to) {
            Some(to) => calls(from, to) || calls(to, from),
            None => from.egress && plan.design.elements.get(&link.to).is_some_and(|to| to.kind == ElementKind::External),
        };
        let name = format!("{id}.egress");
        require(!is_used || names.contains(name.as_str()), LINKS, || format!("has no policy of the link {id}"))?;
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

/// Which part may talk to which peer at which port, as the policies of one direction say.
#[derive(Debug, Default)]
struct Passages(BTreeMap<String, BTreeSet<(String, u64)>>);

impl Passages {
    /// The passages that policies open by their rules of one direction, whose other side is named so.
    fn of(policies: &[Value], direction: &str, side: &str) -> Self {
        let mut open = Self::default();
        for policy in policies {
            let Some(own) = name_selected(&policy["spec"]["podSelector"]["matchLabels"]) else { continue };
            for rule in items(&policy["spec"][direction]) {
                for peer in items(&rule[side]).iter().filter_map(|end| name_selected(&end["podSelector"]["matchLabels"])) {
                    let ports = items(&rule["ports"]).iter().filter_map(|port| port["port"].as_u64());
                    open.0.entry(own.to_owned()).or_default().extend(ports.map(|port| (peer.to_owned(), port)));
                }
            }
        }
        open
    }
    fn has(&self, own: &str, peer: &str, port: u64) -> bool {
        self.0.get(own).is_some_and(|open| open.contains(&(peer.to_owned(), port)))
    }
    /// The peers and ports of one part.
    fn at(&self, own: &str) -> impl Iterator<Item = (&str, u64)> {
        self.0.get(own).into_iter().flatten().map(|(peer, port)| (peer.as_str(), *port))
    }
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
        changed::said(&shop(), file, old, new)
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
