//! What the objects of a cluster say of each other, which no schema checks: selectors, references, ports. Reads the finished
//! manifests and knows nothing of how they came about.

use serde_json::Value;
use std::collections::BTreeSet;

/// Everything that refers to something that is not there.
pub fn problems(documents: &[String], secrets: &[String]) -> Vec<String> {
    let objects: Vec<Value> = documents.iter().map(|text| serde_saphyr::from_str(text).unwrap()).collect();
    let secrets: Vec<Value> = secrets.iter().map(|text| serde_saphyr::from_str(text).unwrap()).collect();
    let mut cluster = Cluster { objects: &objects, secrets: &secrets, problems: Vec::new() };
    for object in &objects {
        cluster.check(object);
    }
    cluster.problems
}

struct Cluster<'a> {
    objects: &'a [Value],
    secrets: &'a [Value],
    problems: Vec<String>,
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

const POD: &str = "/spec/template";
const CONTAINER: &str = "/spec/template/spec/containers/0";

impl<'a> Cluster<'a> {
    fn check(&mut self, object: &Value) {
        match text(object, "/kind") {
            "Service" => self.check_service(object),
            "Deployment" | "StatefulSet" => {
                self.check_selected(object, object.pointer("/spec/selector/matchLabels"));
                self.check_pods(object);
            }
            "Job" => {
                let selected = object.pointer("/spec/template/metadata/labels").map(|labels| self.selected(labels).len());
                self.require(selected == Some(1), object, "has pods that look like those of another workload");
                self.check_pods(object);
            }
            "HorizontalPodAutoscaler" => {
                let target = (text(object, "/spec/scaleTargetRef/kind"), text(object, "/spec/scaleTargetRef/name"));
                self.require(self.find(target.0, target.1).is_some(), object, "scales nothing");
            }
            "PodDisruptionBudget" => self.check_selected(object, object.pointer("/spec/selector/matchLabels")),
            "NetworkPolicy" => self.check_policy(object),
            "HTTPRoute" => self.check_route(object),
            "ServiceMonitor" => self.check_monitor(object),
            _ => {}
        }
    }

    fn require(&mut self, holds: bool, object: &Value, problem: &str) {
        if !holds {
            self.problems.push(format!("{} {} {problem}", text(object, "/kind"), text(object, "/metadata/name")));
        }
    }

