// What belongs to nobody is changed by admins alone: by those whose ids the operator names in ADMINS.
import { currentContext } from "../observe/context.js";
import { Problem } from "./problem.js";

/** Middleware behind `signedIn`. */
export function createAdmin(ids) {
  const known = new Set(ids);
  return function admin(_req, _res, next) {
    const { subject } = currentContext();
    if (!known.has(subject)) throw new Problem(403, `This is changed by admins alone: by those whom ADMINS names. Your id is ${subject}.`);
    next();
  };
}
