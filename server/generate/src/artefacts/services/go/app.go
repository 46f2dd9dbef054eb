package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"time"
)

var correlationID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// app answers requests. A worker has the paths of health and numbers only.
type app struct {
	service  service
	config   config
	log      *slog.Logger
	mux      *http.ServeMux
	metrics  *metrics
	draining atomic.Bool
}

func newApp(s service, c config, log *slog.Logger) *app {
	a := &app{service: s, config: c, log: log, mux: http.NewServeMux(), metrics: newMetrics(s.Name)}
	a.mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, map[string]any{"status": "alive"}) })
	a.mux.HandleFunc("GET /readyz", a.ready)
	a.mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "text/plain; version=0.0.4")
		a.metrics.write(w)
	})
	if s.Kind == "service" {
		for _, path := range append([]string{"/{$}"}, s.BasePaths...) {
			a.mux.HandleFunc("GET "+path, a.describe)
		}
	}
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("content-type", "application/problem+json")
		answer(w, 404, map[string]any{"type": "about:blank", "title": "Not found", "status": 404, "detail": "There is nothing at " + r.URL.Path + "."})
	})
	return a
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	id := r.Header.Get("x-correlation-id")
	if !correlationID.MatchString(id) {
		var bytes [16]byte
		_, _ = rand.Read(bytes[:])
		id = hex.EncodeToString(bytes[:])
	}
	// Pass this on in every call and event that follows from the request.
	r.Header.Set("x-correlation-id", id)
	w.Header().Set("x-correlation-id", id)
	seen := &recorder{ResponseWriter: w, status: 200}
	a.mux.ServeHTTP(seen, r)
	took := time.Since(start)
	a.metrics.request(method(r), route(r), seen.status, took)
	if path := r.URL.Path; path != "/livez" && path != "/readyz" && path != "/metrics" {
		a.log.Info("request", "correlation_id", id, "method", method(r), "path", path, "status", seen.status, "duration_ms", took.Milliseconds())
	}
}

// method keeps unknown methods from filling the numbers.
func method(r *http.Request) string {
	switch r.Method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return r.Method
	}
	return "OTHER"
}

// route is the pattern that matched, without its method: ids must not make a new series each.
func route(r *http.Request) string {
	_, path, found := strings.Cut(r.Pattern, " ")
	if !found {
		return "none"
	}
	return path
}

func (a *app) describe(w http.ResponseWriter, _ *http.Request) {
	answer(w, 200, map[string]any{"service": a.service.Name, "title": a.service.Title, "description": a.service.Description, "paths": a.service.BasePaths})
}

// ready tries to connect to each store and broker. Liveness never asks this.
func (a *app) ready(w http.ResponseWriter, _ *http.Request) {
	if a.draining.Load() {
		answer(w, 503, map[string]any{"status": "draining", "checks": map[string]bool{}})
		return
	}
	checks, all := map[string]bool{}, true
	for id, address := range a.config.dependencies {
		checks[id] = reach(address, 1500*time.Millisecond)
		all = all && checks[id]
	}
	if all {
		answer(w, 200, map[string]any{"status": "ready", "checks": checks})
	} else {
		answer(w, 503, map[string]any{"status": "not ready", "checks": checks})
	}
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	if w.Header().Get("content-type") == "" {
		w.Header().Set("content-type", "application/json")
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// recorder remembers the status for the log.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
