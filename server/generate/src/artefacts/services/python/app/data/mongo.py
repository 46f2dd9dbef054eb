"""The client, and how values that BSON does not know are kept."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions, TypeCodec, TypeRegistry
from bson.decimal128 import Decimal128
from pymongo import ASCENDING, AsyncMongoClient, IndexModel
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

Document = dict[str, Any]


class _Exact(TypeCodec):
    python_type = Decimal  # type: ignore[assignment]
    bson_type = Decimal128  # type: ignore[assignment]

    def transform_python(self, value: Decimal) -> Decimal128:
        return Decimal128(value)

    def transform_bson(self, value: Decimal128) -> Decimal:
        return value.to_decimal()


OPTIONS: CodecOptions[Document] = CodecOptions(
    tz_aware=True, uuid_representation=UuidRepresentation.STANDARD, type_registry=TypeRegistry([_Exact()])
)


INDEXES = (
    IndexModel([("made_with", ASCENDING)], unique=True, sparse=True),
    IndexModel([("owner_id", ASCENDING)]),
    IndexModel([("_unsent", ASCENDING)], sparse=True),
)
"""Those of every collection of records."""


class Mongo:
    def __init__(self, address: str) -> None:
        # The account is made by the image, in the database “admin”.
        account = {"authSource": "admin"} if "@" in address else {}
        self._client: AsyncMongoClient[Document] = AsyncMongoClient(address, timeoutMS=5000, serverSelectionTimeoutMS=5000, **account)
        self.database: AsyncDatabase[Document] = self._client.get_default_database("app", codec_options=OPTIONS)

    def collection(self, name: str) -> AsyncCollection[Document]:
        return self.database[name]

    async def ping(self) -> None:
        await self._client.admin.command("ping")

    async def prepare(self, names: Iterable[str]) -> None:
        """Makes the indexes of collections of records. Making one that is there changes nothing."""
        for name in names:
            await self.collection(name).create_indexes(list(INDEXES))

    async def is_prepared(self, names: Iterable[str]) -> bool:
        wanted = {index.document["name"] for index in INDEXES}
        return all([wanted <= set(await self.collection(name).index_information()) for name in names])

    async def close(self) -> None:
        await self._client.close()
