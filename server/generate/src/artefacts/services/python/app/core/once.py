"""The same work under the same name is done once: its name is held before anything happens, and belongs to what was asked for first."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel

from app.core.problems import Problem
from app.core.records import new_id

HELD = timedelta(seconds=60)
"""A name that nobody gives up is free again after this: whoever held it has died."""


@dataclass(frozen=True)
class Hold:
    """What a name stands for, and whether the caller has it now."""

    record_id: UUID
    digest: str
    is_ours: bool = True
    busy: int = 409

    def mine(self) -> UUID:
        """The id of what is made. Answers with `busy` while somebody else makes it."""
        if not self.is_ours:
            raise Problem(self.busy, "This is being done already. Ask again in a moment.", headers={"retry-after": "1"})
        return self.record_id


class Keys(Protocol):
    """Where names are held. After a failure the next one goes on with the same id."""

    async def hold(self, name: str, digest: str) -> Hold: ...

    async def release(self, name: str) -> None: ...


def digest_of(given: BaseModel) -> str:
    """What is asked for, whatever the order of its members."""
    return sha256(json.dumps(given.model_dump(mode="json", by_alias=True), sort_keys=True).encode()).hexdigest()


@asynccontextmanager
async def held(keys: Keys, name: str | None, given: BaseModel, busy: int = 409) -> AsyncIterator[Hold]:
    """Holds a name during the block. Without one everything is new. Another body under the same name is refused."""
    digest = digest_of(given)
    if name is None:
        yield Hold(new_id(), digest)
        return
    hold = await keys.hold(name, digest)
    if hold.digest != digest:
        raise Problem(422, "Something else was asked for under this key before.")
    try:
        yield Hold(hold.record_id, digest, hold.is_ours, busy)
    except BaseException:
        if hold.is_ours:
            await keys.release(name)
        raise
