//! What keeps the traces.

use crate::decision::{
    Theme,
    case::Case,
    topic::{Candidate, Criterion, Topic, Words, bad, criterion, good, mark, whole},
};
use crate::discovery::{
    brief::{Budget, CurrentSystem, Volume},
    proposal::place::technology,
};

/// The stores of the catalogue, the plainest first.
const OPTIONS: [&str; 3] = ["jaeger", "zipkin", "tempo"];

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "traces",
    subject: "Traces",
    theme: Theme::Operations,
    questions: &["observability", "budget", "data-volume", "current-system", "stack"],
    rules: &["OPS103"],
    about: |design| whole(design.platform.observability.traces.is_some()),
    choice: |case| case.design.platform.observability.traces.as_ref().map(ToString::to_string).unwrap_or_default(),
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| design.platform.observability.traces = Some(technology(option)),
};

/// Spring services of before report to Zipkin by habit: its format was the one their libraries came with.
fn has_spring(case: &Case<'_>) -> bool {
    case.brief.current_system == CurrentSystem::Services && case.brief.stack.contains(&"java-spring")
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let much = case.brief.volume >= Volume::Huge || case.brief.peak_rps >= 20_000;
    vec![
        criterion("Finds a slow call by what it was", 3),
        criterion("Keeps weeks of them cheaply", if much { 4 } else { 1 }),
        criterion("Little to run", if case.brief.budget <= Budget::Under250 { 3 } else { 2 }),
        criterion("Speaks OpenTelemetry", 2),
        criterion("What runs already sends to it", if has_spring(case) { 6 } else { 0 }),
    ]
}

fn options(_: &Case<'_>) -> Vec<Candidate> {
    OPTIONS
        .iter()
        .map(|slug| {
            let marks = match *slug {
                "jaeger" => vec![
                    mark(4, "by any field"),
                    mark(1, "in memory, or a store"),
                    mark(3, "one program"),
                    mark(4, "wholly"),
                    mark(1, "takes its format too"),
                ],
                "zipkin" => vec![
                    mark(3, "by name and tag"),
                    mark(1, "in memory, or a store"),
                    mark(4, "one small program"),
                    mark(2, "by the collector"),
                    mark(4, "as it is"),
                ],
                _ => vec![
                    mark(3, "in Grafana"),
                    mark(4, "in plain files"),
                    mark(2, "one program, a file to tune"),
                    mark(4, "wholly"),
                    mark(1, "takes its format too"),
                ],
            };
            Candidate::watching(slug, marks)
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let (consequences, revisit) = match chosen.slug.as_str() {
        "tempo" => (
            vec![
                good("Traces lie in plain files or in an object store: weeks of them cost little"),
                good("Grafana leads from a number to its trace"),
                bad("Has no page of its own; without Grafana nothing is seen"),
            ],
            "Nobody looks at traces older than a day.",
        ),
        "zipkin" => (
            vec![good("One small program with a plain page"), bad("Its model is older; links and events of spans are lost on the way")],
            "Something in the traces is missing that OpenTelemetry had recorded.",
        ),
        _ => (
            vec![
                good("Shows the way of one request through every part, and where it waited"),
                good("OpenTelemetry from end to end"),
                bad("Without a store of its own it forgets at every restart"),
            ],
            "Traces must outlive a restart, or more than a day of them is wanted.",
        ),
    };
    Words {
        title: format!("{} keeps the traces", chosen.name),
        context: format!(
            "{} parts send what each call took by OpenTelemetry to one collector. Something has to keep that and show it.",
            case.parts().len()
        ),
        consequences,
        revisit_when: revisit.to_owned(),
        elements: Vec::new(),
    }
}
