"""Records remembered in Redis for a while. The cache may be lost at any moment: without it everything is read from the store."""

from collections.abc import Sequence
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.core.event import Outgoing
from app.core.log import get_logger
from app.core.records import Page, Record, Records

log = get_logger()


class Cache:
    def __init__(self, address: str, namespace: str, seconds: int = 60) -> None:
        self._redis = Redis.from_url(address, decode_responses=True, socket_connect_timeout=1, socket_timeout=1, health_check_interval=15)
        self._namespace = namespace
        self._seconds = seconds

    async def get(self, key: str) -> str | None:
        try:
            return await self._redis.get(f"{self._namespace}:{key}")
        except RedisError as error:
            log.warning("the cache gives no answer", error=type(error).__name__)
            return None

    async def put(self, key: str, value: str) -> None:
        try:
            await self._redis.set(f"{self._namespace}:{key}", value, ex=self._seconds)
        except RedisError as error:
            log.warning("the cache gives no answer", error=type(error).__name__)

    async def drop(self, key: str) -> None:
        try:
            await self._redis.delete(f"{self._namespace}:{key}")
        except RedisError as error:
            # What is there is old at most for the time it is kept.
            log.warning("the cache gives no answer", error=type(error).__name__)

    async def close(self) -> None:
        await self._redis.aclose()


class CachedRecords[R: Record]:
    """Cache-aside: filled by reads, dropped by changes. Write-through: filled by changes as well, after the store has them."""

    def __init__(self, records: Records[R], cache: Cache, name: str, model: type[R], *, write_through: bool = False) -> None:
        self._records = records
        self._cache = cache
        self._name = name
        self._model = model
        self._write_through = write_through

    async def page(self, limit: int, cursor: UUID | None, owner: UUID | None) -> Page[R]:
        return await self._records.page(limit, cursor, owner)

    async def _known(self, record_id: UUID) -> R | None:
        if text := await self._cache.get(self._key(record_id)):
            owner_id, _, body = text.partition("\n")
            return self._model.model_validate_json(body).model_copy(update={"owner_id": UUID(owner_id) if owner_id else None})
        known = await self._records.find(record_id, None)
        if known is not None:
            await self._put(known)
        return known

    async def find(self, record_id: UUID, owner: UUID | None) -> R | None:
        found = await self._known(record_id)
        return found if found and (owner is None or found.owner_id == owner) else None

    async def read(self, record_id: UUID, owner: UUID | None) -> R | None:
        found = await self._known(record_id)
        return found if found and found.is_seen(owner) else None

    async def made_with(self, key: str) -> R | None:
        return await self._records.made_with(key)

    async def create(self, record: R, key: str | None, events: Sequence[Outgoing]) -> R:
        made = await self._records.create(record, key, events)
        if self._write_through:
            await self._put(made)
        return made

    async def replace(self, record: R, events: Sequence[Outgoing]) -> bool:
        replaced = await self._records.replace(record, events)
        if replaced and self._write_through:
            await self._put(record)
        else:
            # Also when somebody else was faster: then what is cached is old.
            await self._cache.drop(self._key(record.id))
        return replaced

    async def delete(self, record: R, events: Sequence[Outgoing]) -> bool:
        deleted = await self._records.delete(record, events)
        await self._cache.drop(self._key(record.id))
        return deleted

    def _key(self, record_id: UUID) -> str:
        return f"{self._name}:{record_id}"

    async def _put(self, record: R) -> None:
        # The owner is no part of what leaves the service, so it stands in front.
        await self._cache.put(self._key(record.id), f"{record.owner_id or ''}\n{record.model_dump_json(by_alias=True)}")
