// The real broker, when the environment says where it is: an event goes out and comes back, and one that nobody can handle is put aside.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { newEvent } from "../../src/events/event.js";
import { facts } from "../../src/facts.js";
import { readConfig } from "../../src/config.js";
import { memoryLog } from "../support.js";

for (const { id, variable, product } of facts.brokers) {
  const skip = process.env[variable] ? false : `${variable} is not set`;
  test(`an event goes through ${id}`, { skip, timeout: 60_000 }, async (t) => {
    const { urls } = readConfig(process.env, { ...facts, required: [variable], secret_files: facts.secret_files.filter((file) => process.env[file]) });
    const { createBroker } = await import(`../../src/events/${product}.js`);
    const group = `test-${randomUUID().slice(0, 8)}`;
    const address = { kafka: group, rabbitmq: group, redis: `events:${group}`, nats: `events.${group}` }[product];
    const heard = [];
    const broker = createBroker({
      name: id,
      url: urls[id],
      service: facts.name,
      log: memoryLog().log,
      addresses: { "thing.happened": address },
      subscription: { group, addresses: [address], consume: async (raw) => heard.push(JSON.parse(raw.toString())) },
    });
    await broker.start();
    t.after(() => broker.stop());
    await broker.check();
    const event = newEvent("thing.happened", { n: 1 });
    await broker.publish(event);
    while (heard.length === 0) await pause(50);
    assert.deepEqual(heard[0], event);
  });
}
