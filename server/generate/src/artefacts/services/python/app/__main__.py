"""Starts the service and stops it without dropping requests."""

import asyncio
import os
import sys

import uvicorn

from app.config import ConfigError, read_config
from app.log import Log
from app.main import create_app
from app.readiness import Readiness
from app.service import SERVICE


class DrainingServer(uvicorn.Server):
    """Says first that it stops, so that nothing new is sent here; then finishes what is running."""

    def __init__(self, config: uvicorn.Config, readiness: Readiness, drain_seconds: float, log: Log) -> None:
        super().__init__(config)
        self._readiness = readiness
        self._drain_seconds = drain_seconds
        self._log = log

    def handle_exit(self, sig: int, frame) -> None:
        if self._readiness.draining:
            return
        self._log.info("stopping", signal=sig)
        self._readiness.drain()
        asyncio.get_running_loop().call_later(self._drain_seconds, self._exit)

    def _exit(self) -> None:
        self.should_exit = True


def main() -> int:
    try:
        config = read_config(os.environ, SERVICE)
    except ConfigError as error:
        Log(SERVICE["name"], "info").error("configuration is not valid", problems=error.problems)
        # EX_CONFIG of sysexits.h: starting again will not help.
        return 78
    log = Log(SERVICE["name"], config.log_level)
    for name in config.missing:
        log.warn("an optional variable is not set", variable=name)
    readiness = Readiness(config.dependencies)
    app = create_app(SERVICE, log, readiness)
    settings = uvicorn.Config(
        app,
        host="0.0.0.0",  # noqa: S104 - the container's own address; the network decides who reaches it
        port=config.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=config.stop_seconds,
    )
    log.info("listening", port=config.port)
    asyncio.run(DrainingServer(settings, readiness, config.drain_ms / 1000, log).serve())
    log.info("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
