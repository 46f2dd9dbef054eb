package main

import (
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

// seconds are the bounds that answers are counted below.
var seconds = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// durations counts how long the answers of one route took.
type durations struct {
	below []int
	count int
	sum   float64
}

// metrics is what Prometheus reads. Labels hold few values: a route's pattern and never a path.
type metrics struct {
	service   string
	started   time.Time
	mutex     sync.Mutex
	requests  map[string]int
	durations map[string]*durations
}

func newMetrics(service string) *metrics {
	return &metrics{service: service, started: time.Now(), requests: map[string]int{}, durations: map[string]*durations{}}
}

func (m *metrics) request(method, route string, status int, took time.Duration) {
	labels := fmt.Sprintf("service=%q,method=%q,route=%q", m.service, method, route)
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.requests[fmt.Sprintf("%s,status=\"%d\"", labels, status)]++
	d := m.durations[labels]
	if d == nil {
		d = &durations{below: make([]int, len(seconds))}
		m.durations[labels] = d
	}
	d.count++
	d.sum += took.Seconds()
	for i, bound := range seconds {
		if took.Seconds() <= bound {
			d.below[i]++
		}
	}
}

func (m *metrics) write(w io.Writer) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	say := func(format string, values ...any) { _, _ = fmt.Fprintf(w, format+"\n", values...) }
	say("# TYPE http_requests_total counter")
	for _, labels := range sorted(m.requests) {
		say("http_requests_total{%s} %d", labels, m.requests[labels])
	}
	say("# TYPE http_request_duration_seconds histogram")
	for _, labels := range sorted(m.durations) {
		d := m.durations[labels]
		for i, bound := range seconds {
			say("http_request_duration_seconds_bucket{%s,le=\"%g\"} %d", labels, bound, d.below[i])
		}
		say("http_request_duration_seconds_bucket{%s,le=\"+Inf\"} %d", labels, d.count)
		say("http_request_duration_seconds_sum{%s} %g", labels, d.sum)
		say("http_request_duration_seconds_count{%s} %d", labels, d.count)
	}
	say("# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds %d", m.started.Unix())
	if resident, ok := residentBytes(); ok {
		say("# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes %d", resident)
	}
}

func sorted[V any](all map[string]V) []string {
	keys := make([]string, 0, len(all))
	for key := range all {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// residentBytes asks Linux; elsewhere the number is left out.
func residentBytes() (int, bool) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, false
	}
	fields := strings.Fields(string(statm))
	if len(fields) < 2 {
		return 0, false
	}
	pages, err := strconv.Atoi(fields[1])
	return pages * os.Getpagesize(), err == nil
}
