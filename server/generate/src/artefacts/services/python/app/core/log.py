"""One JSON object a line on standard output, each with the correlation id of the work it is about."""

import logging
import logging.config
from contextvars import ContextVar
from typing import Any

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
"""Follows one request through every part: taken from `x-correlation-id`, passed on in calls and events."""

caller: ContextVar[str] = ContextVar("caller", default="")
"""The program that asks, where programs have names."""

get_logger = structlog.stdlib.get_logger


def _add_request(_logger: object, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
    for name, current in (("correlation_id", correlation_id.get()), ("caller", caller.get())):
        if current:
            entry.setdefault(name, current)
    return entry


def _short_level(_logger: object, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
    entry["level"] = {"warning": "warn", "critical": "error"}.get(entry["level"], entry["level"])
    return entry


def configure(service: str, level: str) -> None:
    """Sends what this code and its libraries log through one pipeline."""

    def name_service(_logger: object, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
        entry["service"] = service
        return entry

    shared: list[Any] = [
        name_service,
        structlog.stdlib.add_log_level,
        _short_level,
        _add_request,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("message"),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
            "root": {"handlers": ["out"], "level": LEVELS[level]},
            # Libraries speak up when something is wrong, not about each connection.
            "loggers": {name: {"level": max(LEVELS[level], logging.WARNING)} for name in QUIET},
        }
    )


QUIET = (
    "aio_pika",
    "aiokafka",
    "aiormq",
    "alembic",
    "asyncio",
    "httpcore2",
    "httpx2",
    "nats",
    "opentelemetry",
    "pymongo",
    "redis",
    "sqlalchemy",
)
