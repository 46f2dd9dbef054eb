"""The collections in MongoDB: they are prepared when each has the indexes of records."""

import asyncio
from typing import Any

import pytest

from app.data.mongo import INDEXES, Mongo


class Collection:
    def __init__(self) -> None:
        self.indexes = {"_id_"}

    async def create_indexes(self, indexes: list[Any]) -> None:
        self.indexes |= {index.document["name"] for index in indexes}

    async def index_information(self) -> dict[str, Any]:
        return dict.fromkeys(self.indexes)


def test_collections_are_prepared_when_each_has_its_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    collections = {name: Collection() for name in ("a", "b")}

    async def prepare() -> None:
        mongo = Mongo("mongodb://nowhere.invalid/app")
        monkeypatch.setattr(mongo, "collection", collections.__getitem__)
        await mongo.prepare(["a"])
        assert await mongo.is_prepared(["a"])
        assert not await mongo.is_prepared(["a", "b"])
        await mongo.prepare(["a", "b"])
        assert await mongo.is_prepared(["a", "b"])
        await mongo.close()

    asyncio.run(prepare())
    assert len(collections["b"].indexes) == 1 + len(INDEXES)
