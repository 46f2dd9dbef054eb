// The numbers that Prometheus reads at /metrics.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(service) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({ name: "http_requests_total", help: "Requests answered.", labelNames: ["method", "route", "status"], registers }),
    duration: new Histogram({
      name: "http_request_duration_seconds",
      help: "Time to answer a request.",
      labelNames: ["method", "route"],
      buckets: SECONDS,
      registers,
    }),
    calls: new Counter({ name: "client_calls_total", help: "Calls of other parts.", labelNames: ["target", "outcome"], registers }),
    breakers: new Gauge({ name: "client_breaker_open", help: "1 while calls are stopped after failures.", labelNames: ["target"], registers }),
    published: new Counter({ name: "events_published_total", help: "Events handed to the broker.", labelNames: ["event"], registers }),
    handled: new Counter({ name: "events_consumed_total", help: "Events heard.", labelNames: ["event", "outcome"], registers }),
    pending: new Gauge({ name: "outbox_pending", help: "Events kept that the broker does not have yet.", registers }),
    cache: new Counter({ name: "cache_requests_total", help: "Questions to the cache.", labelNames: ["outcome"], registers }),
  };
}
