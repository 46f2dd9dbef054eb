// The real store, when the environment says where it is: run with the variables of service.json set, for instance in CI beside a
// database. Without them there is nothing to test against.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { readConfig } from "../../src/config.js";
import { models, operations } from "../../src/contract.js";
import { newEvent } from "../../src/events/event.js";
import { facts } from "../../src/facts.js";
import { createMetrics } from "../../src/observe/metrics.js";
import { createService } from "../../src/service.js";
import { present } from "../../src/store/record.js";
import { signIn } from "../identity.js";
import { memoryLog } from "../support.js";

const { variable } = facts.connections.find(({ id }) => id === facts.store);
const skip = process.env[variable] ? false : `${variable} is not set`;
const name = Object.keys(models)[0];
const example = operations.find(({ does, response }) => does === "create" && response === name)?.example;

let store;
before(async () => {
  if (skip) return;
  const config = readConfig(process.env, { ...facts, required: [variable], secret_files: facts.secret_files.filter((file) => process.env[file]) });
  const { log } = memoryLog();
  const settings = { ...config, signIn };
  ({ parts: [store] } = createService({ config: settings, log, metrics: createMetrics("test"), given: { brokers: [] } }));
  await store.start();
});
after(() => store?.stop());

test("is there, and its schema is up to date", { skip }, async () => {
  await store.check();
  await store.start();
});

test("keeps what it is given", { skip: skip || !name }, async () => {
  const model = models[name];
  const records = store.records(model);
  const [owner, key] = [randomUUID(), randomUUID()];
  const { record } = await records.create(example, { owner, key });
  const read = await records.read(record.id, { owner });
  assert.deepEqual(present(model, read), present(model, record));
  assert.equal(await records.read(record.id, { owner: randomUUID() }), undefined);
  assert.deepEqual((await records.create(example, { owner, key })).isNew, false);
  const replaced = await records.replace(record.id, example, { owner, version: 1 });
  assert.equal(replaced.version, 2);
  await assert.rejects(records.replace(record.id, example, { owner, version: 1 }), { status: 412 });
  assert.deepEqual((await records.list({ limit: 10, owner })).map(({ id }) => id), [record.id]);
  assert.equal(await records.remove(record.id, { owner }), true);
  assert.equal(await records.read(record.id), undefined);
});

test("events stay until the broker has them", { skip }, async () => {
  const event = newEvent("thing.happened", { n: 1 });
  await store.outbox.add([event]);
  const away = async () => Promise.reject(new Error("away"));
  await assert.rejects(store.outbox.relay(1_000, away));
  const sent = [];
  await store.outbox.relay(1_000, async (one) => sent.push(one.id));
  assert.ok(sent.includes(event.id));
});

test("an event is handled once, and again when its work failed", { skip }, async () => {
  const id = randomUUID();
  await assert.rejects(store.inbox.once(id, async () => Promise.reject(new Error("no"))));
  assert.equal(await store.inbox.once(id, async () => {}), true);
  assert.equal(await store.inbox.once(id, async () => assert.fail()), false);
});
