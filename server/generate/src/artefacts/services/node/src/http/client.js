// How this service calls others: a time limit for each attempt, tries again where asking twice is safe, and stops asking for a while
// when the other side is down. The numbers come from the design's links.
import {
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  TimeoutStrategy,
  circuitBreaker,
  fullJitterGenerator,
  handleWhen,
  noop,
  retry,
  timeout,
  wrap,
} from "cockatiel";
import { currentContext } from "../observe/context.js";
import { SpanKind, inSpan, traceHeaders } from "../observe/tracing.js";
import { Problem } from "./problem.js";

const BACKOFF = { initialDelay: 100, maxDelay: 2_000, generator: fullJitterGenerator };
const FAILURES_BEFORE_BREAK = 5;
const BREAK_MS = 10_000;

/** Answers about the content of a request, not about who asks or how. */
const REFUSED = new Set([400, 409, 412, 413, 422]);

/** The other side answered, and not with what was asked for. */
class AnswerError extends Error {
  constructor(client, status) {
    super(`${client} answered ${status}`);
    this.status = status;
  }
}

// Worth another try: no answer, or one that says “not now”. What the other side refuses, it will refuse again.
const isPassing = (error) => !(error instanceof AnswerError) || error.status === 429 || error.status >= 500;

/**
 * `url` is where the other side is, or absent when nobody has said yet. `ours` is a part of this system: it gets the correlation id
 * and the credentials of who asks. `fallback` says in words what happens without an answer.
 */
export function createClient({ name, url, ours, timeoutMs, retries, breaks, critical, fallback, log, metrics }) {
  const passing = handleWhen(isPassing);
  const again = retries > 0 ? retry(passing, { maxAttempts: retries, backoff: new ExponentialBackoff(BACKOFF) }) : noop;
  const breaker = breaks ? circuitBreaker(passing, { halfOpenAfter: BREAK_MS, breaker: new ConsecutiveBreaker(FAILURES_BEFORE_BREAK) }) : noop;
  if (breaks) {
    breaker.onStateChange((state) => {
      metrics.breakers.set({ target: name }, state === CircuitState.Open ? 1 : 0);
      log.warn({ client: name, state: CircuitState[state] }, "circuit breaker");
    });
  }
  // Outermost first: every attempt counts for the breaker and has the whole time limit.
  const policy = wrap(again, breaker, timeout(timeoutMs, TimeoutStrategy.Aggressive));

  async function send(method, path, payload, idempotencyKey, signal) {
    const { correlationId, credentials } = currentContext();
    const headers = { accept: "application/json", ...traceHeaders() };
    if (payload !== undefined) headers["content-type"] = "application/json";
    if (idempotencyKey) headers["idempotency-key"] = idempotencyKey;
    if (ours && correlationId) headers["x-correlation-id"] = correlationId;
    if (ours) Object.assign(headers, credentials);
    const body = payload === undefined ? undefined : JSON.stringify(payload);
    const response = await fetch(new URL(path, url), { method, headers, body, signal, redirect: "error" });
    const text = await response.text();
    if (!response.ok) throw new AnswerError(name, response.status);
    return text !== "" && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : undefined;
  }

  /** The answer. Without one: a problem when the call is critical, undefined when it is not. */
  return async function call(method, path, { payload, idempotencyKey } = {}) {
    try {
      if (!url) throw new Error(`the address of ${name} is not set`);
      const attributes = { "server.address": new URL(url).hostname, "http.request.method": method };
      const answer = await inSpan(`${method} ${name}`, { kind: SpanKind.CLIENT, attributes }, () =>
        policy.execute(({ signal }) => send(method, path, payload, idempotencyKey, signal)),
      );
      metrics.calls.inc({ target: name, outcome: "answered" });
      return answer;
    } catch (error) {
      metrics.calls.inc({ target: name, outcome: "failed" });
      log.warn({ client: name, error, fallback }, "call failed");
      if (!critical) return undefined;
      // What is wrong with what was asked for is wrong here too: whoever asked hears of it, and no breaker counts it.
      if (REFUSED.has(error.status)) throw new Problem(422, `${name} refused what this is about.`);
      if (!isPassing(error)) throw new Problem(502, `${name} refused what this service asked for.`);
      throw new Problem(503, `${name} does not answer. Try again.`, { headers: { "retry-after": "5" } });
    }
  };
}
