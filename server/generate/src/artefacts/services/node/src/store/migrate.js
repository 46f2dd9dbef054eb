// Brings the schema up to date with the files of migrations/, each once and in order of their names. Run alone by `npm run migrate`.
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../migrations/", import.meta.url);
const TABLE = "schema_migrations";

/** Only one process at a time does this, however many start together: the database itself keeps the others waiting. */
export async function migrate(db, service, log) {
  const isPostgres = db.client.config.client === "pg";
  // One connection holds the lock and does the work, so that both end together.
  await db.transaction(async (tx) => {
    if (isPostgres) await tx.raw("select pg_advisory_xact_lock(hashtext(?))", [TABLE]);
    else await tx.raw("select get_lock(?, 60)", [TABLE]);
    try {
      if (!(await tx.schema.hasTable(TABLE))) {
        await tx.schema.createTable(TABLE, (table) => {
          table.string("source", 60).notNullable();
          table.string("name", 120).notNullable();
          table.timestamp("applied_at").notNullable().defaultTo(tx.fn.now());
          table.primary(["source", "name"]);
        });
      }
      const applied = new Set(await tx(TABLE).where({ source: service }).pluck("name"));
      const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".sql")).sort();
      for (const name of files.filter((file) => !applied.has(file))) {
        await tx.raw(await readFile(new URL(name, FOLDER), "utf8"));
        await tx(TABLE).insert({ source: service, name });
        log?.info({ migration: name }, "migrated");
      }
    } finally {
      if (!isPostgres) await tx.raw("select release_lock(?)", [TABLE]);
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [{ default: knex }, { readConfig }, { createLog }, { facts }, { settingsOf }] = await Promise.all([
    import("knex"),
    import("../config.js"),
    import("../observe/log.js"),
    import("../facts.js"),
    import("./sql.js"),
  ]);
  const config = readConfig(process.env, facts);
  const db = knex(settingsOf(config.urls[facts.store]));
  try {
    await migrate(db, facts.name, createLog(facts.name, config.logLevel));
  } finally {
    await db.destroy();
  }
}
