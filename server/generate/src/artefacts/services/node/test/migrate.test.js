import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { facts } from "../src/facts.js";
import { migrate, missing, waitUntilMigrated } from "../src/store/migrate.js";
import { memoryLog } from "./support.js";

const files = (await readdir(new URL("../migrations/", import.meta.url))).filter((file) => file.endsWith(".sql")).sort();

/** A database that has recorded these migrations of this service, or has no table for them. It can be asked, and refuses all else. */
function recorded(names) {
  const db = () => ({ where: ({ source }) => ({ pluck: async () => (source === "this" ? names : []) }) });
  db.schema = { hasTable: async () => names !== undefined };
  return db;
}

test("what has no record is missing, and what a later release added is not", async () => {
  assert.deepEqual(await missing(recorded(undefined), "this"), files);
  assert.deepEqual(await missing(recorded([]), "this"), files);
  assert.deepEqual(await missing(recorded(files), "another"), files);
  assert.deepEqual(await missing(recorded([...files, "9999_later.sql"]), "this"), []);
});

test("waiting ends as soon as everything is recorded", async () => {
  const { log, lines } = memoryLog();
  const names = [];
  let looks = 0;
  const db = recorded(names);
  db.schema.hasTable = async () => {
    looks += 1;
    if (looks === 1) throw new Error("the database starts");
    if (looks === 4) names.push(...files);
    return true;
  };
  await waitUntilMigrated(db, "this", log, { lookMs: 1 });
  assert.equal(looks, 4);
  assert.deepEqual(
    lines.map(({ reason }) => reason),
    ["the database starts", `not migrated yet: ${files.join(", ")}`],
  );
});

test("waiting has an end, and says what was in the way", async () => {
  await assert.rejects(waitUntilMigrated(recorded([]), "this", undefined, { waitMs: 0, lookMs: 1 }), new RegExp(files[0]));
});

test("nothing is changed without the lock", async () => {
  const asked = [];
  const tx = { raw: async (sql) => (asked.push(sql), [[{ held: 0 }]]) };
  const db = { client: { config: { client: "mysql2" } }, transaction: (work) => work(tx) };
  await assert.rejects(migrate(db, "this"), /somebody else/);
  assert.equal(asked.length, 1);
});

test("run alone it fails where there is no database, and says so", async () => {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const { dependencies } = JSON.parse(await readFile(here("../package.json"), "utf8"));
  const { variable } = facts.connections.find(({ id }) => id === facts.store);
  const env = Object.fromEntries(facts.required.map((name) => [name, "http://127.0.0.1:1"]));
  for (const name of facts.secret_files) env[name] = here("../package.json");
  env[variable] = `${dependencies.pg ? "postgresql" : "mysql"}://app@127.0.0.1:1/app`;
  const run = promisify(execFile)(process.execPath, [here("../src/store/migrate.js")], { env });
  await assert.rejects(run, ({ code, stdout }) => code === 1 && /the database is not up to date/.test(stdout));
});
