"""Around every request: its correlation id, its trace, its log line, its numbers."""

import re
import time
import uuid

from opentelemetry import propagate, trace
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.log import correlation_id, get_logger
from app.core.metrics import Metrics
from app.core.problems import Problem, document

HEADER = "x-correlation-id"
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")
QUIET = frozenset({"/livez", "/readyz", "/metrics"})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = get_logger()
tracer = trace.get_tracer("app")


def accepted(given: str) -> str:
    """The id that came along, or a new one for what could forge a log line."""
    return given if ACCEPTED.fullmatch(given) else str(uuid.uuid4())


class Observe:
    """An ASGI middleware; the outermost, so that it sees what every other part answered."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        current = accepted(headers.get(HEADER, ""))
        token = correlation_id.set(current)
        started = time.perf_counter()
        status = 500
        answering = False

        async def answer(message: Message) -> None:
            nonlocal status, answering
            if message["type"] == "http.response.start":
                status, answering = message["status"], True
                message["headers"] = [*message.get("headers", []), (HEADER.encode(), current.encode())]
            await send(message)

        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        try:
            with tracer.start_as_current_span(method, context=propagate.extract(headers), kind=trace.SpanKind.SERVER) as span:
                try:
                    await self._app(scope, receive, answer)
                except Exception as error:
                    span.record_exception(error)
                    log.error("request failed", exc_info=error)
                    if not answering:
                        await document(Problem(500, "The request could not be handled."), scope["path"])(scope, receive, answer)
                route = getattr(scope.get("route"), "path", "unknown")
                span.update_name(f"{method} {route}")
                span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
                if status >= 500:
                    span.set_status(trace.StatusCode.ERROR)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.request(method, getattr(scope.get("route"), "path", "unknown"), status, seconds)
            if scope["path"] not in QUIET:
                log.info("request", method=method, path=scope["path"], status=status, duration_ms=round(seconds * 1000))
            correlation_id.reset(token)
