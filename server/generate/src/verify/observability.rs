//! Checks on the configuration of what watches the system: everything it names exists, in the other files or in its own.

use super::{Check, Checks, broken, text, yaml};
use crate::{
    Bundle, GenerateError,
    plan::{Container, Mount, Plan, Role},
};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) const CHECKS: &[Check] = &[Check {
    file: "observability/prometheus.yml",
    says: &[
        "Every address in the configuration of what watches the system is a container on a common network, at a port where it listens.",
        "Every pipeline of the collector consists of receivers, processors and exporters that are declared.",
        "Every dashboard reads from data sources that Grafana is given.",
    ],
    run: check_observers,
}];

const COLLECTOR: &str = "otel-collector.yaml";
const SOURCES: &str = "grafana-datasources.yaml";

fn check_observers(checks: &mut Checks, bundle: &Bundle) -> Result<(), GenerateError> {
    let plan = checks.plan;
    for observer in plan.of_role(Role::Observer) {
        for mount in observer.mounts.iter().filter(|mount| bundle.get(&mount.source).is_some()) {
            let text = text(bundle, &mount.source)?;
            check_addresses(plan, observer, &mount.source, text)?;
            if mount.source.ends_with(COLLECTOR) {
                check_pipelines(&mount.source, &yaml(&mount.source, text)?)?;
            }
        }
        check_dashboards(observer, bundle)?;
    }
    Ok(())
}

fn check_addresses(plan: &Plan, observer: &Container, file: &str, text: &str) -> Result<(), GenerateError> {
    for (host, port) in text.lines().filter(|line| !line.trim_start().starts_with(['#', '/'])).flat_map(addresses) {
        let Some(other) = plan.container(host) else {
            return Err(broken(file, format!("asks {host}, which is not there")));
        };
        if other.id != observer.id && !other.networks.iter().any(|network| observer.networks.contains(network)) {
            return Err(broken(file, format!("asks {host}, but shares no network with it")));
        }
        let listens = other.port == port || other.extra_ports.iter().any(|extra| extra.number == port);
        if !listens {
            return Err(broken(file, format!("asks {host} at {port}; it listens at {}", other.port)));
        }
    }
    Ok(())
}

/// Host and port of each `http://host:port` of a line, but not those of the container itself.
fn addresses(line: &str) -> impl Iterator<Item = (&str, u16)> {
    line.split("http://").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-:.".contains(c))).unwrap_or(rest.len());
        let (host, port) = rest[..end].split_once(':')?;
        let own = host == "localhost" || host.starts_with(|c: char| c.is_ascii_digit());
        Some((host, port.parse().ok()?)).filter(|_| !own)
    })
}

fn check_pipelines(file: &str, collector: &Value) -> Result<(), GenerateError> {
    for (name, pipeline) in collector["service"]["pipelines"].as_object().into_iter().flatten() {
        for kind in ["receivers", "processors", "exporters"] {
            for used in pipeline[kind].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if collector[kind].get(used).is_none() {
                    return Err(broken(file, format!("the pipeline {name} names {used}, which is not among the {kind}")));
                }
            }
        }
    }
    Ok(())
}

fn check_dashboards(observer: &Container, bundle: &Bundle) -> Result<(), GenerateError> {
    let boards: Vec<&Mount> =
        observer.mounts.iter().filter(|mount| mount.source.ends_with(".json") && mount.source.contains("/dashboards/")).collect();
    let Some(sources) = observer.mounts.iter().find(|mount| mount.source.ends_with(SOURCES)) else { return Ok(()) };
    let given = text(bundle, &sources.source)?;
    let given: BTreeSet<&str> = given.lines().filter_map(|line| line.trim().strip_prefix("uid: ")).collect();
    for board in boards.into_iter().filter(|board| bundle.get(&board.source).is_some()) {
        let content: Value =
            serde_json::from_str(text(bundle, &board.source)?).map_err(|error| broken(&board.source, error.to_string()))?;
        let mut open = vec![&content];
        while let Some(value) = open.pop() {
            if let Some(uid) = value["datasource"]["uid"].as_str().filter(|uid| !given.contains(uid)) {
                return Err(broken(&board.source, format!("reads from {uid}, which {} does not have", sources.source)));
            }
            open.extend(value.as_object().into_iter().flat_map(|object| object.values()));
            open.extend(value.as_array().into_iter().flatten());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{artefacts::fixture::shop, verify::changed};
    use domain::{design::Target, ids::TechnologyId};

    /// The message of the check when one text of one file is another.
    fn with(file: &str, old: &str, new: &str) -> String {
        let mut design = shop();
        design.platform.target = Target::Compose;
        let watching = &mut design.platform.observability;
        for (slot, slug) in [
            (&mut watching.metrics, "prometheus"),
            (&mut watching.dashboards, "grafana"),
            (&mut watching.logs, "loki"),
            (&mut watching.traces, "jaeger"),
        ] {
            *slot = Some(TechnologyId::new(slug).expect("an id"));
        }
        changed::said(&design, file, old, new)
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let (sources, alloy) = ("observability/grafana-datasources.yaml", "observability/config.alloy");
        for (file, old, new, says) in [
            (sources, "x", "x", "fine"),
            (sources, "http://loki:3100", "http://lokki:3100", "asks lokki, which is not there"),
            (sources, "http://prometheus:9090", "http://prometheus:9091", "asks prometheus at 9091; it listens at 9090"),
            (sources, "http://prometheus:9090", "http://orders-db:5432", "shares no network"),
            (sources, "uid: prometheus", "uid: other", "reads from prometheus"),
            (alloy, "http://loki:3100", "http://loki:3101", "asks loki at 3101"),
            (
                "observability/otel-collector.yaml",
                "receivers: [otlp]",
                "receivers: [zipkin]",
                "names zipkin, which is not among the receivers",
            ),
            ("observability/otel-collector.yaml", "processors: [memory_limiter, batch]", "processors: [sampler]", "names sampler"),
        ] {
            let said = with(file, old, new);
            assert!(said.contains(says), "{file}, {old} → {new}: {said}");
        }
    }

    #[test]
    fn addresses_of_others_are_found() {
        let found = |line| addresses(line).collect::<Vec<_>>();
        assert_eq!(found("url: \"http://loki:3100/loki/api\", http://a-b:1"), [("loki", 3100), ("a-b", 1)]);
        assert_eq!(found("http://localhost:80 http://127.0.0.1:9 https://example.org/"), []);
    }
}
