import assert from "node:assert/strict";
import { test } from "node:test";
import { createConsumer } from "../src/events/consumer.js";
import { newEvent } from "../src/events/event.js";
import { currentContext, inContext } from "../src/observe/context.js";
import { createMetrics } from "../src/observe/metrics.js";
import { createMemoryStore } from "../src/store/memory.js";
import { memoryLog } from "./support.js";

const schema = { type: "object", properties: { data: { type: "object", required: ["n"], properties: { n: { type: "integer" } } } } };
function consumerOf(handle, retries = 0) {
  const subscriptions = { "thing.happened": { schema, retries, handle } };
  return createConsumer({ subscriptions, store: createMemoryStore(), log: memoryLog().log, metrics: createMetrics("test"), firstPauseMs: 1 });
}
const event = (data) => inContext({ correlationId: "abc-1" }, () => newEvent("thing.happened", data));

test("an event is handled once, with the correlation id it came with", async () => {
  const seen = [];
  const consume = consumerOf(async ({ data }) => seen.push([data.n, currentContext().correlationId]));
  const raw = JSON.stringify(event({ n: 1 }));
  await consume(raw);
  await consume(Buffer.from(raw));
  assert.deepEqual(seen, [[1, "abc-1"]]);
});

test("work that fails is tried again, then the event is put aside", async () => {
  let tries = 0;
  const failing = consumerOf(async () => {
    tries += 1;
    throw new Error("no");
  }, 2);
  await assert.rejects(failing(JSON.stringify(event({ n: 1 }))));
  assert.equal(tries, 3);
});

test("what does not fit is put aside at once", async () => {
  const consume = consumerOf(async () => assert.fail("must not be called"), 5);
  await assert.rejects(consume("not JSON"));
  await assert.rejects(consume(JSON.stringify(event({ n: "one" }))));
  await assert.rejects(consume(JSON.stringify(newEvent("nobody.knows", {}))));
});
