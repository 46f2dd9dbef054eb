"""Who is signed in: checks tokens, and makes them where people log in."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

import jwt
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.core.problems import Problem
from app.core.signed_in import credentials

ALGORITHM = "HS256"
TOKEN_SECONDS = 3600
COOKIE = "session"
bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="A token from the login operation.")


class Tokens:
    def __init__(self, key: str, issuer: str, audience: str, *, cookie: bool = False) -> None:
        self._key = key
        self._issuer = issuer
        self._audience = audience
        self.cookie = cookie

    def issue(self, person: UUID) -> str:
        moment = datetime.now(UTC)
        claims = {
            "sub": str(person),
            "iss": self._issuer,
            "aud": self._audience,
            "iat": moment,
            "exp": moment + timedelta(seconds=TOKEN_SECONDS),
        }
        return jwt.encode(claims, self._key, ALGORITHM)

    def person(self, given: str) -> UUID:
        try:
            claims = jwt.decode(
                given,
                self._key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=self._audience,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
            return UUID(claims["sub"])
        except (jwt.PyJWTError, ValueError) as error:
            raise refused("The token is not valid or has expired.") from error


def refused(detail: str) -> Problem:
    return Problem(401, detail, headers={"www-authenticate": "Bearer"})


async def signed_in(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> UUID:
    tokens: Tokens = request.app.state.parts.sign_in
    value = given.credentials if given else request.cookies.get(COOKIE, "") if tokens.cookie else ""
    if not value:
        raise refused("Sign in first.")
    person = tokens.person(value)
    credentials.set({"authorization": f"Bearer {value}"})
    return person


SignedIn = Annotated[UUID, Depends(signed_in)]
"""The id of who is signed in; answers 401 when nobody is."""
