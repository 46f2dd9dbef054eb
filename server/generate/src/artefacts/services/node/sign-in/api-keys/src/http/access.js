// Which program is asking: checks the key that a request brings in X-API-Key and remembers whose it is. Knows only the hashes of keys.
import { createHash, timingSafeEqual } from "node:crypto";
import { v5 as idOf } from "uuid";
import { currentContext } from "../observe/context.js";
import { Problem } from "./problem.js";

const LINE = /^([a-z0-9][a-z0-9._-]{0,63}):([0-9a-f]{64})(:read)?$/;
const CHALLENGE = { "www-authenticate": "ApiKey" };
const READING = ["GET", "HEAD"];

/**
 * The keys that count, from the file that the environment names: `name:SHA-256 of the key`, a line each, with `:read` behind one that may
 * change nothing. A name may stand twice, while its program goes over to a new key. What is wrong goes to `problems`.
 */
export function readSignIn({ secrets, problems }) {
  const keys = [];
  for (const [at, line] of (secrets.API_KEYS_FILE ?? "").split("\n").entries()) {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) continue;
    const [, name, hash, readsOnly] = LINE.exec(text) ?? [];
    if (name) keys.push({ name, hash: Buffer.from(hash, "hex"), readsOnly: readsOnly !== undefined });
    else problems.push(`API_KEYS_FILE, line ${at + 1}: must be name:SHA-256, with :read behind it for a key that may change nothing`);
  }
  if (secrets.API_KEYS_FILE !== undefined && keys.length === 0) problems.push("API_KEYS_FILE holds no key");
  return { keys };
}

/** Middleware that lets only known programs through. */
export function createAccess({ keys }) {
  return function signedIn(req, _res, next) {
    const given = req.get("x-api-key");
    if (!given) throw new Problem(401, "Send your key in X-API-Key.", { headers: CHALLENGE });
    const hash = createHash("sha256").update(given).digest();
    // All of them, each in constant time: how long it takes tells nothing.
    const [known] = keys.filter((key) => timingSafeEqual(key.hash, hash));
    if (!known) throw new Problem(401, "The key is not known.", { headers: CHALLENGE });
    // From here on every line of the log says whose key it is.
    const subject = idOf(`urn:api-key:${known.name}`, idOf.URL);
    Object.assign(currentContext(), { subject, caller: known.name, credentials: { "x-api-key": given } });
    if (known.readsOnly && !READING.includes(req.method)) throw new Problem(403, "This key may only read.");
    next();
  };
}
