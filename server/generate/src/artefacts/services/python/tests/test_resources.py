"""Every resource over HTTP, as the contract says."""

from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app.core.problems import Unavailable

from .conftest import SAMPLES, Announced, Calls
from .identity import ANOTHER, CHALLENGE, signed_in

RESOURCES: list[dict[str, Any]] = SAMPLES["resources"]
HOSTILE = ["a: b", "$(rm -rf /)", "{{7*7}}", "'; DROP TABLE x; --", 'quote " and \\', "two\nlines", "héllo 日本 🚀", "<script>"]
each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["path"])


@each
def test_a_record_lives_and_ends(client: TestClient, announced: Announced, resource: dict[str, Any]) -> None:
    headers = signed_in()
    made = client.post(resource["path"], json=resource["body"], headers=headers)
    assert made.status_code == 201, made.text
    record = made.json()
    assert record | resource["body"] == record
    assert (record["version"], made.headers["etag"]) == (1, '"1"')
    assert "owner_id" not in record
    assert len(announced.events) == resource["announces"]
    where = made.headers["location"]
    assert client.get(where, headers=headers).json() == record
    assert client.get(resource["path"], headers=headers).json() == {"items": [record], "next_cursor": None}
    changed = client.put(where, json=resource["body"], headers=headers | {"if-match": '"1"'})
    assert (changed.status_code, changed.json()["version"], changed.headers["etag"]) == (200, 2, '"2"')
    assert client.put(where, json=resource["body"], headers=headers | {"if-match": '"1"'}).status_code == 412
    assert client.delete(where, headers=headers).status_code == 204
    assert client.get(where, headers=headers).status_code == 404
    assert client.delete(where, headers=headers).status_code == 404


@each
def test_the_same_key_makes_one_record(client: TestClient, resource: dict[str, Any]) -> None:
    headers = signed_in() | {"idempotency-key": "once"}
    first, second = (client.post(resource["path"], json=resource["body"], headers=headers).json() for _ in range(2))
    assert first == second
    refused = client.post(resource["path"], json=resource["body"], headers=headers | {"idempotency-key": "two words"})
    assert refused.status_code == 400
    name, value = next(iter(resource["body"].items()))
    other = client.post(resource["path"], json=resource["body"] | {name: another(value)}, headers=headers)
    assert other.status_code == 422, "another body under the same key"


def another(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if len(value) == 36 and value.count("-") == 4:
        return str(uuid4())
    if value.endswith("Z"):
        return "2026-02-01T12:00:00Z"
    return "99.25" if value.replace(".", "").isdigit() else f"x{value}"


@pytest.mark.parametrize("resource", [one for one in RESOURCES if one["calls"]], ids=lambda resource: resource["path"])
def test_a_key_is_held_before_others_are_asked_and_free_after_a_failure(
    client: TestClient, calls: Calls, resource: dict[str, Any]
) -> None:
    headers = signed_in() | {"idempotency-key": "held"}
    calls.failure = Unavailable("It is away.")
    assert client.post(resource["path"], json=resource["body"], headers=headers).status_code == 503
    calls.failure = None
    assert client.post(resource["path"], json=resource["body"], headers=headers).status_code == 201
    calls.made.clear()
    assert client.post(resource["path"], json=resource["body"], headers=headers).status_code == 201
    assert calls.made == [], "what was made is given, and nobody is asked again"


@pytest.mark.parametrize("resource", [one for one in RESOURCES if one["calls"]], ids=lambda resource: resource["path"])
def test_who_tries_again_asks_others_for_the_same_and_another_body_keeps_nobody_waiting(
    client: TestClient, calls: Calls, resource: dict[str, Any]
) -> None:
    headers = signed_in() | {"idempotency-key": "again"}
    calls.failure = Unavailable("It is away.")
    assert client.post(resource["path"], json=resource["body"], headers=headers).status_code == 503
    said, calls.failure = list(calls.said), None
    calls.said.clear()
    name, value = next(iter(resource["body"].items()))
    assert client.post(resource["path"], json=resource["body"] | {name: another(value)}, headers=headers).status_code == 422
    assert calls.said == []
    assert client.post(resource["path"], json=resource["body"], headers=headers).status_code == 201
    assert calls.said[: len(said)] == said


def test_one_key_may_be_used_for_several_kinds_of_things(client: TestClient) -> None:
    headers = signed_in() | {"idempotency-key": "shared"}
    made = [client.post(one["path"], json=one["body"], headers=headers) for one in RESOURCES]
    assert {answer.status_code for answer in made} <= {201}
    assert len({answer.json()["id"] for answer in made}) == len(made)


@each
def test_the_character_that_no_store_keeps_is_refused(client: TestClient, resource: dict[str, Any]) -> None:
    names = [name for name, value in resource["body"].items() if isinstance(value, str) and value.startswith("Some ")]
    for name in names:
        answer = client.post(resource["path"], json=resource["body"] | {name: "a\0b"}, headers=signed_in())
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, f"/{name}")


