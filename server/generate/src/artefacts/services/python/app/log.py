"""One JSON object a line on standard output. Takes no secrets: callers pass fields by name."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime

LEVELS = ("debug", "info", "warn", "error")


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Log:
    def __init__(self, service: str, level: str, write: Callable[[str], None] = _write) -> None:
        self._service = service
        self._level = LEVELS.index(level)
        self._write = write

    def _at(self, level: str, message: str, fields: dict) -> None:
        if LEVELS.index(level) >= self._level:
            time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            entry = {"time": time, "level": level, "service": self._service, "message": message, **fields}
            self._write(json.dumps(entry, default=str))

    def debug(self, message: str, **fields) -> None:
        self._at("debug", message, fields)

    def info(self, message: str, **fields) -> None:
        self._at("info", message, fields)

    def warn(self, message: str, **fields) -> None:
        self._at("warn", message, fields)

    def error(self, message: str, **fields) -> None:
        self._at("error", message, fields)
