"""The service with everything around it replaced: its stores are in memory, and what it announces is looked at."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from app.config import Config
from app.core.event import Outgoing
from app.core.health import Health
from app.core.metrics import Metrics
from app.data.memory import MemoryKeys, MemoryRecords
from app.main import create_app
from app.parts import Parts

from .identity import ADMINS, SECRETS, sign_in

SAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "samples.json").read_text(encoding="utf-8"))


class Announced:
    """An outbox that keeps what it is given."""

    def __init__(self) -> None:
        self.events: list[Outgoing] = []

    async def add(self, events: Sequence[Outgoing]) -> None:
        self.events.extend(events)


class Calls:
    """Stands in for every client: answers whatever is asked, or fails."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []
        self.said: list[tuple[UUID, dict[str, Any]]] = []
        self.failure: Exception | None = None

    def __getattr__(self, client: str) -> "One":
        return One(self, client)


class One:
    def __init__(self, calls: Calls, client: str) -> None:
        self._calls = calls
        self._client = client

    def __getattr__(self, function: str) -> Any:
        async def call(reference: UUID, details: Mapping[str, Any]) -> dict[str, Any]:
            self._calls.made.append((self._client, function))
            self._calls.said.append((reference, dict(details)))
            if self._calls.failure:
                raise self._calls.failure
            return {}

        return call


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the bundle gives it, with files for its secrets."""
    folder = tmp_path_factory.mktemp("secrets")
    found: dict[str, str] = {}
    for name, variable in SAMPLES["environment"].items():
        if variable["secret"]:
            (folder / name).write_text(SECRETS.get(name, "a secret for tests, long enough for all") + "\n", encoding="utf-8")
        found[name] = str(folder / name) if variable["secret"] else variable["value"]
    return found


@pytest.fixture
def config(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Config:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Config()


@pytest.fixture
def announced() -> Announced:
    return Announced()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def parts(announced: Announced, calls: Calls) -> Parts:
    built: dict[str, Any] = {}
    for field in fields(Parts):
        given = {"outbox": announced, "clients": calls, "keys": MemoryKeys(), "admins": ADMINS, "sign_in": sign_in()}
        built[field.name] = given[field.name] if field.name in given else MemoryRecords(announced)
    return Parts(**built)


@pytest.fixture
def health() -> Health:
    return Health(timeout_seconds=0.2)


@pytest.fixture
def client(config: Config, health: Health, parts: Parts) -> Iterator[TestClient]:
    @asynccontextmanager
    async def connect(_config: Config, _health: Health, _metrics: Metrics) -> AsyncIterator[Parts]:
        yield parts

    with TestClient(create_app(config, health, connect), raise_server_exceptions=False) as http:
        yield http
