// Starts the parts of the service in order, trying again while what they need is away, and stops them in reverse order.
import { setTimeout as pause } from "node:timers/promises";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const CHECK_TIMEOUT_MS = 1_500;

/**
 * Each part has a `name` and may have `start()`, `check()` and `stop()`. `check()` throws while the part cannot do its work. The
 * service is ready without an `optional` part: what it would send waits in the outbox meanwhile.
 */
export function createLifecycle(parts, log) {
  let state = "starting";
  const started = [];
  const needed = parts.filter((part) => part.check && !part.optional);
  const check = async ({ check }) => {
    try {
      await Promise.race([check(), pause(CHECK_TIMEOUT_MS, undefined, { ref: false }).then(() => Promise.reject(new Error("too slow")))]);
      return true;
    } catch {
      return false;
    }
  };
  const startOne = async (part) => {
    for (let pauseMs = FIRST_PAUSE_MS; state === "starting"; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await part.start?.();
        started.push(part);
        return;
      } catch (error) {
        log.warn({ part: part.name, error, again_in_ms: pauseMs }, "cannot start yet");
        await pause(pauseMs, undefined, { ref: false });
      }
    }
  };
  return {
    async start() {
      for (const part of parts) {
        const isStarted = startOne(part);
        if (!part.optional) await isStarted;
      }
      if (state === "starting") state = "started";
    },
    /** Whether the service can do its work now. Liveness never asks this. */
    async readiness() {
      const checks = {};
      if (state === "started") await Promise.all(needed.map(async (part) => (checks[part.name] = await check(part))));
      const ready = state === "started" && Object.values(checks).every(Boolean);
      return { ready, status: ready ? "ready" : state === "started" ? "not ready" : state, checks };
    },
    drain() {
      state = "draining";
    },
    async stop() {
      state = "draining";
      for (const part of started.reverse()) {
        try {
          await part.stop?.();
        } catch (error) {
          log.warn({ part: part.name, error }, "did not stop cleanly");
        }
      }
    },
  };
}
