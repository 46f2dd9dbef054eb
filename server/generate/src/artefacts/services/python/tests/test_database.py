"""The database code on SQLite: the migrations make what the tables describe, and changes and their events are kept together."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, Table, Text, Uuid, column, select, table, update

from app.core.event import CloudEvent, Outgoing
from app.core.records import Input, Record, now
from app.data import tables
from app.data.columns import record_columns
from app.data.database import Database
from app.data.migrations import is_migrated, migrate
from app.data.sql_keys import SqlKeys
from app.data.sql_outbox import SqlInbox, SqlOutbox
from app.data.sql_records import SqlRecords


class Thing(Record):
    name: str


class Given(Input):
    name: str


THINGS = Table("things_of_a_test", tables.metadata, *record_columns(), Column("name", Text))
tables.metadata.remove(THINGS)


def event(number: int = 0) -> Outgoing:
    return Outgoing("bus", "it.happened", CloudEvent(source="test", type="it.happened", data={"number": number}))


def on_database(tmp_path: Path, work: Callable[[Database], Awaitable[None]]) -> None:
    async def run() -> None:
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
        try:
            await migrate(database)
            async with database.engine.begin() as connection:
                await connection.run_sync(THINGS.create)
            await work(database)
        finally:
            await database.close()

    asyncio.run(run())


def test_the_migrations_make_the_tables(tmp_path: Path) -> None:
    def differences(connection: Connection) -> Any:
        def is_ours(name: str | None, kind: str, _: object) -> bool:
            return kind != "table" or name != THINGS.name

        ours = MigrationContext.configure(connection, opts={"include_name": is_ours, "version_table": tables.VERSIONS})
        return compare_metadata(ours, tables.metadata)

    async def compare(database: Database) -> None:
        await migrate(database)
        async with database.engine.connect() as connection:
            assert await connection.run_sync(differences) == []

    on_database(tmp_path, compare)


def test_whoever_waits_sees_when_the_migrations_are_done_and_lives_with_later_ones(tmp_path: Path) -> None:
    async def look() -> None:
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
        try:
            assert not await is_migrated(database)
            await migrate(database)
            assert await is_migrated(database)
            async with database.transaction() as connection:
                later = table(tables.VERSIONS, column("version_num"))
                await connection.execute(update(later).values(version_num="of a later release"))
            assert await is_migrated(database)
            await migrate(database)
        finally:
            await database.close()

    asyncio.run(look())


def test_a_record_and_its_events_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    async def change(database: Database) -> None:
        outbox = SqlOutbox(database, tables.outbox)
        things = SqlRecords(database, THINGS, Thing, outbox)
        made = await things.create(Thing.first(Given(name="a: b"), None), "key", [event()])
        assert await things.find(made.id, None) == made
        assert (await things.create(Thing.first(Given(name="again"), None), "key", [event()])).id == made.id
        assert await outbox.waiting() == 1
        assert await things.replace(made.next(Given(name="second")), [event()])
        assert not await things.replace(made.next(Given(name="too late")), [event()])
        assert await outbox.waiting() == 2
        with pytest.raises(RuntimeError):
            async with database.transaction():
                await things.create(Thing.first(Given(name="never"), None), None, [event()])
                raise RuntimeError
        assert len((await things.page(10, None, None)).items) == 1
        assert await things.delete(made, [])
        assert not await things.delete(made, [])

    on_database(tmp_path, change)


def test_an_event_counts_as_handled_with_what_its_handler_wrote(tmp_path: Path) -> None:
    async def handle(database: Database) -> None:
        inbox, things = SqlInbox(database, tables.inbox), SqlRecords(database, THINGS, Thing)
        event_id = uuid4()
        with pytest.raises(RuntimeError):
            async with inbox.once(event_id) as is_new:
                assert is_new
                await things.create(Thing.first(Given(name="lost"), None), None, [])
                raise RuntimeError
        async with inbox.once(event_id) as is_new:
            assert is_new
            await things.create(Thing.first(Given(name="kept"), None), None, [])
        async with inbox.once(event_id) as is_new:
            assert not is_new
        async with database.transaction() as connection:
            assert (await connection.execute(select(THINGS.c.name))).scalars().all() == ["kept"]

    on_database(tmp_path, handle)


def test_a_key_is_held_once_and_free_after_a_failure(tmp_path: Path) -> None:
    async def work(database: Database) -> None:
        keys = SqlKeys(database, tables.keys)
        first = await keys.hold("a", "one")
        second = await keys.hold("a", "two")
        assert (first.is_ours, second.is_ours, second.digest, second.record_id) == (True, False, "one", first.record_id)
        await keys.release("a")
        assert not (await keys.hold("a", "two")).is_ours, "another body does not take what is free"
        third = await keys.hold("a", "one")
        assert (third.is_ours, third.record_id) == (True, first.record_id)

    on_database(tmp_path, work)


class Asked(Record):
    SEEN_BY: ClassVar[str | None] = "approver_id"
    name: str
    approver_id: UUID


def test_who_decides_about_a_record_sees_it_and_may_not_change_it(tmp_path: Path) -> None:
    async def work(database: Database) -> None:
        asked = Table("asked_of_a_test", tables.metadata, *record_columns(), Column("name", Text), Column("approver_id", Uuid))
        tables.metadata.remove(asked)
        async with database.engine.begin() as connection:
            await connection.run_sync(asked.create)
        records = SqlRecords(database, asked, Asked)
        owner, approver, stranger = uuid4(), uuid4(), uuid4()
        moment = now()
        record = Asked(id=uuid4(), created_at=moment, updated_at=moment, owner_id=owner, name="leave", approver_id=approver)
        await records.create(record, None, [])
        for person, seen, changed in ((owner, True, True), (approver, True, False), (stranger, False, False)):
            assert (await records.read(record.id, person) is not None) == seen
            assert (len((await records.page(10, None, person)).items) == 1) == seen
            assert (await records.find(record.id, person) is not None) == changed

    on_database(tmp_path, work)
