//! Every table of the store, column by column, in the order in which their rows can be put back; `pulse` is left out, whose one row means
//! nothing. A test holds it to the migrations.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Text,
    Bytes,
}

use Kind::{Bytes, Integer, Text};

impl Kind {
    /// Its name in PostgreSQL.
    pub(super) fn in_postgres(self) -> &'static str {
        match self {
            Integer => "bigint",
            Text => "text",
            Bytes => "bytea",
        }
    }
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Kind)],
}

impl Table {
    /// The names of its columns, joined by commas.
    pub(super) fn column_names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }
}

/// What others refer to comes before them.
pub(super) const TABLES: &[Table] = &[
    Table { name: "owners", columns: &[("hash", Bytes), ("created_ms", Integer)] },
    Table { name: "browsers", columns: &[("hash", Bytes), ("owner", Bytes), ("joined_ms", Integer)] },
    Table { name: "recoveries", columns: &[("token_hash", Bytes), ("owner", Bytes), ("made_ms", Integer)] },
    Table {
        name: "projects",
        columns: &[
            ("id", Text),
            ("owner", Bytes),
            ("name", Text),
            ("revision", Integer),
            ("created_ms", Integer),
            ("changed_ms", Integer),
            ("summary", Text),
            ("summary_revision", Integer),
            ("format", Integer),
            ("merged_ms", Integer),
            ("chain", Bytes),
            ("stored_bytes", Integer),
        ],
    },
    Table {
        name: "revisions",
        columns: &[
            ("project", Text),
            ("n", Integer),
            ("saved_ms", Integer),
            ("label", Text),
            ("edit_count", Integer),
            ("edits", Text),
            ("client_save", Text),
            ("chain", Bytes),
        ],
    },
    Table {
        name: "set_aside",
        columns: &[
            ("project", Text),
            ("n", Integer),
            ("saved_ms", Integer),
            ("label", Text),
            ("edit_count", Integer),
            ("edits", Text),
            ("client_save", Text),
            ("chain", Bytes),
            ("aside_ms", Integer),
            ("reason", Text),
        ],
    },
    Table { name: "snapshots", columns: &[("project", Text), ("n", Integer), ("design", Text)] },
    Table {
        name: "shares",
        columns: &[
            ("id", Text),
            ("project", Text),
            ("token_hash", Bytes),
            ("role", Integer),
            ("created_ms", Integer),
            ("expires_ms", Integer),
        ],
    },
    Table { name: "grants", columns: &[("owner", Bytes), ("share", Text)] },
    Table { name: "names", columns: &[("project", Text), ("n", Integer), ("name", Text), ("named_ms", Integer)] },
    Table {
        name: "merges",
        columns: &[("project", Text), ("n", Integer), ("first", Integer), ("saves", Integer), ("merged_ms", Integer), ("seal", Bytes)],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::open;

    #[test]
    fn every_column_of_the_migrations_is_here() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open::writer(&folder.path().join("test.db")).unwrap();
        let sql = "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
                   WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'pulse'";
        let mut statement = connection.prepare(sql).unwrap();
        let triple = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let mut in_migrations: Vec<(String, String, String)> = statement.query_map([], triple).unwrap().map(Result::unwrap).collect();
        let word = |kind| match kind {
            Integer => "INTEGER",
            Text => "TEXT",
            Bytes => "BLOB",
        };
        let of = |table: &'static Table| table.columns.iter().map(move |(c, kind)| (table.name.into(), (*c).into(), word(*kind).into()));
        let mut here: Vec<(String, String, String)> = TABLES.iter().flat_map(of).collect();
        in_migrations.sort();
        here.sort();
        assert_eq!(here, in_migrations);
    }
}
