//! What `groundplan check` asks the SQLite file, and how it mends it.

use super::{aside, open, writes};
use crate::store::{
    OpenError, StoreError,
    chain::{Chain, Mark},
    inspection::{KeptRow, MergeRow, PROJECTS_AT_ONCE, ProjectRow, SAVES_AT_ONCE},
    model::{signed, unsigned},
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::Path;

#[derive(Debug)]
pub(in crate::store) struct Inspector {
    connection: Connection,
    repair: bool,
}

fn bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    use rusqlite::types::ValueRef::{Blob, Text};
    Ok(match row.get_ref(column)? {
        Text(bytes) | Blob(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    })
}

/// Texts beside the edits: what each is, where it is found with its save, and how it is written.
const TEXTS: [(&str, &str, &str); 4] = [
    ("the name of the design", "SELECT 0, name FROM projects WHERE id = ?1", "UPDATE projects SET name = ?3 WHERE id = ?1 AND ?2 = 0"),
    ("the label", "SELECT n, label FROM revisions WHERE project = ?1", "UPDATE revisions SET label = ?3 WHERE project = ?1 AND n = ?2"),
    (
        "the client's name",
        "SELECT n, client_save FROM revisions WHERE project = ?1",
        "UPDATE revisions SET client_save = ?3 WHERE project = ?1 AND n = ?2",
    ),
    ("the name", "SELECT n, name FROM names WHERE project = ?1", "UPDATE names SET name = ?3 WHERE project = ?1 AND n = ?2"),
];

fn mark(row: &Row<'_>, revision: usize, chain: usize) -> rusqlite::Result<Mark> {
    Ok(Mark { revision: unsigned(row.get(revision)?), chain: Chain::read(Some(&bytes(row, chain)?)) })
}

impl Inspector {
    /// Only reads, and leaves the tables as they are, unless it may repair.
    pub(in crate::store) fn open(path: &Path, repair: bool) -> Result<Self, OpenError> {
        aside::refuse_rest(path)?;
        if !path.exists() {
            return Err(OpenError(format!("there is no database at {}", path.display())));
        }
        let connection = if repair { open::writer(path)? } else { open::existing(path)? };
        Ok(Self { connection, repair })
    }
    /// What is wrong with the file as such.
    pub(in crate::store) fn whole(&mut self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let said = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let foreign = self.connection.prepare("PRAGMA foreign_key_check")?.query_map([], |row| row.get::<_, String>(0))?.count();
        let mut wrong: Vec<String> =
            said.into_iter().filter(|line| line != "ok").map(|line| format!("the file is damaged: {line}")).collect();
        if foreign > 0 {
            wrong.push(format!("{foreign} rows belong to nothing"));
        }
        Ok(wrong)
    }
    pub(in crate::store) fn projects(&mut self, after: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM projects WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        Ok(statement.query_map(params![after, PROJECTS_AT_ONCE], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
    pub(in crate::store) fn begin(&mut self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(if self.repair { "BEGIN IMMEDIATE" } else { "BEGIN" })?)
    }
    pub(in crate::store) fn commit(&mut self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("COMMIT")?)
    }
    pub(in crate::store) fn roll_back(&mut self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("ROLLBACK")?)
    }
    pub(in crate::store) fn project(&mut self, id: &str) -> Result<Option<ProjectRow>, StoreError> {
        let sql = "SELECT revision, chain, summary, summary_revision, format FROM projects WHERE id = ?1";
        let read = |row: &Row<'_>| {
            let (summary_revision, format) = (unsigned(row.get(3)?), unsigned(row.get(4)?));
            Ok(ProjectRow { head: mark(row, 0, 1)?, summary: bytes(row, 2)?, summary_revision, format })
        };
        Ok(self.connection.prepare_cached(sql)?.query_row([id], read).optional()?)
    }
    pub(in crate::store) fn saves(&mut self, id: &str, after: u64) -> Result<Vec<KeptRow>, StoreError> {
        let sql = "SELECT n, chain, edits FROM revisions WHERE project = ?1 AND n > ?2 ORDER BY n LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement
            .query_map(params![id, signed(after), SAVES_AT_ONCE], |row| Ok(KeptRow { mark: mark(row, 0, 1)?, edits: bytes(row, 2)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
    /// Says of which texts of a project SQLite keeps bytes that are none. A repair writes a sign in place of each damaged letter.
    pub(in crate::store) fn damaged_texts(&mut self, id: &str) -> Result<Vec<String>, StoreError> {
        let mut told = Vec::new();
        for (what, found, mend) in TEXTS {
            let mut statement = self.connection.prepare_cached(found)?;
            let rows = statement.query_map([id], |row| Ok((row.get::<_, i64>(0)?, bytes(row, 1)?)))?;
            let damaged = rows.filter(|row| row.as_ref().map_or(true, |(_, text)| std::str::from_utf8(text).is_err()));
            for (n, text) in damaged.collect::<Result<Vec<_>, _>>()? {
                if self.repair {
                    self.connection.prepare_cached(mend)?.execute(params![id, n, String::from_utf8_lossy(&text)])?;
                }
                told.push(if n == 0 { format!("{what} is no text in UTF-8") } else { format!("{what} of save {n} is no text in UTF-8") });
            }
        }
        Ok(told)
    }
    pub(in crate::store) fn snapshots(&mut self, id: &str) -> Result<Vec<u64>, StoreError> {
        self.numbers("SELECT n FROM snapshots WHERE project = ?1", id)
    }
    pub(in crate::store) fn aside(&mut self, id: &str) -> Result<Vec<u64>, StoreError> {
        self.numbers("SELECT n FROM set_aside WHERE project = ?1", id)
    }
    pub(in crate::store) fn lost(&mut self, id: &str) -> Result<Vec<u64>, StoreError> {
        self.numbers("SELECT n FROM set_aside WHERE project = ?1 AND reason = 'missing'", id)
    }
    pub(in crate::store) fn note_lost(&mut self, id: &str, first: u64, last: u64) -> Result<(), StoreError> {
        let sql = "WITH RECURSIVE lost (n) AS (SELECT ?2 UNION ALL SELECT n + 1 FROM lost WHERE n < ?3)
                   INSERT OR IGNORE INTO set_aside (project, n, saved_ms, label, edit_count, edits, client_save, chain, aside_ms, reason)
                   SELECT ?1, n, 0, 'Missing', 0, '[]', '', NULL, ?4, 'missing' FROM lost";
        self.connection.prepare_cached(sql)?.execute(params![id, signed(first), signed(last), crate::clock::now_ms()])?;
        Ok(())
    }
    pub(in crate::store) fn merges(&mut self, id: &str) -> Result<Vec<MergeRow>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT n, first, seal FROM merges WHERE project = ?1")?;
        let rows = statement.query_map([id], |row| {
            Ok(MergeRow { n: unsigned(row.get(0)?), first: unsigned(row.get(1)?), seal: Chain::read(Some(&bytes(row, 2)?)) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
    fn numbers(&self, sql: &str, id: &str) -> Result<Vec<u64>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_map([id], |row| row.get(0).map(unsigned))?.collect::<Result<_, _>>()?)
    }
    pub(in crate::store) fn snapshot(&mut self, id: &str, n: u64) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT design FROM snapshots WHERE project = ?1 AND n = ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row(params![id, signed(n)], |row| bytes(row, 0))?)
    }

    pub(in crate::store) fn set_chain(&mut self, id: &str, n: u64, chain: Option<Chain>) -> Result<(), StoreError> {
        let sql = "UPDATE revisions SET chain = ?3 WHERE project = ?1 AND n = ?2";
        self.connection.prepare_cached(sql)?.execute(params![id, signed(n), chain.map(|chain| chain.0)])?;
        Ok(())
    }
    pub(in crate::store) fn set_seal(&mut self, id: &str, n: u64, seal: Option<Chain>) -> Result<(), StoreError> {
        let sql = "UPDATE merges SET seal = ?3 WHERE project = ?1 AND n = ?2";
        self.connection.prepare_cached(sql)?.execute(params![id, signed(n), seal.map(|seal| seal.0)])?;
        Ok(())
    }
    pub(in crate::store) fn set_head(&mut self, id: &str, head: Mark, name: &str) -> Result<(), StoreError> {
        let sql = "UPDATE projects SET revision = ?2, chain = ?3, name = ?4 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![id, signed(head.revision), head.chain.map(|chain| chain.0), name])?;
        Ok(())
    }
    pub(in crate::store) fn set_summary(&mut self, id: &str, revision: u64, text: &str) -> Result<(), StoreError> {
        let sql = "UPDATE projects SET summary = ?3, summary_revision = ?2 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![id, signed(revision), text])?;
        Ok(())
    }
    pub(in crate::store) fn keep_snapshot(&mut self, id: &str, n: u64, text: &str) -> Result<(), StoreError> {
        writes::keep_snapshot(&self.connection, id, n, text)
    }
    pub(in crate::store) fn drop_snapshot(&mut self, id: &str, n: u64) -> Result<(), StoreError> {
        self.connection.prepare_cached("DELETE FROM snapshots WHERE project = ?1 AND n = ?2")?.execute(params![id, signed(n)])?;
        Ok(())
    }
    pub(in crate::store) fn set_aside(&mut self, id: &str, after: u64, to: u64, reason: &str) -> Result<(), StoreError> {
        writes::set_aside(&self.connection, id, after, to, crate::clock::now_ms(), reason)
    }
    pub(in crate::store) fn weigh(&mut self, id: &str) -> Result<(), StoreError> {
        writes::weigh(&self.connection, id)
    }
    pub(in crate::store) fn append_note(&mut self, id: &str, mark: Mark, label: &str, name: &str) -> Result<(), StoreError> {
        let (n, chain) = (signed(mark.revision), mark.chain.map(|chain| chain.0));
        let sql = "INSERT INTO revisions (project, n, saved_ms, label, edit_count, edits, client_save, chain)
                   VALUES (?1, ?2, ?3, ?4, 0, '[]', '', ?5)";
        self.connection.prepare_cached(sql)?.execute(params![id, n, crate::clock::now_ms(), label, chain])?;
        self.set_head(id, mark, name)
    }
}
