// The routes. A worker has those of health and numbers only; a frontend serves its pages as well.
import express from "express";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createMetrics } from "./metrics.js";

const CORRELATION_ID = /^[A-Za-z0-9._-]{1,64}$/;
const QUIET_PATHS = new Set(["/livez", "/readyz", "/metrics"]);

export function createApp({ service, config, log, readiness }) {
  const app = express();
  const metrics = createMetrics(service.name);
  app.disable("x-powered-by");

  app.use((req, res, next) => {
    const start = process.hrtime.bigint();
    const given = req.get("x-correlation-id") ?? "";
    // Pass this on in every call and event that follows from the request.
    req.correlationId = CORRELATION_ID.test(given) ? given : randomUUID();
    res.set("x-correlation-id", req.correlationId);
    res.on("finish", () => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      metrics.observe(req.method, res.statusCode, seconds);
      if (QUIET_PATHS.has(req.path)) return;
      const { method, path, correlationId } = req;
      log.info("request", { correlation_id: correlationId, method, path, status: res.statusCode, duration_ms: Math.round(seconds * 1000) });
    });
    next();
  });

  app.get("/livez", (_req, res) => res.json({ status: "alive" }));
  app.get("/readyz", async (_req, res) => {
    const state = await readiness.check();
    res.status(state.ready ? 200 : 503).json({ status: state.ready ? "ready" : state.draining ? "draining" : "not ready", checks: state.checks });
  });
  app.get("/metrics", (_req, res) => res.type("text/plain; version=0.0.4").send(metrics.text()));

  if (service.kind === "frontend") {
    const pages = express.static(fileURLToPath(new URL("../public", import.meta.url)));
    for (const path of service.base_paths.length > 0 ? service.base_paths : ["/"]) app.use(path, pages);
  } else if (service.kind === "service") {
    const description = { service: service.name, title: service.title, description: service.description, paths: service.base_paths };
    app.get(["/", ...service.base_paths], (_req, res) => res.json(description));
  }

  app.use((req, res) => {
    res.status(404).type("application/problem+json").json({ type: "about:blank", title: "Not found", status: 404, detail: `There is nothing at ${req.path}.` });
  });
  // Express knows an error handler by its four parameters.
  app.use((error, req, res, _next) => {
    log.error("request failed", { correlation_id: req.correlationId, error: error.message });
    const status = error.status >= 400 && error.status < 500 ? error.status : 500;
    res.status(status).type("application/problem+json").json({ type: "about:blank", title: status === 500 ? "Internal error" : error.message, status });
  });
  return app;
}
