import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../src/http/client.js";
import { inContext } from "../src/observe/context.js";
import { createMetrics } from "../src/observe/metrics.js";
import { listen, memoryLog } from "./support.js";

const settings = { name: "other", ours: true, timeoutMs: 10_000, retries: 0, breaks: false, critical: true };
const clientOf = (url, more) => createClient({ ...settings, url, log: memoryLog().log, metrics: createMetrics("test"), ...more });

async function other(t, answer) {
  const seen = [];
  const server = await listen((req, res) => {
    seen.push(req);
    answer(res, seen.length);
  });
  t.after(server.close);
  return { url: server.url, seen };
}
const json = (res, status, body) => res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

test("passes the correlation id and the credentials on to parts of ours only", async (t) => {
  const { url, seen } = await other(t, (res) => json(res, 200, { fine: true }));
  const context = { correlationId: "abc-1", credentials: { authorization: "Bearer token" } };
  assert.deepEqual(await inContext(context, () => clientOf(url)("GET", "/x")), { fine: true });
  await inContext(context, () => clientOf(url, { ours: false })("GET", "/x"));
  assert.equal(seen[0].headers["x-correlation-id"], "abc-1");
  assert.equal(seen[0].headers.authorization, "Bearer token");
  assert.match(seen[0].headers.traceparent, /^00-/);
  assert.equal(seen[1].headers["x-correlation-id"], undefined);
  assert.equal(seen[1].headers.authorization, undefined);
});

test("asks again after a passing failure, and not after a refusal", async (t) => {
  const { url, seen } = await other(t, (res, n) => json(res, n === 1 ? 503 : 200, { n }));
  assert.deepEqual(await clientOf(url, { retries: 1 })("GET", "/x"), { n: 2 });
  const refusing = await other(t, (res) => json(res, 422, {}));
  await assert.rejects(clientOf(refusing.url, { retries: 3 })("GET", "/x"), { status: 422 });
  assert.equal(seen.length, 2);
  assert.equal(refusing.seen.length, 1);
});

test("does not wait longer than its time limit", async (t) => {
  const { url } = await other(t, () => {});
  const start = performance.now();
  await assert.rejects(clientOf(url, { timeoutMs: 50 })("GET", "/x"), { status: 503 });
  assert.ok(performance.now() - start < 8_000);
});

test("stops asking after repeated failures", async (t) => {
  const { url, seen } = await other(t, (res) => json(res, 500, {}));
  const call = clientOf(url, { breaks: true });
  for (let n = 0; n < 8; n += 1) await assert.rejects(call("GET", "/x"), { status: 503 });
  assert.equal(seen.length, 5);
});

test("a fault of who asks opens no breaker", async (t) => {
  const { url, seen } = await other(t, (res) => json(res, 400, {}));
  const call = clientOf(url, { breaks: true });
  for (let n = 0; n < 8; n += 1) await assert.rejects(call("GET", "/x"), { status: 422 });
  assert.equal(seen.length, 8);
});

test("goes on without an answer that is not critical", async () => {
  assert.equal(await clientOf(undefined, { critical: false })("POST", "/x", { payload: {} }), undefined);
});
