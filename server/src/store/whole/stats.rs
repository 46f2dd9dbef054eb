//! What a store holds and how it grows, in numbers that name nobody.

use super::{Place, reading::Reading};
use crate::store::OpenError;
use serde::Serialize;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Projects that are named for their size.
const HEAVIEST: usize = 10;

/// A store in numbers. Sizes are bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    pub projects: i64,
    /// Those who own or were given something, and those who no longer have anything.
    pub owners: i64,
    /// Browsers that were joined to an owner by a recovery link.
    pub joined_browsers: i64,
    pub revisions: i64,
    pub named_revisions: i64,
    /// Revisions that stand for several old saves.
    pub merged_revisions: i64,
    pub snapshots: i64,
    pub share_links: i64,
    /// What the database takes on the disk, its log included.
    pub database_bytes: i64,
    /// What of it is empty and will be used again; unknown for PostgreSQL.
    pub free_bytes: Option<i64>,
    /// The texts of edits and snapshots.
    pub edits_bytes: i64,
    pub snapshots_bytes: i64,
    pub growth: Vec<Growth>,
    pub heaviest: Vec<Heaviest>,
}

/// What was saved in the last days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Growth {
    pub days: i64,
    pub projects: i64,
    pub revisions: i64,
    pub bytes: i64,
}

/// One of the largest projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heaviest {
    pub project: String,
    pub revisions: i64,
    pub bytes: i64,
}

/// Counts a store, whether it is served or not.
///
/// # Errors
/// When it cannot be read.
pub async fn stats(place: &Place, now_ms: i64) -> Result<Stats, OpenError> {
    let mut reading = Reading::begin(place).await?;
    let sql = "SELECT (SELECT count(*) FROM projects) AS a, (SELECT count(*) FROM owners) AS b, (SELECT count(*) FROM browsers) AS c,
                   (SELECT count(*) FROM revisions) AS d, (SELECT count(*) FROM names) AS e, (SELECT count(*) FROM merges) AS f,
                   (SELECT count(*) FROM snapshots) AS g, (SELECT count(*) FROM shares) AS h,
                   (SELECT CAST(coalesce(sum(octet_length(edits)), 0) AS bigint) FROM revisions) AS i,
                   (SELECT CAST(coalesce(sum(octet_length(design)), 0) AS bigint) FROM snapshots) AS j";
    let counted = reading.numbers(sql, &[]).await?;
    let number = |i: usize| counted.get(i).copied().unwrap_or(0);
    let (database_bytes, free_bytes) = sizes(place, &mut reading).await?;
    let mut growth = Vec::new();
    for days in [1, 7, 30] {
        let sql = "SELECT (SELECT count(*) FROM projects WHERE created_ms >= $1) AS a, count(*) AS b,
                       CAST(coalesce(sum(octet_length(edits)), 0) AS bigint) AS c
                   FROM revisions WHERE saved_ms >= $1";
        if let [projects, revisions, bytes] = reading.numbers(sql, &[now_ms - days * DAY_MS]).await?[..] {
            growth.push(Growth { days, projects, revisions, bytes });
        }
    }
    let sql = format!(
        "SELECT r.project, count(*) AS a, CAST(sum(octet_length(r.edits)) + coalesce(
             (SELECT sum(octet_length(s.design)) FROM snapshots s WHERE s.project = r.project), 0) AS bigint) AS bytes
         FROM revisions r GROUP BY r.project ORDER BY bytes DESC, r.project LIMIT {HEAVIEST}"
    );
    let heaviest = reading.listed(&sql, &[]).await?.into_iter().filter_map(|(project, numbers)| match numbers[..] {
        [revisions, bytes] => Some(Heaviest { project, revisions, bytes }),
        _ => None,
    });
    let stats = Stats {
        projects: number(0),
        owners: number(1),
        joined_browsers: number(2),
        revisions: number(3),
        named_revisions: number(4),
        merged_revisions: number(5),
        snapshots: number(6),
        share_links: number(7),
        database_bytes,
        free_bytes,
        edits_bytes: number(8),
        snapshots_bytes: number(9),
        growth,
        heaviest: heaviest.collect(),
    };
    reading.end().await?;
    Ok(stats)
}

/// On the disk, and free of that.
async fn sizes(place: &Place, reading: &mut Reading) -> Result<(i64, Option<i64>), OpenError> {
    match place {
        Place::File(path) => {
            let sql = "SELECT (SELECT freelist_count FROM pragma_freelist_count) * (SELECT page_size FROM pragma_page_size) AS a";
            let free = reading.numbers(sql, &[]).await?.first().copied();
            let bytes = |suffix: &str| {
                let length = std::fs::metadata(format!("{}{suffix}", path.display())).map_or(0, |metadata| metadata.len());
                i64::try_from(length).unwrap_or(i64::MAX)
            };
            Ok((bytes("") + bytes("-wal"), free))
        }
        Place::Postgres(_) => {
            let size = reading.numbers("SELECT pg_database_size(current_database()) AS a", &[]).await?;
            Ok((size.first().copied().unwrap_or(0), None))
        }
    }
}
