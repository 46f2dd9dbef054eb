"""Records in a SQL database. Each change and its events are one transaction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, delete, insert, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from app.core.event import Outgoing
from app.core.records import Page, Record
from app.data.database import Database
from app.data.sql_outbox import SqlOutbox


class SqlRecords[R: Record]:
    def __init__(self, database: Database, table: Table, model: type[R], outbox: SqlOutbox | None = None) -> None:
        self._database = database
        self._table = table
        self._model = model
        self._outbox = outbox

    def _of(self, owner: UUID | None) -> ColumnElement[bool]:
        return true() if owner is None else self._table.c.owner_id == owner

    def _seen_by(self, person: UUID | None) -> ColumnElement[bool]:
        decides = self._model.SEEN_BY
        if person is None or decides is None:
            return self._of(person)
        return or_(self._of(person), self._table.c[decides] == person)

    async def _announce(self, events: Sequence[Outgoing]) -> None:
        if self._outbox and events:
            await self._outbox.add(events)

    async def _first(self, query: Select[Any]) -> R | None:
        async with self._database.transaction() as connection:
            row = (await connection.execute(query)).mappings().first()
        return None if row is None else self._model.model_validate(dict(row))

    async def page(self, limit: int, cursor: UUID | None, owner: UUID | None) -> Page[R]:
        after = true() if cursor is None else self._table.c.id < cursor
        query = select(self._table).where(self._seen_by(owner), after).order_by(self._table.c.id.desc()).limit(limit + 1)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).mappings().all()
        found = [self._model.model_validate(dict(row)) for row in rows]
        return Page(items=found[:limit], next_cursor=found[limit - 1].id if len(found) > limit else None)

    async def find(self, record_id: UUID, owner: UUID | None) -> R | None:
        return await self._first(select(self._table).where(self._table.c.id == record_id, self._of(owner)))

    async def read(self, record_id: UUID, owner: UUID | None) -> R | None:
        return await self._first(select(self._table).where(self._table.c.id == record_id, self._seen_by(owner)))

    async def made_with(self, key: str) -> R | None:
        return await self._first(select(self._table).where(self._table.c.made_with == key))

    async def create(self, record: R, key: str | None, events: Sequence[Outgoing]) -> R:
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(self._table).values(**record.stored(), made_with=key))
                await self._announce(events)
        except IntegrityError:
            # The same call came twice at the same time; the database let one of them through.
            known = await self.made_with(key) if key else None
            if known is None:
                raise
            return known
        return record

    async def replace(self, record: R, events: Sequence[Outgoing]) -> bool:
        same = and_(self._table.c.id == record.id, self._table.c.version == record.version - 1)
        async with self._database.transaction() as connection:
            result = await connection.execute(update(self._table).where(same).values(**record.stored()))
            if result.rowcount == 0:
                return False
            await self._announce(events)
        return True

    async def delete(self, record: R, events: Sequence[Outgoing]) -> bool:
        async with self._database.transaction() as connection:
            result = await connection.execute(delete(self._table).where(self._table.c.id == record.id))
            if result.rowcount == 0:
                return False
            await self._announce(events)
        return True
