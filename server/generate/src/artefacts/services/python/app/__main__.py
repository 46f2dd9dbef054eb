"""Starts the service and stops it without dropping what it works on."""

import asyncio
import sys
from types import FrameType

import uvicorn
from pydantic import ValidationError

from app.config import Config
from app.core import log as logging
from app.core.health import Health
from app.core.log import get_logger
from app.core.settings import problems_of
from app.main import create_app

EX_CONFIG = 78
"""Of sysexits.h: starting again will not help."""


class DrainingServer(uvicorn.Server):
    """Says first that it stops, so that nothing new is sent here; then finishes what is running."""

    def __init__(self, config: uvicorn.Config, health: Health, drain_seconds: float) -> None:
        super().__init__(config)
        self._health = health
        self._drain_seconds = drain_seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._health.draining:
            return
        get_logger().info("stopping", signal=sig)
        self._health.draining = True
        asyncio.get_running_loop().call_later(self._drain_seconds, self._exit)

    def _exit(self) -> None:
        self.should_exit = True


def main() -> int:
    try:
        config = Config()
    except ValidationError as error:
        logging.configure("unknown", "info")
        get_logger().error("configuration is not valid", problems=problems_of(error))
        return EX_CONFIG
    logging.configure(config.SERVICE_NAME, config.LOG_LEVEL)
    health = Health()
    settings = uvicorn.Config(
        create_app(config, health),
        host="0.0.0.0",  # noqa: S104 - the container's own address; the network decides who reaches it
        port=config.PORT,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=config.STOP_MS // 1000,
    )
    server = DrainingServer(settings, health, config.DRAIN_MS / 1000)
    server.run()
    get_logger().info("stopped")
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
