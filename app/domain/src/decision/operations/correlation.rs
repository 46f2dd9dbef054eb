//! Whether one id follows a request through every part.

use crate::decision::{
    Theme,
    case::{Case, parts},
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    design::Observability,
    discovery::proposal::verdict::{capital, plural},
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "correlation",
    subject: "Correlation ids",
    theme: Theme::Operations,
    questions: &["observability"],
    rules: &["OPS104"],
    about: |design| whole(parts(design).len() > 1),
    choice: |case| slug_of(ROWS, &case.design.platform.observability.correlation_ids),
    criteria,
    options: |case| {
        candidates(ROWS, case, |_| Observability::CORRELATION_IDS)
            .into_iter()
            .map(|one| if one.slug == NO_IDS { one.never(NEVER) } else { one })
            .collect()
    },
    words: |case, chosen| {
        let context = format!(
            "{} answer one request together. When something goes wrong, somebody has to find the lines that belong to it.",
            capital(&plural(case.parts().len() as u64, "part"))
        );
        words(ROWS, chosen, context, case.parts().into_iter().cloned().collect())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.observability.correlation_ids = value;
        }
    },
};

const NO_IDS: &str = "none";
const NEVER: &str = "Groundplan proposes it to nobody: an id costs a header, and its absence a night";

fn criteria(_: &Case<'_>) -> Vec<Criterion> {
    vec![criterion("Finds every line of one request", 4), criterion("Little to build", 1)]
}

const ROWS: &[Row<bool>] = &[
    Row {
        value: true,
        slug: "ids",
        name: "One id for each request",
        icon: "route",
        title: "One id follows each request",
        marks: |_| vec![mark(4, "by one search"), mark(3, "a header, passed on")],
        good: &["One search shows what every part did for a request", "People can be asked for the id they see on an error page"],
        bad: &["Every call and every event must pass it on; one that forgets breaks the thread"],
        revisit: "Traces carry the same id everywhere. Then one of the two is enough.",
    },
    Row {
        value: false,
        slug: NO_IDS,
        name: "No ids",
        icon: "circle-x",
        title: "Lines are found by their time",
        marks: |_| vec![mark(0, "by guessing"), mark(4, "nothing")],
        good: &["Nothing to pass on"],
        bad: &["What belongs together is found by time and luck", "Two people with the same problem look like one"],
        revisit: "The first fault that nobody can follow.",
    },
];
