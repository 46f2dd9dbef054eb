// Brings the schema up to date with the files of migrations/, each once and in order of their names. Run alone by `npm run migrate`; with
// `--wait` it changes nothing and ends as soon as somebody else has done it.
import { readFile, readdir } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../migrations/", import.meta.url);
const TABLE = "schema_migrations";
const WAIT_MS = 300_000;
const LOOK_MS = 2_000;

/** The files of migrations/ that the database has no record of. Its own may be more: a later release adds to them. */
export async function missing(db, service) {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".sql")).sort();
  if (!(await db.schema.hasTable(TABLE))) return files;
  const applied = new Set(await db(TABLE).where({ source: service }).pluck("name"));
  return files.filter((file) => !applied.has(file));
}

/** Looks until nothing is missing. Fails when that takes too long, with what was in the way. */
export async function waitUntilMigrated(db, service, log, { waitMs = WAIT_MS, lookMs = LOOK_MS } = {}) {
  const end = Date.now() + waitMs;
  let said;
  for (;;) {
    let reason;
    try {
      const files = await missing(db, service);
      if (files.length === 0) return;
      reason = `not migrated yet: ${files.join(", ")}`;
    } catch (error) {
      // The database may start at the same time.
      reason = error.message;
    }
    if (reason !== said) log?.info({ reason }, "waiting for the migration of the database");
    said = reason;
    if (Date.now() >= end) throw new Error(`waited ${Math.round(waitMs / 1000)} seconds for the migration of the database; ${reason}`);
    await pause(lookMs);
  }
}

/** Only one process at a time does this, however many start together: the database itself keeps the others waiting. */
export async function migrate(db, service, log) {
  const isPostgres = db.client.config.client === "pg";
  // One connection holds the lock and does the work, so that both end together.
  await db.transaction(async (tx) => {
    if (isPostgres) {
      // A large table takes its time, and so may another that migrates.
      await tx.raw("set local statement_timeout = 0");
      await tx.raw("select pg_advisory_xact_lock(hashtext(?))", [TABLE]);
    } else {
      const [[{ held }]] = await tx.raw("select get_lock(?, 600) as held", [TABLE]);
      if (held !== 1) throw new Error("somebody else has been migrating this database for ten minutes");
    }
    try {
      if (!(await tx.schema.hasTable(TABLE))) {
        await tx.schema.createTable(TABLE, (table) => {
          table.string("source", 60).notNullable();
          table.string("name", 120).notNullable();
          table.timestamp("applied_at").notNullable().defaultTo(tx.fn.now());
          table.primary(["source", "name"]);
        });
      }
      for (const name of await missing(tx, service)) {
        await tx.raw(await readFile(new URL(name, FOLDER), "utf8"));
        await tx(TABLE).insert({ source: service, name });
        log?.info({ migration: name }, "migrated");
      }
    } finally {
      if (!isPostgres) await tx.raw("select release_lock(?)", [TABLE]);
    }
  });
}

async function run() {
  const [{ default: knex }, { readConfig }, { createLog }, { facts }, { settingsOf }] = await Promise.all([
    import("knex"),
    import("../config.js"),
    import("../observe/log.js"),
    import("../facts.js"),
    import("./sql.js"),
  ]);
  const config = readConfig(process.env, facts);
  const log = createLog(facts.name, config.logLevel);
  const db = knex(settingsOf(config.urls[facts.store]));
  try {
    await (process.argv.includes("--wait") ? waitUntilMigrated : migrate)(db, facts.name, log);
    log.info("the database is up to date");
  } catch (error) {
    log.error({ error }, "the database is not up to date");
    process.exitCode = 1;
  } finally {
    await db.destroy();
  }
}

// Nobody awaits it here: sql.js imports this file, so the two would wait for each other.
if (process.argv[1] === fileURLToPath(import.meta.url)) run();