@each
def test_pages_follow_each_other(client: TestClient, resource: dict[str, Any]) -> None:
    headers = signed_in()
    made = {client.post(resource["path"], json=resource["body"], headers=headers).json()["id"] for _ in range(3)}
    page = client.get(resource["path"], params={"limit": 2}, headers=headers).json()
    rest = client.get(resource["path"], params={"limit": 2, "cursor": page["next_cursor"]}, headers=headers).json()
    assert [len(page["items"]), len(rest["items"]), rest["next_cursor"]] == [2, 1, None]
    assert {one["id"] for one in page["items"] + rest["items"]} == made
    assert client.get(resource["path"], params={"limit": 0}, headers=headers).status_code == 400


@each
def test_what_does_not_follow_the_contract_is_refused(client: TestClient, resource: dict[str, Any]) -> None:
    headers = signed_in()
    answer = client.post(resource["path"], json=resource["body"] | {"unknown-member": 1}, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["path"] == "/unknown-member"
    for name in resource["server"]:
        answer = client.post(resource["path"], json=resource["body"] | {name: "paid"}, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, f"/{name}"), "only the service says this"
    if required := resource["required"]:
        answer = client.post(resource["path"], json=resource["body"] | {required: None}, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, f"/{required}")
    assert client.post(resource["path"], content=b"{", headers=headers | {"content-type": "application/json"}).status_code == 400


@each
@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_back_as_they_were_sent(client: TestClient, resource: dict[str, Any], text: str) -> None:
    names = [name for name, value in resource["body"].items() if isinstance(value, str) and value.startswith("Some ")]
    body = resource["body"] | dict.fromkeys(names, text)
    headers = signed_in()
    made = client.post(resource["path"], json=body, headers=headers)
    assert [made.json()[name] for name in names] == [text] * len(names)


@pytest.mark.parametrize("resource", [one for one in RESOURCES if one["signed"]], ids=lambda resource: resource["path"])
def test_nobody_changes_anything_without_signing_in(client: TestClient, resource: dict[str, Any]) -> None:
    answer = client.post(resource["path"], json=resource["body"])
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, CHALLENGE)


@pytest.mark.parametrize("resource", [one for one in RESOURCES if one["admin"]], ids=lambda resource: resource["path"])
def test_what_belongs_to_nobody_is_changed_by_admins_alone(client: TestClient, resource: dict[str, Any]) -> None:
    other = signed_in(ANOTHER)
    refused = client.post(resource["path"], json=resource["body"], headers=other)
    assert (refused.status_code, "Your id is" in refused.json()["detail"]) == (403, True)
    where = client.post(resource["path"], json=resource["body"], headers=signed_in()).headers["location"]
    assert client.put(where, json=resource["body"], headers=other).status_code == 403
    assert client.delete(where, headers=other).status_code == 403
    assert client.get(where).status_code == 200


@pytest.mark.parametrize("resource", [one for one in RESOURCES if one["owned"]], ids=lambda resource: resource["path"])
def test_what_belongs_to_somebody_is_not_there_for_others(client: TestClient, resource: dict[str, Any]) -> None:
    where = client.post(resource["path"], json=resource["body"], headers=signed_in()).headers["location"]
    other = signed_in(ANOTHER)
    assert client.get(where, headers=other).status_code == 404
    assert client.put(where, json=resource["body"], headers=other).status_code == 404
    assert client.delete(where, headers=other).status_code == 404
    assert client.get(resource["path"], headers=other).json()["items"] == []
