import assert from "node:assert/strict";
import { test } from "node:test";
import { newEvent } from "../src/events/event.js";
import { createPublisher } from "../src/events/publish.js";
import { createRelay } from "../src/events/relay.js";
import { createMetrics } from "../src/observe/metrics.js";
import { createMemoryStore } from "../src/store/memory.js";
import { memoryLog } from "./support.js";

test("events leave in order, and stay while the broker is away", async () => {
  const store = createMemoryStore();
  const metrics = createMetrics("test");
  const sent = [];
  let isUp = false;
  const broker = {
    addresses: { "thing.happened": "x" },
    async publish(event) {
      if (!isUp) throw new Error("away");
      sent.push(event.data.n);
    },
  };
  const publish = createPublisher([broker], metrics);
  await store.outbox.add([1, 2, 3].map((n) => newEvent("thing.happened", { n })));
  await assert.rejects(store.outbox.relay(10, publish));
  assert.equal(await store.outbox.pending(), 3);
  isUp = true;
  const relay = createRelay({ store, publish, log: memoryLog().log, metrics });
  await relay.start();
  await relay.stop();
  assert.deepEqual(sent, [1, 2, 3]);
  assert.equal(await store.outbox.pending(), 0);
});
