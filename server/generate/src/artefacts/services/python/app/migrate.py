"""Brings the database up to date and ends: `python -m app.migrate`."""

import asyncio
import sys

from pydantic import ValidationError

from app.config import Config
from app.core import log as logging
from app.core.log import get_logger
from app.core.settings import problems_of
from app.wiring import prepare_database


def main() -> int:
    try:
        config = Config()
    except ValidationError as error:
        logging.configure("unknown", "info")
        get_logger().error("configuration is not valid", problems=problems_of(error))
        return 78
    logging.configure(config.SERVICE_NAME, config.LOG_LEVEL)
    asyncio.run(prepare_database(config))
    get_logger().info("the database is up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
