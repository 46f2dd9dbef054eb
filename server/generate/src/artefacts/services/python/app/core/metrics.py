"""The numbers that Prometheus reads. Labels hold few values: a route's template and never a path, a kind and never an id."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """A registry of its own, so that two services in one test do not count together."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        own = {"registry": self.registry}
        http = ("service", "method", "route", "status")
        self._requests = Counter("http_requests", "Requests answered.", http, **own)
        self._seconds = Histogram("http_request_duration_seconds", "Time to answer.", http, buckets=SECONDS, **own)
        self._calls = Counter("client_calls", "Calls to other parts, by what came of them.", ("service", "target", "outcome"), **own)
        self._sent = Counter("events_published", "Events the broker has confirmed.", ("service", "event"), **own)
        self._handled = Counter("events_consumed", "Events by what came of them.", ("service", "event", "outcome"), **own)
        self._waiting = Gauge("outbox_pending", "Events that wait in the outbox.", ("service",), **own)
        self._service = service

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        labels = (self._service, method, route, str(status))
        self._requests.labels(*labels).inc()
        self._seconds.labels(*labels).observe(seconds)

    def call(self, target: str, outcome: str) -> None:
        self._calls.labels(self._service, target, outcome).inc()

    def published(self, event: str) -> None:
        self._sent.labels(self._service, event).inc()

    def consumed(self, event: str, outcome: str) -> None:
        self._handled.labels(self._service, event, outcome).inc()

    def waiting(self, count: int) -> None:
        self._waiting.labels(self._service).set(count)

    def text(self) -> bytes:
        return generate_latest(self.registry)
