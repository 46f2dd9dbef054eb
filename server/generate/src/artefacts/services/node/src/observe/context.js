// What belongs to the request or event at hand: its correlation id, who asks and with which credentials. Follows every await.
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

const CORRELATION_ID = /^[A-Za-z0-9._-]{1,64}$/;
const storage = new AsyncLocalStorage();

/** A correlation id from outside when it is harmless in headers and log lines; a new one otherwise. */
export function correlationIdFrom(given) {
  return CORRELATION_ID.test(given ?? "") ? given : randomUUID();
}

/** Runs a function in a context of its own. */
export function inContext(context, run) {
  return storage.run(context, run);
}

/** The context of what is running; an empty one at start and in timers. */
export function currentContext() {
  return storage.getStore() ?? {};
}
