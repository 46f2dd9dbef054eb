"""The cache in front of the store."""

import asyncio
from uuid import UUID

import pytest
from redis.exceptions import ConnectionError as Unreachable

from app.core.records import Input, Record
from app.data.cache import Cache, CachedRecords
from app.data.memory import MemoryRecords


class Thing(Record):
    name: str


class Given(Input):
    name: str


class FakeRedis:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.away = False

    async def get(self, key: str) -> str | None:
        if self.away:
            raise Unreachable
        return self.values.get(key)

    async def set(self, key: str, value: str, ex: int) -> None:
        if self.away:
            raise Unreachable
        assert ex > 0
        self.values[key] = value

    async def delete(self, key: str) -> None:
        if self.away:
            raise Unreachable
        self.values.pop(key, None)


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> FakeRedis:
    fake = FakeRedis()
    monkeypatch.setattr("app.data.cache.Redis.from_url", lambda *_, **__: fake)
    return fake


def cached(store: MemoryRecords[Thing], *, write_through: bool) -> CachedRecords[Thing]:
    return CachedRecords(store, Cache("redis://cache", "example"), "things", Thing, write_through=write_through)


@pytest.mark.parametrize("write_through", [False, True])
@pytest.mark.parametrize("away", [False, True])
def test_reads_see_the_last_change_with_and_without_the_cache(redis: FakeRedis, write_through: bool, away: bool) -> None:
    redis.away = away

    async def live() -> None:
        things = cached(MemoryRecords(), write_through=write_through)
        owner = UUID(int=7)
        made = await things.create(Thing.first(Given(name="first"), owner), None, [])
        assert await things.find(made.id, owner) == made
        assert await things.find(made.id, UUID(int=8)) is None
        changed = made.next(Given(name="second\nline"))
        assert await things.replace(changed, [])
        assert await things.find(made.id, owner) == changed
        assert await things.delete(changed, [])
        assert await things.find(made.id, None) is None

    asyncio.run(live())


def test_a_second_read_does_not_ask_the_store(redis: FakeRedis) -> None:
    async def read() -> None:
        store: MemoryRecords[Thing] = MemoryRecords()
        things = cached(store, write_through=False)
        made = await things.create(Thing.first(Given(name="first"), None), None, [])
        assert redis.values == {}
        await things.find(made.id, None)
        await store.delete(made, [])
        assert await things.find(made.id, None) == made

    asyncio.run(read())
