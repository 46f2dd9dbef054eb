"""Counts requests and prints the numbers in the text form that Prometheus reads."""

import time
from collections import Counter


class Metrics:
    def __init__(self, service: str) -> None:
        self._service = service
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds = 0.0
        self._start = time.monotonic()

    def observe(self, method: str, status: int, seconds: float) -> None:
        self._requests[method, status] += 1
        self._seconds += seconds

    def text(self) -> str:
        service = f'service="{self._service}"'
        lines = ["# TYPE http_requests_total counter"]
        lines += [f'http_requests_total{{{service},method="{method}",status="{status}"}} {n}' for (method, status), n in self._requests.items()]
        lines += [
            "# TYPE http_request_duration_seconds summary",
            f"http_request_duration_seconds_sum{{{service}}} {self._seconds}",
            f"http_request_duration_seconds_count{{{service}}} {self._requests.total()}",
            "# TYPE process_uptime_seconds gauge",
            f"process_uptime_seconds {time.monotonic() - self._start}",
        ]
        return "\n".join(lines) + "\n"
