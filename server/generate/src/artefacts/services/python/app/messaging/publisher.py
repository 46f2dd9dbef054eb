"""What a broker must be able to do for those who announce something."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.core.event import CloudEvent, Outgoing
from app.core.metrics import Metrics
from app.core.problems import Unavailable


class Publisher(Protocol):
    async def publish(self, address: str, event: CloudEvent) -> None:
        """Returns when the broker has confirmed it, raises otherwise."""
        ...


class Sender:
    """Hands events to their brokers. As an outbox it sends at once: for services that own no store."""

    def __init__(self, publishers: Mapping[str, Publisher], metrics: Metrics) -> None:
        self._publishers = publishers
        self._metrics = metrics

    async def send(self, outgoing: Outgoing) -> None:
        await self._publishers[outgoing.broker].publish(outgoing.address, outgoing.event)
        self._metrics.published(outgoing.event.type)

    async def add(self, events: Sequence[Outgoing]) -> None:
        for outgoing in events:
            try:
                await self.send(outgoing)
            except Exception as error:
                raise Unavailable("The event could not be handed over.") from error
