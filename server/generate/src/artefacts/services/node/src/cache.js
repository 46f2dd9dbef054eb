// Redis in front of the store. The cache may be away at any time: then the store answers, and nobody waits for the cache.
import { Redis } from "ioredis";
import { isSeen } from "./store/record.js";

const SECONDS_TO_LIVE = 60;
const TIMEOUT_MS = 150;

export function createCache({ name, url, log, metrics }) {
  const redis = new Redis(url, {
    lazyConnect: true,
    commandTimeout: TIMEOUT_MS,
    connectTimeout: 2_000,
    // Answers that come too late are worse than none.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
  });
  redis.on("error", (error) => log.debug({ error }, "the cache is away"));
  const attempt = async (work, fallback) => {
    try {
      return await work();
    } catch {
      metrics.cache.inc({ outcome: "error" });
      return fallback;
    }
  };
  return {
    name,
    get: (key) =>
      attempt(async () => {
        const text = await redis.get(key);
        metrics.cache.inc({ outcome: text === null ? "miss" : "hit" });
        return text === null ? undefined : JSON.parse(text);
      }),
    set: (key, value) => attempt(() => redis.set(key, JSON.stringify(value), "EX", SECONDS_TO_LIVE)),
    drop: (key) => attempt(() => redis.del(key)),
    // Not waited for: the service is useful without it.
    async start() {
      redis.connect().catch(() => {});
    },
    async stop() {
      redis.disconnect();
    },
  };
}

/**
 * Records with a cache in front of `read`. Aside: reads fill it, changes drop the record. Write-through: changes fill it as well,
 * after the store has them.
 */
export function cachedRecords(records, cache, { service, model, writeThrough = false }) {
  const keyOf = (id) => `${service}:${model.table}:${id}`;
  return {
    ...records,
    async read(id, { owner } = {}) {
      const kept = await cache.get(keyOf(id));
      if (kept) return isSeen(model, kept, owner) ? kept : undefined;
      const record = await records.read(id);
      if (!record) return undefined;
      await cache.set(keyOf(id), record);
      return isSeen(model, record, owner) ? record : undefined;
    },
    async create(input, options) {
      const result = await records.create(input, options);
      if (writeThrough && result.isNew) await cache.set(keyOf(result.record.id), result.record);
      return result;
    },
    async replace(id, input, options) {
      const record = await records.replace(id, input, options);
      if (record && writeThrough) await cache.set(keyOf(id), record);
      else await cache.drop(keyOf(id));
      return record;
    },
    async remove(id, options) {
      const removed = await records.remove(id, options);
      await cache.drop(keyOf(id));
      return removed;
    },
  };
}
