package main

import (
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

var example = service{
	Name: "example", Title: "Example", Kind: "service", Port: 3000, BasePaths: []string{"/api/example"},
	Required: []string{"STORE_URL"}, SecretFiles: []string{"STORE_PASSWORD_FILE"},
	Dependencies: []dependency{{ID: "store", Variable: "STORE_URL", PasswordFile: "STORE_PASSWORD_FILE"}},
}

func get(a *app, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

func TestDescribesItself(t *testing.T) {
	a := newApp(example, config{}, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if w := get(a, "/api/example"); w.Code != 200 || !strings.Contains(w.Body.String(), `"service":"example"`) || w.Header().Get("x-correlation-id") == "" {
		t.Fatal(w.Code, w.Body.String())
	}
	if w := get(a, "/nowhere"); w.Code != 404 {
		t.Fatal(w.Code)
	}
	numbers := get(a, "/metrics").Body.String()
	for _, line := range []string{
		`http_requests_total{service="example",method="GET",route="none",status="404"} 1`,
		`http_requests_total{service="example",method="GET",route="/api/example",status="200"} 1`,
		`http_request_duration_seconds_bucket{service="example",method="GET",route="/api/example",le="10"} 1`,
		`http_request_duration_seconds_bucket{service="example",method="GET",route="/api/example",le="+Inf"} 1`,
		`http_request_duration_seconds_count{service="example",method="GET",route="/api/example"} 1`,
		`process_resident_memory_bytes `,
	} {
		if !strings.Contains(numbers, line) {
			t.Fatal(line, numbers)
		}
	}
}

func TestIsAliveButNotReadyWhileAStoreIsAwayAndWhileDraining(t *testing.T) {
	away := map[string]*url.URL{"store": {Scheme: "tcp", Host: "127.0.0.1:9"}}
	a := newApp(example, config{dependencies: away}, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if get(a, "/livez").Code != 200 || get(a, "/readyz").Code != 503 {
		t.Fatal("alive and not ready was expected")
	}
	a.draining.Store(true)
	if w := get(a, "/readyz"); !strings.Contains(w.Body.String(), "draining") {
		t.Fatal(w.Body.String())
	}
}

func TestReadsSecretsFromFilesAndSaysAllProblemsAtOnce(t *testing.T) {
	env := map[string]string{"STORE_URL": "postgresql://app@store:5432/store", "STORE_PASSWORD_FILE": "/run/secrets/x"}
	read := func(string) ([]byte, error) { return []byte("p@ss/word\n"), nil }
	c, problems := readConfig(func(name string) string { return env[name] }, read, example)
	if password, _ := c.dependencies["store"].User.Password(); len(problems) > 0 || password != "p@ss/word" {
		t.Fatal(problems, password)
	}
	env = map[string]string{"PORT": "x", "STORE_PASSWORD_FILE": "/nowhere"}
	missing := func(string) ([]byte, error) { return nil, errors.New("no such file") }
	if _, problems = readConfig(func(name string) string { return env[name] }, missing, example); len(problems) != 3 {
		t.Fatal(problems)
	}
}
