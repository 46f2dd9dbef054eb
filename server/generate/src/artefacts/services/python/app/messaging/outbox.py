"""What keeps events until they are sent, and what forgets nothing it has handled."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from app.core.event import Outgoing

Send = Callable[[Outgoing], Awaitable[None]]


class Outbox(Protocol):
    async def add(self, events: Sequence[Outgoing]) -> None: ...


class StoredOutbox(Outbox, Protocol):
    """An outbox in the service's own store."""

    wake: asyncio.Event

    async def send_some(self, send: Send) -> int:
        """How many it sent. Raises what a broker raised, after forgetting what was sent before."""
        ...

    async def waiting(self) -> int: ...


class Inbox(Protocol):
    def once(self, event_id: UUID) -> AbstractAsyncContextManager[bool]:
        """True for an event that was not handled yet. It counts as handled when the block ends well."""
        ...
