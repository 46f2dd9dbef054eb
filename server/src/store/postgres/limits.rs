//! The counters of limits that replicas share: a table that need not survive a crash.

use crate::store::{LimitLevel, Settled, StoreError};
use sqlx::PgPool;

/// One statement adds what this replica served and reads what all of them served lately. A counter drains by the database's clock. The
/// rows of replicas have no capacity; those that hold less than a tenth are not worth telling.
const SETTLE: &str = "
    WITH clock AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms),
    added AS (SELECT * FROM unnest($1::bytea[], $2::float8[], $3::float8[], $4::float8[]) AS a (key, held, capacity, per_ms)),
    kept AS (
        INSERT INTO limits AS l (key, held, capacity, per_ms, changed_ms)
        SELECT a.key, a.held, a.capacity, a.per_ms, clock.ms FROM added a, clock ORDER BY a.key
        ON CONFLICT (key) DO UPDATE SET
            held = greatest(0, l.held - l.per_ms * greatest(0, excluded.changed_ms - l.changed_ms)) + excluded.held,
            capacity = excluded.capacity, per_ms = excluded.per_ms, changed_ms = greatest(l.changed_ms, excluded.changed_ms)
        RETURNING l.key, l.held, l.capacity, l.per_ms)
    SELECT key, held, capacity, per_ms FROM kept WHERE capacity > 0
    UNION ALL
    (SELECT l.key, greatest(0, l.held - l.per_ms * (clock.ms - l.changed_ms)), l.capacity, l.per_ms FROM limits l, clock
     WHERE l.changed_ms > clock.ms - 3000 AND l.held > l.capacity / 10 AND l.capacity > 0
       AND NOT EXISTS (SELECT FROM added a WHERE a.key = l.key) LIMIT 10000)
    UNION ALL
    SELECT NULL, count(*)::float8, 0, 0 FROM limits l, clock WHERE l.capacity = 0 AND l.changed_ms > clock.ms - 5000 AND l.key <> $5";
/// Counters that have drained, and replicas that are gone.
const FORGET: &str = "
    DELETE FROM limits WHERE changed_ms < (extract(epoch FROM clock_timestamp()) * 1000)::bigint - 60000
        AND held <= per_ms * ((extract(epoch FROM clock_timestamp()) * 1000)::bigint - changed_ms)";

/// Adds what was served here, and tells what was served anywhere.
pub(super) async fn settle(pool: &PgPool, replica: [u8; 16], added: Vec<LimitLevel>) -> Result<Settled, StoreError> {
    let own = LimitLevel { key: replica, held: 0.0, capacity: 0.0, per_ms: 0.0 };
    let all = || added.iter().chain([&own]);
    let keys: Vec<Vec<u8>> = all().map(|level| level.key.to_vec()).collect();
    let numbers = |of: fn(&LimitLevel) -> f64| all().map(of).collect::<Vec<f64>>();
    let rows: Vec<(Option<Vec<u8>>, f64, f64, f64)> = sqlx::query_as(SETTLE)
        .bind(keys)
        .bind(numbers(|level| level.held))
        .bind(numbers(|level| level.capacity))
        .bind(numbers(|level| level.per_ms))
        .bind(replica.to_vec())
        .fetch_all(pool)
        .await?;
    let mut settled = Settled { replicas: 1, levels: Vec::with_capacity(rows.len()) };
    for (key, held, capacity, per_ms) in rows {
        match key.map(<[u8; 16]>::try_from) {
            None => settled.replicas += held as u32,
            Some(Ok(key)) => settled.levels.push(LimitLevel { key, held, capacity, per_ms }),
            Some(Err(_)) => return Err(StoreError::Corrupt("a counter of limits has no key of 16 bytes".into())),
        }
    }
    Ok(settled)
}

pub(super) async fn forget_drained(pool: &PgPool) -> Result<(), StoreError> {
    sqlx::query(FORGET).execute(pool).await?;
    Ok(())
}
