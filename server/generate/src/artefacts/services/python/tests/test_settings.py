"""The environment is checked at start, and all that is wrong is said together."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from app.core.settings import Address, BaseConfig, SecretFile, problems_of, with_password


class Example(BaseConfig):
    STORE_URL: Address
    STORE_PASSWORD_FILE: SecretFile


def test_says_everything_that_is_wrong_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PORT": "eighty", "SERVICE_NAME": "x", "STORE_URL": "nowhere", "STORE_PASSWORD_FILE": "/no/such/file"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as caught:
        Example()
    problems = problems_of(caught.value)
    assert [problem.split(":")[0] for problem in problems] == ["PORT", "STORE_URL", "STORE_PASSWORD_FILE"]
    assert "eighty" not in " ".join(problems)


def test_secrets_are_read_from_files_and_never_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("p@ss/word\n", encoding="utf-8")
    for name, value in {
        "PORT": "80",
        "SERVICE_NAME": "x",
        "STORE_URL": "postgresql://app@store:5432/store",
        "STORE_PASSWORD_FILE": str(tmp_path / "password"),
    }.items():
        monkeypatch.setenv(name, value)
    config = Example()
    assert "p@ss" not in repr(config)
    assert with_password(config.STORE_URL, config.STORE_PASSWORD_FILE) == "postgresql://app:p%40ss%2Fword@store:5432/store"


def test_an_address_without_a_password_stays_as_it_is() -> None:
    assert with_password("redis://cache:6379", None) == "redis://cache:6379"
    assert with_password("redis://cache:6379", SecretStr("")) == "redis://cache:6379"
