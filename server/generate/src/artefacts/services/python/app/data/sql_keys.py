"""Held names in a SQL database."""

from datetime import UTC, datetime

from sqlalchemy import Column, MetaData, String, Table, Uuid, and_, select, update

from app.core.once import HELD, Hold
from app.core.records import new_id, now
from app.data.columns import EXACT_TEXT, Moment
from app.data.database import Database
from app.data.sql_outbox import once_only


def keys_table(name: str, metadata: MetaData) -> Table:
    return Table(
        name,
        metadata,
        Column("name", String(300), primary_key=True),
        Column("digest", String(64), nullable=False),
        Column("record_id", Uuid, nullable=False),
        Column("held_until", Moment, nullable=False),
        **EXACT_TEXT,
    )


class SqlKeys:
    def __init__(self, database: Database, table: Table) -> None:
        self._database = database
        self._table = table

    async def hold(self, name: str, digest: str) -> Hold:
        record_id, moment = new_id(), now()
        async with self._database.transaction() as connection:
            row = once_only(self._table, connection.dialect.name)
            values = {"name": name, "digest": digest, "record_id": record_id, "held_until": moment + HELD}
            # Whoever comes at the same time waits for the row, and then finds it held.
            if (await connection.execute(row.values(**values))).rowcount == 1:
                return Hold(record_id, digest)
            free = and_(self._table.c.name == name, self._table.c.digest == digest, self._table.c.held_until <= moment)
            taken = await connection.execute(update(self._table).where(free).values(held_until=moment + HELD))
            known = (await connection.execute(select(self._table).where(self._table.c.name == name))).mappings().one()
        return Hold(known["record_id"], known["digest"], taken.rowcount == 1)

    async def release(self, name: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(update(self._table).where(self._table.c.name == name).values(held_until=datetime.fromtimestamp(0, UTC)))
