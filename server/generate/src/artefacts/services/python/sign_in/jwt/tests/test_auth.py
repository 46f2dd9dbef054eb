"""Tokens: whose they are, and which are refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from app.core.problems import Problem

from .identity import AUDIENCE, ISSUER, KEY, PERSON, sign_in

TOKENS = sign_in()


def token(key: str = KEY, algorithm: str = "HS256", **changed: Any) -> str:
    claims = {"sub": str(PERSON), "iss": ISSUER, "aud": AUDIENCE, "exp": datetime.now(UTC) + timedelta(minutes=1)} | changed
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm)


def test_a_token_names_its_person() -> None:
    assert TOKENS.person(TOKENS.issue(PERSON)) == PERSON
    assert TOKENS.person(token()) == PERSON


@pytest.mark.parametrize(
    "bad",
    [
        token(exp=datetime.now(UTC) - timedelta(seconds=1)),
        token(exp=None),
        token(iss="somebody else"),
        token(aud="somebody else"),
        token(sub="nobody"),
        token(key="another key that is long enough for HS256"),
        token(key="", algorithm="none"),
        "no token",
    ],
)
def test_a_bad_token_is_refused(bad: str) -> None:
    with pytest.raises(Problem, match="not valid"):
        TOKENS.person(bad)
