"""Tokens of the provider: whose they are, and which are refused."""

import asyncio
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from app.core.auth import Issuer, Provider, Scope
from app.core.problems import Problem

from .identity import ANOTHER, AUDIENCE, PERSON, LocalProvider

NOW = int(time.time())
SECRET = "a key that is long enough to be one"


def checking(provider: LocalProvider, *, scope: str | None = None) -> Provider:
    return Provider(provider.issuer, AUDIENCE, scope)


def people(checks: Provider, *tokens: str) -> list[UUID | Problem]:
    async def ask(token: str) -> UUID | Problem:
        try:
            return await checks.person(token)
        except Problem as problem:
            return problem

    async def all_of() -> list[UUID | Problem]:
        return [await ask(token) for token in tokens]

    return asyncio.run(all_of())


def refusal(checks: Provider, token: str) -> tuple[int, str]:
    [problem] = people(checks, token)
    assert isinstance(problem, Problem), problem
    return problem.status, problem.headers.get("www-authenticate", "")


def test_a_token_names_a_person_the_same_one_each_time() -> None:
    provider = LocalProvider()
    first, again, other = people(checking(provider), provider.token(PERSON), provider.token(PERSON), provider.token(ANOTHER))
    assert isinstance(first, UUID)
    assert first == again != other
    assert provider.asked == {"/.well-known/openid-configuration": 1, "/keys": 1}


def test_clocks_may_differ_a_little() -> None:
    provider = LocalProvider()
    tokens = (provider.token(PERSON, exp=NOW - 10), provider.token(PERSON, nbf=int(time.time()) + 10))
    assert all(isinstance(person, UUID) for person in people(checking(provider), *tokens))


BAD: dict[str, Callable[[LocalProvider], str]] = {
    "nonsense": lambda _: "nonsense",
    "expired": lambda p: p.token(PERSON, exp=NOW - 60),
    "for ever": lambda p: p.token(PERSON, exp=None),
    "too early": lambda p: p.token(PERSON, nbf=int(time.time()) + 60),
    "for others": lambda p: p.token(PERSON, aud="others"),
    "of others": lambda p: p.token(PERSON, iss="https://id.example.com"),
    "of nobody": lambda p: p.token(None),
    "signed by a stranger": lambda p: p.token(PERSON, key=LocalProvider().keys["first"]),
    "signed with a secret": lambda p: p.token(PERSON, key=SECRET, algorithm="HS256"),
    "not signed": lambda p: p.token(PERSON, key="", algorithm="none"),
    "an unknown key": lambda p: p.token(PERSON, kid="unknown"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_every_other_token_is_refused(bad: Callable[[LocalProvider], str]) -> None:
    provider = LocalProvider()
    assert refusal(checking(provider), bad(provider)) == (401, 'Bearer error="invalid_token"')


def test_unknown_keys_do_not_send_it_to_the_provider_each_time() -> None:
    provider = LocalProvider()
    people(checking(provider), *(provider.token(PERSON, kid=f"unknown-{n}") for n in range(5)))
    assert provider.asked["/keys"] == 1


def test_a_second_key_of_the_provider_counts_too() -> None:
    provider = LocalProvider()
    provider.add_key("second")
    both = people(checking(provider), *(provider.token(PERSON, kid=kid) for kid in ("first", "second")))
    assert all(isinstance(person, UUID) for person in both)


def test_a_token_without_the_scope_may_not() -> None:
    provider = LocalProvider()
    checks = checking(provider, scope="orders")
    for good in (provider.token(PERSON, scope="openid orders"), provider.token(PERSON, scp=["orders"])):
        assert isinstance(people(checks, good)[0], UUID)
    assert refusal(checks, provider.token(PERSON, scope="openid")) == (403, 'Bearer error="insufficient_scope", scope="orders"')


def test_a_provider_that_is_away_lets_nobody_in_and_is_not_asked_by_every_request() -> None:
    provider = LocalProvider()
    provider.up = False
    checks, token = checking(provider), provider.token(PERSON)
    assert [refusal(checks, token)[0] for _ in range(3)] == [503, 503, 503]
    assert provider.asked == {"/.well-known/openid-configuration": 1}


def test_known_keys_count_while_the_provider_is_away() -> None:
    provider = LocalProvider()
    checks = checking(provider)
    people(checks, provider.token(PERSON))
    provider.up = False
    assert refusal(checks, provider.token(PERSON, kid="unknown"))[0] == 401
    assert isinstance(people(checks, provider.token(ANOTHER))[0], UUID)


@pytest.mark.parametrize("claims", [{"issuer": "https://id.example.com"}, {"jwks_uri": "file:///etc/passwd"}, {"jwks_uri": None}])
def test_a_provider_that_is_another_one_lets_nobody_in(claims: dict[str, str | None]) -> None:
    provider = LocalProvider(**claims)
    assert refusal(checking(provider), provider.token(PERSON))[0] == 503


def test_without_an_issuer_nobody_gets_in() -> None:
    assert refusal(Provider(None, AUDIENCE), "a.b.c")[0] == 503


def test_the_configuration_is_checked_at_start() -> None:
    issuer: TypeAdapter[str | None] = TypeAdapter(Issuer)
    for good in ("https://id.example.com/realms/shop", "http://keycloak:8080/realms/shop"):
        assert issuer.validate_python(good) == good
    assert issuer.validate_python("") is None
    for bad in ("id.example.com", "http://id.example.com", "https://id.example.com/?a=b", "ftp://id"):
        with pytest.raises(ValidationError):
            issuer.validate_python(bad)
    with pytest.raises(ValidationError):
        TypeAdapter(Scope).validate_python('two "words"')
