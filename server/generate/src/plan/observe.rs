//! The containers of the platform's observability. Their configuration files are the observability artefact's business.

use super::{Collects, Container, Mount, NamedPort, Peer, Plan, Role, Volume, container};
use crate::GenerateError;
use domain::{
    catalog::{self, EnvValue, EnvVar, Technology},
    ids::first_free,
};

/// The compose profile that starts what watches.
pub const PROFILE: &str = "observability";
/// The dashboards of Grafana, by file name.
const DASHBOARDS: &[&str] = &["overview.json", "part.json", "journeys.json"];
/// Where stores of traces take OpenTelemetry, and where Zipkin takes its own format.
const OTLP_PORT: u16 = 4317;
const ZIPKIN_PORT: u16 = 9411;

/// Adds what the platform names, and the collectors that feed it. They come after the elements and take free names.
pub(super) fn add_observers(plan: &mut Plan) -> Result<(), GenerateError> {
    let o = &plan.design.platform.observability;
    let chosen: Vec<&str> = [&o.metrics, &o.dashboards, &o.logs, &o.traces].into_iter().flatten().map(|t| t.as_str()).collect();
    for technology in catalog::watching(chosen) {
        add(plan, technology);
    }
    connect(plan);
    Ok(())
}

/// How a product collects what all containers print.
fn collects(technology: &Technology) -> Option<Collects> {
    match technology.slug {
        "alloy" => Some(Collects::FromEngineOrCluster),
        "filebeat" => Some(Collects::FromEngine),
        _ => None,
    }
}

/// Elasticsearch among what watches asks for no password: only what watches shares its network, as with the other stores there.
const OPEN_ELASTICSEARCH: &[EnvVar] = &[
    EnvVar { name: "discovery.type", value: EnvValue::Plain("single-node") },
    EnvVar { name: "xpack.security.enabled", value: EnvValue::Plain("false") },
    EnvVar { name: "ES_JAVA_OPTS", value: EnvValue::Plain("-Xms1g -Xmx1g") },
];

/// What a container needs in its environment because of its product.
pub(super) fn environment(container: &Container) -> &'static [EnvVar] {
    let watches = container.role == Role::Observer && container.technology.slug == "elasticsearch";
    if watches { OPEN_ELASTICSEARCH } else { container.technology.env }
}

fn add(plan: &mut Plan, technology: &'static Technology) {
    let id = first_free(technology.slug, |name| plan.container(name).is_some());
    let mut container = Container {
        id: id.clone(),
        role: Role::Observer,
        title: technology.name.to_owned(),
        description: technology.notes.to_owned(),
        made_with: technology.name.to_owned(),
        technology,
        runtime: technology,
        stack: None,
        image: container::pinned_image(technology),
        port: technology.port,
        extra_ports: technology.extra_ports.iter().map(|p| NamedPort { name: p.name.to_owned(), number: p.number }).collect(),
        host_port: None,
        tool_ports: Vec::new(),
        uid: technology.uid,
        root_in_compose: collects(technology).is_some(),
        read_only_root: technology.read_only_root,
        unknown_image: false,
        caches: false,
        collects: collects(technology),
        env: Vec::new(),
        secrets: Vec::new(),
        entrypoint: Vec::new(),
        command: Vec::new(),
        volume: technology.volume.map(|path| Volume { name: format!("{id}-data"), path: path.to_owned(), gib: 10 }),
        writable: technology.writable.iter().map(ToString::to_string).collect(),
        mounts: mounts(technology, &id),
        cpu_millicores: technology.cpu_millicores,
        memory_mib: technology.memory_mib,
        replicas: 1,
        max_replicas: None,
        probe: None,
        starts_after: Vec::new(),
        networks: Vec::new(),
        peers: Vec::new(),
        egress: false,
        profile: Some(PROFILE),
        base_paths: Vec::new(),
        stop_grace_seconds: 30,
    };
    container.probe = container::probe(&container);
    plan.containers.push(container);
}

