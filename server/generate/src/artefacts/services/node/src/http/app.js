// The HTTP side: what every request goes through, health, numbers, and the routes of the service.
import express from "express";
import { correlationIdFrom, inContext } from "../observe/context.js";
import { SpanKind, inSpan } from "../observe/tracing.js";
import { problemOf, sendProblem } from "./problem.js";

/** No store keeps this character in a text: whoever sends it is told so, here and not by whatever is asked next. */
function withoutNul(name, value) {
  if (name.includes("\0") || (typeof value === "string" && value.includes("\0"))) throw new SyntaxError("no text may hold the character U+0000");
  return value;
}

/** `routers` is a list of `[path, router]`. */
export function createApp({ facts, log, metrics, lifecycle, routers }) {
  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  // Answers that have an ETag set it themselves: it is the version of the record.
  app.set("etag", false);

  app.get("/livez", (_req, res) => res.json({ status: "alive" }));
  app.get("/readyz", async (_req, res) => {
    const { ready, status, checks } = await lifecycle.readiness();
    res.status(ready ? 200 : 503).json({ status, checks });
  });
  app.get("/metrics", async (_req, res) => res.type(metrics.registry.contentType).send(await metrics.registry.metrics()));

  app.use((req, res, next) => {
    const correlationId = correlationIdFrom(req.get("x-correlation-id"));
    res.set("x-correlation-id", correlationId);
    inContext({ correlationId }, () => observed(req, res, next));
  });
  function observed(req, res, next) {
    const start = performance.now();
    // Routers change what a request says of its path while they have it.
    const { method, path } = req;
    const attributes = { "http.request.method": method, "url.path": path };
    const finished = new Promise((resolve) => res.once("close", resolve));
    void inSpan(method, { kind: SpanKind.SERVER, attributes, carrier: req.headers }, async (span) => {
      next();
      await finished;
      const ms = performance.now() - start;
      // The pattern, not the path: ids must not make a new series each.
      const route = req.route ? `${res.locals.mountedAt ?? ""}${req.route.path}`.replace(/(.)\/$/, "$1") : "none";
      span.updateName(`${method} ${route}`);
      span.setAttributes({ "http.route": route, "http.response.status_code": res.statusCode });
      metrics.requests.inc({ method, route, status: res.statusCode });
      metrics.duration.observe({ method, route }, ms / 1000);
      log.info({ method, path, status: res.statusCode, duration_ms: Math.round(ms) }, "request");
    });
  }

  app.use(express.json({ limit: "100kb", reviver: withoutNul }));
  for (const [path, router] of routers) {
    const mark = (_req, res, next) => {
      res.locals.mountedAt = path;
      next();
    };
    app.use(path, mark, router);
  }
  if (facts.kind === "service") {
    const about = { service: facts.name, title: facts.title, description: facts.description, version: facts.api_version };
    app.get(["/", ...facts.described_at], (_req, res) => res.json(about));
  }

  app.use((req, res) => sendProblem(req, res, { status: 404, detail: `There is nothing at ${req.path}.` }));
  // Express knows an error handler by its four parameters.
  app.use((error, req, res, next) => {
    const problem = problemOf(error);
    if (problem.status >= 500) log.error({ error }, "request failed");
    if (res.headersSent) return next(error);
    sendProblem(req, res, problem);
  });
  return app;
}
