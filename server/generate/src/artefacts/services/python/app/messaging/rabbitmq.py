"""RabbitMQ: a durable topic exchange for all events, a quorum queue for each consumer, another for what it puts aside."""

import asyncio
from collections.abc import Collection
from contextlib import suppress

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange, AbstractIncomingMessage
from aio_pika.exceptions import PublishError

from app.core.event import CloudEvent
from app.messaging.consumer import Consumer, headers_of

CONFIRM_SECONDS = 5.0
PREFETCH = 16


class NobodyListensError(Exception):
    """The broker has sent an event back."""


class RabbitMq:
    """`expected` are the types of events that somebody hears: one of them counts as sent only when a queue has taken it."""

    def __init__(self, address: str, expected: Collection[str] = (), exchange: str = "events") -> None:
        self._address = address
        self._expected = frozenset(expected)
        self._exchange_name = exchange
        self._connection: AbstractConnection | None = None
        self._exchange: AbstractExchange | None = None
        self._lost = asyncio.Event()
        self._connecting = asyncio.Lock()

    async def _declared(self, channel: AbstractChannel) -> AbstractExchange:
        return await channel.declare_exchange(self._exchange_name, aio_pika.ExchangeType.TOPIC, durable=True)

    async def _ready(self) -> AbstractExchange:
        async with self._connecting:
            if self._exchange is None or self._lost.is_set():
                await self.close()
                self._connection = await aio_pika.connect(self._address, timeout=CONFIRM_SECONDS)
                channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
                self._lost = _loss_of(self._connection, channel)
                self._exchange = await self._declared(channel)
            return self._exchange

    async def publish(self, address: str, event: CloudEvent) -> None:
        message = aio_pika.Message(
            event.body(),
            content_type="application/cloudevents+json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            message_id=str(event.id),
            correlation_id=event.correlationid,
            headers=dict(headers_of(event)),
        )
        try:
            exchange = await self._ready()
            await exchange.publish(message, address, mandatory=event.type in self._expected, timeout=CONFIRM_SECONDS)
        except PublishError as error:
            # The connection is good: whoever hears it has not started yet, and until then it stays where it is kept.
            raise NobodyListensError(f"no queue waits for “{event.type}” yet") from error
        except BaseException:
            self._exchange = None
            raise

    async def consume(self, consumer: Consumer) -> None:
        connection = await aio_pika.connect(self._address, timeout=CONFIRM_SECONDS)
        async with connection:
            channel = await connection.channel(publisher_confirms=True)
            await channel.set_qos(prefetch_count=PREFETCH)
            exchange = await self._declared(channel)
            quorum = {"x-queue-type": "quorum"}
            queue = await channel.declare_queue(consumer.group, durable=True, arguments=quorum)
            if consumer.dead_letters:
                await channel.declare_queue(consumer.dead_letters, durable=True, arguments=quorum)
            for subscription in consumer.subscriptions:
                await queue.bind(exchange, subscription.address)
            gone = _loss_of(connection, channel)
            waiting: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
            tag = await queue.consume(waiting.put)
            stopping = asyncio.create_task(consumer.stopping.wait())
            lost = asyncio.create_task(gone.wait())
            try:
                while not consumer.stopping.is_set():
                    receiving = asyncio.create_task(waiting.get())
                    await asyncio.wait({receiving, stopping, lost}, return_when=asyncio.FIRST_COMPLETED)
                    if receiving.done():
                        await self._settle(channel, consumer, receiving.result())
                    else:
                        receiving.cancel()
                    if gone.is_set():
                        raise ConnectionError("the connection to RabbitMQ was lost")
                with suppress(Exception):
                    await queue.cancel(tag)
            finally:
                stopping.cancel()
                lost.cancel()

    async def _settle(self, channel: AbstractChannel, consumer: Consumer, message: AbstractIncomingMessage) -> None:
        rejected = await consumer.receive(message.body)
        if rejected and consumer.dead_letters:
            aside = aio_pika.Message(
                message.body,
                content_type=message.content_type,
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                message_id=message.message_id,
                correlation_id=message.correlation_id,
                headers={**message.headers, "x-reason": rejected.reason[:500]},
            )
            # Confirmed before the first copy is let go.
            await channel.default_exchange.publish(aside, consumer.dead_letters, timeout=CONFIRM_SECONDS)
        await message.ack()

    async def ping(self) -> None:
        await self._ready()

    async def close(self) -> None:
        connection, self._connection, self._exchange = self._connection, None, None
        if connection:
            with suppress(Exception):
                await connection.close()


def _loss_of(connection: AbstractConnection, channel: AbstractChannel) -> asyncio.Event:
    """Set when the server goes away, or closes the channel."""
    lost = asyncio.Event()

    def note(*_: object) -> None:
        lost.set()

    connection.close_callbacks.add(note)
    channel.close_callbacks.add(note)
    return lost
