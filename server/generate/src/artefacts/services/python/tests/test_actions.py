"""Commands of other parts."""

import pytest
from starlette.testclient import TestClient

from .conftest import SAMPLES

REFERENCE = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.mark.parametrize("path", SAMPLES["actions"])
def test_a_command_is_accepted_once(client: TestClient, path: str) -> None:
    command = {"reference_id": REFERENCE, "details": {"anything": ["at", "all"]}}
    first, second = (client.post(path, json=command) for _ in range(2))
    assert (first.status_code, first.json()["status"], first.json()["reference_id"]) == (202, "accepted", REFERENCE)
    assert first.json() == second.json()


@pytest.mark.parametrize("path", SAMPLES["actions"])
def test_the_order_of_details_does_not_matter(client: TestClient, path: str) -> None:
    for details in [{"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"d": 3, "c": 2}, "a": 1}]:
        assert client.post(path, json={"reference_id": REFERENCE, "details": details}).status_code == 202


@pytest.mark.parametrize("path", SAMPLES["actions"])
def test_a_command_without_a_reference_is_refused(client: TestClient, path: str) -> None:
    assert client.post(path, json={"details": {}}).status_code == 400


@pytest.mark.parametrize("path", SAMPLES["actions"])
def test_another_command_under_the_same_reference_is_refused(client: TestClient, path: str) -> None:
    assert client.post(path, json={"reference_id": REFERENCE, "details": {"a": 1}}).status_code == 202
    assert client.post(path, json={"reference_id": REFERENCE, "details": {"a": 2}}).status_code == 422
    assert client.post(path, json={"reference_id": REFERENCE, "details": {"a": ["b\0c"]}}).status_code == 400
