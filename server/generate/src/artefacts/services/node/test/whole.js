// The service as service.js wires it, over a store in memory; the parts it calls agree to everything.
import { randomUUID } from "node:crypto";
import { createMemoryStore } from "../src/store/memory.js";
import { createMetrics } from "../src/observe/metrics.js";
import { facts } from "../src/facts.js";
import { createService } from "../src/service.js";
import { admins, signIn } from "./identity.js";
import { listen, memoryLog, startApp } from "./support.js";

/** Returns where it listens and its store; `others` answers what it calls. */
export async function startService(t, { others = (_req, res) => res.setHeader("content-type", "application/json").end("{}") } = {}) {
  const stub = await listen(others);
  t.after(stub.close);
  const store = createMemoryStore();
  const urls = Object.fromEntries(facts.connections.map(({ id }) => [id, stub.url]));
  const config = { urls, signIn, admins, migrateAtStart: false };
  const { routers } = createService({ config, log: memoryLog().log, metrics: createMetrics("test"), given: { store, cache: memoryCache(), brokers: [] } });
  return { store, ...(await startApp(t, { routers })) };
}

/** A cache in memory, for the services that have one. */
function memoryCache() {
  const kept = new Map();
  return {
    name: "cache",
    get: async (key) => kept.get(key),
    set: async (key, value) => kept.set(key, value),
    drop: async (key) => kept.delete(key),
  };
}

/** A request with JSON; `who` has the headers of somebody who is signed in. */
export async function ask(url, method, { body, who, headers = {} } = {}) {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...who, ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

export const newKey = () => randomUUID();

/** A body that asks for something else: its first member has another value of the same kind. */
export function changed(body) {
  const [name] = Object.keys(body);
  return { ...body, [name]: another(body[name]) };
}

function another(value) {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (/^[0-9a-f-]{36}$/.test(value)) return randomUUID();
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return "2026-02-01T12:00:00Z";
  return /^\d+\.\d+$/.test(value) ? "99.25" : `x${value}`;
}
