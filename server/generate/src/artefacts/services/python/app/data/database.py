"""The connection pool, and transactions that everything done inside them joins."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

DRIVERS: dict[str, tuple[str, dict[str, Any]]] = {
    "postgresql": ("postgresql+asyncpg", {"timeout": 5, "command_timeout": 10}),
    "mysql": ("mysql+aiomysql", {"connect_timeout": 5, "charset": "utf8mb4"}),
}


class Database:
    def __init__(self, address: str, *, patient: bool = False, **options: Any) -> None:
        """One that is patient gives each command all the time it needs."""
        url = make_url(address)
        driver, arguments = DRIVERS.get(url.drivername, (url.drivername, {}))
        if patient:
            arguments = {name: value for name, value in arguments.items() if name != "command_timeout"}
        # A connection that was closed while it lay in the pool is replaced before it is used.
        options = {"pool_pre_ping": True, "hide_parameters": True, **options}
        self.engine = create_async_engine(url.set(drivername=driver), connect_args=arguments, **options)
        self._current: ContextVar[AsyncConnection | None] = ContextVar("transaction", default=None)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Commits at the end of the outermost block, or rolls everything back."""
        if current := self._current.get():
            yield current
            return
        async with self.engine.begin() as connection:
            token = self._current.set(connection)
            try:
                yield connection
            finally:
                self._current.reset(token)

    async def ping(self) -> None:
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self.engine.dispose()
