"""Events that leave if, and only if, the change they report is kept: written in its transaction, sent afterwards."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import Column, Insert, MetaData, String, Table, Text, Uuid, delete, func, insert, select
from sqlalchemy.dialects import postgresql

from app.core.event import CloudEvent, Outgoing
from app.core.records import now
from app.data.columns import EXACT_TEXT, Moment, Position
from app.data.database import Database


def outbox_table(name: str, metadata: MetaData) -> Table:
    return Table(
        name,
        metadata,
        Column("position", Position, primary_key=True, autoincrement=True),
        Column("broker", String(80), nullable=False),
        Column("address", String(200), nullable=False),
        Column("event", Text, nullable=False),
        Column("created_at", Moment, nullable=False),
        **EXACT_TEXT,
    )


def inbox_table(name: str, metadata: MetaData) -> Table:
    return Table(name, metadata, Column("event_id", Uuid, primary_key=True), Column("handled_at", Moment, nullable=False, index=True))


class SqlOutbox:
    def __init__(self, database: Database, table: Table) -> None:
        self._database = database
        self._table = table
        self.wake = asyncio.Event()

    async def add(self, events: Sequence[Outgoing]) -> None:
        moment = now()
        rows = [{"broker": one.broker, "address": one.address, "event": one.event.body().decode(), "created_at": moment} for one in events]
        async with self._database.transaction() as connection:
            await connection.execute(insert(self._table), rows)
        self.wake.set()

    async def send_some(self, send: Callable[[Outgoing], Awaitable[None]], at_most: int = 50) -> int:
        """Sends the oldest that no other replica is sending and forgets each once the broker has it. What was sent before one
        fails is not sent again."""
        waiting = select(self._table).order_by(self._table.c.position).limit(at_most).with_for_update(skip_locked=True)
        sent: list[int] = []
        failure: Exception | None = None
        async with self._database.transaction() as connection:
            for row in (await connection.execute(waiting)).mappings().all():
                try:
                    await send(Outgoing(row["broker"], row["address"], CloudEvent.model_validate_json(row["event"])))
                except Exception as error:  # noqa: BLE001 - raised again when what was sent is forgotten
                    failure = error
                    break
                sent.append(row["position"])
            if sent:
                await connection.execute(delete(self._table).where(self._table.c.position.in_(sent)))
        if failure:
            raise failure
        return len(sent)

    async def waiting(self) -> int:
        async with self._database.transaction() as connection:
            return (await connection.execute(select(func.count()).select_from(self._table))).scalar_one()


class SqlInbox:
    """Remembers what was handled in the transaction of the handling: both are kept or neither."""

    def __init__(self, database: Database, table: Table) -> None:
        self._database = database
        self._table = table

    @asynccontextmanager
    async def once(self, event_id: UUID) -> AsyncIterator[bool]:
        async with self._database.transaction() as connection:
            # A replica that handles the same event holds this row: here it waits, and then finds it taken.
            row = once_only(self._table, connection.dialect.name).values(event_id=event_id, handled_at=now())
            if (await connection.execute(row)).rowcount == 0:
                yield False
                return
            yield True


def once_only(table: Table, dialect: str) -> Insert:
    """An insert that changes nothing when the row is there already."""
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return insert(table).prefix_with("IGNORE", dialect="mysql").prefix_with("OR IGNORE", dialect="sqlite")
