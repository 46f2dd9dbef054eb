// Events as they travel: CloudEvents 1.0 in structured JSON.
import { v7 as newId } from "uuid";
import { facts } from "../facts.js";
import { currentContext, correlationIdFrom } from "../observe/context.js";
import { traceHeaders } from "../observe/tracing.js";

/** A new event. What has no value is left out of `data`. */
export function newEvent(type, data, subject) {
  const { traceparent } = traceHeaders();
  return {
    specversion: "1.0",
    id: newId(),
    source: facts.name,
    type,
    ...(subject && { subject }),
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    correlationid: correlationIdFrom(currentContext().correlationId),
    ...(traceparent && { traceparent }),
    data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined && value !== null)),
  };
}
