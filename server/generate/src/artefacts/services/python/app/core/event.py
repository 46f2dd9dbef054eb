"""Events as they travel: CloudEvents 1.0 in structured JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from opentelemetry import propagate
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.core.log import correlation_id


class CloudEvent(BaseModel):
    """Extension attributes of other senders pass without being read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: UUID = Field(default_factory=uuid4)
    source: str
    type: str
    time: datetime = Field(default_factory=lambda: datetime.now(UTC))
    datacontenttype: str = "application/json"
    correlationid: str = ""
    traceparent: str | None = None
    subject: str | None = None
    data: dict[str, Any]

    def body(self) -> bytes:
        return self.model_dump_json(exclude_none=True).encode()


@dataclass(frozen=True)
class EventType:
    """An event that this service announces, and where."""

    name: str
    model: type[BaseModel]
    broker: str
    address: str


@dataclass(frozen=True)
class Outgoing:
    """An event on its way to a broker."""

    broker: str
    address: str
    event: CloudEvent


def announce(kind: EventType, source: str, data: Mapping[str, object], subject: UUID | None = None) -> Outgoing:
    """An event with the correlation id and the trace of the present work. Fields without a value are left out."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    known = {name: value for name, value in data.items() if value is not None}
    try:
        checked = kind.model.model_validate(known)
    except ValidationError as error:
        # What another part sent as details may be of any kind.
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        checked = kind.model.model_validate({name: value for name, value in known.items() if name not in wrong})
    event = CloudEvent(
        source=source,
        type=kind.name,
        correlationid=correlation_id.get() or str(uuid4()),
        traceparent=carrier.get("traceparent"),
        subject=str(subject) if subject else None,
        data=checked.model_dump(mode="json", by_alias=True, exclude_none=True),
    )
    return Outgoing(kind.broker, kind.address, event)
