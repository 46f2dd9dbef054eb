"""Records kept in memory: for services that own no database, and for tests. A restart forgets them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from app.core.event import Outgoing
from app.core.records import Page, Record
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
        mine = (one for one in self._records.values() if owner is None or one.owner_id == owner)
        found = sorted((one for one in mine if cursor is None or one.id < cursor), key=lambda one: one.id, reverse=True)
        return Page(items=found[:limit], next_cursor=found[limit - 1].id if len(found) > limit else None)

    async def find(self, record_id: UUID, owner: UUID | None) -> R | None:
        found = self._records.get(record_id)
        return found if found and (owner is None or found.owner_id == owner) else None

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
