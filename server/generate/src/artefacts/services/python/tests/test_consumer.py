"""Events that come in: handled once, tried again, put aside."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from pydantic import BaseModel

from app.core.event import CloudEvent
from app.core.log import correlation_id
from app.core.metrics import Metrics
from app.data.memory import MemoryInbox
from app.messaging.consumer import Consumer, Rejected, Subscription


class Happened(BaseModel):
    what: str


class Handler:
    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.seen: list[tuple[Any, str]] = []

    async def __call__(self, _event: CloudEvent, data: Happened) -> None:
        self.seen.append((data.what, correlation_id.get()))
        if self.failures:
            self.failures -= 1
            raise RuntimeError("not now")


def consumer(handler: Handler, retries: int = 2) -> Consumer:
    subscription = Subscription("it.happened", "it.happened", Happened, handler, retries)
    return Consumer([subscription], MemoryInbox(), Metrics("example"), group="g", dead_letters="d", first_pause_seconds=0)


def event(**changed: Any) -> bytes:
    plain: dict[str, Any] = {"source": "test", "type": "it.happened", "data": {"what": "this"}, "correlationid": "abc-5"}
    return CloudEvent(**plain | changed).body()


def test_handles_an_event_once_with_its_correlation_id() -> None:
    handler = Handler()
    one, body = consumer(handler), event(id=uuid4())

    async def twice() -> list[Rejected | None]:
        return [await one.receive(body), await one.receive(body)]

    assert asyncio.run(twice()) == [None, None]
    assert handler.seen == [("this", "abc-5")]


def test_tries_again_and_then_gives_up() -> None:
    patient = Handler(failures=2)
    assert asyncio.run(consumer(patient).receive(event())) is None
    assert len(patient.seen) == 3
    rejected = asyncio.run(consumer(Handler(failures=3)).receive(event()))
    assert rejected == Rejected("failed 3 times: not now")


@pytest.mark.parametrize("poison", [b"", b"{", b"[]", b"\xff\xfe", event(data={"what": 7}), event(data={})])
def test_what_is_no_event_is_put_aside_at_once(poison: bytes) -> None:
    handler = Handler()
    assert isinstance(asyncio.run(consumer(handler).receive(poison)), Rejected)
    assert handler.seen == []


def test_events_of_others_and_new_fields_pass() -> None:
    handler = Handler()
    assert asyncio.run(consumer(handler).receive(event(type="other.thing"))) is None
    assert asyncio.run(consumer(handler).receive(event(data={"what": "this", "new": True}))) is None
    assert len(handler.seen) == 1
