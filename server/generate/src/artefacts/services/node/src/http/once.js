// The same work under the same name is done once: its name is held before anything happens, and belongs to what was asked for first.
import { createHash } from "node:crypto";
import { v7 as newId } from "uuid";
import { Problem } from "./problem.js";

/** A name that nobody gives up is free again after this: whoever held it has died. */
export const HELD_MS = 60_000;

/** What is asked for, whatever the order of its members. */
export function digestOf(body) {
  const ordered = (_name, value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value);
  return createHash("sha256").update(JSON.stringify(body, ordered)).digest("hex");
}

/**
 * Does `work` with the id of what it makes, unless `find` already finds what was made under this name. `name` is absent when the caller
 * gave no key. Whoever comes while it is being done gets `busy`; after a failure the next one goes on with the same id.
 */
export async function once({ keys, name, body, find, busy = 409 }, work) {
  if (!name) return { made: await work(newId()), isNew: true };
  const { id, digest, isOurs } = await keys.hold(name, digestOf(body));
  if (digest !== digestOf(body)) throw new Problem(422, "Something else was asked for under this key before.");
  const earlier = await find();
  if (earlier) return { made: earlier, isNew: false };
  if (!isOurs) throw new Problem(busy, "This is being done already. Ask again in a moment.", { headers: { "retry-after": "1" } });
  try {
    return { made: await work(id), isNew: true };
  } catch (error) {
    await keys.release(name);
    throw error;
  }
}
