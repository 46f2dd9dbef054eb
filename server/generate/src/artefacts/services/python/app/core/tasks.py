"""Work in the background of the service: started again with growing pauses when it fails, stopped before what it uses is closed."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from app.core.log import get_logger

LONGEST_PAUSE_SECONDS = 30.0
log = get_logger()


async def _keep_running(name: str, work: Callable[[], Awaitable[None]], first_pause_seconds: float) -> None:
    loop = asyncio.get_running_loop()
    pause = first_pause_seconds
    while True:
        started = loop.time()
        try:
            await work()
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the work must go on
            log.warning("background work failed and starts again", work=name, error=str(error) or type(error).__name__)
        if loop.time() - started > LONGEST_PAUSE_SECONDS:
            pause = first_pause_seconds
        # Full jitter: replicas that lost the same broker do not come back in the same moment.
        await asyncio.sleep(random.uniform(0, pause))  # noqa: S311 - no secret
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


@asynccontextmanager
async def background(
    name: str,
    work: Callable[[], Awaitable[None]],
    stop: Callable[[], None],
    *,
    stop_seconds: float = 15.0,
    first_pause_seconds: float = 0.5,
) -> AsyncIterator[None]:
    """Runs `work` beside the block. At its end `stop` asks the work to finish what it has begun; what takes longer is cancelled."""
    task = asyncio.create_task(_keep_running(name, work, first_pause_seconds), name=name)
    try:
        yield
    finally:
        stop()
        _, running = await asyncio.wait({task}, timeout=stop_seconds)
        for late in running:
            log.warning("background work did not finish in time", work=name)
            late.cancel()
            await asyncio.wait({late})
