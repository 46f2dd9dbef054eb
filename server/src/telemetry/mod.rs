//! Logs and metrics. Neither ever holds a design, a token, a cookie or a query string.

pub mod gauges;
mod requests;

pub use requests::observe;

use crate::{cli::LogFormat, store::Reason};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;

/// Upper bounds of request times, in seconds.
const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
/// Upper bounds of saves in one commit.
const JOBS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// Counters that are there from the start, with each value of their label, beside those of the pools: what appears with its first count
/// hides that one from whoever asks by how much it grew.
const FROM_THE_START: &[(&str, &str, &[&str])] = &[
    ("groundplan_http_cut_off_total", "why", &["slow-body", "slow-reader", "too-long"]),
    ("groundplan_store_cache_lookups_total", "outcome", &["hit", "behind", "miss"]),
];

/// Starts logging to standard error. Says what is wrong with the filter.
pub fn start_logging(filter: &str, format: LogFormat) -> Result<(), String> {
    // What assistants send is no news, and theirs: of their protocol only its faults are logged, unless the filter speaks of it.
    let filter = tracing_subscriber::EnvFilter::try_new(format!("rmcp=error,{filter}")).map_err(|error| format!("--log: {error}"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    match format {
        LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => log.json().try_init(),
    }
    .map_err(|error| format!("logging cannot start: {error}"))
}

/// The recorder behind `/metrics`; one for the process, because counters are global.
pub fn metrics() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let buckets = PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), SECONDS)
                .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_jobs".into()), JOBS));
            let recorder = buckets.unwrap_or_else(|_| PrometheusBuilder::new()).build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another recorder takes the metrics");
            }
            describe();
            handle
        })
        .clone()
}

fn describe() {
    metrics::describe_counter!("groundplan_http_requests_total", "Requests by method, route and status.");
    metrics::describe_histogram!("groundplan_http_request_seconds", "Time to the head of the answer, by route.");
    metrics::describe_counter!("groundplan_http_answer_bytes_total", "Bytes of answers that were given to connections, by route.");
    metrics::describe_gauge!("groundplan_http_connections", "Open connections.");
    metrics::describe_counter!("groundplan_http_connections_refused_total", "Connections beyond the limit of their address.");
    metrics::describe_counter!("groundplan_http_cut_off_total", "Requests that were given up: slow-body, slow-reader or too-long.");
    metrics::describe_gauge!("groundplan_http_held_bytes", "Memory that bodies and large answers hold, by direction.");
    metrics::describe_counter!("groundplan_limit_refusals_total", "Requests beyond a limit, by limit and by address or browser.");
    metrics::describe_gauge!("groundplan_limit_counters", "Counters of limits in memory.");
    metrics::describe_gauge!("groundplan_limit_replicas", "Servers that count together over one database.");
    metrics::describe_counter!("groundplan_limit_failed_settlements_total", "Times that the other replicas could not be told.");
    metrics::describe_gauge!("groundplan_pool_places", "Threads of a pool.");
    metrics::describe_gauge!("groundplan_pool_running", "Work that runs in a pool.");
    metrics::describe_gauge!("groundplan_pool_waiting", "Work that waits for a thread of a pool.");
    metrics::describe_gauge!("groundplan_pool_overdue", "Threads of a pool whose work nobody waits for any more.");
    metrics::describe_counter!("groundplan_pool_jobs_total", "Work: done, stopped, refused, too-long or panicked.");
    metrics::describe_histogram!("groundplan_pool_wait_seconds", "Time that work waited for a thread.");
    metrics::describe_histogram!("groundplan_pool_job_seconds", "Time that work took.");
    metrics::describe_gauge!("groundplan_runtime_lag_seconds", "The longest that a thread of the server was late in half a minute.");
    metrics::describe_counter!("groundplan_store_commits_total", "Transactions that are durable.");
    metrics::describe_counter!("groundplan_store_failed_commits_total", "Transactions that were lost; nobody was told they were saved.");
    metrics::describe_histogram!("groundplan_store_batch_jobs", "Changes in one transaction.");
    metrics::describe_counter!("groundplan_page_faults_total", "Pages whose program broke in a browser, by page.");
    metrics::describe_gauge!("groundplan_store_cache_bytes", "Memory of the designs that were used last, about.");
    metrics::describe_gauge!("groundplan_store_queue_length", "Changes that wait for the writer.");
    metrics::describe_gauge!("groundplan_store_size_bytes", "Size of the database.");
    metrics::describe_gauge!("groundplan_process_resident_bytes", "Memory of the process.");
    metrics::describe_counter!("groundplan_store_cache_lookups_total", "Designs asked of the cache: hit, behind or miss.");
    metrics::describe_counter!("groundplan_store_outages_total", "Requests that the database kept from being done, by reason.");
    metrics::describe_gauge!("groundplan_store_takes_changes", "1 when a small change could be made just now, else 0.");
    metrics::gauge!("groundplan_store_queue_length").set(0.0);
    metrics::gauge!("groundplan_store_cache_bytes").set(0.0);
    metrics::gauge!("groundplan_http_connections").set(0.0);
    metrics::gauge!("groundplan_limit_replicas").set(1.0);
    for name in [
        "groundplan_http_connections_refused_total",
        "groundplan_limit_failed_settlements_total",
        "groundplan_store_commits_total",
        "groundplan_store_failed_commits_total",
    ] {
        metrics::counter!(name).absolute(0);
    }
    for &(name, label, values) in FROM_THE_START {
        for &value in values {
            metrics::counter!(name, label => value).absolute(0);
        }
    }
    for reason in Reason::ALL {
        metrics::counter!("groundplan_store_outages_total", "reason" => reason.slug()).absolute(0);
    }
}

/// Resident memory in bytes; absent where `/proc` is.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}
