// Records, outbox and inbox in MongoDB. A single server has no transactions over several documents, so a record carries the events
// that report its change in its own document, and the relay takes them out again.
import { MongoClient } from "mongodb";
import { v7 as newId } from "uuid";
import { HELD_MS } from "../http/once.js";
import { conflict, marked, stale } from "./errors.js";
import { fieldsOf, idempotencyKey, newRecord } from "./record.js";

const TIMEOUT_MS = 2_000;
const REMEMBER_EVENTS_SECONDS = 14 * 86_400;
const isDuplicate = (error) => error.code === 11000;
// By this mark the relay finds the documents whose events wait, without reading the others.
const waiting = { has_events: true };
const withEvents = (events) => ({ outbox: events, ...(events.length > 0 && waiting) });

/**
 * `models` are those of all collections, so that the relay knows where events wait. `prefix` stands before the names of its own
 * collections, where other services keep theirs in the same database.
 */
export function createMongoStore({ name, url, prefix = "", models }) {
  // The account was made in the database that every server has.
  const address = new URL(url);
  if (!address.searchParams.has("authSource")) address.searchParams.set("authSource", "admin");
  const client = new MongoClient(address.href, { serverSelectionTimeoutMS: TIMEOUT_MS, connectTimeoutMS: TIMEOUT_MS, retryWrites: false });
  const db = client.db();
  const own = (collection) => db.collection(`${prefix}${collection}`);
  const run = async (work) => {
    try {
      return await work();
    } catch (error) {
      throw marked(error);
    }
  };
  const toRecord = (document) => {
    if (!document) return undefined;
    const { _id, outbox, has_events, removed_at, ...record } = document;
    return { id: _id, ...record };
  };
  const toDocument = ({ id, idempotency_key, ...record }, events) => ({
    _id: id,
    ...record,
    // Absent rather than null: the unique index then leaves it out.
    ...(idempotency_key && { idempotency_key }),
    ...withEvents(events),
  });
  const visible = (id, owner) => ({ ...(id && { _id: id }), removed_at: { $exists: false }, ...(owner !== undefined && { owner_id: owner }) });

  const records = (model) => {
    const all = db.collection(model.table);
    const seen = (id, person) => {
      const { owner_id, ...query } = visible(id, person);
      return owner_id !== undefined && model.seen_by ? { ...query, $or: [{ owner_id }, { [model.seen_by]: person }] } : visible(id, person);
    };
    return {
      list: ({ limit, cursor, owner }) =>
        run(async () => {
          const query = { ...seen(undefined, owner), ...(cursor && { _id: { $lt: cursor } }) };
          return (await all.find(query).sort({ _id: -1 }).limit(limit).toArray()).map(toRecord);
        }),
      read: (id, { owner } = {}) => run(async () => toRecord(await all.findOne(seen(id, owner)))),
      byKey: async (key, owner) =>
        key ? run(async () => toRecord(await all.findOne({ idempotency_key: idempotencyKey(model, owner, key) }))) : undefined,
      async create(input, { id, owner, key, announce = () => [] } = {}) {
        const record = newRecord(model, input, { id, owner, key });
        try {
          await all.insertOne(toDocument(record, announce(record)));
          return { record, isNew: true };
        } catch (error) {
          if (!isDuplicate(error) || !key) throw marked(error);
          return { record: await this.byKey(key, owner), isNew: false };
        }
      },
      replace: (id, input, { owner, version, announce = () => [] } = {}) =>
        run(async () => {
          const before = toRecord(await all.findOne(visible(id, owner)));
          if (!before) return undefined;
          if (version !== undefined && version !== before.version) throw stale();
          const record = { ...before, ...fieldsOf(model, input), version: before.version + 1, updated_at: new Date() };
          const { id: _id, ...change } = record;
          // Only when nobody was faster: the version is part of the question.
          const events = announce(record);
          const update = { $set: { ...change, ...(events.length > 0 && waiting) }, $push: { outbox: { $each: events } } };
          const { matchedCount } = await all.updateOne({ ...visible(id, owner), version: before.version }, update);
          if (matchedCount === 0) throw stale();
          return record;
        }),
      remove: (id, { owner, announce = () => [] } = {}) =>
        run(async () => {
          const before = toRecord(await all.findOne(visible(id, owner)));
          if (!before) return false;
          const events = announce(before);
          if (events.length === 0) return (await all.deleteOne(visible(id, owner))).deletedCount > 0;
          // Out of sight at once; gone when its last event has left.
          const update = { $set: { removed_at: new Date(), ...waiting }, $push: { outbox: { $each: events } } };
          return (await all.updateOne(visible(id, owner), update)).modifiedCount > 0;
        }),
    };
  };

  const keep = (collection, document, events) => own(collection).insertOne({ ...document, ...withEvents(events) });
  const keys = {
    hold: (name, digest) =>
      run(async () => {
        const now = new Date();
        const held_until = new Date(Number(now) + HELD_MS);
        try {
          const id = newId();
          await own("idempotency_keys").insertOne({ _id: name, digest, record_id: id, held_until });
          return { id, digest, isOurs: true };
        } catch (error) {
          if (!isDuplicate(error)) throw error;
        }
        // Of several that find it free one gets it, and nobody who asks for something else.
        const free = { _id: name, digest, held_until: { $lte: now } };
        const { matchedCount } = await own("idempotency_keys").updateOne(free, { $set: { held_until } });
        const known = await own("idempotency_keys").findOne({ _id: name });
        return { id: known.record_id, digest: known.digest, isOurs: matchedCount > 0 };
      }),
    release: (name) => run(() => own("idempotency_keys").updateOne({ _id: name }, { $set: { held_until: new Date(0) } })),
  };
  const requests = {
    find: (operation, referenceId) => run(async () => toRecord(await own("requests").findOne({ operation, reference_id: referenceId }))),
    async accept({ id = newId(), operation, referenceId, details, announce = () => [] }) {
      const request = { operation, reference_id: referenceId, details, status: "accepted", created_at: new Date() };
      try {
        await keep("requests", { _id: id, ...request }, announce({ id, ...request }));
        return { id, ...request };
      } catch (error) {
        if (!isDuplicate(error)) throw marked(error);
        return requests.find(operation, referenceId);
      }
    },
  };
  const credentials = {
    async create({ email, passwordHash, announce = () => [] }) {
      const account = { id: newId(), email, password_hash: passwordHash };
      try {
        await keep("credentials", { _id: account.id, email, password_hash: passwordHash, created_at: new Date() }, announce(account));
        return account;
      } catch (error) {
        throw isDuplicate(error) ? conflict("There is already an account with this email address.") : marked(error);
      }
    },
    findByEmail: (email) => run(async () => toRecord(await own("credentials").findOne({ email }))),
    find: (id) => run(async () => toRecord(await own("credentials").findOne({ _id: id }))),
  };

  const sources = [...models.map((model) => model.table), ...["requests", "credentials", "outbox"].map((name) => `${prefix}${name}`)];
  const outbox = {
    add: (events) => run(() => (events.length > 0 ? own("outbox").insertOne({ _id: newId(), removed_at: new Date(), ...withEvents(events) }) : undefined)),
    async pending() {
      const counts = await Promise.all(sources.map((source) => run(() => db.collection(source).countDocuments(waiting))));
      return counts.reduce((sum, n) => sum + n, 0);
    },
    async relay(limit, publish) {
      let sent = 0;
      for (const source of sources) {
        const all = db.collection(source);
        for (const document of await run(() => all.find(waiting).sort({ _id: 1 }).limit(limit - sent).toArray())) {
          for (const event of document.outbox) {
            await publish(event);
            await run(() => all.updateOne({ _id: document._id }, { $pull: { outbox: { id: event.id } } }));
            sent += 1;
          }
          const isDone = { _id: document._id, outbox: { $size: 0 } };
          await run(() => (document.removed_at ? all.deleteOne(isDone) : all.updateOne(isDone, { $unset: { has_events: "" } })));
        }
        if (sent >= limit) break;
      }
      return sent;
    },
  };
  const inbox = {
    /** The work first, then the note: after a crash in between it is done again, so it must bear that. */
    once: (id, work) =>
      run(async () => {
        if (await own("inbox").findOne({ _id: id })) return false;
        await work();
        await own("inbox").updateOne({ _id: id }, { $set: { handled_at: new Date() } }, { upsert: true });
        return true;
      }),
    async forget() {
      // The index on handled_at does it.
    },
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
      await client.connect();
      for (const { table } of models) {
        await db.collection(table).createIndex({ idempotency_key: 1 }, { unique: true, sparse: true });
        await db.collection(table).createIndex({ owner_id: 1 });
      }
      for (const source of sources) await db.collection(source).createIndex({ has_events: 1 }, { sparse: true });
      await own("requests").createIndex({ operation: 1, reference_id: 1 }, { unique: true });
      await own("credentials").createIndex({ email: 1 }, { unique: true });
      await own("inbox").createIndex({ handled_at: 1 }, { expireAfterSeconds: REMEMBER_EVENTS_SECONDS });
    },
    check: () => run(() => db.command({ ping: 1 })),
    stop: () => client.close(),
  };
}
