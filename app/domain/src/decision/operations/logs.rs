//! What keeps the logs.

use crate::decision::{
    Theme,
    case::{Case, audited},
    topic::{Candidate, Criterion, Topic, Words, bad, criterion, good, mark, whole},
};
use crate::discovery::{
    brief::{Budget, Volume},
    proposal::place::technology,
};

/// The stores of the catalogue, the plainest first.
const OPTIONS: [&str; 2] = ["loki", ELASTICSEARCH];
const ELASTICSEARCH: &str = "elasticsearch";

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "logs",
    subject: "Logs",
    theme: Theme::Operations,
    questions: &["observability", "budget", "compliance", "data-volume"],
    rules: &["OPS105", "COST104"],
    about: |design| whole(design.platform.observability.logs.is_some()),
    choice: |case| case.design.platform.observability.logs.as_ref().map(ToString::to_string).unwrap_or_default(),
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| design.platform.observability.logs = Some(technology(option)),
};

/// Elasticsearch is searched for the business already, so that somebody knows how to look after it.
fn runs_elasticsearch(case: &Case<'_>) -> bool {
    case.design.elements.values().any(|element| element.technology.as_ref().is_some_and(|technology| technology.as_str() == ELASTICSEARCH))
}

/// Months of lines will be searched: somebody asks who did what, there is much of it, and no part keeps a trail of its own.
fn is_searched(case: &Case<'_>) -> bool {
    audited(case) && case.brief.volume >= Volume::Large && !case.brief.has("audit")
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let rich = case.brief.budget == Budget::More;
    vec![
        criterion("Finds any word in months of lines", if is_searched(case) { 5 } else { 1 }),
        criterion("Little memory and disk", if rich { 1 } else { 3 }),
        criterion("Beside the numbers, on one page", 2),
        criterion("Counts and compares what lines say", if is_searched(case) { 2 } else { 1 }),
        criterion("Somebody knows how to run it", u32::from(runs_elasticsearch(case))),
    ]
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let known = if runs_elasticsearch(case) { mark(4, "it runs here already") } else { mark(1, "nobody yet") };
    OPTIONS
        .iter()
        .map(|slug| match *slug {
            "loki" => Candidate::watching(
                slug,
                vec![
                    mark(1, "by label, then line by line"),
                    mark(4, "half a gigabyte, labels only"),
                    mark(4, "in Grafana"),
                    mark(2, "by its queries"),
                    mark(2, "little to know"),
                ],
            ),
            _ => {
                let marks = vec![
                    mark(4, "from an index of every word"),
                    mark(0, "three gigabytes, and the index"),
                    mark(2, "in Kibana; Grafana reads it too"),
                    mark(4, "by any field"),
                    known.clone(),
                ];
                Candidate { name: "Elasticsearch, Filebeat and Kibana (ELK)".to_owned(), ..Candidate::watching(slug, marks) }
            }
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let (title, consequences, revisit) = if chosen.slug == ELASTICSEARCH {
        (
            "Elasticsearch keeps the logs".to_owned(),
            vec![
                good("Any word of any line is found at once, months later as well"),
                good("Kibana counts and draws what the lines say, by any field"),
                bad("Takes more memory than many of the parts it listens to"),
                bad("Every field is indexed: one that changes its type is refused, and disks fill sooner"),
            ],
            "Nobody has searched further back than a few days, or memory is short.",
        )
    } else {
        (
            format!("{} keeps the logs", chosen.name),
            vec![
                good("Small: it indexes a few labels, and the lines lie packed beside them"),
                good("Grafana shows the lines of the very minute a number went wrong"),
                bad("A word without a label is looked for line by line; over months that is slow"),
            ],
            "Somebody must search months of lines for one word, and do so often.",
        )
    };
    Words {
        title,
        context: format!(
            "{} parts print a line for each request, with the id that leads from part to part. Something has to collect them, keep them for a while and find them again.",
            case.parts().len()
        ),
        consequences,
        revisit_when: revisit.to_owned(),
        elements: Vec::new(),
    }
}
