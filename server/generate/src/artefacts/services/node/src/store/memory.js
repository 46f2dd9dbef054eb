// Keeps everything in the memory of this process: for tests, and for a service that the design gives no data store.
import { v7 as newId } from "uuid";
import { HELD_MS } from "../http/once.js";
import { conflict, stale } from "./errors.js";
import { fieldsOf, idempotencyKey, isSeen, newRecord } from "./record.js";

export function createMemoryStore() {
  const outbox = [];
  const inbox = new Set();
  const keep = (events) => outbox.push(...events);

  const records = (model) => {
    const all = new Map();
    const visible = (id, owner) => {
      const record = all.get(id);
      return record && (owner === undefined || record.owner_id === owner) ? record : undefined;
    };
    return {
      async list({ limit, cursor, owner }) {
        const ids = [...all.keys()].sort().reverse();
        return ids.filter((id) => (!cursor || id < cursor) && isSeen(model, all.get(id), owner)).slice(0, limit).map((id) => ({ ...all.get(id) }));
      },
      async read(id, { owner } = {}) {
        const record = all.get(id);
        return record && isSeen(model, record, owner) ? { ...record } : undefined;
      },
      async byKey(key, owner) {
        const wanted = idempotencyKey(model, owner, key);
        const record = wanted && [...all.values()].find((other) => other.idempotency_key === wanted);
        return record && { ...record };
      },
      async create(input, { id, owner, key, announce = () => [] } = {}) {
        const record = newRecord(model, input, { id, owner, key });
        const earlier = await this.byKey(key, owner);
        if (earlier) return { record: earlier, isNew: false };
        all.set(record.id, record);
        keep(announce(record));
        return { record: { ...record }, isNew: true };
      },
      async replace(id, input, { owner, version, announce = () => [] } = {}) {
        const record = visible(id, owner);
        if (!record) return undefined;
        if (version !== undefined && version !== record.version) throw stale();
        Object.assign(record, fieldsOf(model, input), { version: record.version + 1, updated_at: new Date() });
        keep(announce(record));
        return { ...record };
      },
      async remove(id, { owner, announce = () => [] } = {}) {
        const record = visible(id, owner);
        if (!record) return false;
        all.delete(id);
        keep(announce(record));
        return true;
      },
    };
  };

  const held = new Map();
  const requests = new Map();
  const credentials = new Map();
  return {
    name: "memory",
    records,
    keys: {
      async hold(name, digest) {
        const known = held.get(name);
        const isOurs = !known || (known.digest === digest && known.until <= Date.now());
        if (isOurs) held.set(name, { id: known?.id ?? newId(), digest: known?.digest ?? digest, until: Date.now() + HELD_MS });
        return { ...held.get(name), isOurs };
      },
      async release(name) {
        held.get(name).until = 0;
      },
    },
    requests: {
      async find(operation, referenceId) {
        return requests.get(`${operation}:${referenceId}`);
      },
      async accept({ id = newId(), operation, referenceId, details, announce = () => [] }) {
        const key = `${operation}:${referenceId}`;
        if (requests.has(key)) return requests.get(key);
        const request = { id, operation, reference_id: referenceId, details, status: "accepted", created_at: new Date() };
        requests.set(key, request);
        keep(announce(request));
        return request;
      },
    },
    credentials: {
      async create({ email, passwordHash, announce = () => [] }) {
        if (credentials.has(email)) throw conflict("There is already an account with this email address.");
        const account = { id: newId(), email, password_hash: passwordHash };
        credentials.set(email, account);
        keep(announce(account));
        return account;
      },
      async findByEmail(email) {
        return credentials.get(email);
      },
      async find(id) {
        return [...credentials.values()].find((account) => account.id === id);
      },
    },
    outbox: {
      async add(events) {
        keep(events);
      },
      async pending() {
        return outbox.length;
      },
      async relay(limit, publish) {
        let sent = 0;
        while (outbox.length > 0 && sent < limit) {
          await publish(outbox[0]);
          outbox.shift();
          sent += 1;
        }
        return sent;
      },
    },
    inbox: {
      async once(id, work) {
        if (inbox.has(id)) return false;
        await work();
        inbox.add(id);
        // The oldest are forgotten: a process has no room for all that it ever heard.
        if (inbox.size > 10_000) inbox.delete(inbox.values().next().value);
        return true;
      },
      async forget() {},
    },
  };
}
