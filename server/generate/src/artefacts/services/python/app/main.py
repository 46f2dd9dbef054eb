"""The routes. A worker has those of health and numbers only."""

import re
import time
import uuid

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from app.log import Log
from app.metrics import Metrics
from app.readiness import Readiness

CORRELATION_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
QUIET_PATHS = {"/livez", "/readyz", "/metrics"}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def problem(status: int, title: str, detail: str) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def create_app(service: dict, log: Log, readiness: Readiness) -> FastAPI:
    app = FastAPI(title=service["title"], description=service["description"])
    metrics = Metrics(service["name"])

    @app.middleware("http")
    async def observe(request: Request, call_next):
        start = time.perf_counter()
        given = request.headers.get("x-correlation-id", "")
        # Pass this on in every call and event that follows from the request.
        correlation_id = given if CORRELATION_ID.fullmatch(given) else str(uuid.uuid4())
        request.state.correlation_id = correlation_id
        try:
            response = await call_next(request)
        except Exception as error:
            log.error("request failed", correlation_id=correlation_id, error=str(error))
            response = problem(500, "Internal error", "The request could not be handled.")
        seconds = time.perf_counter() - start
        response.headers["x-correlation-id"] = correlation_id
        method = request.method if request.method in METHODS else "OTHER"
        metrics.observe(method, response.status_code, seconds)
        path = request.url.path
        if path not in QUIET_PATHS:
            duration_ms = round(seconds * 1000)
            log.info("request", correlation_id=correlation_id, method=method, path=path, status=response.status_code, duration_ms=duration_ms)
        return response

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException):
        return problem(error.status_code, str(error.detail), f"{request.method} {request.url.path} was refused.")

    @app.get("/livez")
    async def livez():
        return {"status": "alive"}

    @app.get("/readyz")
    async def readyz():
        if readiness.draining:
            return JSONResponse({"status": "draining", "checks": {}}, status_code=503)
        checks = await readiness.check()
        ready = all(checks.values())
        return JSONResponse({"status": "ready" if ready else "not ready", "checks": checks}, status_code=200 if ready else 503)

    @app.get("/metrics", response_class=PlainTextResponse)
    async def numbers():
        return PlainTextResponse(metrics.text(), media_type="text/plain; version=0.0.4")

    if service["kind"] == "service":
        description = {
            "service": service["name"],
            "title": service["title"],
            "description": service["description"],
            "paths": service["base_paths"],
        }

        async def describe():
            return description

        for path in ["/", *service["base_paths"]]:
            app.get(path, include_in_schema=path != "/")(describe)

    return app
