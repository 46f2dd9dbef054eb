"""Keys: whose they are, what they may, and which are refused."""

import json
import logging
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.core import log as app_log
from app.core.auth import SignedIn, parsed
from app.core.metrics import Metrics
from app.core.observe import Observe
from app.core.problems import install

from .identity import ANOTHER, PERSON, key_of, line_of, sign_in


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    install(app)
    app.add_middleware(Observe, metrics=Metrics("example"))
    app.state.parts = SimpleNamespace(sign_in=sign_in())

    @app.api_route("/", methods=["GET", "POST"])
    async def who(person: SignedIn) -> str:
        return str(person)

    return TestClient(app)


def test_a_key_names_its_program(client: TestClient) -> None:
    first, again, other = (client.post("/", headers={"x-api-key": key_of(name)}) for name in (PERSON, PERSON, ANOTHER))
    assert (first.status_code, first.json()) == (200, again.json())
    assert first.json() != other.json()


def test_the_log_names_the_program_and_not_its_key(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:]
    try:
        app_log.configure("example", "info")
        client.get("/", headers={"x-api-key": key_of(PERSON)})
        shown = capsys.readouterr().out
    finally:
        logging.root.handlers[:] = before
    assert [line["caller"] for line in map(json.loads, shown.splitlines()) if line["message"] == "request"] == [PERSON]
    assert key_of(PERSON) not in shown


@pytest.mark.parametrize("key", ["", "nonsense", key_of(PERSON)[:-1], line_of(PERSON).split(":")[1], "clé"])
def test_other_keys_are_refused(client: TestClient, key: str) -> None:
    answer = client.get("/", headers={"x-api-key": key.encode()})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "ApiKey")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_key_that_may_only_read_changes_nothing(client: TestClient) -> None:
    headers = {"x-api-key": key_of("reader")}
    assert client.get("/", headers=headers).status_code == 200
    answer = client.post("/", headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (403, "This key may only read.")


@pytest.mark.parametrize("text", ["", "# nobody", "shop", "shop:", line_of("shop", ":write"), line_of("Shop Ltd"), line_of("shop")[:-1]])
def test_a_file_that_is_wrong_is_refused_at_start(text: str) -> None:
    with pytest.raises(ValueError, match=r"line 1|no key"):
        parsed(text)


def test_a_name_may_have_two_keys() -> None:
    hashed = line_of("shop").split(":")[1]
    known = parsed(f"shop:{hashed}\n\nshop:{hashed[::-1]}\nlooker:{hashed}:read\n")
    assert [(one.name, one.reads_only) for one in known] == [("shop", False), ("shop", False), ("looker", True)]
