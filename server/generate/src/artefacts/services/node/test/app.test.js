import assert from "node:assert/strict";
import { test } from "node:test";
import { Router } from "express";
import { Problem } from "../src/http/problem.js";
import { startApp } from "./support.js";

const failing = Router()
  .get("/refused", () => {
    throw new Problem(409, "No.");
  })
  .get("/broken", () => {
    throw new Error("a secret of the database");
  })
  .get("/away", () => {
    throw Object.assign(new Error("connect ECONNREFUSED"), { unavailable: true });
  });

test("errors are problem documents and tell nothing from inside", async (t) => {
  const { url } = await startApp(t, { routers: [["/test", failing]] });
  for (const [path, status] of [["/test/refused", 409], ["/test/broken", 500], ["/test/away", 503], ["/nowhere", 404]]) {
    const response = await fetch(url + path);
    assert.equal(response.status, status);
    assert.match(response.headers.get("content-type"), /^application\/problem\+json/);
    const text = await response.text();
    assert.equal(JSON.parse(text).status, status);
    assert.equal(JSON.parse(text).instance, path);
    assert.doesNotMatch(text, /secret|ECONN/);
  }
});

test("a body that is not JSON is the caller's mistake", async (t) => {
  const { url } = await startApp(t);
  const response = await fetch(`${url}/`, { method: "POST", body: "{", headers: { "content-type": "application/json" } });
  assert.equal(response.status, 400);
});

test("a text with the character U+0000 is the caller's mistake, wherever it stands", async (t) => {
  const { url } = await startApp(t);
  for (const body of [{ name: "a\0b" }, { "a\0": 1 }, { details: { deep: ["\0"] } }]) {
    const response = await fetch(`${url}/`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    assert.equal(response.status, 400);
  }
  const escaped = await fetch(`${url}/`, { method: "POST", body: JSON.stringify({ name: "\\u0000" }), headers: { "content-type": "application/json" } });
  assert.equal(escaped.status, 404, "a backslash is no such character");
});

test("a correlation id goes through answer and log; one that could forge a line is replaced", async (t) => {
  const { url, lines } = await startApp(t);
  const response = await fetch(`${url}/nowhere`, { headers: { "x-correlation-id": "abc-1" } });
  assert.equal(response.headers.get("x-correlation-id"), "abc-1");
  await response.text();
  while (!lines.some((line) => line.message === "request")) await new Promise(setImmediate);
  assert.equal(lines.find((line) => line.message === "request").correlation_id, "abc-1");
  const forged = await fetch(`${url}/nowhere`, { headers: { "x-correlation-id": 'x" injected' } });
  assert.match(forged.headers.get("x-correlation-id"), /^[0-9a-f-]{36}$/);
});

test("requests are counted by pattern and status", async (t) => {
  const { url } = await startApp(t, { routers: [["/test", failing]] });
  await (await fetch(`${url}/test/refused`)).text();
  const numbers = async () => (await fetch(`${url}/metrics`)).text();
  while (!(await numbers()).includes("route=")) await new Promise(setImmediate);
  const counted = (await numbers()).split("\n").find((line) => line.startsWith("http_requests_total{"));
  assert.match(counted, /route="\/test\/refused"/);
  assert.match(counted, /status="409"/);
});

test("is alive but not ready before its parts are, while one is away, and while it stops", async (t) => {
  let isUp = true;
  const part = { name: "store", check: async () => assert.ok(isUp) };
  const optional = { name: "broker", optional: true, check: async () => assert.fail() };
  const { url, lifecycle } = await startApp(t, { parts: [part, optional] });
  const ready = async () => {
    const response = await fetch(`${url}/readyz`);
    return [response.status, (await response.json()).status];
  };
  assert.deepEqual(await ready(), [503, "starting"]);
  await lifecycle.start();
  assert.deepEqual(await ready(), [200, "ready"]);
  isUp = false;
  assert.deepEqual(await ready(), [503, "not ready"]);
  lifecycle.drain();
  assert.deepEqual(await ready(), [503, "draining"]);
  assert.equal((await fetch(`${url}/livez`)).status, 200);
});
