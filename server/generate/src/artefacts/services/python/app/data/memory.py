"""Records kept in memory: for services that own no database, and for tests. A restart forgets them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from app.core.event import Outgoing
from app.core.once import HELD, Hold
from app.core.records import Page, Record, new_id, now
from app.messaging.outbox import Outbox


class MemoryRecords[R: Record]:
    def __init__(self, outbox: Outbox | None = None) -> None:
        self._records: dict[UUID, R] = {}
        self._keys: dict[str, UUID] = {}
        self._outbox = outbox

    async def _announce(self, events: Sequence[Outgoing]) -> None:
        if self._outbox and events:
            await self._outbox.add(events)

    async def page(self, limit: int, cursor: UUID | None, owner: UUID | None) -> Page[R]:
        mine = (one for one in self._records.values() if one.is_seen(owner))
        found = sorted((one for one in mine if cursor is None or one.id < cursor), key=lambda one: one.id, reverse=True)
        return Page(items=found[:limit], next_cursor=found[limit - 1].id if len(found) > limit else None)

    async def find(self, record_id: UUID, owner: UUID | None) -> R | None:
        found = self._records.get(record_id)
        return found if found and (owner is None or found.owner_id == owner) else None

    async def read(self, record_id: UUID, owner: UUID | None) -> R | None:
        found = self._records.get(record_id)
        return found if found and found.is_seen(owner) else None

    async def made_with(self, key: str) -> R | None:
        made = self._keys.get(key)
        return self._records.get(made) if made else None

    async def create(self, record: R, key: str | None, events: Sequence[Outgoing]) -> R:
        if key and (known := await self.made_with(key)):
            return known
        self._records[record.id] = record
        if key:
            self._keys[key] = record.id
        await self._announce(events)
        return record

    async def replace(self, record: R, events: Sequence[Outgoing]) -> bool:
        before = self._records.get(record.id)
        if before is None or before.version != record.version - 1:
            return False
        self._records[record.id] = record
        await self._announce(events)
        return True

    async def delete(self, record: R, events: Sequence[Outgoing]) -> bool:
        if self._records.pop(record.id, None) is None:
            return False
        await self._announce(events)
        return True


class MemoryKeys:
    def __init__(self) -> None:
        self._held: dict[str, tuple[UUID, str, datetime | None]] = {}

    async def hold(self, name: str, digest: str) -> Hold:
        record_id, first, until = self._held.get(name, (new_id(), digest, None))
        is_ours = first == digest and (until is None or until <= now())
        if is_ours:
            self._held[name] = (record_id, first, now() + HELD)
        return Hold(record_id, first, is_ours)

    async def release(self, name: str) -> None:
        record_id, digest, _ = self._held[name]
        self._held[name] = (record_id, digest, None)


class MemoryInbox:
    """Remembers the last events only, and forgets them at a restart: handlers must bear an event twice."""

    def __init__(self, remembered: int = 10_000) -> None:
        self._handled: dict[UUID, None] = {}
        self._remembered = remembered

    @asynccontextmanager
    async def once(self, event_id: UUID) -> AsyncIterator[bool]:
        if event_id in self._handled:
            yield False
            return
        yield True
        self._handled[event_id] = None
        while len(self._handled) > self._remembered:
            del self._handled[next(iter(self._handled))]
