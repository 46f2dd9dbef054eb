"""Events that come in: each handled once, tried again when that fails, put aside when it keeps failing. Brokers hear that a
message is done only after it is."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from opentelemetry import propagate, trace
from pydantic import BaseModel, ValidationError
from tenacity import AsyncRetrying, stop_after_attempt, wait_random_exponential

from app.core.event import CloudEvent
from app.core.log import correlation_id, get_logger
from app.core.metrics import Metrics
from app.messaging.outbox import Inbox

log = get_logger()
tracer = trace.get_tracer("app")


@dataclass(frozen=True)
class Subscription:
    """An event that this service hears, and what it does then."""

    event: str
    address: str
    model: type[BaseModel]
    handle: Callable[[CloudEvent, Any], Awaitable[None]]
    retries: int


@dataclass(frozen=True)
class Rejected:
    """Why a message is put aside."""

    reason: str


class Consumer:
    def __init__(
        self,
        subscriptions: Sequence[Subscription],
        inbox: Inbox,
        metrics: Metrics,
        *,
        group: str,
        dead_letters: str | None,
        first_pause_seconds: float = 0.2,
    ) -> None:
        self.subscriptions = subscriptions
        self.group = group
        self.dead_letters = dead_letters
        self.stopping = asyncio.Event()
        self._by_event = {one.event: one for one in subscriptions}
        self._inbox = inbox
        self._metrics = metrics
        self._first_pause_seconds = first_pause_seconds

    def stop(self) -> None:
        self.stopping.set()

    async def receive(self, body: bytes) -> Rejected | None:
        """Handles one message. None: it is done, and the broker may forget it."""
        try:
            event = CloudEvent.model_validate_json(body)
        except ValidationError as error:
            return self._reject("unknown", f"not an event: {_first(error)}")
        subscription = self._by_event.get(event.type)
        if subscription is None:
            self._metrics.consumed("unknown", "ignored")
            return None
        token = correlation_id.set(event.correlationid)
        parent = propagate.extract({"traceparent": event.traceparent} if event.traceparent else {})
        try:
            with tracer.start_as_current_span(f"{event.type} process", context=parent, kind=trace.SpanKind.CONSUMER):
                return await self._handle(subscription, event)
        finally:
            correlation_id.reset(token)

    async def _handle(self, subscription: Subscription, event: CloudEvent) -> Rejected | None:
        try:
            data = subscription.model.model_validate(event.data)
        except ValidationError as error:
            return self._reject(event.type, f"data does not follow the contract: {_first(error)}", event)
        pause = wait_random_exponential(self._first_pause_seconds, max=10)
        try:
            async for attempt in AsyncRetrying(stop=stop_after_attempt(subscription.retries + 1), wait=pause, reraise=True):
                with attempt:
                    async with self._inbox.once(event.id) as is_new:
                        if is_new:
                            await subscription.handle(event, data)
        except Exception as error:  # noqa: BLE001 - whatever the handler raises, the queue must move on
            return self._reject(event.type, f"failed {subscription.retries + 1} times: {error or type(error).__name__}", event)
        outcome = "handled" if is_new else "duplicate"
        self._metrics.consumed(event.type, outcome)
        log.info("event", type=event.type, event_id=str(event.id), outcome=outcome)
        return None

    def _reject(self, kind: str, reason: str, event: CloudEvent | None = None) -> Rejected:
        self._metrics.consumed(kind, "dead-letter" if self.dead_letters else "dropped")
        log.error("an event could not be handled", type=kind, event_id=str(event.id) if event else None, reason=reason)
        return Rejected(reason)


def _first(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])} {first['msg']}".strip()


class Subscriber(Protocol):
    """A broker as those see it who hear something."""

    async def consume(self, consumer: Consumer) -> None:
        """Receives until the consumer is told to stop. Raises when the connection is lost."""
        ...


def headers_of(event: CloudEvent) -> Mapping[str, str]:
    """What travels beside the event, for readers that do not open it."""
    headers = {"content-type": "application/cloudevents+json", "x-correlation-id": event.correlationid}
    return headers | ({"traceparent": event.traceparent} if event.traceparent else {})
