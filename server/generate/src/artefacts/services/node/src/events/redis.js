// Events through Redis Streams: a stream for each event, a consumer group for each consumer, dead letters in a stream of its own.
import { hostname } from "node:os";
import { Redis } from "ioredis";

const BLOCK_MS = 2_000;
const BATCH = 10;
// What another replica took and did not finish in this time is taken over.
const ABANDONED_MS = 60_000;
const LONGEST_STREAM = 100_000;
const AGAIN_MS = 2_000;

/**
 * `addresses` maps the events that are announced here to where they go. `subscription` is `{ group, addresses, deadLetter, consume }`,
 * or absent when nothing is heard.
 */
export function createBroker({ name, url, log, addresses = {}, subscription, optional = false }) {
  const options = { lazyConnect: true, maxRetriesPerRequest: 2, connectTimeout: 2_000, enableOfflineQueue: true };
  const redis = new Redis(url, options);
  // Waiting for events blocks a connection, so it has its own.
  const reader = subscription && new Redis(url, { ...options, maxRetriesPerRequest: null });
  for (const client of [redis, reader]) client?.on("error", (error) => log.debug({ broker: name, error }, "broker is away"));
  const me = hostname();
  let stopped = false;
  let reading = Promise.resolve();

  const append = (stream, text) => redis.xadd(stream, "MAXLEN", "~", LONGEST_STREAM, "*", "event", text);
  async function take(stream, [id, fields]) {
    // A message that was trimmed away in the meantime has no fields.
    const text = fields?.[1] ?? "";
    try {
      await subscription.consume(text);
    } catch {
      if (subscription.deadLetter) await append(subscription.deadLetter, text);
    }
    await redis.xack(stream, subscription.group, id);
  }
  async function read() {
    const { group, addresses: streams } = subscription;
    while (!stopped) {
      try {
        for (const stream of streams) {
          const [, abandoned] = await redis.xautoclaim(stream, group, me, ABANDONED_MS, "0", "COUNT", BATCH);
          for (const message of abandoned) await take(stream, message);
        }
        const fresh = await reader.xreadgroup("GROUP", group, me, "COUNT", BATCH, "BLOCK", BLOCK_MS, "STREAMS", ...streams, ...streams.map(() => ">"));
        for (const [stream, messages] of fresh ?? []) for (const message of messages) await take(stream, message);
      } catch (error) {
        if (stopped) return;
        log.warn({ broker: name, error, again_in_ms: AGAIN_MS }, "cannot read events");
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
  return {
    name,
    optional,
    addresses,
    async start() {
      if (redis.status === "wait") await redis.connect();
      if (!subscription) return;
      for (const stream of subscription.addresses) {
        await redis.xgroup("CREATE", stream, subscription.group, "0", "MKSTREAM").catch((error) => {
          if (!error.message.startsWith("BUSYGROUP")) throw error;
        });
      }
      if (reader.status === "wait") await reader.connect();
      reading = read();
    },
    check: () => redis.ping(),
    /** Resolves when the broker has the event. */
    publish: (event) => append(addresses[event.type], JSON.stringify(event)),
    async stop() {
      stopped = true;
      await reading;
      reader?.disconnect();
      redis.disconnect();
    },
  };
}
