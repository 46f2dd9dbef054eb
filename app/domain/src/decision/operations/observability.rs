//! What watches the system.

use crate::decision::{
    Theme,
    case::{Case, inside_calls, parts},
    topic::{Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design, catalog,
    design::{LinkKind, Observability},
    discovery::{
        brief::{Budget, Watching},
        proposal::{
            place::technology,
            verdict::{capital, plural},
        },
    },
    ids::TechnologyId,
    standing::Standing,
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "observability",
    subject: "Watching it",
    theme: Theme::Operations,
    questions: &["observability", "operations", "budget"],
    rules: &["OPS102", "OPS103", "OPS105"],
    about: |design| whole(!parts(design).is_empty()),
    choice: |case| choice(&case.design.platform.observability).to_owned(),
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| {
        // What stands there already stays.
        let slot =
            |wanted: bool, known: &mut Option<TechnologyId>, slug: &str| wanted.then(|| known.take().unwrap_or_else(|| technology(slug)));
        let (logs, traces) = (option != Watching::Metrics.slug(), option == Watching::Full.slug());
        let mut known = std::mem::take(&mut design.platform.observability);
        design.platform.observability = Observability {
            metrics: slot(true, &mut known.metrics, "prometheus"),
            dashboards: slot(true, &mut known.dashboards, "grafana"),
            logs: slot(logs, &mut known.logs, "loki"),
            traces: slot(traces, &mut known.traces, "jaeger"),
            correlation_ids: known.correlation_ids,
        };
    },
};

/// What is drawn, as one of the options; `none` when nothing watches at all.
fn choice(o: &Observability) -> &'static str {
    match (&o.metrics, &o.logs, &o.traces) {
        (_, _, Some(_)) => Watching::Full.slug(),
        (_, Some(_), None) => Watching::Logs.slug(),
        (Some(_), None, None) => Watching::Metrics.slug(),
        (None, None, None) => "none",
    }
}

/// Hops a request can take inside: calls and messages between parts.
fn hops(design: &Design) -> usize {
    inside_calls(design).len() + design.links.values().filter(|link| link.kind == LinkKind::Subscribe).count()
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let n = parts(case.design).len();
    let hops = hops(case.design);
    let poor = case.brief.budget <= Budget::Under50;
    let mut all = vec![
        criterion("Tells that something is wrong", 2),
        criterion(format!("Tells what happened in {}", plural(n as u64, "part")), if n > 1 { 3 } else { 1 }),
        criterion(format!("Shows where time went over {}", plural(hops as u64, "hop")), if hops > 2 { 4 } else { 0 }),
        criterion("Little to run and to store", if poor { 6 } else { 2 }),
    ];
    if case.brief.asked_watching.is_some() {
        all.push(criterion("Asked for", WISH_WEIGHT));
    }
    all
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    [
        (Watching::Metrics, "Metrics", "gauge", [mark(4, "yes"), mark(1, "hardly"), mark(0, "no"), mark(4, "two programs")]),
        (
            Watching::Logs,
            "Metrics and logs",
            "list-tree",
            [mark(4, "yes"), mark(4, "yes"), mark(1, "by correlation id"), mark(2, "four programs")],
        ),
        (Watching::Full, "Metrics, logs and traces", "route", [mark(4, "yes"), mark(4, "yes"), mark(4, "yes"), mark(1, "six programs")]),
    ]
    .into_iter()
    .map(|(watching, name, icon, marks)| {
        let mut marks = marks.to_vec();
        if let Some(asked) = case.brief.asked_watching {
            marks.push(if asked == watching { mark(4, "yes") } else { mark(0, "no") });
        }
        Candidate::new(watching.slug(), name, icon, marks, Standing::Realised)
    })
    .collect()
}

/// What people call the technology in a slot, or the one that would come there.
fn named(slot: Option<&TechnologyId>, usual: &str) -> &'static str {
    catalog::find(slot.map_or(usual, TechnologyId::as_str)).map_or("", |technology| technology.name)
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let o = &case.design.platform.observability;
    let (numbers, lines) = (named(o.metrics.as_ref(), "prometheus"), named(o.logs.as_ref(), "loki"));
    let n = parts(case.design).len();
    let hops = hops(case.design);
    let (title, consequences) = match chosen.slug.as_str() {
        "full" => (
            format!("{numbers}, {lines} and {}", named(o.traces.as_ref(), "jaeger")),
            vec![
                good("One id leads from an alert to the log line and to the slow call"),
                good("OpenTelemetry: each of them can be replaced"),
                bad("Six programs that must be watched themselves"),
                bad("Traces and logs need disk, and rules on how long they are kept"),
            ],
        ),
        "logs" => (
            format!("{numbers} and {lines}"),
            vec![
                good("What happened can be read in one place"),
                good("A correlation id follows each request through the logs"),
                bad("Where the time went is guesswork"),
            ],
        ),
        "metrics" => (
            format!("{numbers} and {}", named(o.dashboards.as_ref(), "grafana")),
            vec![
                good("Tells within a minute that something is wrong"),
                good("Two programs, little disk"),
                bad("What happened is read on each machine, one by one"),
            ],
        ),
        _ => ("Nothing watches it yet".to_owned(), vec![bad("Users will be the first to know")]),
    };
    Words {
        title,
        context: format!(
            "{} and {} between them: that is where things can go wrong without anybody seeing it.",
            capital(&plural(n as u64, "part")),
            plural(hops as u64, "hop")
        ),
        consequences,
        revisit_when: "A fault took longer to find than to repair.".to_owned(),
        elements: parts(case.design).into_iter().cloned().collect(),
    }
}
