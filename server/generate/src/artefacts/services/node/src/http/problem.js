// Errors as problem documents (RFC 9457). What went wrong inside stays inside.
import { STATUS_CODES } from "node:http";
import { currentContext } from "../observe/context.js";

/** An error that the caller may see. */
export class Problem extends Error {
  constructor(status, detail, { errors, headers, cause } = {}) {
    super(detail, { cause });
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

export const notFound = (what) => new Problem(404, `There is no such ${what}.`);

export function sendProblem(req, res, { status, detail, errors, headers = {} }) {
  const { correlationId } = currentContext();
  res.status(status).set(headers).type("application/problem+json");
  res.send(
    JSON.stringify({
      type: "about:blank",
      title: STATUS_CODES[status] ?? "Error",
      status,
      detail,
      instance: req.originalUrl.split("?")[0],
      correlation_id: correlationId,
      errors,
    }),
  );
}

/** What to tell the caller about any error. */
export function problemOf(error) {
  if (error instanceof Problem) return { status: error.status, detail: error.message, errors: error.errors, headers: error.headers };
  // Express and its body parser mark what the caller did wrong.
  if (error.status >= 400 && error.status < 500) return { status: error.status, detail: "The request cannot be read." };
  if (error.unavailable) return { status: 503, detail: "Something this service needs is away. Try again.", headers: { "retry-after": "2" } };
  return { status: 500, detail: "Something went wrong here." };
}
