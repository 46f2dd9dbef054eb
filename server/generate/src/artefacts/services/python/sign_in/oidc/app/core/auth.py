"""Who is signed in: checks the tokens that an OpenID Connect provider has issued."""

import asyncio
import time
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx2
import jwt
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AfterValidator, BeforeValidator, Field

from app.core.log import get_logger
from app.core.problems import Problem, Unavailable
from app.core.settings import nothing_is_absent
from app.core.signed_in import credentials

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures that only the holder of a private key can make. What the header of a token says must be one of them."""
CLOCK_SKEW_SECONDS = 30
TIMEOUT_SECONDS = 3.0
KEEP_KEYS_SECONDS = 600
PAUSE_SECONDS = 30
"""An unknown key is looked for at the provider at most this often, whoever sends what."""
PAUSE_AFTER_FAILURE_SECONDS = 2.0
"""A provider that is away is not asked again by every request."""

log = get_logger()
bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="An access token of the OpenID Connect provider.")


def address(text: str) -> str:
    """Encrypted, unless it goes to a name that only the own network has."""
    url = urlsplit(text)
    near = url.hostname == "127.0.0.1" or "." not in (url.hostname or ".")
    if not url.hostname or url.query or url.fragment or not (url.scheme == "https" or (url.scheme == "http" and near)):
        raise ValueError("must be an https address without query and fragment (http only for a host on this network)")
    return text


Issuer = Annotated[Annotated[str, AfterValidator(address)] | None, BeforeValidator(nothing_is_absent)]
Audience = Annotated[str, Field(min_length=1)]
Scope = Annotated[Annotated[str, Field(pattern=r"^[\x21\x23-\x5b\x5d-\x7e]+$")] | None, BeforeValidator(nothing_is_absent)]


class Keys(jwt.PyJWKClient):
    """The provider's keys. Every way in which asking for them can fail is one kind of error."""

    _away_until = 0.0

    def fetch_data(self) -> Any:
        if time.monotonic() < self._away_until:
            raise jwt.PyJWKClientConnectionError("the provider has just failed")
        try:
            return super().fetch_data()
        except (jwt.PyJWTError, ValueError) as error:
            self._away_until = time.monotonic() + PAUSE_AFTER_FAILURE_SECONDS
            raise jwt.PyJWKClientConnectionError(str(error)) from error


class Provider:
    """Without an issuer nobody gets in."""

    def __init__(self, issuer: str | None, audience: str, scope: str | None = None) -> None:
        self._issuer = issuer
        self._audience = audience
        self._scope = scope
        self._finding = asyncio.Lock()
        self._keys: Keys | None = None
        self._away_until = 0.0

    async def person(self, given: str) -> UUID:
        if self._issuer is None:
            raise Unavailable("Sign-in is not set up: OIDC_ISSUER is not set.")
        try:
            claims = await self._claims(self._issuer, given)
        except (jwt.PyJWKClientConnectionError, httpx2.HTTPError) as error:
            log.warning("the identity provider does not answer", error=str(error))
            raise Unavailable("The identity provider does not answer. Try again.") from error
        except (jwt.PyJWTError, ValueError) as error:
            raise refused("The token is not valid or has expired.", 'Bearer error="invalid_token"') from error
        if self._scope and self._scope not in _scopes(claims):
            challenge = f'Bearer error="insufficient_scope", scope="{self._scope}"'
            raise Problem(403, f"The token does not hold the scope “{self._scope}”.", headers={"www-authenticate": challenge})
        # Subjects are unique at their provider only, and need not be UUIDs: the id of a person here follows from both.
        return uuid5(NAMESPACE_URL, f"{self._issuer} {claims['sub']}")

    async def _claims(self, issuer: str, given: str) -> dict[str, Any]:
        if jwt.get_unverified_header(given).get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError("not one of ours")
        keys = await self._found(issuer)
        # It asks the provider now and then, and blocks meanwhile: not in the event loop.
        key = await asyncio.to_thread(keys.get_signing_key_from_jwt, given)
        return jwt.decode(
            given,
            key,
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=self._audience,
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )

    async def _found(self, issuer: str) -> Keys:
        """Asks the provider where its keys are, at the first token."""
        async with self._finding:
            if self._keys is None:
                if time.monotonic() < self._away_until:
                    raise jwt.PyJWKClientConnectionError("the provider has just failed")
                try:
                    uri = await _discovered(issuer)
                except (httpx2.HTTPError, ValueError) as error:
                    self._away_until = time.monotonic() + PAUSE_AFTER_FAILURE_SECONDS
                    raise jwt.PyJWKClientConnectionError(str(error)) from error
                self._keys = Keys(uri, lifespan=KEEP_KEYS_SECONDS, timeout=TIMEOUT_SECONDS, cooldown_duration=PAUSE_SECONDS)
            return self._keys


async def _discovered(issuer: str) -> str:
    async with httpx2.AsyncClient(timeout=TIMEOUT_SECONDS) as http:
        answer = await http.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict) or found.get("issuer") != issuer:
        raise ValueError("the provider calls itself otherwise")
    return address(str(found.get("jwks_uri")))


def _scopes(claims: dict[str, Any]) -> list[str]:
    given = claims.get("scope", claims.get("scp", []))
    return given if isinstance(given, list) else str(given).split()


def refused(detail: str, challenge: str = "Bearer") -> Problem:
    return Problem(401, detail, headers={"www-authenticate": challenge})


async def signed_in(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> UUID:
    provider: Provider = request.app.state.parts.sign_in
    if given is None:
        raise refused("Sign in first.")
    person = await provider.person(given.credentials)
    credentials.set({"authorization": f"Bearer {given.credentials}"})
    return person


SignedIn = Annotated[UUID, Depends(signed_in)]
"""The id of who is signed in; answers 401 when nobody is."""
