"""Registering, logging in, and who is signed in."""

from starlette.testclient import TestClient

from .conftest import SAMPLES

PATHS = SAMPLES["accounts"]
ADA = {"email": "Ada@Example.org", "password": "correct horse battery"}


def test_registers_logs_in_and_is_known(client: TestClient) -> None:
    made = client.post(PATHS["register_path"], json=ADA)
    assert (made.status_code, made.json()["email"]) == (201, "ada@example.org")
    assert "password" not in made.text
    token = client.post(PATHS["login_path"], json=ADA).json()
    assert token["token_type"] == "Bearer"
    me = client.get(PATHS["me_path"], headers={"authorization": f"Bearer {token['access_token']}"})
    assert me.json() == made.json()


def test_an_address_is_registered_once_in_any_case(client: TestClient) -> None:
    assert client.post(PATHS["register_path"], json=ADA).status_code == 201
    assert client.post(PATHS["register_path"], json=ADA | {"email": "ada@example.org"}).status_code == 409


def test_a_wrong_password_and_an_unknown_address_answer_the_same(client: TestClient) -> None:
    client.post(PATHS["register_path"], json=ADA)
    wrong = client.post(PATHS["login_path"], json=ADA | {"password": "not the right one"}).json()
    unknown = client.post(PATHS["login_path"], json=ADA | {"email": "nobody@example.org"}).json()
    assert (wrong["status"], wrong["detail"]) == (401, unknown["detail"])


def test_nobody_is_known_without_a_token(client: TestClient) -> None:
    assert client.get(PATHS["me_path"]).status_code == 401


def test_a_short_password_is_refused(client: TestClient) -> None:
    answer = client.post(PATHS["register_path"], json=ADA | {"password": "short"})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "/password")
