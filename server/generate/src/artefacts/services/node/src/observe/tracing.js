// Traces by OTLP over HTTP when OTEL_EXPORTER_OTLP_ENDPOINT is set; without it every span is a cheap no-op.
import { SpanKind, SpanStatusCode, context, propagation, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

/** Starts tracing; returns what sends the last spans at the end. */
export function startTracing(service, endpoint) {
  // Registered also without an endpoint, so that the ids of a trace pass through from caller to callee.
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    spanProcessors: endpoint ? [new BatchSpanProcessor(new OTLPTraceExporter())] : [],
  });
  provider.register();
  return () => provider.shutdown();
}

/** Runs a function inside a span of its own. `carrier` holds the headers of who asked. */
export function inSpan(name, { kind = SpanKind.INTERNAL, attributes = {}, carrier }, run) {
  const parent = carrier ? propagation.extract(context.active(), carrier) : context.active();
  return trace.getTracer("service").startActiveSpan(name, { kind, attributes }, parent, async (span) => {
    try {
      return await run(span);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The headers that continue this trace elsewhere. */
export function traceHeaders() {
  const headers = {};
  propagation.inject(context.active(), headers);
  return headers;
}

export { SpanKind };
