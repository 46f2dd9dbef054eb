//! A store as it is at one moment, in one read transaction: whoever saves meanwhile is neither seen nor held up.

use super::{Place, ROWS_AT_ONCE, tables::Kind, tables::Table};
use crate::store::{OpenError, postgres, sqlite};
use rusqlite::{
    Connection, params_from_iter,
    types::{Value, ValueRef},
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, postgres::PgRow};

/// The values of a row, in the order of its table's columns.
pub(super) type Row = Vec<Value>;

/// An open read transaction.
#[derive(Debug)]
pub(super) enum Reading {
    Sqlite(Connection),
    Postgres(Box<PgConnection>),
}

impl Reading {
    /// Begins to read. The tables must be of this version: a running server of another version is not to be surprised.
    pub(super) async fn begin(place: &Place) -> Result<Self, OpenError> {
        match place {
            Place::File(path) => {
                let connection = sqlite::open::existing(path)?;
                connection.execute_batch("BEGIN")?;
                Ok(Self::Sqlite(connection))
            }
            Place::Postgres(url) => {
                let mut connection = postgres::connect_existing(url).await?;
                sqlx::query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut connection).await?;
                Ok(Self::Postgres(Box::new(connection)))
            }
        }
    }

    /// The whole numbers in the one row that a query gives. Parameters are written `$1`, `$2`, … in the order of their first use.
    pub(super) async fn numbers(&mut self, sql: &str, parameters: &[i64]) -> Result<Vec<i64>, OpenError> {
        Ok(self
            .listed(&format!("SELECT '', it.* FROM ({sql}) it"), parameters)
            .await?
            .pop()
            .map(|(_, numbers)| numbers)
            .unwrap_or_default())
    }

    /// Rows of a text and whole numbers.
    pub(super) async fn listed(&mut self, sql: &str, parameters: &[i64]) -> Result<Vec<(String, Vec<i64>)>, OpenError> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(sql)?;
                let columns = statement.column_count();
                let rows = statement.query_map(params_from_iter(parameters), |row| {
                    let text = String::from_utf8_lossy(row.get_ref(0)?.as_bytes()?).into_owned();
                    Ok((text, (1..columns).map(|i| row.get(i)).collect::<Result<_, _>>()?))
                })?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
            Self::Postgres(connection) => {
                let query = parameters.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, number| query.bind(*number));
                let rows = query.fetch_all(&mut **connection).await?;
                let read = |row: &PgRow| Ok((row.try_get(0)?, (1..row.len()).map(|i| row.try_get(i)).collect::<Result<_, _>>()?));
                Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
            }
        }
    }

    /// How many rows a table has.
    pub(super) async fn count(&mut self, table: &Table) -> Result<u64, OpenError> {
        let counted = self.numbers(&format!("SELECT count(*) FROM {}", table.name), &[]).await?;
        Ok(counted.first().and_then(|n| u64::try_from(*n).ok()).unwrap_or(0))
    }

    /// Gives every row of a table, some at a time.
    pub(super) async fn rows(
        &mut self,
        table: &Table,
        mut each: impl AsyncFnMut(Vec<Row>) -> Result<(), OpenError>,
    ) -> Result<(), OpenError> {
        let sql = format!("SELECT {} FROM {}", table.column_names(), table.name);
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(&sql)?;
                let mut rows = statement.query([])?;
                let mut some = Vec::with_capacity(ROWS_AT_ONCE);
                while let Some(row) = rows.next()? {
                    some.push((0..table.columns.len()).map(|i| Ok(whole(row.get_ref(i)?))).collect::<Result<Row, rusqlite::Error>>()?);
                    if some.len() == ROWS_AT_ONCE {
                        each(std::mem::take(&mut some)).await?;
                    }
                }
                if some.is_empty() { Ok(()) } else { each(some).await }
            }
            Self::Postgres(connection) => {
                let c = &mut **connection;
                // A name of its own for each table: what a statement returns is remembered by its text.
                let cursor = format!("rows_of_{}", table.name);
                sqlx::query(AssertSqlSafe(format!("DECLARE {cursor} NO SCROLL CURSOR FOR {sql}"))).execute(&mut *c).await?;
                let fetch = format!("FETCH {ROWS_AT_ONCE} FROM {cursor}");
                loop {
                    let some = sqlx::query(AssertSqlSafe(fetch.as_str())).fetch_all(&mut *c).await?;
                    if some.is_empty() {
                        break;
                    }
                    each(some.iter().map(|row| values(table, row)).collect::<Result<_, _>>()?).await?;
                }
                sqlx::query(AssertSqlSafe(format!("CLOSE {cursor}"))).execute(&mut *c).await?;
                Ok(())
            }
        }
    }

    /// Ends the transaction.
    pub(super) async fn end(self) -> Result<(), OpenError> {
        match self {
            Self::Sqlite(connection) => connection.close().map_err(|(_, error)| error.into()),
            Self::Postgres(connection) => Ok(connection.close().await?),
        }
    }
}

/// A value as it lies there. A text with a damaged letter is copied with a sign for that letter: `check` tells what it was part of, and
/// everything else is saved.
fn whole(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

fn values(table: &Table, row: &PgRow) -> Result<Row, sqlx::Error> {
    let value = |(i, (_, kind)): (usize, &(&str, Kind))| {
        let found = match kind {
            Kind::Integer => row.try_get::<Option<i64>, _>(i)?.map(Value::Integer),
            Kind::Text => row.try_get::<Option<String>, _>(i)?.map(Value::Text),
            Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(i)?.map(Value::Blob),
        };
        Ok(found.unwrap_or(Value::Null))
    };
    table.columns.iter().enumerate().map(value).collect()
}
