// What happens to every event that is heard: it must fit its schema, is handled once, and is tried again before it is put aside.
import { ExponentialBackoff, fullJitterGenerator, handleAll, retry } from "cockatiel";
import { validator } from "../http/validate.js";
import { correlationIdFrom, inContext } from "../observe/context.js";
import { SpanKind, inSpan } from "../observe/tracing.js";

/**
 * `subscriptions` maps event names to `{ schema, retries, handle }`. Returns a function of one event in bytes or text that resolves
 * when the event is done with, and rejects when it must be put aside.
 */
export function createConsumer({ subscriptions, store, log, metrics, firstPauseMs = 200 }) {
  const known = new Map(
    Object.entries(subscriptions).map(([type, { schema, retries, handle }]) => {
      const backoff = new ExponentialBackoff({ initialDelay: firstPauseMs, maxDelay: 10_000, generator: fullJitterGenerator });
      return [type, { check: validator(schema), again: retry(handleAll, { maxAttempts: retries, backoff }), handle }];
    }),
  );
  const countedAs = (type, outcome) => metrics.handled.inc({ event: known.has(type) ? type : "unknown", outcome });

  return async function consume(raw) {
    let event;
    try {
      event = JSON.parse(raw.toString());
      const subscription = known.get(event.type);
      if (!subscription) throw new Error(`nobody here handles “${event.type}”`);
      subscription.check(event);
      const { check: _, again, handle } = subscription;
      await inContext({ correlationId: correlationIdFrom(event.correlationid) }, () =>
        inSpan(`handle ${event.type}`, { kind: SpanKind.CONSUMER, carrier: event }, async () => {
          const isFirst = await again.execute(() => store.inbox.once(event.id, () => handle(event)));
          countedAs(event.type, isFirst ? "handled" : "repeated");
          log.info({ event: event.type, event_id: event.id, repeated: !isFirst }, "event handled");
        }),
      );
    } catch (error) {
      countedAs(event?.type, "put aside");
      inContext({ correlationId: correlationIdFrom(event?.correlationid) }, () =>
        log.error({ event: event?.type, event_id: event?.id, error, errors: error.errors }, "event put aside"),
      );
      throw error;
    }
  };
}
