// What every stored record has, whichever store keeps it. A model is `{ name, table, fields: [{ name, type }] }`.
import { v7 as newId } from "uuid";

/** A record of its first version. Ids of version 7 sort by time, so that lists need no other order. */
export function newRecord(model, input, { id = newId(), owner, key } = {}) {
  const now = new Date();
  return {
    id,
    ...fieldsOf(model, input),
    ...Object.fromEntries(model.fields.filter(({ server }) => server).map(({ name }) => [name, null])),
    owner_id: owner ?? null,
    idempotency_key: idempotencyKey(model, owner, key),
    version: 1,
    created_at: now,
    updated_at: now,
  };
}

/** Whether somebody may read a record: who made it, and who has to decide about it. */
export function isSeen(model, record, person) {
  return person === undefined || record.owner_id === person || (model.seen_by !== undefined && record[model.seen_by] === person);
}

/** What the store keeps of an Idempotency-Key: one person's key is not another's. */
export function idempotencyKey(model, owner, key) {
  return key ? `${owner ?? ""}:${model.table}:${key}` : null;
}

/** The model's fields of a body, as stores keep them; what is absent is null. Those that only the service sets are in no body. */
export function fieldsOf(model, input) {
  const theirs = model.fields.filter(({ server }) => !server);
  return Object.fromEntries(theirs.map(({ name, type }) => [name, toStore(type, input[name] ?? null)]));
}

function toStore(type, value) {
  return type === "timestamp" && value !== null ? new Date(value) : value;
}

const FROM_STORE = {
  // Columns hold four places; nobody wants to read more zeros than they wrote.
  decimal: (value) => String(value).replace(/(\.\d{2}\d*?)0+$/, "$1"),
  integer: Number,
  boolean: Boolean,
  timestamp: (value) => new Date(value).toISOString(),
};

/** A record as the contract shows it: no owner, no key, times as text. */
export function present(model, record) {
  const shown = { id: record.id };
  for (const { name, type } of model.fields) {
    const value = record[name];
    shown[name] = value === null || value === undefined ? null : (FROM_STORE[type]?.(value) ?? value);
  }
  shown.version = record.version;
  shown.created_at = FROM_STORE.timestamp(record.created_at);
  shown.updated_at = FROM_STORE.timestamp(record.updated_at);
  return shown;
}
