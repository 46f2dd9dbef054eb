"""What all records have in common, and the kinds of values they hold."""

import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Protocol, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema

from app.core.event import Outgoing


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): ids sort by the time they were made."""
    milliseconds = time.time_ns() // 1_000_000
    return UUID(int=(milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))


def now() -> datetime:
    """Milliseconds are what every store and every reader keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _is_text(value: object) -> object:
    """JSON has no moments and no exact numbers: they come as strings, and nothing is guessed from a number."""
    if isinstance(value, int | float):
        raise ValueError("must be a string")
    return value


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("must name its offset from UTC")
    return moment.astimezone(UTC)


def without_nul(value: Any) -> Any:
    """No store keeps the character U+0000 in a text: whoever sends it is told so, wherever it stands."""
    texts: list[Any] = [value]
    while texts:
        one = texts.pop()
        if isinstance(one, str) and "\0" in one:
            raise ValueError("must not hold the character U+0000")
        if isinstance(one, dict):
            texts += [*one, *one.values()]
        elif isinstance(one, list):
            texts += one
    return value


LONGEST_TEXT = 500
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(without_nul)]
"""Text that must be there."""
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(without_nul)]
Whole = Annotated[StrictInt, Field(ge=-(2**53) + 1, le=2**53 - 1)]
Exact = Annotated[
    Decimal,
    BeforeValidator(_is_text),
    Field(max_digits=18, decimal_places=4, allow_inf_nan=False),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d{1,14}(\.\d{1,4})?$"}),
]
Flag = StrictBool
Moment = Annotated[datetime, BeforeValidator(_is_text), AfterValidator(_in_utc)]
Identifier = UUID


class Input(BaseModel):
    """What callers may say. Members that the contract does not name are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Record(BaseModel):
    """What is kept of everything."""

    model_config = ConfigDict(populate_by_name=True)

    SEEN_BY: ClassVar[str | None] = None
    """The field that names who has to decide about it, and so may see it."""

    id: Identifier
    version: int = 1
    created_at: Moment
    updated_at: Moment
    owner_id: Identifier | None = Field(default=None, exclude=True)

    @classmethod
    def first(cls, given: Input, owner: UUID | None, record_id: UUID | None = None) -> Self:
        moment = now()
        return cls(id=record_id or new_id(), created_at=moment, updated_at=moment, owner_id=owner, **given.model_dump())

    def next(self, given: Input) -> Self:
        # What only this service sets stays as it is.
        return self.model_copy(update={**given.model_dump(), "version": self.version + 1, "updated_at": now()})

    def is_seen(self, person: UUID | None) -> bool:
        decides = self.SEEN_BY is not None and getattr(self, self.SEEN_BY) == person
        return person is None or self.owner_id == person or decides

    @property
    def etag(self) -> str:
        return f'"{self.version}"'

    def stored(self) -> dict[str, object]:
        """Its values by the names they are stored under."""
        return {**self.model_dump(by_alias=True), "owner_id": self.owner_id}


class Page[R: Record](BaseModel):
    items: Sequence[R]
    next_cursor: UUID | None


class Records[R: Record](Protocol):
    """Where records of one kind are kept. `owner` restricts every question to one person's own; None does not.
    Events that are given along leave if, and only if, the change is kept."""

    async def page(self, limit: int, cursor: UUID | None, owner: UUID | None) -> Page[R]:
        """Newest first."""
        ...

    async def find(self, record_id: UUID, owner: UUID | None) -> R | None:
        """What this person may change."""
        ...

    async def read(self, record_id: UUID, owner: UUID | None) -> R | None:
        """What this person may see: their own, and what they have to decide about."""
        ...

    async def made_with(self, key: str) -> R | None:
        """What an earlier call with the same key has made. A key names its person too ([`app.core.requests.once`])."""
        ...

    async def create(self, record: R, key: str | None, events: Sequence[Outgoing]) -> R:
        """The record, or the one that a call with the same key has made before."""
        ...

    async def replace(self, record: R, events: Sequence[Outgoing]) -> bool:
        """False when somebody else was faster: the version before this one is no longer there."""
        ...

    async def delete(self, record: R, events: Sequence[Outgoing]) -> bool: ...
