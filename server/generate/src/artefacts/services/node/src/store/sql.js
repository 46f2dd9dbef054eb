// Records, outbox and inbox in PostgreSQL or MySQL. A change and the events that report it are one transaction.
import knex from "knex";
import { v7 as newId } from "uuid";
import { HELD_MS } from "../http/once.js";
import { conflict, marked, stale } from "./errors.js";
import { migrate } from "./migrate.js";
import { fieldsOf, idempotencyKey, newRecord } from "./record.js";

const CONNECT_TIMEOUT_MS = 2_000;
const REMEMBER_EVENTS_DAYS = 14;
// Unique violation: PostgreSQL by its SQLSTATE, MySQL by its name.
const isDuplicate = (error) => error.code === "23505" || error.code === "ER_DUP_ENTRY";

/** Knex's settings for a connection URL. */
export function settingsOf(url) {
  const pool = { min: 0, max: 10 };
  const common = { pool, acquireConnectionTimeout: CONNECT_TIMEOUT_MS };
  if (url.startsWith("mysql:")) {
    // Times travel in UTC; numbers that JavaScript cannot hold exactly stay text. The migrations hold several statements each.
    const connection = { uri: url, timezone: "Z", charset: "utf8mb4", connectTimeout: CONNECT_TIMEOUT_MS, multipleStatements: true };
    return { client: "mysql2", connection, ...common };
  }
  const connection = { connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, statement_timeout: 10_000 };
  return { client: "pg", connection, ...common };
}