    fn find(&self, kind: &str, name: &str) -> Option<&'a Value> {
        self.objects.iter().find(|o| text(o, "/kind") == kind && text(o, "/metadata/name") == name)
    }

    fn workloads(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.objects.iter().filter(|o| matches!(text(o, "/kind"), "Deployment" | "StatefulSet" | "Job"))
    }

    /// Workloads whose pods carry all these labels.
    fn selected(&self, labels: &Value) -> Vec<&'a Value> {
        let wanted = labels.as_object().unwrap();
        let carries = |workload: &&Value| {
            wanted.iter().all(|(k, v)| workload.pointer("/spec/template/metadata/labels").and_then(|l| l.get(k)) == Some(v))
        };
        self.workloads().filter(carries).collect()
    }

    fn check_selected(&mut self, object: &Value, labels: Option<&Value>) {
        let chosen = labels.map(|labels| self.selected(labels).len());
        self.require(chosen == Some(1), object, "does not select the pods of exactly one workload");
    }

    fn check_service(&mut self, service: &Value) {
        let workloads = service.pointer("/spec/selector").map(|labels| self.selected(labels)).unwrap_or_default();
        self.require(!workloads.is_empty(), service, "does not select the pods of any workload");
        for workload in workloads {
            let named: BTreeSet<&str> = list(workload, &format!("{CONTAINER}/ports")).iter().map(|port| text(port, "/name")).collect();
            for port in list(service, "/spec/ports") {
                self.require(named.contains(text(port, "/targetPort")), service, "leads to a port that no container has");
            }
        }
    }

    fn check_pods(&mut self, workload: &Value) {
        let pod = &workload.pointer(POD).unwrap()["spec"];
        let account = self.find("ServiceAccount", text(pod, "/serviceAccountName"));
        self.require(account.is_some_and(|a| a["automountServiceAccountToken"] == false), workload, "has no account without a token");
        if text(workload, "/kind") == "StatefulSet" {
            let service = self.find("Service", text(workload, "/spec/serviceName"));
            self.require(service.is_some_and(|s| text(s, "/spec/clusterIP") == "None"), workload, "has no headless Service");
        }
        for volume in list(pod, "/volumes") {
            if let Some(name) = volume.pointer("/configMap/name").and_then(Value::as_str) {
                self.require(self.find("ConfigMap", name).is_some(), workload, "mounts a ConfigMap that is not there");
            }
            for source in list(volume, "/projected/sources") {
                let name = text(source, "/secret/name");
                let known = self
                    .secrets
                    .iter()
                    .any(|secret| text(secret, "/metadata/name") == name && secret.pointer("/stringData/value").is_some());
                self.require(known, workload, "reads a Secret that nobody is told to make");
            }
        }
        for container in list(pod, "/initContainers").iter().chain(list(pod, "/containers")) {
            self.check_container(workload, pod, container);
            self.check_security(workload, pod, container);
        }
    }

    fn check_container(&mut self, workload: &Value, pod: &Value, container: &Value) {
        let mut volumes: BTreeSet<&str> = list(pod, "/volumes").iter().map(|v| text(v, "/name")).collect();
        volumes.extend(list(workload, "/spec/volumeClaimTemplates").iter().map(|v| text(v, "/metadata/name")));
        let mounted: BTreeSet<&str> = list(container, "/volumeMounts").iter().map(|m| text(m, "/name")).collect();
        self.require(volumes == mounted, workload, "has volumes without mounts or mounts without volumes");
        let paths: BTreeSet<&str> = list(container, "/volumeMounts").iter().map(|m| text(m, "/mountPath")).collect();
        self.require(paths.len() == list(container, "/volumeMounts").len(), workload, "mounts two things at one path");
        for variable in list(container, "/env") {
            if let Some(reference) = variable.pointer("/valueFrom/configMapKeyRef") {
                let map = self.find("ConfigMap", text(reference, "/name"));
                let has_key = map.is_some_and(|m| m["data"].get(text(reference, "/key")).is_some());
                self.require(has_key, workload, "reads a setting that is not there");
            }
        }
        let ports: BTreeSet<u64> = list(container, "/ports").iter().filter_map(|p| p["containerPort"].as_u64()).collect();
        for probe in ["startupProbe", "livenessProbe", "readinessProbe"].map(|name| &container[name]) {
            let asked = probe.pointer("/httpGet/port").or(probe.pointer("/tcpSocket/port")).and_then(Value::as_u64);
            self.require(asked.is_none_or(|port| ports.contains(&port)), workload, "is asked at a port it does not have");
        }
        let image = text(container, "/image");
        self.require(!image.ends_with(":latest"), workload, "runs whatever is latest");
    }

    /// The restricted Pod Security Standard.
    fn check_security(&mut self, workload: &Value, pod: &Value, container: &Value) {
        let context = &container["securityContext"];
        let restricted = pod["securityContext"]["runAsNonRoot"] == true
            && pod["securityContext"]["runAsUser"] != 0
            && text(pod, "/securityContext/seccompProfile/type") == "RuntimeDefault"
            && context["allowPrivilegeEscalation"] == false
            && context["capabilities"]["drop"] == serde_json::json!(["ALL"])
            && pod.get("hostNetwork").is_none();
        self.require(restricted, workload, "is more than the restricted Pod Security Standard allows");
        let resources = &container["resources"];
        self.require(
            resources.pointer("/limits/memory").is_some() && resources.pointer("/requests/cpu").is_some(),
            workload,
            "has no limits",
        );
    }

    fn check_policy(&mut self, policy: &Value) {
        let own = policy.pointer("/spec/podSelector/matchLabels");
        if let Some(labels) = own {
            self.require(!self.selected(labels).is_empty(), policy, "is for a part that is not there");
        }
        let rules = list(policy, "/spec/ingress").iter().flat_map(|rule| list(rule, "/from"));
        let peers: Vec<&Value> = rules
            .chain(list(policy, "/spec/egress").iter().flat_map(|rule| list(rule, "/to")))
            .filter_map(|peer| peer.pointer("/podSelector/matchLabels"))
            .collect();
        for labels in peers {
            self.require(!self.selected(labels).is_empty(), policy, "names a peer that is not there");
        }
        for rule in list(policy, "/spec/egress") {
            let ports: BTreeSet<u64> = list(rule, "/ports").iter().filter_map(|p| p["port"].as_u64()).collect();
            for labels in list(rule, "/to").iter().filter_map(|peer| peer.pointer("/podSelector/matchLabels")) {
                self.check_other_side(policy, own, labels, &ports);
            }
        }
    }

    /// What one part may call must let itself be called.
    fn check_other_side(&mut self, policy: &Value, caller: Option<&Value>, called: &Value, ports: &BTreeSet<u64>) {
        let allows = |other: &Value| {
            other.pointer("/spec/podSelector/matchLabels") == Some(called)
                && list(other, "/spec/ingress").iter().any(|rule| {
                    let open: BTreeSet<u64> = list(rule, "/ports").iter().filter_map(|p| p["port"].as_u64()).collect();
                    list(rule, "/from").iter().any(|peer| peer.pointer("/podSelector/matchLabels") == caller) && ports.is_subset(&open)
                })
        };
        let open = self.objects.iter().filter(|o| text(o, "/kind") == "NetworkPolicy").any(allows);
        self.require(open, policy, "may call a part that does not let itself be called");
    }

    /// By its labels it finds one Service, which has the port.
    fn check_monitor(&mut self, monitor: &Value) {
        let wanted = monitor.pointer("/spec/selector/matchLabels").and_then(Value::as_object).unwrap();
        let carries = |service: &&Value| wanted.iter().all(|(k, v)| service.pointer("/metadata/labels").and_then(|l| l.get(k)) == Some(v));
        let services: Vec<&Value> = self.objects.iter().filter(|o| text(o, "/kind") == "Service").filter(carries).collect();
        let asked = monitor.pointer("/spec/endpoints/0/port");
        let has_port = |service: &Value| list(service, "/spec/ports").iter().any(|port| Some(&port["name"]) == asked);
        self.require(services.len() == 1 && has_port(services[0]), monitor, "does not find one Service with its port");
    }

    fn check_route(&mut self, route: &Value) {
        for parent in list(route, "/spec/parentRefs") {
            let gateway = self.find("Gateway", text(parent, "/name"));
            let listens = gateway.is_some_and(|g| list(g, "/spec/listeners").iter().any(|l| l["name"] == parent["sectionName"]));
            self.require(listens, route, "hangs on a listener that is not there");
        }
        for backend in list(route, "/spec/rules").iter().flat_map(|rule| list(rule, "/backendRefs")) {
            let service = self.find("Service", text(backend, "/name"));
            let has_port = service.is_some_and(|s| list(s, "/spec/ports").iter().any(|p| p["port"] == backend["port"]));
            self.require(has_port, route, "leads to a Service or a port that is not there");
        }
    }
}

#[test]
fn a_reference_to_nothing_is_seen() {
    let documents = [
        "kind: Service\nmetadata:\n  name: a\nspec:\n  selector:\n    app: b\n",
        "kind: HorizontalPodAutoscaler\nmetadata:\n  name: c\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: d\n",
        "kind: ServiceMonitor\nmetadata:\n  name: g\nspec:\n  selector:\n    matchLabels:\n      app: h\n  endpoints:\n    - port: http\n",
        "kind: Job\nmetadata:\n  name: i\nspec:\n  template:\n    spec:\n      serviceAccountName: j\n",
        "kind: HTTPRoute\nmetadata:\n  name: e\nspec:\n  parentRefs:\n    - name: f\n      sectionName: http\n",
    ];
    let problems = problems(&documents.map(str::to_owned), &[]);
    let expected = [
        "Service a does not select the pods of any workload",
        "HorizontalPodAutoscaler c scales nothing",
        "ServiceMonitor g does not find one Service with its port",
        "Job i has pods that look like those of another workload",
        "Job i has no account without a token",
        "HTTPRoute e hangs on a listener that is not there",
    ];
    assert_eq!(problems, expected);
}
