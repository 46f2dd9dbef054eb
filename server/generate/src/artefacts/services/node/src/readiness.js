// Can the service do its work? Tries to connect to each store and broker. Liveness never asks this.
import { connect } from "node:net";

const DEFAULT_PORTS = { "http:": 80, "https:": 443 };

function reach(url, timeoutMs) {
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) || DEFAULT_PORTS[url.protocol] });
    const end = (reachable) => {
      socket.destroy();
      resolve(reachable);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

export function createReadiness(dependencies, timeoutMs = 1500) {
  let draining = false;
  return {
    drain() {
      draining = true;
    },
    async check() {
      if (draining) return { ready: false, draining, checks: {} };
      const checks = {};
      await Promise.all(dependencies.map(async ({ id, url }) => (checks[id] = await reach(url, timeoutMs))));
      return { ready: Object.values(checks).every(Boolean), draining, checks };
    },
  };
}
