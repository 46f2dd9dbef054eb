// Checks what comes in against the JSON Schemas of the contract.
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Problem } from "./problem.js";

const ajv = addFormats(new Ajv2020({ allErrors: true }));
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;

/** A function that throws a problem naming every member that does not fit. */
export function validator(schema) {
  const valid = ajv.compile(schema);
  return (value) => {
    if (valid(value)) return value;
    const errors = valid.errors.map((error) => ({
      path: error.params.missingProperty ? `${error.instancePath}/${error.params.missingProperty}` : error.instancePath || "/",
      message: error.params.additionalProperty ? `must not have “${error.params.additionalProperty}”` : error.message,
    }));
    throw new Problem(400, "The body does not fit the contract.", { errors });
  };
}

/** Middleware: the body must fit the schema. */
export function body(schema) {
  const check = validator(schema);
  return (req, _res, next) => {
    check(req.body ?? null);
    next();
  };
}

/** Middleware for `{id}`: what is no id names no record. */
export function recordId(req, _res, next) {
  if (!ID.test(req.params.id)) throw new Problem(404, "There is no such record.");
  req.params.id = req.params.id.toLowerCase();
  next();
}

/** `limit` and `cursor` of a list. */
export function pageOf(query) {
  const limit = query.limit === undefined ? DEFAULT_PAGE : Number(query.limit);
  const errors = [];
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) errors.push({ path: "/limit", message: `must be a whole number from 1 to ${MAX_PAGE}` });
  if (query.cursor !== undefined && !ID.test(query.cursor)) errors.push({ path: "/cursor", message: "must be the cursor of an earlier page" });
  if (errors.length > 0) throw new Problem(400, "The query does not fit the contract.", { errors });
  return { limit, cursor: query.cursor };
}

/** The key that makes asking twice safe, when the caller sends one. */
export function idempotencyKeyOf(req) {
  const key = req.get("idempotency-key");
  if (key !== undefined && !/^[A-Za-z0-9._:-]{1,128}$/.test(key)) throw new Problem(400, "Idempotency-Key must be 1 to 128 of A-Z, a-z, 0-9 and ._:-");
  return key;
}

/** The version a change expects, from `If-Match: "3"`. */
export function expectedVersionOf(req) {
  const given = req.get("if-match");
  if (given === undefined || given === "*") return undefined;
  const version = Number(/^(?:W\/)?"(\d+)"$/.exec(given)?.[1]);
  if (!Number.isSafeInteger(version)) throw new Problem(412, "If-Match must be the ETag of an earlier answer.");
  return version;
}
