"""Redis Streams: a stream for each event, a consumer group for each service, a stream for what it puts aside."""

import asyncio
import socket
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from app.core.event import CloudEvent
from app.messaging.consumer import Consumer, headers_of

KEPT = 100_000
"""About so many events stay in a stream."""
ABANDONED_MS = 60_000
"""After this long a message of a consumer that died is handed to another."""


class RedisStreams:
    def __init__(self, address: str) -> None:
        self._redis = Redis.from_url(address, socket_connect_timeout=2, socket_timeout=5, health_check_interval=15)

    async def publish(self, address: str, event: CloudEvent) -> None:
        fields: dict[Any, Any] = {"event": event.body(), **headers_of(event)}
        await self._redis.xadd(address, fields, maxlen=KEPT, approximate=True)

    async def consume(self, consumer: Consumer) -> None:
        me = socket.gethostname()
        streams = [one.address for one in consumer.subscriptions]
        for stream in streams:
            try:
                # From the beginning: what was announced before the first start counts too.
                await self._redis.xgroup_create(stream, consumer.group, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise
        next_look = 0.0
        loop = asyncio.get_running_loop()
        while not consumer.stopping.is_set():
            if loop.time() >= next_look:
                next_look = loop.time() + ABANDONED_MS / 2000
                for stream in streams:
                    claimed = await self._redis.xautoclaim(stream, consumer.group, me, min_idle_time=ABANDONED_MS, count=16)
                    await self._settle_all(consumer, stream, claimed[1])
            for stream, messages in (
                await self._redis.xreadgroup(consumer.group, me, dict.fromkeys(streams, ">"), count=16, block=500) or []
            ):
                await self._settle_all(consumer, stream, messages)

    async def _settle_all(self, consumer: Consumer, stream: Any, messages: list[tuple[Any, dict[bytes, bytes]]]) -> None:
        for message_id, fields in messages:
            # What is left over stays pending and is claimed by another replica.
            if consumer.stopping.is_set():
                return
            rejected = await consumer.receive(fields.get(b"event", b""))
            if rejected and consumer.dead_letters:
                aside: dict[Any, Any] = {**fields, "x-reason": rejected.reason[:500]}
                await self._redis.xadd(consumer.dead_letters, aside, maxlen=KEPT, approximate=True)
            await self._redis.xack(stream, consumer.group, message_id)

    async def ping(self) -> None:
        await self._redis.ping()

    async def close(self) -> None:
        await self._redis.aclose()
