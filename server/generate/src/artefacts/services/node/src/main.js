// Starts the service and stops it without dropping requests or events.
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { ConfigError, readConfig } from "./config.js";
import { createApp } from "./http/app.js";
import { createLifecycle } from "./lifecycle.js";
import { createLog } from "./observe/log.js";
import { createMetrics } from "./observe/metrics.js";
import { startTracing } from "./observe/tracing.js";
import { facts } from "./facts.js";
import * as service from "./service.js";

let config;
try {
  config = readConfig(process.env, facts, service);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  createLog(facts.name, "info").error({ problems: error.problems }, "configuration is not valid");
  // 78 is EX_CONFIG of sysexits.h: starting again will not help.
  process.exit(78);
}

const log = createLog(facts.name, config.logLevel);
for (const variable of config.missing) log.warn({ variable }, "an optional variable is not set");

const stopTracing = startTracing(facts.name, config.tracesEndpoint);
const metrics = createMetrics(facts.name);
const { parts, routers } = service.createService({ config, log, metrics });
const lifecycle = createLifecycle(parts, log);
const server = createServer(createApp({ facts, log, metrics, lifecycle, routers }));
// Longer than the gateway keeps its connections, so that it never sends into one that closes.
server.keepAliveTimeout = 75_000;
// Alive and measurable from the first moment; ready when everything it needs is there.
server.listen(config.port, "0.0.0.0", () => log.info({ port: config.port }, "listening"));
lifecycle.start().then(
  () => log.info("started"),
  (error) => log.error({ error }, "could not start"),
);

let stopping = false;
async function stop(signal) {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, "stopping");
  // Work that hangs must not keep the process for ever; the timer itself keeps nothing alive.
  setTimeout(() => {
    log.error("stopped with work unfinished");
    process.exit(1);
  }, config.stopMs).unref();
  // First say so, so that nothing new is sent here; then finish what is running.
  lifecycle.drain();
  await pause(config.drainMs);
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await closed;
  await lifecycle.stop();
  await stopTracing().catch((error) => log.warn({ error }, "the last traces are lost"));
  log.info("stopped");
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
