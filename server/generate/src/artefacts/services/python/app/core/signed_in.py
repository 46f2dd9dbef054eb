"""Who asks. A token that came with the request goes along in calls that follow from it."""

from contextvars import ContextVar

token: ContextVar[str] = ContextVar("token", default="")
