// Counts requests and prints the numbers in the text form that Prometheus reads.
export function createMetrics(service) {
  const requests = new Map();
  let seconds = 0;
  let count = 0;
  const label = (text) => text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
  return {
    observe(method, status, duration) {
      const key = `method="${label(method)}",status="${status}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      seconds += duration;
      count += 1;
    },
    text() {
      const lines = ["# TYPE http_requests_total counter"];
      for (const [key, value] of requests) lines.push(`http_requests_total{service="${label(service)}",${key}} ${value}`);
      lines.push("# TYPE http_request_duration_seconds summary");
      lines.push(`http_request_duration_seconds_sum{service="${label(service)}"} ${seconds}`);
      lines.push(`http_request_duration_seconds_count{service="${label(service)}"} ${count}`);
      lines.push("# TYPE process_resident_memory_bytes gauge", `process_resident_memory_bytes ${process.memoryUsage.rss()}`);
      lines.push("# TYPE process_uptime_seconds gauge", `process_uptime_seconds ${process.uptime()}`);
      return `${lines.join("\n")}\n`;
    },
  };
}
