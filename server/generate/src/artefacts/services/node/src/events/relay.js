// Takes the events out of the outbox and hands them to the broker, in the order they were kept. An event leaves the outbox when the
// broker has confirmed it, so a crash sends it twice rather than never.
const BATCH = 50;
const IDLE_MS = 500;
const TROUBLED_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;

export function createRelay({ store, publish, log, metrics }) {
  let timer;
  let running = Promise.resolve();
  let stopped = false;
  let forgotten = 0;
  async function round() {
    let pauseMs = IDLE_MS;
    try {
      const sent = await store.outbox.relay(BATCH, publish);
      if (sent === BATCH) pauseMs = 0;
      metrics.pending.set(await store.outbox.pending());
      if (Date.now() - forgotten > FORGET_EVERY_MS) {
        forgotten = Date.now();
        await store.inbox.forget();
      }
    } catch (error) {
      pauseMs = TROUBLED_MS;
      log.warn({ error, again_in_ms: pauseMs }, "events stay in the outbox");
    }
    if (!stopped) timer = setTimeout(next, pauseMs);
  }
  function next() {
    running = round();
  }
  return {
    name: "outbox",
    async start() {
      next();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
