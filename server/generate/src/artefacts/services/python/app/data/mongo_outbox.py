"""Events that wait inside the documents whose change they report, and what was handled of those that came in."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel
from pymongo import ReturnDocument
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from app.core.event import CloudEvent, Outgoing
from app.core.records import new_id, now
from app.data.mongo import Document
from app.messaging.outbox import Send

CLAIMED_SECONDS = 30
"""So long a document belongs to the replica that sends its events; should that one die, to the next."""


class Waiting(BaseModel):
    """An event as it is kept: one text, so that it can be taken out by its value."""

    broker: str
    address: str
    event: CloudEvent


def waiting_events(events: Sequence[Outgoing]) -> list[str]:
    return [Waiting(broker=one.broker, address=one.address, event=one.event).model_dump_json(exclude_none=True) for one in events]


class MongoOutbox:
    def __init__(self, collections: Sequence[AsyncCollection[Document]], loose: AsyncCollection[Document]) -> None:
        self._loose = loose
        self._collections = [*collections, loose]
        self.wake = asyncio.Event()

    async def add(self, events: Sequence[Outgoing]) -> None:
        """Events that belong to no record."""
        await self._loose.insert_one({"_id": str(new_id()), "_gone": True, "_unsent": True, "_outbox": waiting_events(events)})
        self.wake.set()

    async def send_some(self, send: Send) -> int:
        sent = 0
        for collection in self._collections:
            document = await self._claim(collection)
            if document:
                sent += await self._send_all(collection, document, send)
        return sent

    async def _claim(self, collection: AsyncCollection[Document]) -> Document | None:
        moment = now()
        free = {"$or": [{"_claimed_until": {"$exists": False}}, {"_claimed_until": {"$lt": moment}}]}
        claim = {"$set": {"_claimed_until": moment + timedelta(seconds=CLAIMED_SECONDS)}}
        return await collection.find_one_and_update(
            {"_unsent": True, **free}, claim, sort=[("_id", 1)], return_document=ReturnDocument.AFTER
        )

    async def _send_all(self, collection: AsyncCollection[Document], document: Document, send: Send) -> int:
        sent: list[str] = []
        one = {"_id": document["_id"]}
        try:
            for text in document["_outbox"]:
                waiting = Waiting.model_validate_json(text)
                await send(Outgoing(waiting.broker, waiting.address, waiting.event))
                sent.append(text)
        finally:
            await collection.update_one(one, {"$unset": {"_claimed_until": ""}, "$pull": {"_outbox": {"$in": sent}}})
            # Only when no other event has come meanwhile.
            await collection.update_one({**one, "_outbox": {"$size": 0}}, {"$unset": {"_unsent": ""}})
            await collection.delete_one({**one, "_gone": True, "_outbox": {"$size": 0}})
        return len(sent)

    async def waiting(self) -> int:
        counts = [await collection.count_documents({"_unsent": True}) for collection in self._collections]
        return sum(counts)


class MongoInbox:
    """Remembers an event before it is handled and marks it afterwards. After a crash in between it is handled again, so handlers
    that write must bear that."""

    def __init__(self, collection: AsyncCollection[Document]) -> None:
        self._collection = collection

    @asynccontextmanager
    async def once(self, event_id: UUID) -> AsyncIterator[bool]:
        one = {"_id": str(event_id)}
        try:
            await self._collection.insert_one({**one, "begun_at": now(), "done": False})
        except DuplicateKeyError:
            if await self._collection.find_one({**one, "done": True}):
                yield False
                return
        yield True
        await self._collection.update_one(one, {"$set": {"done": True}})
