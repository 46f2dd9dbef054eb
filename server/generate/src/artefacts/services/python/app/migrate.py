"""Brings the database up to date and ends: `python -m app.migrate`. With `--wait` it changes nothing and ends as soon as that is done."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from time import monotonic

from pydantic import ValidationError

from app.config import Config
from app.core import log as logging
from app.core.log import get_logger
from app.core.settings import problems_of
from app.wiring import is_prepared, prepare_database

WAIT_SECONDS = 300
LOOK_SECONDS = 2


async def wait_until(is_done: Callable[[], Awaitable[bool]], wait_seconds: float = WAIT_SECONDS, look_seconds: float = LOOK_SECONDS) -> bool:
    """Looks until it is done, and gives up when that takes too long. The database may start at the same time."""
    end = monotonic() + wait_seconds
    said = ""
    while True:
        try:
            if await is_done():
                return True
            reason = "not migrated yet"
        except Exception as error:  # noqa: BLE001, each driver has errors of its own
            reason = f"{type(error).__name__}: {error}"
        if reason != said:
            get_logger().info("waiting for the migration of the database", reason=reason)
            said = reason
        if monotonic() >= end:
            return False
        await asyncio.sleep(look_seconds)


def main() -> int:
    try:
        config = Config()
    except ValidationError as error:
        logging.configure("unknown", "info")
        get_logger().error("configuration is not valid", problems=problems_of(error))
        return 78
    logging.configure(config.SERVICE_NAME, config.LOG_LEVEL)
    if "--wait" not in sys.argv[1:]:
        asyncio.run(prepare_database(config))
    elif not asyncio.run(wait_until(lambda: is_prepared(config))):
        get_logger().error("the database is not up to date", waited_seconds=WAIT_SECONDS)
        return 1
    get_logger().info("the database is up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
