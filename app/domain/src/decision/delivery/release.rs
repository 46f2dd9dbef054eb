//! How a new version reaches its users.

use crate::decision::{
    Theme,
    case::{Case, parts},
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, WISH_WEIGHT, criterion, mark, whole},
};
use crate::{
    design::ReleaseStrategy,
    discovery::{brief::Budget, proposal::verdict::plural},
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "release",
    subject: "Releases",
    theme: Theme::Delivery,
    questions: &["release", "availability", "budget", "target"],
    rules: &["TEAM102", "COM109"],
    about: |design| whole(!parts(design).is_empty()),
    choice: |case| slug_of(ROWS, &case.design.platform.release),
    criteria,
    options: |case| {
        let mut all = candidates(ROWS, case, ReleaseStrategy::standing);
        if let Some(asked) = asked(case) {
            for candidate in &mut all {
                let yes = value_of(ROWS, &candidate.slug) == Some(asked);
                candidate.marks.push(if yes { mark(4, "yes") } else { mark(0, "no") });
            }
        }
        all
    },
    words: |case, chosen| {
        let n = case.parts().len() as u64;
        let context = format!(
            "{} get new versions while people use them. {} allows {:.0} minutes a month in which they do not work, and a release must not use them up.",
            plural(n, "part"),
            case.brief.availability,
            case.brief.availability.downtime_minutes_per_month()
        );
        words(ROWS, chosen, context, case.parts().into_iter().cloned().collect())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.release = value;
        }
    },
};

/// What a person asked for; nothing when they left it open.
fn asked(case: &Case<'_>) -> Option<ReleaseStrategy> {
    (case.is_asked() && !case.brief.assumed.contains(&"release")).then_some(case.brief.release)
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let careful = case.brief.availability.percent() >= 99.99;
    let mut all = vec![
        criterion("No break while it changes", 2),
        criterion("Few people meet a mistake", if careful { 2 } else { 1 }),
        criterion("Back to the old version at once", 1),
        criterion("Little to build and to pay", if case.brief.budget <= Budget::Under250 { 3 } else { 2 }),
    ];
    if asked(case).is_some() {
        all.push(criterion("Asked for", WISH_WEIGHT));
    }
    all
}

const ROWS: &[Row<ReleaseStrategy>] = &[
    Row {
        value: ReleaseStrategy::Rolling,
        slug: "rolling",
        name: "Rolling",
        icon: "refresh-cw",
        title: "One copy after the other gets the new version",
        marks: |_| {
            vec![mark(3, "with two copies"), mark(2, "those on new copies"), mark(2, "roll back"), mark(4, "comes with the platform")]
        },
        good: &["Every platform does it, and nothing more has to be paid", "A new copy that does not become ready stops the release"],
        bad: &["Two versions answer at the same time; both must understand the same data", "Going back takes as long as going forward"],
        revisit: "A bad release reached everybody before anybody noticed.",
    },
    Row {
        value: ReleaseStrategy::BlueGreen,
        slug: "blue-green",
        name: "Blue-green",
        icon: "copy",
        title: "A second set runs before the switch",
        marks: |_| vec![mark(4, "a switch"), mark(1, "everybody"), mark(4, "switch back"), mark(1, "everything twice")],
        good: &["The new version is tried in its real place before anybody sees it", "Going back is one switch"],
        bad: &["Everything runs twice during a release", "Both sets share the data, so its changes must suit both"],
        revisit: "Everything twice costs more than a careful start would.",
    },
    Row {
        value: ReleaseStrategy::Canary,
        slug: "canary",
        name: "Canary",
        icon: "gauge",
        title: "A few users meet the new version first",
        marks: |_| {
            vec![mark(4, "step by step"), mark(4, "a few in a hundred"), mark(3, "stop the step"), mark(0, "a controller, good metrics")]
        },
        good: &["A mistake is found while few people see it", "Numbers decide, not courage"],
        bad: &["Needs enough traffic for a few in a hundred to say something", "A controller and alerts have to be built and trusted"],
        revisit: "Too few people use it for a small share of them to show a mistake.",
    },
];
