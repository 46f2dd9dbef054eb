"""Which program is asking: checks the key that a request brings in `X-API-Key`. Knows only the hashes of keys."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader
from pydantic import AfterValidator, SecretStr

from app.core.log import caller
from app.core.problems import Problem
from app.core.settings import SecretFile
from app.core.signed_in import credentials

LINE = re.compile(r"([a-z0-9][a-z0-9._-]{0,63}):([0-9a-f]{64})(:read)?")
READING = frozenset({"GET", "HEAD"})
header = APIKeyHeader(name="X-API-Key", auto_error=False, description="The key of the program that calls.")


@dataclass(frozen=True)
class Known:
    name: str
    hash: bytes = field(repr=False)
    reads_only: bool


def parsed(text: str) -> list[Known]:
    """The keys that count: `name:SHA-256 of the key`, a line each, with `:read` behind one that may change nothing. A name may stand twice,
    while its program goes over to a new key."""
    known: list[Known] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        if found := LINE.fullmatch(content):
            known.append(Known(found[1], bytes.fromhex(found[2]), reads_only=found[3] is not None))
        else:
            wrong.append(f"line {number} must be name:SHA-256, with :read behind it for a key that may change nothing")
    if not known and not wrong:
        wrong.append("holds no key")
    if wrong:
        raise ValueError("; ".join(wrong))
    return known


def _checked(text: SecretStr) -> SecretStr:
    parsed(text.get_secret_value())
    return text


KeysFile = Annotated[SecretFile, AfterValidator(_checked)]


class ApiKeys:
    def __init__(self, text: str) -> None:
        self._known = parsed(text)

    def find(self, given: str) -> Known | None:
        """Compares with all of them, each in constant time: how long it takes tells nothing."""
        hashed = sha256(given.encode()).digest()
        return next(iter([known for known in self._known if compare_digest(known.hash, hashed)]), None)


def refused(detail: str) -> Problem:
    return Problem(401, detail, headers={"www-authenticate": "ApiKey"})


async def signed_in(request: Request, given: Annotated[str | None, Depends(header)]) -> UUID:
    keys: ApiKeys = request.app.state.parts.sign_in
    if not given:
        raise refused("Send your key in X-API-Key.")
    known = keys.find(given)
    if known is None:
        raise refused("The key is not known.")
    # From here on every line of the log says whose key it is.
    caller.set(known.name)
    if known.reads_only and request.method not in READING:
        raise Problem(403, "This key may only read.")
    credentials.set({"x-api-key": given})
    return uuid5(NAMESPACE_URL, f"urn:api-key:{known.name}")


SignedIn = Annotated[UUID, Depends(signed_in)]
"""The id of the program that asks; answers 401 when it is not known."""
