//! Where things are: the top level, templates, migrations, snapshots.
use crate::{assert_none, files};
use std::collections::BTreeSet;

const TOP: [&str; 11] =
    ["Cargo.lock", "Cargo.toml", "LICENSE", "Makefile", "README.md", "app", "migrations", "public", "server", "style", "tests"];

fn unlike_the_plan(names: &[String]) -> Vec<String> {
    let present: BTreeSet<&str> =
        names.iter().map(|name| name.split('/').next().unwrap_or(name)).filter(|name| !name.starts_with('.')).collect();
    let planned = BTreeSet::from(TOP);
    let extra = present.difference(&planned).map(|name| format!("{name} does not belong at the top"));
    extra.chain(planned.difference(&present).map(|name| format!("{name} is missing at the top"))).collect()
}

#[test]
fn the_top_level_is_the_agreed_one() {
    assert_none("the top level", &unlike_the_plan(&files::names()));
    let mut names: Vec<String> = TOP.iter().skip(1).map(ToString::to_string).collect();
    names.extend([".gitignore".to_owned(), "docs/a.md".to_owned()]);
    assert_eq!(unlike_the_plan(&names), ["docs does not belong at the top", "Cargo.lock is missing at the top"]);
}

fn stray_templates(names: &[String]) -> Vec<String> {
    names.iter().filter(|name| name.ends_with(".tera") && !name.starts_with("server/generate/src/artefacts/")).cloned().collect()
}

#[test]
fn templates_live_beside_their_artefacts() {
    assert_none("templates outside artefacts/", &stray_templates(&files::names()));
    assert_eq!(
        stray_templates(&["server/src/page.tera".to_owned(), "server/generate/src/artefacts/compose/base.tera".to_owned()]),
        ["server/src/page.tera"]
    );
}

fn unpaired_migrations(names: &[String]) -> Vec<String> {
    let of = |store: &str| -> BTreeSet<&str> {
        names.iter().filter_map(|name| name.strip_prefix("migrations/")?.strip_prefix(store)?.strip_prefix('/')).collect()
    };
    of("sqlite").symmetric_difference(&of("postgres")).map(|name| format!("{name} is there for one store only")).collect()
}

#[test]
fn both_stores_have_the_same_migrations() {
    let names = files::names();
    assert!(names.iter().any(|name| name.starts_with("migrations/sqlite/")));
    assert_none("migrations", &unpaired_migrations(&names));
    let sample = ["migrations/sqlite/0001_a.sql", "migrations/postgres/0001_a.sql", "migrations/sqlite/0002_b.sql"].map(str::to_owned);
    assert_eq!(unpaired_migrations(&sample), ["0002_b.sql is there for one store only"]);
}

#[test]
fn no_snapshot_waits_for_a_decision() {
    let waiting: Vec<String> = files::names().into_iter().filter(|name| name.ends_with(".snap.new")).collect();
    assert_none("snapshots that were neither accepted nor refused", &waiting);
}
