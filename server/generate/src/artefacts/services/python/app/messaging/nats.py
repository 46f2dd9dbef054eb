"""NATS JetStream: one stream for all events, a durable consumer for each service, a stream for what is put aside."""

import asyncio
from contextlib import suppress

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NothingCame
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig
from nats.js.errors import BadRequestError

from app.core.event import CloudEvent
from app.messaging.consumer import Consumer, headers_of

STREAMS = {"EVENTS": ["events.>"], "DEAD_LETTERS": ["dead-letters.>"]}
CONFIRM_SECONDS = 5.0
ACK_WAIT_SECONDS = 60.0
"""After this long without an answer a message is handed out again."""


class Nats:
    def __init__(self, address: str) -> None:
        self._address = address
        self._client = Client()
        self._stream: JetStreamContext | None = None
        self._connecting = asyncio.Lock()

    async def _ready(self) -> JetStreamContext:
        async with self._connecting:
            if self._stream is None or self._client.is_closed:
                self._client = Client()
                await self._client.connect(self._address, connect_timeout=2, max_reconnect_attempts=5, allow_reconnect=True)
                stream = self._client.jetstream(timeout=CONFIRM_SECONDS)
                for name, subjects in STREAMS.items():
                    # Another service may have made it already.
                    with suppress(BadRequestError):
                        await stream.add_stream(StreamConfig(name=name, subjects=subjects, max_age=7 * 24 * 3600))
                self._stream = stream
            return self._stream

    async def publish(self, address: str, event: CloudEvent) -> None:
        stream = await self._ready()
        # The server drops a repetition of the same id within two minutes.
        headers = {**headers_of(event), "Nats-Msg-Id": str(event.id)}
        await stream.publish(address, event.body(), timeout=CONFIRM_SECONDS, headers=headers)

    async def consume(self, consumer: Consumer) -> None:
        stream = await self._ready()
        subjects = [one.address for one in consumer.subscriptions]
        config = ConsumerConfig(durable_name=consumer.group, ack_policy=AckPolicy.EXPLICIT, ack_wait=ACK_WAIT_SECONDS)
        if len(subjects) == 1:
            config.filter_subject = subjects[0]
        else:
            config.filter_subjects = subjects
        await stream.add_consumer("EVENTS", config)
        source = await stream.pull_subscribe_bind(durable=consumer.group, stream="EVENTS")
        while not consumer.stopping.is_set():
            try:
                messages = await source.fetch(16, timeout=0.5)
            except NothingCame:
                if self._client.is_closed:
                    raise ConnectionError("the connection to NATS was lost") from None
                continue
            for message in messages:
                if consumer.stopping.is_set():
                    await message.nak()
                else:
                    await self._settle(stream, consumer, message)
        await source.unsubscribe()

    async def _settle(self, stream: JetStreamContext, consumer: Consumer, message: Msg) -> None:
        working = asyncio.create_task(_keep_claimed(message))
        try:
            rejected = await consumer.receive(message.data)
        finally:
            working.cancel()
        if rejected and consumer.dead_letters:
            headers = {**(message.headers or {}), "x-reason": " ".join(rejected.reason.split())[:500]}
            headers.pop("Nats-Msg-Id", None)
            await stream.publish(consumer.dead_letters, message.data, timeout=CONFIRM_SECONDS, headers=headers)
        await message.ack()

    async def ping(self) -> None:
        await self._ready()
        if not self._client.is_connected:
            raise ConnectionError("NATS is away")
        await self._client.flush(timeout=1)

    async def close(self) -> None:
        self._stream = None
        with suppress(Exception):
            await self._client.close()


async def _keep_claimed(message: Msg) -> None:
    """Tells the server that the work goes on, so that nobody else gets the message meanwhile."""
    while True:
        await asyncio.sleep(ACK_WAIT_SECONDS / 3)
        await message.in_progress()
