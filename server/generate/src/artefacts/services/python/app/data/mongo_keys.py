"""Held names in MongoDB."""

from datetime import UTC, datetime
from uuid import UUID

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from app.core.once import HELD, Hold
from app.core.records import new_id, now
from app.data.mongo import Document


class MongoKeys:
    def __init__(self, collection: AsyncCollection[Document]) -> None:
        self._collection = collection

    async def hold(self, name: str, digest: str) -> Hold:
        record_id, moment = new_id(), now()
        try:
            await self._collection.insert_one({"_id": name, "digest": digest, "record_id": str(record_id), "held_until": moment + HELD})
            return Hold(record_id, digest)
        except DuplicateKeyError:
            # Of several that find it free one gets it, and nobody who asks for something else.
            free = {"_id": name, "digest": digest, "held_until": {"$lte": moment}}
            taken = await self._collection.update_one(free, {"$set": {"held_until": moment + HELD}})
        known = await self._collection.find_one({"_id": name}) or {}
        return Hold(UUID(known["record_id"]), known["digest"], taken.matched_count == 1)

    async def release(self, name: str) -> None:
        await self._collection.update_one({"_id": name}, {"$set": {"held_until": datetime.fromtimestamp(0, UTC)}})
