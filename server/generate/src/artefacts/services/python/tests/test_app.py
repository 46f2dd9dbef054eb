"""Run with `pip install -r requirements-dev.txt && python -m pytest`."""

import json
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from app.config import ConfigError, read_config
from app.log import Log
from app.main import create_app
from app.readiness import Readiness

SERVICE = {
    "name": "example",
    "title": "Example",
    "description": "An example",
    "kind": "service",
    "port": 3000,
    "base_paths": ["/api/example"],
    "required": ["STORE_URL"],
    "optional": ["PARTNER_URL"],
    "secret_files": ["STORE_PASSWORD_FILE"],
    "dependencies": [{"id": "store", "variable": "STORE_URL", "password_file": "STORE_PASSWORD_FILE"}],
}


def client(dependencies=None):
    lines = []
    readiness = Readiness(dependencies or {}, timeout_seconds=0.2)
    app = create_app(SERVICE, Log("example", "info", lambda line: lines.append(json.loads(line))), readiness)
    return TestClient(app), lines, readiness


def test_describes_itself_and_logs_the_request_with_its_correlation_id():
    http, lines, _ = client()
    response = http.get("/api/example", headers={"x-correlation-id": "abc-1"})
    assert response.headers["x-correlation-id"] == "abc-1"
    assert response.json()["service"] == "example"
    assert lines[-1]["correlation_id"] == "abc-1"
    assert http.get("/nowhere").headers["content-type"] == "application/problem+json"
    assert 'http_requests_total{service="example",method="GET",status="404"} 1' in http.get("/metrics").text


def test_a_correlation_id_that_could_forge_a_log_line_is_replaced():
    http, _, _ = client()
    assert len(http.get("/", headers={"x-correlation-id": 'x" injected'}).headers["x-correlation-id"]) == 36


def test_is_alive_but_not_ready_while_a_store_is_away_and_while_draining():
    http, _, readiness = client({"store": urlsplit("tcp://127.0.0.1:9")})
    assert http.get("/livez").status_code == 200
    response = http.get("/readyz")
    assert (response.status_code, response.json()["checks"]) == (503, {"store": False})
    readiness.drain()
    assert http.get("/readyz").json()["status"] == "draining"


def test_reads_secrets_from_files_and_says_all_problems_at_once():
    env = {"STORE_URL": "postgresql://app@store:5432/store", "STORE_PASSWORD_FILE": "/run/secrets/store-password", "PORT": "8080"}
    config = read_config(env, SERVICE, lambda _: "p@ss/word\n")
    assert config.dependencies["store"].geturl() == "postgresql://app:p%40ss%2Fword@store:5432/store"
    assert config.missing == ["PARTNER_URL"]
    with pytest.raises(ConfigError) as raised:
        read_config({"PORT": "x"}, SERVICE)
    assert len(raised.value.problems) == 2
