//! What `groundplan check` asks PostgreSQL, and how it mends it.

use super::{bring_up_to_date, connect_existing, writes};
use crate::store::{
    OpenError, StoreError,
    chain::{Chain, Mark},
    inspection::{KeptRow, MergeRow, PROJECTS_AT_ONCE, ProjectRow, SAVES_AT_ONCE},
    model::{signed, unsigned},
};
use sqlx::{Executor, PgConnection};

/// Revision, chain, summary, the revision that was made for, and format.
type FoundProject = (i64, Option<Vec<u8>>, String, i64, i64);

#[derive(Debug)]
pub(in crate::store) struct Inspector {
    connection: PgConnection,
    repair: bool,
}

fn mark(revision: i64, chain: Option<&[u8]>) -> Mark {
    Mark { revision: unsigned(revision), chain: Chain::read(chain) }
}

impl Inspector {
    /// Only reads, and leaves the tables as they are, unless it may repair.
    pub(in crate::store) async fn connect(url: &str, repair: bool) -> Result<Self, OpenError> {
        if repair {
            bring_up_to_date(url).await?;
        }
        Ok(Self { connection: connect_existing(url).await?, repair })
    }
    /// PostgreSQL answers for its files itself.
    pub(in crate::store) async fn whole(&mut self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
    pub(in crate::store) async fn projects(&mut self, after: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT id FROM projects WHERE id COLLATE \"C\" > $1 ORDER BY id COLLATE \"C\" LIMIT $2";
        Ok(sqlx::query_scalar(sql).bind(after).bind(PROJECTS_AT_ONCE).fetch_all(&mut self.connection).await?)
    }
    pub(in crate::store) async fn begin(&mut self) -> Result<(), StoreError> {
        self.connection.execute(if self.repair { "BEGIN" } else { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" }).await?;
        Ok(())
    }
    pub(in crate::store) async fn commit(&mut self) -> Result<(), StoreError> {
        self.connection.execute("COMMIT").await?;
        Ok(())
    }
    pub(in crate::store) async fn roll_back(&mut self) -> Result<(), StoreError> {
        self.connection.execute("ROLLBACK").await?;
        Ok(())
    }
    pub(in crate::store) async fn project(&mut self, id: &str) -> Result<Option<ProjectRow>, StoreError> {
        let sql = if self.repair {
            "SELECT revision, chain, summary, summary_revision, format FROM projects WHERE id = $1 FOR UPDATE"
        } else {
            "SELECT revision, chain, summary, summary_revision, format FROM projects WHERE id = $1"
        };
        let row: Option<FoundProject> = sqlx::query_as(sql).bind(id).fetch_optional(&mut self.connection).await?;
        Ok(row.map(|(revision, chain, summary, made_for, format)| ProjectRow {
            head: mark(revision, chain.as_deref()),
            summary: summary.into_bytes(),
            summary_revision: unsigned(made_for),
            format: unsigned(format),
        }))
    }
    pub(in crate::store) async fn saves(&mut self, id: &str, after: u64) -> Result<Vec<KeptRow>, StoreError> {
        let sql = "SELECT n, chain, edits FROM revisions WHERE project = $1 AND n > $2 ORDER BY n LIMIT $3";
        let rows: Vec<(i64, Option<Vec<u8>>, String)> =
            sqlx::query_as(sql).bind(id).bind(signed(after)).bind(SAVES_AT_ONCE).fetch_all(&mut self.connection).await?;
        Ok(rows.into_iter().map(|(n, chain, edits)| KeptRow { mark: mark(n, chain.as_deref()), edits: edits.into_bytes() }).collect())
    }
    pub(in crate::store) async fn snapshots(&mut self, id: &str) -> Result<Vec<u64>, StoreError> {
        self.numbers("SELECT n FROM snapshots WHERE project = $1", id).await
    }
    pub(in crate::store) async fn aside(&mut self, id: &str) -> Result<Vec<u64>, StoreError> {
        self.numbers("SELECT n FROM set_aside WHERE project = $1", id).await
    }
    pub(in crate::store) async fn lost(&mut self, id: &str) -> Result<Vec<u64>, StoreError> {
        self.numbers("SELECT n FROM set_aside WHERE project = $1 AND reason = 'missing'", id).await
    }
    /// PostgreSQL takes no other texts than those in UTF-8.
    pub(in crate::store) async fn damaged_texts(&mut self, _: &str) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
    pub(in crate::store) async fn note_lost(&mut self, id: &str, first: u64, last: u64) -> Result<(), StoreError> {
        let sql = "INSERT INTO set_aside (project, n, saved_ms, label, edit_count, edits, client_save, chain, aside_ms, reason)
                   SELECT $1, n, 0, 'Missing', 0, '[]', '', NULL, $4, 'missing' FROM generate_series($2::bigint, $3::bigint) lost (n)
                   ON CONFLICT DO NOTHING";
        let now_ms = crate::clock::now_ms();
        sqlx::query(sql).bind(id).bind(signed(first)).bind(signed(last)).bind(now_ms).execute(&mut self.connection).await?;
        Ok(())
    }
    pub(in crate::store) async fn merges(&mut self, id: &str) -> Result<Vec<MergeRow>, StoreError> {
        let sql = "SELECT n, first, seal FROM merges WHERE project = $1";
        let rows: Vec<(i64, i64, Option<Vec<u8>>)> = sqlx::query_as(sql).bind(id).fetch_all(&mut self.connection).await?;
        let row = |(n, first, seal): (i64, i64, Option<Vec<u8>>)| MergeRow {
            n: unsigned(n),
            first: unsigned(first),
            seal: Chain::read(seal.as_deref()),
        };
        Ok(rows.into_iter().map(row).collect())
    }
    async fn numbers(&mut self, sql: &'static str, id: &str) -> Result<Vec<u64>, StoreError> {
        let numbers: Vec<i64> = sqlx::query_scalar(sql).bind(id).fetch_all(&mut self.connection).await?;
        Ok(numbers.into_iter().map(unsigned).collect())
    }
    pub(in crate::store) async fn snapshot(&mut self, id: &str, n: u64) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT design FROM snapshots WHERE project = $1 AND n = $2";
        let text: String = sqlx::query_scalar(sql).bind(id).bind(signed(n)).fetch_one(&mut self.connection).await?;
        Ok(text.into_bytes())
    }

    pub(in crate::store) async fn set_chain(&mut self, id: &str, n: u64, chain: Option<Chain>) -> Result<(), StoreError> {
        let sql = "UPDATE revisions SET chain = $3 WHERE project = $1 AND n = $2";
        sqlx::query(sql).bind(id).bind(signed(n)).bind(chain.map(|chain| chain.0.to_vec())).execute(&mut self.connection).await?;
        Ok(())
    }
    pub(in crate::store) async fn set_seal(&mut self, id: &str, n: u64, seal: Option<Chain>) -> Result<(), StoreError> {
        let sql = "UPDATE merges SET seal = $3 WHERE project = $1 AND n = $2";
        sqlx::query(sql).bind(id).bind(signed(n)).bind(seal.map(|seal| seal.0.to_vec())).execute(&mut self.connection).await?;
        Ok(())
    }
    pub(in crate::store) async fn set_head(&mut self, id: &str, head: Mark, name: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE projects SET revision = $2, chain = $3, name = $4 WHERE id = $1")
            .bind(id)
            .bind(signed(head.revision))
            .bind(head.chain.map(|chain| chain.0.to_vec()))
            .bind(name)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }
    pub(in crate::store) async fn set_summary(&mut self, id: &str, revision: u64, text: &str) -> Result<(), StoreError> {
        let sql = "UPDATE projects SET summary = $3, summary_revision = $2 WHERE id = $1";
        sqlx::query(sql).bind(id).bind(signed(revision)).bind(text).execute(&mut self.connection).await?;
        Ok(())
    }
    pub(in crate::store) async fn keep_snapshot(&mut self, id: &str, n: u64, text: &str) -> Result<(), StoreError> {
        writes::keep_snapshot(&mut self.connection, id, n, text).await
    }
    pub(in crate::store) async fn drop_snapshot(&mut self, id: &str, n: u64) -> Result<(), StoreError> {
        let sql = "DELETE FROM snapshots WHERE project = $1 AND n = $2";
        sqlx::query(sql).bind(id).bind(signed(n)).execute(&mut self.connection).await?;
        Ok(())
    }
    pub(in crate::store) async fn set_aside(&mut self, id: &str, after: u64, to: u64, reason: &str) -> Result<(), StoreError> {
        writes::set_aside(&mut self.connection, id, after, to, crate::clock::now_ms(), reason).await
    }
    pub(in crate::store) async fn weigh(&mut self, id: &str) -> Result<(), StoreError> {
        writes::weigh(&mut self.connection, id).await
    }
    pub(in crate::store) async fn append_note(&mut self, id: &str, mark: Mark, label: &str, name: &str) -> Result<(), StoreError> {
        let (n, chain) = (signed(mark.revision), mark.chain.map(|chain| chain.0.to_vec()));
        let sql = "INSERT INTO revisions (project, n, saved_ms, label, edit_count, edits, client_save, chain)
                   VALUES ($1, $2, $3, $4, 0, '[]', '', $5)";
        sqlx::query(sql).bind(id).bind(n).bind(crate::clock::now_ms()).bind(label).bind(chain).execute(&mut self.connection).await?;
        self.set_head(id, mark, name).await
    }
}
