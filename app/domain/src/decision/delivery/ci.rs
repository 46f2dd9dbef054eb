//! What tests and builds each change.

use crate::decision::{
    Mark, Theme,
    case::{Case, parts},
    table::{Row, candidates, slug_of, value_of, words},
    topic::{Criterion, Topic, criterion, mark, whole},
};
use crate::{
    design::Pipeline,
    discovery::{
        brief::{Operations, Repository},
        proposal::verdict::{capital, plural},
    },
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "ci",
    subject: "Continuous integration",
    theme: Theme::Delivery,
    questions: &["repository", "operations"],
    rules: &["OPS106"],
    about: |design| whole(!parts(design).is_empty()),
    choice: |case| slug_of(ROWS, &case.design.platform.pipeline),
    criteria,
    options: |case| {
        candidates(ROWS, case, Pipeline::standing).into_iter().map(|one| if one.slug == BY_HAND { one.never(NEVER) } else { one }).collect()
    },
    words: |case, chosen| {
        let n = case.parts().len() as u64;
        let context = format!(
            "{} must be tested, built and checked for known holes on every change, {}.",
            capital(&plural(n, "part")),
            if n > 1 { "each on its own, so that one can be released without the others" } else { "before it goes anywhere" }
        );
        words(ROWS, chosen, context, Vec::new())
    },
    set: |design, _, _, option| {
        if let Some(value) = value_of(ROWS, option) {
            design.platform.pipeline = value;
        }
    },
};

const BY_HAND: &str = "none";
const NEVER: &str = "Groundplan proposes it to nobody: what no machine tests is tested by its users";

/// Each is at home where the code lives, and can be had elsewhere.
fn home(case: &Case<'_>, of: Repository) -> Mark {
    match (case.brief.repository == of, of) {
        (true, _) => mark(4, "there"),
        (false, Repository::Own) => mark(2, "anywhere"),
        (false, _) => mark(0, "elsewhere"),
    }
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    vec![
        criterion("Nothing of yours to run", if case.brief.operations == Operations::OnCall { 2 } else { 3 }),
        criterion("Known to most people", 2),
        criterion("Builds only what changed", if case.parts().len() > 1 { 2 } else { 1 }),
        criterion("Every change is tested", 3),
        criterion("Where the code lives", 6),
    ]
}

const ROWS: &[Row<Pipeline>] = &[
    Row {
        value: Pipeline::GithubActions,
        slug: "github-actions",
        name: "GitHub Actions",
        icon: "git-branch",
        title: "GitHub Actions tests and builds every change",
        marks: |case| {
            vec![
                mark(4, "hosted"),
                mark(4, "nearly everybody"),
                mark(3, "paths and a matrix"),
                mark(4, "yes"),
                home(case, Repository::Github),
            ]
        },
        good: &["Nothing to run, and the code is next to it", "One job a part: what has not changed is not built"],
        bad: &["Minutes beyond the free ones are paid for", "Actions of others run with your rights; pin them"],
        revisit: "The code moves elsewhere, or minutes cost more than a machine would.",
    },
    Row {
        value: Pipeline::GitlabCi,
        slug: "gitlab-ci",
        name: "GitLab CI",
        icon: "git-branch",
        title: "GitLab CI tests and builds every change",
        marks: |case| {
            vec![mark(3, "hosted, or your own"), mark(3, "many"), mark(3, "rules on paths"), mark(4, "yes"), home(case, Repository::Gitlab)]
        },
        good: &["Registry, environments and approvals come with it", "Runs on your own machines as well as hosted"],
        bad: &["Runners of your own want patching", "Fewer ready-made steps than elsewhere"],
        revisit: "The code moves elsewhere.",
    },
    Row {
        value: Pipeline::Jenkins,
        slug: "jenkins",
        name: "Jenkins",
        icon: "server",
        title: "Jenkins tests and builds every change",
        marks: |case| {
            vec![mark(0, "a server and its plugins"), mark(3, "many"), mark(2, "by script"), mark(4, "yes"), home(case, Repository::Own)]
        },
        good: &["Stays inside your own network", "Does whatever a script can do"],
        bad: &["A server that holds every key, to be patched often", "Plugins age, and so does what they hold together"],
        revisit: "Looking after it takes longer than it saves.",
    },
    Row {
        value: Pipeline::None,
        slug: BY_HAND,
        name: "By hand",
        icon: "circle-x",
        title: "Changes are tested and built by hand",
        marks: |_| {
            vec![mark(4, "nothing"), mark(4, "everybody"), mark(1, "by memory"), mark(0, "when somebody thinks of it"), mark(2, "anywhere")]
        },
        good: &["Nothing to set up"],
        bad: &["What works on one machine is what gets released", "A known hole in a library stays until somebody looks"],
        revisit: "A second person changes the code.",
    },
];
