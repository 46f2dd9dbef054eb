// The migrations on the real database, when the environment says where it is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import knex from "knex";
import { readConfig } from "../../src/config.js";
import { facts } from "../../src/facts.js";
import { migrate, missing, waitUntilMigrated } from "../../src/store/migrate.js";
import { settingsOf } from "../../src/store/sql.js";

const { variable } = facts.connections.find(({ id }) => id === facts.store);
const skip = process.env[variable] ? false : `${variable} is not set`;

let db;
before(() => {
  if (skip) return;
  const config = readConfig(process.env, { ...facts, required: [variable], secret_files: facts.secret_files.filter((file) => process.env[file]) });
  db = knex(settingsOf(config.urls[facts.store]));
});
after(() => db?.destroy());

test("who waits goes on when another has migrated", { skip }, async () => {
  const waiting = waitUntilMigrated(db, facts.name, undefined, { waitMs: 30_000, lookMs: 10 });
  await migrate(db, facts.name);
  await waiting;
  assert.deepEqual(await missing(db, facts.name), []);
  await migrate(db, facts.name);
});
