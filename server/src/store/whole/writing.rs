//! Rows put into an empty store, in one transaction: all of them or none.

use super::{
    reading::Row,
    tables::{Kind, TABLES, Table},
};
use crate::store::OpenError;
use rusqlite::{Connection, params_from_iter, types::Value};
use sqlx::{AssertSqlSafe, PgConnection};

/// An open write transaction.
#[derive(Debug)]
pub(super) enum Writing<'a> {
    Sqlite(&'a Connection),
    Postgres(&'a mut PgConnection),
}

impl Writing<'_> {
    /// Runs a statement and says how many rows it changed.
    pub(super) async fn run(&mut self, sql: &str) -> Result<u64, OpenError> {
        match self {
            Self::Sqlite(connection) => {
                connection.execute_batch(sql)?;
                Ok(connection.changes())
            }
            Self::Postgres(connection) => Ok(sqlx::query(AssertSqlSafe(sql)).execute(&mut **connection).await?.rows_affected()),
        }
    }

    /// Whether no table has a row.
    pub(super) async fn is_empty(&mut self) -> Result<bool, OpenError> {
        for table in TABLES {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", table.name);
            let some: bool = match self {
                Self::Sqlite(connection) => connection.query_row(&sql, [], |row| row.get(0))?,
                Self::Postgres(connection) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut **connection).await?,
            };
            if some {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes every row out.
    pub(super) async fn clear(&mut self) -> Result<(), OpenError> {
        for table in TABLES.iter().rev() {
            self.run(&format!("DELETE FROM {}", table.name)).await?;
        }
        Ok(())
    }

    /// Puts rows into a table.
    pub(super) async fn insert(&mut self, table: &Table, rows: Vec<Row>) -> Result<(), OpenError> {
        let columns = table.column_names();
        match self {
            Self::Sqlite(connection) => {
                let places = vec!["?"; table.columns.len()].join(", ");
                let mut statement = connection.prepare_cached(&format!("INSERT INTO {} ({columns}) VALUES ({places})", table.name))?;
                for row in rows {
                    statement.execute(params_from_iter(row))?;
                }
            }
            Self::Postgres(connection) => {
                // A column at a time: one statement for all rows, whatever their number.
                let arrays: Vec<String> =
                    table.columns.iter().enumerate().map(|(i, (_, kind))| format!("${}::{}[]", i + 1, kind.in_postgres())).collect();
                let sql = format!("INSERT INTO {} ({columns}) SELECT * FROM unnest({})", table.name, arrays.join(", "));
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for (i, (_, kind)) in table.columns.iter().enumerate() {
                    let column = rows.iter().map(|row| row.get(i));
                    query = match kind {
                        Kind::Integer => {
                            query.bind(column.map(|v| if let Some(Value::Integer(n)) = v { Some(*n) } else { None }).collect::<Vec<_>>())
                        }
                        Kind::Text => query
                            .bind(column.map(|v| if let Some(Value::Text(t)) = v { Some(t.clone()) } else { None }).collect::<Vec<_>>()),
                        Kind::Bytes => query
                            .bind(column.map(|v| if let Some(Value::Blob(b)) = v { Some(b.clone()) } else { None }).collect::<Vec<_>>()),
                    };
                }
                query.execute(&mut **connection).await?;
            }
        }
        Ok(())
    }
}