/** `prefix` stands before the names of its own tables, where other services keep theirs in the same database. */
export function createSqlStore({ name, url, service, prefix = "", migrateAtStart = true, log }) {
  const db = knex(settingsOf(url));
  const own = { outbox: `${prefix}outbox`, inbox: `${prefix}inbox`, requests: `${prefix}requests`, credentials: `${prefix}credentials`, keys: `${prefix}idempotency_keys` };
  const run = async (work) => {
    try {
      return await work();
    } catch (error) {
      throw marked(error);
    }
  };
  const inTransaction = (work) => run(() => db.transaction(work));
  const keep = (tx, events) =>
    events.length > 0 ? tx(own.outbox).insert(events.map((event) => ({ id: event.id, source: service, event: JSON.stringify(event) }))) : undefined;

  const records = (model) => {
    const visible = (q, owner) => (owner === undefined ? q(model.table) : q(model.table).where({ owner_id: owner }));
    const seen = (q, person) =>
      person === undefined || !model.seen_by ? visible(q, person) : q(model.table).where((w) => w.where({ owner_id: person }).orWhere({ [model.seen_by]: person }));
    return {
      list: ({ limit, cursor, owner }) =>
        run(() => seen(db, owner).modify((q) => cursor && q.where("id", "<", cursor)).orderBy("id", "desc").limit(limit)),
      read: (id, { owner } = {}) => run(() => seen(db, owner).where({ id }).first()),
      byKey: async (key, owner) => (key ? run(() => db(model.table).where({ idempotency_key: idempotencyKey(model, owner, key) }).first()) : undefined),
      async create(input, { id, owner, key, announce = () => [] } = {}) {
        const record = newRecord(model, input, { id, owner, key });
        try {
          await db.transaction(async (tx) => {
            await tx(model.table).insert(record);
            await keep(tx, announce(record));
          });
          return { record, isNew: true };
        } catch (error) {
          if (!isDuplicate(error) || !key) throw marked(error);
          return { record: await this.byKey(key, owner), isNew: false };
        }
      },
      replace: (id, input, { owner, version, announce = () => [] } = {}) =>
        inTransaction(async (tx) => {
          const record = await visible(tx, owner).where({ id }).forUpdate().first();
          if (!record) return undefined;
          if (version !== undefined && version !== record.version) throw stale();
          const change = { ...fieldsOf(model, input), version: record.version + 1, updated_at: new Date() };
          await tx(model.table).where({ id }).update(change);
          Object.assign(record, change);
          await keep(tx, announce(record));
          return record;
        }),
      remove: (id, { owner, announce = () => [] } = {}) =>
        inTransaction(async (tx) => {
          const record = await visible(tx, owner).where({ id }).forUpdate().first();
          if (!record) return false;
          await tx(model.table).where({ id }).del();
          await keep(tx, announce(record));
          return true;
        }),
    };
  };

  const keys = {
    /** Whoever comes at the same time waits for the row, and then finds it held. */
    hold: (name, digest) =>
      inTransaction(async (tx) => {
        const row = { name, digest, record_id: newId(), held_until: new Date(Date.now() + HELD_MS) };
        await tx(own.keys).insert(row).onConflict("name").ignore();
        const known = await tx(own.keys).where({ name }).forUpdate().first();
        const isNew = known.record_id === row.record_id;
        const isOurs = isNew || (known.digest === digest && new Date(known.held_until) <= new Date());
        if (isOurs && !isNew) await tx(own.keys).where({ name }).update({ held_until: row.held_until });
        return { id: known.record_id, digest: known.digest, isOurs };
      }),
    release: (name) => run(() => db(own.keys).where({ name }).update({ held_until: new Date(0) })),
  };

  const requests = {
    find: (operation, referenceId) => run(() => db(own.requests).where({ operation, reference_id: referenceId }).first()),
    async accept({ id = newId(), operation, referenceId, details, announce = () => [] }) {
      const request = { id, operation, reference_id: referenceId, details: JSON.stringify(details), status: "accepted", created_at: new Date() };
      try {
        await db.transaction(async (tx) => {
          await tx(own.requests).insert(request);
          await keep(tx, announce({ ...request, details }));
        });
        return request;
      } catch (error) {
        if (!isDuplicate(error)) throw marked(error);
        return requests.find(operation, referenceId);
      }
    },
  };

  const credentials = {
    async create({ email, passwordHash, announce = () => [] }) {
      const account = { id: newId(), email, password_hash: passwordHash, created_at: new Date() };
      try {
        await db.transaction(async (tx) => {
          await tx(own.credentials).insert(account);
          await keep(tx, announce(account));
        });
        return account;
      } catch (error) {
        throw isDuplicate(error) ? conflict("There is already an account with this email address.") : marked(error);
      }
    },
    findByEmail: (email) => run(() => db(own.credentials).where({ email }).first()),
    find: (id) => run(() => db(own.credentials).where({ id }).first()),
  };

  const outbox = {
    add: (events) => run(() => keep(db, events)),
    async pending() {
      const [{ n }] = await run(() => db(own.outbox).where({ source: service }).count({ n: "*" }));
      return Number(n);
    },
    /** Hands the oldest events to `publish`. Other replicas skip the rows that this one holds. */
    relay: (limit, publish) =>
      inTransaction(async (tx) => {
        const rows = await tx(own.outbox).where({ source: service }).orderBy("id").limit(limit).forUpdate().skipLocked();
        const sent = [];
        let failure;
        for (const row of rows) {
          try {
            await publish(typeof row.event === "string" ? JSON.parse(row.event) : row.event);
            sent.push(row.id);
          } catch (error) {
            failure = error;
            break;
          }
        }
        // What the broker has is done, also when the next one failed.
        if (sent.length > 0) await tx(own.outbox).whereIn("id", sent).del();
        if (failure && sent.length === 0) throw failure;
        return sent.length;
      }),
  };

  const inbox = {
    /** Does the work unless this event was handled before; both are one transaction, so a failure leaves no trace. */
    once: (id, work) =>
      inTransaction(async (tx) => {
        const row = { id, source: service, handled_at: new Date() };
        const [already] = await tx(own.inbox).where({ id, source: service }).limit(1);
        if (already) return false;
        await tx(own.inbox).insert(row);
        await work();
        return true;
      }),
    forget: () => run(() => db(own.inbox).where("handled_at", "<", new Date(Date.now() - REMEMBER_EVENTS_DAYS * 86_400_000)).del()),
  };

  return {
    name,
    records,
    keys,
    requests,
    credentials,
    outbox,
    inbox,
    async start() {
      if (migrateAtStart) await run(() => migrate(db, service, log));
      await run(() => db.raw("select 1"));
    },
    check: () => run(() => db.raw("select 1")),
    stop: () => db.destroy(),
  };
}
