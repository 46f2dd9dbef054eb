"""What a request says beside its body: the page, the repetition key, the version it is about."""

import re
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Path, Query

from app.core.problems import MEDIA_TYPE, Problem

Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
RecordId = Annotated[UUID, Path(alias="id")]
Cursor = Annotated[UUID | None, Query(description="`next_cursor` of the page before.")]
KEY = r"^[A-Za-z0-9._:-]{1,128}$"
Key = Annotated[str | None, Header(alias="Idempotency-Key", pattern=KEY, description="The same key gives what the first call made.")]
IfMatch = Annotated[str | None, Header(description="The `ETag` of the version that may be replaced.")]


@dataclass(frozen=True)
class PageQuery:
    limit: Limit = 20
    cursor: Cursor = None


Paging = Annotated[PageQuery, Depends()]


def once(key: str | None, person: UUID | None, path: str) -> str | None:
    """An idempotency key means the same only when the same person says it of the same kind of thing."""
    return f"{person or ''}{path}/{key}" if key else None


def expects(if_match: str | None, version: int) -> None:
    """Answers 412 when the caller has another version in mind than the one that is there."""
    if if_match is None or if_match.strip() == "*":
        return
    if str(version) not in re.findall(r'"(\d+)"', if_match):
        raise Problem(412, f"The record has moved on: it is at version {version} now.")


_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ANSWERS = {
    400: "The request does not follow the contract.",
    401: "Nobody is signed in.",
    403: "Who asks may not do this.",
    404: "There is no such record.",
    409: "Somebody else does the same at the same time.",
    412: "It has moved on.",
    422: "Something else was asked for under this key, or a part that this one needs refuses what it is about.",
    503: "A part that this one needs gives no answer.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation answers when it does not succeed, for its description."""
    return {status: {"description": _ANSWERS[status], "content": _PROBLEM} for status in statuses}
