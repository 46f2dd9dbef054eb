"""What belongs to nobody is changed by admins alone: by those whose ids the operator names in ADMINS."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.core.auth import SignedIn
from app.core.problems import Problem


def ids_of(text: str | None) -> frozenset[str]:
    return frozenset((text or "").replace(",", " ").split())


async def admin(request: Request, person: SignedIn) -> UUID:
    if str(person) not in request.app.state.parts.admins:
        raise Problem(403, f"This is changed by admins alone: by those whom ADMINS names. Your id is {person}.")
    return person


Admin = Annotated[UUID, Depends(admin)]
"""The id of an admin who is signed in."""
