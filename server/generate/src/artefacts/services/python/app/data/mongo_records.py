"""Records in MongoDB. A record and its events are one document, so one write keeps both or neither, with no need of a replica set."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pymongo import DESCENDING
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from app.core.event import Outgoing
from app.core.records import Page, Record
from app.data.mongo import Document
from app.data.mongo_outbox import MongoOutbox, waiting_events


class MongoRecords[R: Record]:
    def __init__(self, collection: AsyncCollection[Document], model: type[R], outbox: MongoOutbox | None = None) -> None:
        self._collection = collection
        self._model = model
        self._outbox = outbox

    def _of(self, owner: UUID | None, **wanted: Any) -> Document:
        # A deleted record stays until its last event is sent, and nobody sees it.
        return {**wanted, "_gone": {"$ne": True}, **({} if owner is None else {"owner_id": owner})}

    def _model_of(self, document: Document) -> R:
        return self._model.model_validate({**document, "id": document["_id"]})

    def _wake(self, events: Sequence[Outgoing]) -> None:
        if self._outbox and events:
            self._outbox.wake.set()

    async def page(self, limit: int, cursor: UUID | None, owner: UUID | None) -> Page[R]:
        wanted = self._of(owner, **({} if cursor is None else {"_id": {"$lt": cursor}}))
        documents = await self._collection.find(wanted).sort("_id", DESCENDING).limit(limit + 1).to_list()
        found = [self._model_of(document) for document in documents]
        return Page(items=found[:limit], next_cursor=found[limit - 1].id if len(found) > limit else None)

    async def find(self, record_id: UUID, owner: UUID | None) -> R | None:
        document = await self._collection.find_one(self._of(owner, _id=record_id))
        return self._model_of(document) if document else None

    async def made_with(self, key: str) -> R | None:
        document = await self._collection.find_one(self._of(None, made_with=key))
        return self._model_of(document) if document else None

    async def create(self, record: R, key: str | None, events: Sequence[Outgoing]) -> R:
        document = _document(record) | ({"made_with": key} if key else {})
        if events:
            document["_outbox"] = waiting_events(events)
        try:
            await self._collection.insert_one(document)
        except DuplicateKeyError:
            known = await self.made_with(key) if key else None
            if known is None:
                raise
            return known
        self._wake(events)
        return record

    async def replace(self, record: R, events: Sequence[Outgoing]) -> bool:
        change: Document = {"$set": {name: value for name, value in _document(record).items() if name != "_id"}}
        if events:
            change["$push"] = {"_outbox": {"$each": waiting_events(events)}}
        result = await self._collection.update_one(self._of(None, _id=record.id, version=record.version - 1), change)
        self._wake(events)
        return result.matched_count == 1

    async def delete(self, record: R, events: Sequence[Outgoing]) -> bool:
        one = self._of(None, _id=record.id)
        if not events:
            # Earlier events of it may still wait: then it is only marked.
            if (await self._collection.delete_one({**one, "_outbox.0": {"$exists": False}})).deleted_count == 1:
                return True
            return (await self._collection.update_one(one, {"$set": {"_gone": True}})).matched_count == 1
        change: Document = {"$set": {"_gone": True}, "$push": {"_outbox": {"$each": waiting_events(events)}}}
        result = await self._collection.update_one(one, change)
        self._wake(events)
        return result.matched_count == 1


def _document(record: Record) -> Document:
    stored = record.stored()
    return {"_id": stored.pop("id"), **stored}
