"""What is announced through RabbitMQ, over a broker that is made up: an event that somebody hears waits for their queue."""

import asyncio
from typing import Any

import pytest
from aio_pika.exceptions import PublishError

from app.core.event import CloudEvent, Outgoing
from app.core.metrics import Metrics
from app.messaging import rabbitmq
from app.messaging.publisher import Sender
from app.messaging.rabbitmq import NobodyListensError, RabbitMq


class SentBackError(PublishError):
    def __init__(self) -> None:
        Exception.__init__(self, "NO_ROUTE")


class Server:
    """A connection, its channel and its exchange in one."""

    def __init__(self) -> None:
        self.close_callbacks: set[Any] = set()
        self.queues: set[str] = set()
        self.taken: list[tuple[str, str]] = []
        self.connections = 0
        self.raises = False

    async def connect(self, *_: object, **__: object) -> "Server":
        self.connections += 1
        return self

    async def channel(self, *, publisher_confirms: bool, on_return_raises: bool) -> "Server":
        assert publisher_confirms
        self.raises = on_return_raises
        return self

    async def declare_exchange(self, *_: object, **__: object) -> "Server":
        return self

    async def publish(self, message: Any, address: str, *, mandatory: bool, **_: object) -> None:
        if address in self.queues:
            self.taken.append((address, message.message_id))
        elif mandatory and self.raises:
            raise SentBackError

    async def close(self) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    monkeypatch.setattr(rabbitmq.aio_pika, "connect", made.connect)
    return made


def event(name: str) -> CloudEvent:
    return CloudEvent(source="test", type=name, data={})


def test_an_event_that_somebody_hears_waits_for_their_queue(server: Server) -> None:
    broker, heard = RabbitMq("amqp://app@bus:5672", expected=["it.happened"]), event("it.happened")
    sender = Sender({"bus": broker}, Metrics("example"))

    async def before_and_after() -> None:
        for _ in range(2):
            with pytest.raises(NobodyListensError, match="no queue waits"):
                await sender.send(Outgoing("bus", "it.happened", heard))
        server.queues.add("it.happened")
        await sender.send(Outgoing("bus", "it.happened", heard))

    asyncio.run(before_and_after())
    assert server.taken == [("it.happened", str(heard.id))]
    assert server.connections == 1


def test_an_event_that_nobody_hears_is_no_error(server: Server) -> None:
    asyncio.run(RabbitMq("amqp://app@bus:5672").publish("other.thing", event("other.thing")))
    assert server.taken == []
