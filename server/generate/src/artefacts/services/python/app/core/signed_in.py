"""Who asks. The credentials that came with the request go along in calls that follow from it."""

from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType

credentials: ContextVar[Mapping[str, str]] = ContextVar("credentials", default=MappingProxyType({}))
"""Headers."""
