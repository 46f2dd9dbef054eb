//! Writes a fixture of this version's store: its rows as SQL, once for SQLite and once for PostgreSQL. A release that changes the tables
//! or what they hold adds one; those of earlier releases stay as they are.

use anyhow::{Context, Result};
use domain::{
    Design, Edit,
    arbitrary::{self, Tape},
    protocol::{EditsRequest, Role},
    starters,
};
use rusqlite::{Connection, types::Value};
use server::store::{Hashed, NewShareLink, Save, Store, VersionName};
use std::{fmt::Write, path::PathBuf};
use tests::studio::root;

const OWNER: Hashed = Hashed([1; 32]);
/// Random edits of each project, most of which fit.
const EDITS: u32 = 150;

#[tokio::main]
async fn main() -> Result<()> {
    let newest = std::fs::read_dir(root().join("migrations/sqlite"))?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.get(..4).map(str::to_owned))
        .max()
        .context("there are no migrations")?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("fixture.db");
    fill(&Store::sqlite(&file)?).await?;
    let (sqlite, postgres) = dump(&Connection::open(&file)?)?;
    let place = |kind: &str| -> PathBuf { root().join(format!("tests/store/fixtures/{newest}.{kind}.sql")) };
    std::fs::write(place("sqlite"), sqlite)?;
    std::fs::write(place("postgres"), postgres)?;
    Ok(())
}

/// A blank design and a starter, changed in every way there is, and one of each other kind of row.
async fn fill(store: &Store) -> Result<()> {
    let starter = starters::all().first().context("there are no starters")?.design()?;
    for (id, design) in [("blank", Design::new("Blank")), ("starter", starter)] {
        store.create(OWNER, id.into(), design.clone(), 1_000).await?;
        let mut tape = Tape::new((0..100_000_u32).map(|i| i.wrapping_mul(2_654_435_761).rotate_right(13)).collect());
        let mut base = 1;
        let mut design = design;
        for i in 0..EDITS {
            let edit = arbitrary::edit(&mut tape, &design);
            if design.apply(edit.clone()).is_ok() {
                let request = request(base, i, edit);
                base = store.save(Save { actor: Some(OWNER), project: id.into(), request, now_ms: 2_000 + i64::from(i) }).await?.revision;
                design = (*store.open_project(Some(OWNER), id.into(), None).await?.design).clone();
            }
        }
    }
    let share = NewShareLink {
        id: "share".into(),
        project: "starter".into(),
        token: Hashed([9; 32]),
        role: Role::Edit,
        expires_ms: None,
        now_ms: 3_000,
    };
    store.create_share(Some(OWNER), share.clone()).await?;
    store.open_share(Hashed([2; 32]), Hashed([9; 32]), 4_000).await?;
    let expired = NewShareLink { id: "expired".into(), token: Hashed([8; 32]), expires_ms: Some(3_500), ..share };
    store.create_share(Some(OWNER), expired).await?;
    store.name_revision(Some(OWNER), VersionName { project: "blank".into(), revision: 1, name: "Begin".into(), now_ms: 5_000 }).await?;
    store.renew_recovery(OWNER, Hashed([7; 32]), 6_000).await?;
    store.join(Hashed([3; 32]), Hashed([7; 32]), 7_000).await?;
    store.close().await;
    Ok(())
}

fn request(base: u64, i: u32, edit: Edit) -> EditsRequest {
    EditsRequest { base, chain: None, client_save: format!("save-{i}"), edits: vec![edit], label: format!("Change {i}") }
}

/// Every row of every table, for SQLite and for PostgreSQL.
fn dump(connection: &Connection) -> Result<(String, String)> {
    let (mut sqlite, mut postgres) = (String::new(), String::new());
    let mut tables =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rootpage")?;
    let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    // Owners and projects come before what refers to them.
    let (first, rest): (Vec<_>, Vec<_>) = tables.into_iter().partition(|name| name == "owners" || name == "projects");
    for table in first.iter().chain(rest.iter().filter(|name| *name == "shares")).chain(rest.iter().filter(|name| *name != "shares")) {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = statement.column_names().join(", ");
        let width = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..width).map(|i| row.get(i)).collect::<Result<_, _>>()?;
            let text = |bytes: fn(&str) -> String| values.iter().map(|value| literal(value, bytes)).collect::<Vec<_>>().join(", ");
            writeln!(sqlite, "INSERT INTO {table} ({columns}) VALUES ({});", text(|hex| format!("x'{hex}'")))?;
            writeln!(postgres, "INSERT INTO {table} ({columns}) VALUES ({});", text(|hex| format!("'\\x{hex}'")))?;
        }
    }
    Ok((sqlite, postgres))
}

fn literal(value: &Value, bytes: fn(&str) -> String) -> String {
    match value {
        Value::Null => "NULL".into(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(blob) => bytes(&blob.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
    }
}
