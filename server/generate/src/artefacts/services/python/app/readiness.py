"""Can the service do its work? Tries to connect to each store and broker. Liveness never asks this."""

import asyncio
from urllib.parse import SplitResult

DEFAULT_PORTS = {"http": 80, "https": 443}


async def _reach(url: SplitResult, timeout_seconds: float) -> bool:
    try:
        connection = asyncio.open_connection(url.hostname, url.port or DEFAULT_PORTS.get(url.scheme))
        _, writer = await asyncio.wait_for(connection, timeout_seconds)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


class Readiness:
    def __init__(self, dependencies: dict[str, SplitResult], timeout_seconds: float = 1.5) -> None:
        self._dependencies = dependencies
        self._timeout_seconds = timeout_seconds
        self.draining = False

    def drain(self) -> None:
        self.draining = True

    async def check(self) -> dict[str, bool]:
        reached = await asyncio.gather(*(_reach(url, self._timeout_seconds) for url in self._dependencies.values()))
        return dict(zip(self._dependencies, reached, strict=True))