/// The configuration files of an observer: path in the bundle and in the container.
fn mounts(technology: &Technology, id: &str) -> Vec<Mount> {
    let Some(target) = technology.config else { return Vec::new() };
    let file = |source: &str, target: String| Mount {
        name: format!("{id}-{}", source.replace('.', "-")),
        source: format!("observability/{source}"),
        target,
    };
    match technology.slug {
        "grafana" => {
            let mut files = vec![
                file("grafana-datasources.yaml", format!("{target}/datasources/datasources.yaml")),
                file("grafana-dashboards.yaml", format!("{target}/dashboards/dashboards.yaml")),
            ];
            files.extend(DASHBOARDS.iter().map(|board| Mount {
                name: format!("{id}-{}", board.replace('.', "-")),
                source: format!("observability/dashboards/{board}"),
                target: format!("/etc/grafana/dashboards/{board}"),
            }));
            files
        }
        "filebeat" => {
            vec![file("filebeat.yml", target.to_owned()), file("filebeat-lifecycle.json", target.replace("filebeat.yml", "lifecycle.json"))]
        }
        "prometheus" => vec![file("prometheus.yml", target.to_owned()), file("rules.yml", target.replace("prometheus.yml", "rules.yml"))],
        _ => vec![file(
            target.rsplit('/').next().map_or("config", |name| if name == "config.yaml" { "otel-collector.yaml" } else { name }),
            target.to_owned(),
        )],
    }
}

/// Who connects to whom: metrics are fetched from the parts, everything else is brought.
fn connect(plan: &mut Plan) {
    let id_of = |plan: &Plan, slug: &str| {
        plan.containers.iter().find(|c| c.role == Role::Observer && c.technology.slug == slug).map(|c| (c.id.clone(), c.port))
    };
    let mut joined: Vec<(String, Peer)> = Vec::new();
    let slugs = ["prometheus", "loki", "elasticsearch", "jaeger", "zipkin", "tempo"];
    if let Some((grafana, _)) = id_of(plan, "grafana") {
        for (id, port) in slugs.iter().filter_map(|slug| id_of(plan, slug)) {
            joined.push((grafana.clone(), Peer { id, port }));
        }
    }
    if let (Some((prometheus, _)), Some((id, port))) = (id_of(plan, "prometheus"), id_of(plan, "alertmanager")) {
        joined.push((prometheus, Peer { id, port }));
    }
    for (from, to) in [("alloy", "loki"), ("filebeat", "elasticsearch"), ("kibana", "elasticsearch")] {
        if let (Some((from, _)), Some((id, port))) = (id_of(plan, from), id_of(plan, to)) {
            joined.push((from, Peer { id, port }));
        }
    }
    let traces = [("jaeger", OTLP_PORT), ("tempo", OTLP_PORT), ("zipkin", ZIPKIN_PORT)];
    if let (Some((collector, _)), Some((id, port))) =
        (id_of(plan, "otel-collector"), traces.iter().find_map(|(slug, port)| id_of(plan, slug).map(|(id, _)| (id, *port))))
    {
        joined.push((collector, Peer { id, port }));
    }
    for (from, peer) in joined {
        if let Some(container) = plan.containers.named_mut(&from) {
            container.peers.push(peer);
        }
    }
}

/// What Prometheus asks for numbers: generated code but for static files, and products that offer a port named `metrics`.
pub(super) fn add_scrapes(plan: &mut Plan) {
    let targets: Vec<Peer> = plan.containers.iter().filter_map(|c| metrics_port(c).map(|port| Peer { id: c.id.clone(), port })).collect();
    for container in plan.containers.iter_mut().filter(|c| c.role == Role::Observer && c.technology.slug == "prometheus") {
        container.peers.extend(targets.iter().cloned());
    }
}

/// Where a container offers its numbers at `/metrics`.
pub fn metrics_port(container: &Container) -> Option<u16> {
    match container.stack {
        Some(super::Stack::Static) => None,
        Some(_) => Some(container.port),
        None if matches!(container.role, Role::Datastore | Role::Broker) => {
            container.extra_ports.iter().find(|p| p.name == "metrics").map(|p| p.number)
        }
        None => None,
    }
}
