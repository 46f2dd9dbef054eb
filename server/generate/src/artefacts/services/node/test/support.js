// What tests start from: this service over a store in memory, with other parts that agree to everything, on a port of its own.
import { createServer } from "node:http";
import { Writable } from "node:stream";
import { createApp } from "../src/http/app.js";
import { createLifecycle } from "../src/lifecycle.js";
import { createLog } from "../src/observe/log.js";
import { createMetrics } from "../src/observe/metrics.js";
import { startTracing } from "../src/observe/tracing.js";
import { facts } from "../src/facts.js";

startTracing(facts.name);

/** A log whose lines are objects. */
export function memoryLog() {
  const lines = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(chunk));
      done();
    },
  });
  return { log: createLog("test", "debug", destination), lines };
}

export async function listen(handler) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An app of given parts and routers, for the test `t`. */
export async function startApp(t, { parts = [], routers = [] } = {}) {
  const { log, lines } = memoryLog();
  const lifecycle = createLifecycle(parts, log);
  const app = createApp({ facts: { ...facts, kind: "service", described_at: [] }, log, metrics: createMetrics("test"), lifecycle, routers });
  const { url, close } = await listen(app);
  t.after(close);
  return { url, lines, lifecycle };
}
