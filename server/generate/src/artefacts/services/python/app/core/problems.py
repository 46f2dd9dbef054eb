"""Errors as people and programs read them: problem documents of RFC 9457. What went wrong inside never leaves."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.core.log import correlation_id

MEDIA_TYPE = "application/problem+json"
PLACES = frozenset({"body", "query", "path", "header", "cookie"})


class Problem(Exception):
    """Answered as it is. `detail` is written for the caller."""

    def __init__(
        self, status: int, detail: str, *, errors: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors or []
        self.headers = headers or {}


class NotFound(Problem):
    def __init__(self, what: str) -> None:
        super().__init__(404, f"There is no such {what}.")


class Conflict(Problem):
    def __init__(self, detail: str) -> None:
        super().__init__(409, detail)


class Unavailable(Problem):
    """A part that this one needs gives no answer. Ask again later."""

    def __init__(self, detail: str, retry_after_seconds: int = 5) -> None:
        super().__init__(503, detail, headers={"retry-after": str(retry_after_seconds)})


def document(problem: Problem, path: str) -> JSONResponse:
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "instance": path,
        "correlation_id": correlation_id.get(),
    }
    if problem.errors:
        body["errors"] = problem.errors
    return JSONResponse(body, status_code=problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def _pointer(location: tuple[str | int, ...]) -> str:
    """Where a value stood, as a JSON pointer; `location` may begin with the part of the request."""
    parts = location[1:] if location and location[0] in PLACES else location
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


async def _problem(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Problem):
        raise error
    return document(error, request.url.path)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    detail = f"{request.method} {request.url.path} was refused: {error.detail}."
    return document(Problem(error.status_code, detail, headers=dict(error.headers or {})), request.url.path)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [{"path": _pointer(one["loc"]), "message": one["msg"]} for one in error.errors()]
    return document(Problem(400, "The request does not follow the contract.", errors=errors), request.url.path)


def install(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)


SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "correlation_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {"path": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


class Api(FastAPI):
    """Describes its errors as problem documents, and not as the framework would."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            described = super().openapi()
            schemas = described.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = SCHEMA
            for framework in ("HTTPValidationError", "ValidationError"):
                schemas.pop(framework, None)
            for operations in described["paths"].values():
                for operation in operations.values():
                    # The framework's own answer, not one of ours.
                    if "HTTPValidationError" in str(operation["responses"].get("422", "")):
                        del operation["responses"]["422"]
        return self.openapi_schema or {}
