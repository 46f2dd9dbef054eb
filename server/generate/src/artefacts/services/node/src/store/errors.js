// What stores say in the words of HTTP, and which of their errors mean that they are away.
import { Problem } from "../http/problem.js";

export const stale = () => new Problem(412, "Somebody else has changed it since: read it again.");
export const conflict = (detail) => new Problem(409, detail);

const AWAY = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EPIPE", "PROTOCOL_CONNECTION_LOST"]);
const AWAY_NAMES = /^(KnexTimeoutError|MongoNetwork|MongoServerSelection|MongoNotConnected|MongoTopologyClosed)/;

/** Marks an error of a store that cannot be reached, so that the caller is told to try again. */
export function marked(error) {
  const isAway =
    AWAY.has(error.code) ||
    AWAY_NAMES.test(error.name) ||
    // PostgreSQL: class 08 is about connections, 57P01 to 57P03 about stopping and starting.
    /^(08...|57P0[123])$/.test(error.code ?? "") ||
    /timeout (exceeded when trying to connect|acquiring a connection)|terminated/i.test(error.message ?? "");
  if (isAway) error.unavailable = true;
  return error;
}
