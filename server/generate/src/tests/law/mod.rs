//! The law: every value that somebody can choose changes a file that runs, or says that it does not. A bundle is built for each value
//! and compared with the one without it. There is no list of exceptions; what says too much or too little about itself fails here.

mod answers;
mod bundles;
mod choices;
mod drawing;
mod probes;
mod table;

use super::*;
use bundles::Running;
use domain::standing::Standing;

/// A value somebody can choose, with the Designs it is tried in.
struct Value {
    /// Where it is chosen: `Platform: secrets`.
    place: String,
    /// What is chosen: `HashiCorp Vault`.
    name: String,
    standing: Standing,
    /// What stands there when nobody chooses, on one of the targets: what the others are compared with.
    is_default: bool,
    trials: Vec<Trial>,
}

/// One way to see what a value does.
struct Trial {
    /// The Design without it.
    before: Design,
    /// The Design with it; for an open value one for each of several values besides the default.
    after: Vec<Design>,
    /// The part that its absence is looked for in.
    part: String,
}

impl Trial {
    fn of(before: &Design, after: Design, part: &str) -> Self {
        Self { before: before.clone(), after: vec![after], part: part.to_owned() }
    }
}

/// Every value, in the order of the table.
fn values() -> Vec<Value> {
    [choices::platform(), choices::watching(), drawing::technologies(), drawing::kinds(), drawing::fields(), answers::all()]
        .into_iter()
        .flatten()
        .collect()
}

/// What the bundles say about a value: the first file that it changes, if any.
enum Found {
    Changes(String),
    Nothing,
    /// It is what the others are compared with.
    Default,
}

/// Builds the bundles of a value.
fn tried(value: &Value, running: &Running) -> Found {
    if value.is_default && value.standing == Standing::Realised {
        return Found::Default;
    }
    for trial in &value.trials {
        let before = running.files(&trial.before);
        let changed: Vec<Option<String>> = trial.after.iter().map(|after| running.files(after).differs(&before)).collect();
        // An open value counts when two of its values do something; a planned one fails when one does.
        let enough = if matches!(value.standing, Standing::Planned { .. }) { 1 } else { changed.len().min(2) };
        let mut paths = changed.into_iter().flatten();
        if let Some(path) = paths.nth(enough - 1) {
            return Found::Changes(path);
        }
    }
    Found::Nothing
}

/// What is wrong with what a value says about itself.
fn broken(value: &Value, running: &Running) -> (Found, Option<String>) {
    let found = tried(value, running);
    let why = match (value.standing, &found) {
        (Standing::Realised | Standing::Partial { .. }, Found::Nothing) => Some("changes no file that runs".to_owned()),
        (Standing::Planned { .. }, Found::Changes(path)) => Some(format!("is planned, and changes {path}")),
        (Standing::Partial { absent, .. }, Found::Changes(_)) => {
            let lacks = |trial: &Trial| trial.after.iter().all(|after| probes::lacks(absent, &running.files(after), &trial.part));
            (!value.trials.iter().all(lacks)).then(|| format!("says that it lacks {absent:?}, which is there"))
        }
        _ => None,
    };
    (found, why)
}

#[test]
fn every_value_is_what_it_says() {
    let running = Running::default();
    let values = values();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut rows = Vec::new();
        while let Some((i, value)) = Some(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)).and_then(|i| Some((i, values.get(i)?))) {
            let (found, why) = broken(value, &running);
            rows.push((i, found, why));
        }
        rows
    };
    let mut rows: Vec<(usize, Found, Option<String>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    rows.sort_by_key(|(i, ..)| *i);
    let wrong: Vec<String> =
        rows.iter().filter_map(|(i, _, why)| Some(format!("{}, {}: {}", values[*i].place, values[*i].name, why.as_ref()?))).collect();
    assert!(wrong.is_empty(), "{} of {} values:\n{}", wrong.len(), values.len(), wrong.join("\n"));
    table::keep(&values, &rows);
}
