"""Commands of other parts, reached inside the network only. The same command about the same record is accepted once."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Request
from pydantic import AfterValidator, BaseModel, Field

from app.core.records import Input, Record, Records, Text, without_nul


class ActionRequest(Input):
    reference_id: UUID = Field(description="The caller's record that this is about.")
    details: Annotated[dict[str, Any], AfterValidator(without_nul)] = Field(
        default_factory=dict, description="What the caller knows about it."
    )


class ActionResponse(BaseModel):
    id: UUID
    operation: str
    reference_id: UUID
    status: Literal["accepted"] = "accepted"
    created_at: datetime


class Action(Record):
    """A command as it is kept."""

    operation: Text
    reference_id: UUID
    details: dict[str, Any]

    @classmethod
    def of(cls, operation: str, given: ActionRequest, record_id: UUID) -> "Action":
        return cls.first(Command(operation=operation, reference_id=given.reference_id, details=given.details), None, record_id)

    @property
    def answer(self) -> ActionResponse:
        return ActionResponse(id=self.id, operation=self.operation, reference_id=self.reference_id, created_at=self.created_at)


class Command(ActionRequest):
    operation: str


def _accepted(request: Request) -> Records[Action]:
    kept: Records[Action] = request.app.state.parts.requests
    return kept


Accepted = Annotated[Records[Action], Depends(_accepted)]
