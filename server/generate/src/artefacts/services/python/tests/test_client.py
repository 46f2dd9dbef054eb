"""Calls to other parts: what happens when they fail."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx2
import pytest
from tenacity import wait_none

from app.core import client as app_client
from app.core.client import FAILURES_UNTIL_OPEN, Client, Link
from app.core.log import correlation_id
from app.core.metrics import Metrics
from app.core.problems import Problem, Unavailable
from app.core.signed_in import credentials

LINK = Link("other", timeout_ms=200, retries=2, circuit_breaker=True, critical=False, fallback="go without", external=False)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_client, "wait_random_exponential", lambda **_: wait_none())


class Other:
    """The other side: answers what it is told, one after the other, the last for ever."""

    def __init__(self, *answers: int | Callable[[httpx2.Request], httpx2.Response]) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []

    def client(self, link: Link = LINK) -> Client:
        return Client(link, "http://other:1", Metrics("example"), transport=httpx2.MockTransport(self._answer))

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            return answer(request)
        if answer == 0:
            await asyncio.sleep(60)
        return httpx2.Response(answer, json={"status": answer})


def test_tries_again_and_passes_the_key_the_id_and_the_credentials() -> None:
    other = Other(503, 200)
    correlation_id.set("abc-4")
    credentials.set({"authorization": "Bearer a.b.c"})
    assert asyncio.run(other.client().call("POST", "/charge", {}, key=UUID(int=1))) == {"status": 200}
    assert len(other.requests) == 2
    headers = other.requests[0].headers
    assert (headers["idempotency-key"], headers["x-correlation-id"]) == (str(UUID(int=1)), "abc-4")
    assert headers["authorization"] == "Bearer a.b.c"


def test_somebody_elses_system_gets_no_credentials_of_ours() -> None:
    other = Other(200)
    credentials.set({"authorization": "Bearer a.b.c"})
    asyncio.run(other.client(replace(LINK, external=True)).call("POST", "/send", {}))
    assert not {"authorization", "x-correlation-id"} & set(other.requests[0].headers)


def test_does_not_try_again_when_told_so_or_when_refused() -> None:
    once = Other(503)
    assert asyncio.run(once.client(replace(LINK, retries=0)).call("GET", "/")) is None
    assert len(once.requests) == 1
    refused = Other(404)
    assert asyncio.run(refused.client().call("GET", "/")) is None
    assert len(refused.requests) == 1


def test_a_slow_answer_counts_as_none() -> None:
    slow = Other(0)
    assert asyncio.run(slow.client(replace(LINK, timeout_ms=20)).call("GET", "/")) is None
    assert len(slow.requests) == 3


def test_a_critical_call_answers_503() -> None:
    with pytest.raises(Unavailable):
        asyncio.run(Other(500).client(replace(LINK, critical=True)).call("GET", "/"))


def test_a_fault_of_who_asks_is_theirs_and_opens_no_breaker() -> None:
    other = Other(400)
    client = other.client(replace(LINK, critical=True))

    async def ask() -> None:
        for _ in range(FAILURES_UNTIL_OPEN + 3):
            with pytest.raises(Problem) as raised:
                await client.call("GET", "/")
            assert raised.value.status == 422

    asyncio.run(ask())
    assert len(other.requests) == FAILURES_UNTIL_OPEN + 3


def test_stops_asking_after_repeated_failures() -> None:
    other = Other(500)
    client = other.client(replace(LINK, retries=0))

    async def ask() -> None:
        for _ in range(FAILURES_UNTIL_OPEN + 3):
            await client.call("GET", "/")

    asyncio.run(ask())
    assert len(other.requests) == FAILURES_UNTIL_OPEN


def test_without_an_address_the_fallback_is_taken_at_once() -> None:
    assert asyncio.run(Client(LINK, None, Metrics("example")).call("GET", "/")) is None
