"""Calls to other parts, with what their links say about failure: a time limit, retries with jitter, a circuit breaker, a fallback."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2
from opentelemetry import propagate, trace
from purgatory import AsyncCircuitBreakerFactory
from purgatory.domain.model import OpenedState
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from app.core.log import correlation_id, get_logger
from app.core.metrics import Metrics
from app.core.problems import Problem, Unavailable
from app.core.signed_in import credentials

REFUSED = frozenset({400, 409, 412, 413, 422})
"""Answers about the content of a request, not about who asks or how."""
AGAIN = frozenset({429, 502, 503, 504})
FAILURES_UNTIL_OPEN = 5
OPEN_SECONDS = 30.0

log = get_logger()
tracer = trace.get_tracer("app")


@dataclass(frozen=True)
class Link:
    """What the design says about calls along one link."""

    target: str
    timeout_ms: int
    retries: int
    """Attempts after the first; only where asking twice does no more than asking once."""
    circuit_breaker: bool
    critical: bool
    """Its caller cannot do its work without the answer."""
    fallback: str
    external: bool
    """Somebody else's: our credentials and ids are not for them."""


class CallFailedError(Exception):
    """No answer, or one that says that something is wrong over there."""


class AnswerRefusedError(Exception):
    """An answer that asking again does not change."""

    def __init__(self, status: int) -> None:
        super().__init__(f"answered {status}")
        self.status = status


class Client:
    """Gives the answer, or None when the fallback takes over. Critical calls raise [`Unavailable`] instead. `timeout_ms` replaces what
    the link says."""

    def __init__(
        self, link: Link, address: str | None, metrics: Metrics, *, timeout_ms: int = 0, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._link = link
        self._metrics = metrics
        self._breakers = AsyncCircuitBreakerFactory(default_threshold=FAILURES_UNTIL_OPEN, default_ttl=OPEN_SECONDS)
        self._seconds = (timeout_ms or link.timeout_ms) / 1000
        self._http = httpx2.AsyncClient(base_url=address, transport=transport, timeout=self._seconds) if address else None

    async def call(self, method: str, path: str, body: object = None, *, key: UUID | str | None = None) -> Any:
        """`key` lets the other side recognise a repetition."""
        if self._http is None:
            return self._fall_back("unset", None)
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._link.retries + 1),
            wait=wait_random_exponential(multiplier=0.1, max=2),
            retry=retry_if_exception_type(CallFailedError),
            reraise=True,
        )
        try:
            async for attempt in retrying:
                with attempt:
                    answer = await self._attempt(self._http, method, path, body, key)
        except OpenedState as error:
            return self._fall_back("open", error)
        except AnswerRefusedError as error:
            return self._fall_back("refused", error)
        except CallFailedError as error:
            return self._fall_back("failed", error)
        self._metrics.call(self._link.target, "answered")
        return answer

    async def _attempt(self, http: httpx2.AsyncClient, method: str, path: str, body: object, key: UUID | str | None) -> Any:
        if not self._link.circuit_breaker:
            return await self._ask(http, method, path, body, key)
        breaker = await self._breakers.get_breaker(self._link.target, exclude=[AnswerRefusedError, asyncio.CancelledError])
        async with breaker:
            return await self._ask(http, method, path, body, key)

    async def _ask(self, http: httpx2.AsyncClient, method: str, path: str, body: object, key: UUID | str | None) -> Any:
        with tracer.start_as_current_span(f"{method} {self._link.target}", kind=trace.SpanKind.CLIENT) as span:
            try:
                # The library limits each step; this limits the whole.
                async with asyncio.timeout(self._seconds):
                    answer = await http.request(method, path, json=body, headers=self._headers(key))
            except (httpx2.TransportError, TimeoutError) as error:
                raise CallFailedError(f"no answer within {self._seconds} s ({type(error).__name__})") from error
            span.set_attribute("http.response.status_code", answer.status_code)
        if answer.status_code >= 500 or answer.status_code in AGAIN:
            raise CallFailedError(f"answered {answer.status_code}")
        if answer.status_code >= 400:
            raise AnswerRefusedError(answer.status_code)
        return answer.json() if answer.content and "json" in answer.headers.get("content-type", "") else {}

    def _headers(self, key: UUID | str | None) -> dict[str, str]:
        headers: dict[str, str] = {"accept": "application/json"}
        propagate.inject(headers)
        if key:
            headers["idempotency-key"] = str(key)
        if not self._link.external:
            headers["x-correlation-id"] = correlation_id.get()
            headers |= credentials.get()
        return headers

    def _fall_back(self, outcome: str, error: Exception | None) -> None:
        self._metrics.call(self._link.target, outcome)
        log.warning(
            "a call failed", target=self._link.target, outcome=outcome, error=str(error) if error else None, fallback=self._link.fallback
        )
        if self._link.critical and isinstance(error, AnswerRefusedError):
            # What is wrong with what was asked for is wrong here too: whoever asked hears of it, and no breaker counts it.
            status = 422 if error.status in REFUSED else 502
            raise Problem(status, f"{self._link.target} refused what this is about.") from error
        if self._link.critical:
            raise Unavailable(f"{self._link.target} gives no answer at the moment.") from error

    async def close(self) -> None:
        if self._http:
            await self._http.aclose()
