import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { createApp } from "../src/app.js";
import { ConfigError, readConfig } from "../src/config.js";
import { createLog } from "../src/log.js";
import { createReadiness } from "../src/readiness.js";

const service = {
  name: "example", title: "Example", description: "An example", kind: "service", port: 3000, base_paths: ["/api/example"],
  required: ["STORE_URL"], optional: ["PARTNER_URL"], secret_files: ["STORE_PASSWORD_FILE"],
  dependencies: [{ id: "store", variable: "STORE_URL", password_file: "STORE_PASSWORD_FILE" }],
};

async function withServer(dependencies, run) {
  const lines = [];
  const readiness = createReadiness(dependencies, 200);
  const server = createServer(createApp({ service, config: {}, log: createLog("example", "info", (line) => lines.push(JSON.parse(line))), readiness }));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await run(`http://127.0.0.1:${server.address().port}`, { lines, readiness });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test("describes itself and logs the request with its correlation id", () =>
  withServer([], async (url, { lines }) => {
    const response = await fetch(`${url}/api/example`, { headers: { "x-correlation-id": "abc-1" } });
    assert.equal(response.headers.get("x-correlation-id"), "abc-1");
    assert.equal((await response.json()).service, "example");
    assert.equal(lines.at(-1).correlation_id, "abc-1");
    assert.equal((await fetch(`${url}/nowhere`)).status, 404);
    assert.match(await (await fetch(`${url}/metrics`)).text(), /http_requests_total\{service="example",method="GET",status="404"\} 1/);
  }));

test("a correlation id that could forge a log line is replaced", () =>
  withServer([], async (url) => {
    const response = await fetch(url, { headers: { "x-correlation-id": 'x" injected' } });
    assert.match(response.headers.get("x-correlation-id"), /^[0-9a-f-]{36}$/);
  }));

test("is alive but not ready while a store is away, and while draining", () =>
  withServer([{ id: "store", url: new URL("tcp://127.0.0.1:9") }], async (url, { readiness }) => {
    assert.equal((await fetch(`${url}/livez`)).status, 200);
    const response = await fetch(`${url}/readyz`);
    assert.equal(response.status, 503);
    assert.deepEqual((await response.json()).checks, { store: false });
    readiness.drain();
    assert.equal((await (await fetch(`${url}/readyz`)).json()).status, "draining");
  }));

test("reads secrets from files and says all problems at once", () => {
  const env = { STORE_URL: "postgresql://app@store:5432/store", STORE_PASSWORD_FILE: "/run/secrets/store-password", PORT: "8080" };
  const config = readConfig(env, service, () => "p@ss/word\n");
  assert.equal(config.dependencies[0].url.href, "postgresql://app:p%40ss%2Fword@store:5432/store");
  assert.deepEqual(config.missing, ["PARTNER_URL"]);
  assert.throws(() => readConfig({ PORT: "x" }, service), (error) => error instanceof ConfigError && error.problems.length === 2);
});
