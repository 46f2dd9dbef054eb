// One JSON object a line on standard output. Takes no secrets: callers pass fields by name.
import { trace } from "@opentelemetry/api";
import pino from "pino";
import { currentContext } from "./context.js";

export function createLog(service, level, destination) {
  const options = {
    level,
    base: { service },
    messageKey: "message",
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
    // Every line of one request carries the same ids and the program that asks, without anybody passing them on.
    mixin() {
      const { correlationId, caller } = currentContext();
      const span = trace.getActiveSpan()?.spanContext();
      return { ...(correlationId && { correlation_id: correlationId }), ...(caller && { caller }), ...(span && { trace_id: span.traceId }) };
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
