//! Grafana dashboards as values: overview, one part at a time, one journey at a time. Their queries use the names of rules.yml.

use crate::plan::Plan;
use serde_json::{Value, json};

/// Height of a row of panels, on Grafana's grid.
const ROW_HEIGHT: u32 = 8;
/// Columns of Grafana's grid.
const COLUMNS: u32 = 24;

/// What is drawn: a title, the unit of its axis, and queries with their legends.
struct Panel {
    title: &'static str,
    kind: &'static str,
    unit: &'static str,
    queries: &'static [(&'static str, &'static str)],
}

const fn lines(title: &'static str, unit: &'static str, queries: &'static [(&'static str, &'static str)]) -> Panel {
    Panel { title, kind: "timeseries", unit, queries }
}

const OVERVIEW: &[Panel] = &[
    Panel { title: "Parts that answer", kind: "stat", unit: "short", queries: &[("sum(up)", "up"), ("sum(up == bool 0)", "down")] },
    Panel {
        title: "Alerts",
        kind: "stat",
        unit: "short",
        queries: &[
            ("sum(ALERTS{alertstate=\"firing\",severity=\"page\"}) or vector(0)", "page"),
            ("sum(ALERTS{alertstate=\"firing\",severity=\"ticket\"}) or vector(0)", "ticket"),
        ],
    },
    lines("Requests", "reqps", &[("job:http_requests:rate5m", "{{job}}")]),
    lines("Share of requests that fail", "percentunit", &[("job:http_request_errors:ratio_rate5m", "{{job}}")]),
    lines("95 of 100 answers are faster", "s", &[("job:http_request_duration_seconds:p95_5m", "{{job}}")]),
    lines("Memory", "bytes", &[("sum by (job) (process_resident_memory_bytes)", "{{job}}")]),
];

const PART: &[Panel] = &[
    lines("Requests by status", "reqps", &[("sum by (status) (rate(http_requests_total{job=\"$part\"}[$__rate_interval]))", "{{status}}")]),
    lines(
        "Share of requests that fail",
        "percentunit",
        &[
            ("job:http_request_errors:ratio_rate5m{job=\"$part\"}", "5 minutes"),
            ("job:http_request_errors:ratio_rate1h{job=\"$part\"}", "1 hour"),
        ],
    ),
    lines(
        "How long answers take",
        "s",
        &[
            ("histogram_quantile(0.5, sum by (le) (rate(http_request_duration_seconds_bucket{job=\"$part\"}[$__rate_interval])))", "half"),
            (
                "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job=\"$part\"}[$__rate_interval])))",
                "95 of 100",
            ),
            (
                "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{job=\"$part\"}[$__rate_interval])))",
                "99 of 100",
            ),
        ],
    ),
    lines("Requests by route", "reqps", &[("sum by (route) (rate(http_requests_total{job=\"$part\"}[$__rate_interval]))", "{{route}}")]),
    lines("Memory", "bytes", &[("process_resident_memory_bytes{job=\"$part\"}", "{{instance}}")]),
    lines("Copies that answer", "short", &[("sum(up{job=\"$part\"})", "up")]),
];

/// The dashboard in a file of this name; `None` for a name that is no dashboard.
pub(super) fn dashboard(plan: &Plan, file: &str) -> Option<Value> {
    match file {
        "overview.json" => Some(board("overview", &format!("{}: overview", plan.name), &panels(OVERVIEW), &[])),
        "part.json" => Some(board("part", &format!("{}: one part", plan.name), &panels(PART), &[part_variable()])),
        "journeys.json" => Some(board("journeys", &format!("{}: journeys", plan.name), &journeys(plan), &[])),
        _ => None,
    }
}

fn part_variable() -> Value {
    json!({
        "name": "part",
        "label": "Part",
        "type": "query",
        "datasource": { "type": "prometheus", "uid": "prometheus" },
        "query": "label_values(http_requests_total, job)",
        "refresh": 2,
        "sort": 1,
    })
}

fn panels(panels: &[Panel]) -> Vec<Value> {
    panels
        .iter()
        .map(|panel| drawn(panel.title, panel.kind, panel.unit, panel.queries.iter().map(|(q, l)| ((*q).to_owned(), (*l).to_owned()))))
        .collect()
}

/// For each journey with a target, how much of its error budget is left and how long its answers take.
fn journeys(plan: &Plan) -> Vec<Value> {
    let objectives = super::signals::objectives(plan);
    let panel = |o: &super::signals::Objective| {
        let mut queries = Vec::new();
        for window in ["5m", "1h", "1d"] {
            queries.push((format!("job:http_request_errors:ratio_rate{window}{{job=\"{}\"}}", o.job), format!("fails, {window}")));
        }
        if let Some(budget) = &o.budget {
            queries.push((format!("vector({budget})"), "allowed".to_owned()));
        }
        let slow = (format!("job:http_request_duration_seconds:p95_5m{{job=\"{}\"}}", o.job), "95 of 100".to_owned());
        let target = o.latency_seconds.as_ref().map(|seconds| (format!("vector({seconds})"), "target".to_owned()));
        [
            drawn(&format!("{}: share that fails", o.plain_name), "timeseries", "percentunit", queries.into_iter()),
            drawn(&format!("{}: time", o.plain_name), "timeseries", "s", std::iter::once(slow).chain(target)),
        ]
    };
    objectives.iter().flat_map(panel).collect()
}

fn drawn(title: &str, kind: &str, unit: &str, queries: impl Iterator<Item = (String, String)>) -> Value {
    let targets: Vec<Value> = queries
        .enumerate()
        .map(|(i, (query, legend))| {
            let name = char::from(b'A' + u8::try_from(i).unwrap_or(25).min(25));
            json!({ "refId": name.to_string(), "expr": query, "legendFormat": legend })
        })
        .collect();
    json!({
        "title": title,
        "type": kind,
        "datasource": { "type": "prometheus", "uid": "prometheus" },
        "fieldConfig": { "defaults": { "unit": unit, "min": 0 }, "overrides": [] },
        "options": {},
        "targets": targets,
    })
}

/// Two panels a row.
fn board(uid: &str, title: &str, panels: &[Value], variables: &[Value]) -> Value {
    let width = COLUMNS / 2;
    let placed: Vec<Value> = (0..)
        .zip(panels)
        .map(|(i, panel): (u32, &Value)| {
            let mut panel = panel.clone();
            panel["id"] = json!(i + 1);
            panel["gridPos"] = json!({ "x": (i % 2) * width, "y": (i / 2) * ROW_HEIGHT, "w": width, "h": ROW_HEIGHT });
            panel
        })
        .collect();
    json!({
        "uid": format!("groundplan-{uid}"),
        "title": title,
        "tags": ["groundplan"],
        "schemaVersion": 41,
        "editable": false,
        "refresh": "30s",
        "time": { "from": "now-6h", "to": "now" },
        "links": [{ "title": "Dashboards", "type": "dashboards", "tags": ["groundplan"], "asDropdown": true, "keepTime": true, "includeVars": false, "targetBlank": false, "icon": "external link", "tooltip": "", "url": "" }],
        "templating": { "list": variables },
        "panels": placed,
    })
}
