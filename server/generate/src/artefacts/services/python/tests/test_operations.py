"""Health, numbers, logs, errors: what the platform expects."""

import json
import logging

import pytest
from starlette.testclient import TestClient

from app.core import log as app_log
from app.core.health import Health

from .conftest import SAMPLES


def test_is_alive_but_not_ready_while_a_dependency_is_away(client: TestClient, health: Health) -> None:
    assert client.get("/readyz").status_code == 200

    async def away() -> None:
        raise ConnectionError

    health.watch("store", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"store": False})
    assert client.get("/livez").status_code == 200


def test_is_not_ready_while_it_drains(client: TestClient, health: Health) -> None:
    health.draining = True
    assert client.get("/readyz").json()["status"] == "draining"
    assert client.get("/livez").status_code == 200


def test_counts_requests_by_route_and_not_by_path(client: TestClient) -> None:
    client.get("/nowhere/in/particular")
    numbers = client.get("/metrics").text
    assert "http_requests_total{" in numbers
    assert 'status="404"' in numbers
    assert "particular" not in numbers


def test_keeps_a_correlation_id_and_replaces_one_that_could_forge_a_log_line(client: TestClient) -> None:
    assert client.get("/livez", headers={"x-correlation-id": "abc-1"}).headers["x-correlation-id"] == "abc-1"
    assert len(client.get("/livez", headers={"x-correlation-id": 'x" injected'}).headers["x-correlation-id"]) == 36


def test_errors_are_problem_documents(client: TestClient) -> None:
    answer = client.get("/nowhere", headers={"x-correlation-id": "abc-2"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() | {"detail": ""} == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "",
        "instance": "/nowhere",
        "correlation_id": "abc-2",
    }


def test_answers_exactly_the_operations_of_the_contract(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]
    found = {
        (operation["operationId"], method.upper(), path) for path, methods in described.items() for method, operation in methods.items()
    }
    assert found == {(operation["id"], operation["method"], operation["path"]) for operation in SAMPLES["operations"]}


def test_logs_one_object_a_line_with_the_correlation_id(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:]
    try:
        app_log.configure("example", "info")
        token = app_log.correlation_id.set("abc-3")
        app_log.get_logger().warning("something", detail="two\nlines")
        app_log.correlation_id.reset(token)
        line = json.loads(capsys.readouterr().out)
    finally:
        logging.root.handlers[:] = before
    assert line["level"] == "warn"
    assert (line["message"], line["service"], line["correlation_id"], line["detail"]) == ("something", "example", "abc-3", "two\nlines")
