"""Is the process alive, and can it do its work? Liveness looks at no dependency: restarting here repairs nothing there."""

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.core.log import get_logger
from app.core.metrics import CONTENT_TYPE, Metrics

Check = Callable[[], Awaitable[object]]
log = get_logger()


class Health:
    def __init__(self, timeout_seconds: float = 1.5) -> None:
        self._checks: dict[str, Check] = {}
        self._timeout_seconds = timeout_seconds
        self.draining = False

    def watch(self, name: str, check: Check) -> None:
        """`check` raises when the dependency gives no answer."""
        self._checks[name] = check

    async def _passes(self, name: str, check: Check) -> bool:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await check()
        except Exception as error:  # noqa: BLE001 - every client has errors of its own, and each means the same here
            log.warning("a dependency gives no answer", dependency=name, error=type(error).__name__)
            return False
        return True

    async def check(self) -> dict[str, bool]:
        passed = await asyncio.gather(*(self._passes(name, check) for name, check in self._checks.items()))
        return dict(zip(self._checks, passed, strict=True))


def router(health: Health, metrics: Metrics) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/livez")
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    @routes.get("/readyz")
    async def readyz() -> JSONResponse:
        if health.draining:
            return JSONResponse({"status": "draining", "checks": {}}, status_code=503)
        checks = await health.check()
        ready = all(checks.values())
        return JSONResponse({"status": "ready" if ready else "not ready", "checks": checks}, status_code=200 if ready else 503)

    @routes.get("/metrics")
    async def numbers() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return routes
