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
        return {**wanted, "_gone": False, **({} if owner is None else {"owner_id": str(owner)})}

    def _seen_by(self, person: UUID | None, **wanted: Any) -> Document:
        decides = self._model.SEEN_BY
        if person is None or decides is None:
            return self._of(person, **wanted)
        return {**self._of(None, **wanted), "$or": [{"owner_id": str(person)}, {decides: str(person)}]}

    def _model_of(self, document: Document) -> R:
        return self._model.model_validate({**document, "id": document["_id"]})

    def _wake(self, events: Sequence[Outgoing]) -> None:
        if self._outbox and events:
            self._outbox.wake.set()

    async def page(self, limit: int, cursor: UUID | None, owner: UUID | None) -> Page[R]:
        wanted = self._seen_by(owner, **({} if cursor is None else {"_id": {"$lt": str(cursor)}}))
        documents = await self._collection.find(wanted).sort("_id", DESCENDING).limit(limit + 1).to_list()
        found = [self._model_of(document) for document in documents]
        return Page(items=found[:limit], next_cursor=found[limit - 1].id if len(found) > limit else None)

    async def find(self, record_id: UUID, owner: UUID | None) -> R | None:
        document = await self._collection.find_one(self._of(owner, _id=str(record_id)))
        return self._model_of(document) if document else None

    async def read(self, record_id: UUID, owner: UUID | None) -> R | None:
        document = await self._collection.find_one(self._seen_by(owner, _id=str(record_id)))
        return self._model_of(document) if document else None

    async def made_with(self, key: str) -> R | None:
        document = await self._collection.find_one(self._of(None, made_with=key))
        return self._model_of(document) if document else None

    async def create(self, record: R, key: str | None, events: Sequence[Outgoing]) -> R:
        document = _document(record) | {"_gone": False, "_outbox": waiting_events(events)}
        document |= ({"made_with": key} if key else {}) | ({"_unsent": True} if events else {})
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
        document = _document(record)
        before = self._of(None, _id=document.pop("_id"), version=record.version - 1)
        result = await self._collection.update_one(before, _with(events, document))
        self._wake(events)
        return result.matched_count == 1

    async def delete(self, record: R, events: Sequence[Outgoing]) -> bool:
        one = self._of(None, _id=str(record.id))
        # Events of it may still wait: then it is only marked, and goes with the last of them.
        if not events and (await self._collection.delete_one({**one, "_outbox": {"$size": 0}})).deleted_count == 1:
            return True
        result = await self._collection.update_one(one, _with(events, {"_gone": True}))
        self._wake(events)
        return result.matched_count == 1


def _with(events: Sequence[Outgoing], values: Document) -> Document:
    """An update that sets values and adds events in one step."""
    if not events:
        return {"$set": values}
    return {"$set": {**values, "_unsent": True}, "$push": {"_outbox": {"$each": waiting_events(events)}}}


def _document(record: Record) -> Document:
    """Ids are kept as text, which every tool shows and sorts as it is."""
    stored = {name: str(value) if isinstance(value, UUID) else value for name, value in record.stored().items()}
    return {"_id": stored.pop("id"), **stored}
