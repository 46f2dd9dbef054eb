// Starts the service and stops it without dropping requests.
import { createServer } from "node:http";
import { createApp } from "./app.js";
import { ConfigError, readConfig } from "./config.js";
import { createLog } from "./log.js";
import { createReadiness } from "./readiness.js";
import { service } from "./service.js";

let config;
try {
  config = readConfig(process.env, service);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  createLog(service.name, "info").error("configuration is not valid", { problems: error.problems });
  // 78 is EX_CONFIG of sysexits.h: starting again will not help.
  process.exit(78);
}

const log = createLog(service.name, config.logLevel);
for (const name of config.missing) log.warn("an optional variable is not set", { variable: name });

const readiness = createReadiness(config.dependencies);
const server = createServer(createApp({ service, config, log, readiness }));
server.listen(config.port, "0.0.0.0", () => log.info("listening", { port: config.port }));

let stopping = false;
async function stop(signal) {
  if (stopping) return;
  stopping = true;
  log.info("stopping", { signal });
  // First say so, so that nothing new is sent here; then finish what is running.
  readiness.drain();
  await new Promise((resolve) => setTimeout(resolve, config.drainMs));
  server.close((error) => {
    log.info("stopped");
    process.exitCode = error ? 1 : 0;
  });
  server.closeIdleConnections();
  // Requests that hang must not keep the process for ever; the timer itself keeps nothing alive.
  setTimeout(() => server.closeAllConnections(), config.stopMs).unref();
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
