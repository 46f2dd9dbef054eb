"""Registering and logging in. Passwords are kept as Argon2id hashes and never leave."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, Literal
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from fastapi import APIRouter, Depends, Request, Response
from pydantic import AfterValidator, BaseModel, Field

from app.core.auth import COOKIE, TOKEN_SECONDS, SignedIn, Tokens, refused
from app.core.event import Outgoing
from app.core.problems import Conflict
from app.core.records import Input, Record, Records, Text
from app.core.requests import problems

EMAIL = r"^[^@\s]{1,64}@[^@\s]+\.[^@\s.]+$"
hasher = PasswordHasher()
NOBODY = hasher.hash("nobody has this password")
"""Checked when the address is unknown, so that the time to answer does not tell."""


class Credentials(Input):
    email: Annotated[str, Field(max_length=254, pattern=EMAIL, json_schema_extra={"format": "email"}), AfterValidator(str.lower)]
    password: Annotated[str, Field(min_length=10, max_length=128)]


class AccountIdentity(BaseModel):
    id: UUID
    email: str


class AccessToken(BaseModel):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of a scheme
    expires_in: int = TOKEN_SECONDS


class Credential(Record):
    email: Text
    password_hash: Text


class Hashed(Input):
    email: str
    password_hash: str


def credentials(request: Request) -> Records[Credential]:
    kept: Records[Credential] = request.app.state.parts.credentials
    return kept


def tokens(request: Request) -> Tokens:
    issuer: Tokens = request.app.state.parts.sign_in
    return issuer


Kept = Annotated[Records[Credential], Depends(credentials)]
Issuer = Annotated[Tokens, Depends(tokens)]


async def _is(password: str, password_hash: str) -> bool:
    try:
        # Takes a while by design: not in the event loop.
        return await asyncio.to_thread(hasher.verify, password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


Announce = Callable[[UUID, str], Sequence[Outgoing]]


def accounts(register_path: str, login_path: str, me_path: str, announce: Announce) -> APIRouter:
    """`announce` gives the events that tell of a new account by its id and address."""
    routes = APIRouter(tags=["accounts"])

    @routes.post(register_path, operation_id="register", status_code=201, responses=problems(400, 409), summary="Opens an account.")
    async def register(given: Credentials, kept: Kept) -> AccountIdentity:
        password_hash = await asyncio.to_thread(hasher.hash, given.password)
        account = Credential.first(Hashed(email=given.email, password_hash=password_hash), None)
        made = await kept.create(account, given.email, announce(account.id, given.email))
        if made.id != account.id:
            raise Conflict("There is an account with this address already.")
        return AccountIdentity(id=made.id, email=made.email)

    @routes.post(
        login_path, operation_id="login", responses=problems(400, 401), summary="Gives a token for an email address and a password."
    )
    async def login(given: Credentials, kept: Kept, issuer: Issuer, response: Response) -> AccessToken:
        account = await kept.made_with(given.email)
        if not await _is(given.password, account.password_hash if account else NOBODY) or account is None:
            raise refused("The address or the password is wrong.")
        access_token = issuer.issue(account.id)
        if issuer.cookie:
            response.set_cookie(COOKIE, access_token, max_age=TOKEN_SECONDS, httponly=True, secure=True, samesite="strict")
        return AccessToken(access_token=access_token)

    @routes.get(me_path, operation_id="me", responses=problems(401, 404), summary="Tells who is signed in.")
    async def me(person: SignedIn, kept: Kept) -> AccountIdentity:
        account = await kept.find(person, None)
        if account is None:
            raise refused("The account is no longer there.")
        return AccountIdentity(id=account.id, email=account.email)

    return routes
