"""Carries events from the outbox to their brokers."""

import asyncio

from app.core.metrics import Metrics
from app.messaging.outbox import Send, StoredOutbox


class Relay:
    """Woken by changes of this process, and looks by itself for those of others."""

    def __init__(self, outbox: StoredOutbox, send: Send, metrics: Metrics, look_seconds: float = 1.0) -> None:
        self._outbox = outbox
        self._send = send
        self._metrics = metrics
        self._look_seconds = look_seconds
        self._stopping = False

    def stop(self) -> None:
        self._stopping = True
        self._outbox.wake.set()

    async def run(self) -> None:
        while True:
            # Cleared before looking: a change that comes while it looks wakes it again.
            self._outbox.wake.clear()
            while await self._outbox.send_some(self._send):
                pass
            self._metrics.waiting(await self._outbox.waiting())
            if self._stopping:
                return
            try:
                async with asyncio.timeout(self._look_seconds):
                    await self._outbox.wake.wait()
            except TimeoutError:
                continue
