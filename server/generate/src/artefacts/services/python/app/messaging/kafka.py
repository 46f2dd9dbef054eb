"""Kafka: a topic for each event, a consumer group for each service, a topic for what it puts aside."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from app.core.event import CloudEvent
from app.messaging.consumer import Consumer, headers_of

CONFIRM_SECONDS = 10.0


class Kafka:
    def __init__(self, address: str) -> None:
        self._servers = urlsplit(address).netloc.rpartition("@")[2]
        self._producer: AIOKafkaProducer | None = None
        self._connecting = asyncio.Lock()

    async def _ready(self) -> AIOKafkaProducer:
        async with self._connecting:
            if self._producer is None:
                # All replicas in step have it, and a send that is repeated inside the client arrives once.
                producer = AIOKafkaProducer(bootstrap_servers=self._servers, acks="all", enable_idempotence=True, request_timeout_ms=5000)
                try:
                    await producer.start()
                except BaseException:
                    await producer.stop()
                    raise
                self._producer = producer
            return self._producer

    async def publish(self, address: str, event: CloudEvent) -> None:
        headers = [(name, value.encode()) for name, value in headers_of(event).items()]
        # Events about one record share a key, so they stay in order.
        await self._send(address, (event.subject or str(event.id)).encode(), event.body(), headers)

    async def _send(self, topic: str, key: bytes | None, body: bytes, headers: list[tuple[str, bytes]]) -> None:
        try:
            producer = await self._ready()
            async with asyncio.timeout(CONFIRM_SECONDS):
                await producer.send_and_wait(topic, body, key=key, headers=headers)
        except BaseException:
            await self.close()
            raise

    async def consume(self, consumer: Consumer) -> None:
        source = AIOKafkaConsumer(
            *(one.address for one in consumer.subscriptions),
            bootstrap_servers=self._servers,
            group_id=consumer.group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            request_timeout_ms=10_000,
        )
        try:
            await source.start()
            while not consumer.stopping.is_set():
                batches = await source.getmany(timeout_ms=500, max_records=16)
                for partition, records in batches.items():
                    for record in records:
                        if consumer.stopping.is_set():
                            return
                        await self._settle(consumer, record)
                        await source.commit({partition: record.offset + 1})
        finally:
            await source.stop()

    async def _settle(self, consumer: Consumer, record: ConsumerRecord[bytes, bytes]) -> None:
        rejected = await consumer.receive(record.value or b"")
        if rejected and consumer.dead_letters:
            reason = ("x-reason", rejected.reason[:500].encode())
            await self._send(consumer.dead_letters, record.key, record.value or b"", [*record.headers, reason])

    async def ping(self) -> None:
        producer = await self._ready()
        await producer.client.force_metadata_update()

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer:
            with suppress(Exception):
                await producer.stop()
