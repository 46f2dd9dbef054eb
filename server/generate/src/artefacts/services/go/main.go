// The service: health, numbers and a description of itself, with the standard library only.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	os.Exit(run())
}

func run() int {
	service, err := readService("service.json")
	if err != nil {
		slog.Error("service.json cannot be read", "error", err)
		return 78
	}
	config, problems := readConfig(os.Getenv, os.ReadFile, service)
	log := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: config.logLevel})).With("service", service.Name)
	if len(problems) > 0 {
		// EX_CONFIG of sysexits.h: starting again will not help.
		log.Error("configuration is not valid", "problems", problems)
		return 78
	}
	for _, name := range config.missing {
		log.Warn("an optional variable is not set", "variable", name)
	}

	app := newApp(service, config, log)
	server := &http.Server{Addr: net.JoinHostPort("", config.port), Handler: app, ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	log.Info("listening", "port", config.port)

	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	select {
	case err := <-failed:
		log.Error("cannot listen", "error", err)
		return 1
	case <-stop.Done():
	}
	log.Info("stopping")
	// First say so, so that nothing new is sent here; then finish what is running.
	app.draining.Store(true)
	time.Sleep(config.drain)
	deadline, done := context.WithTimeout(context.Background(), config.stop)
	defer done()
	if err := server.Shutdown(deadline); err != nil && !errors.Is(err, http.ErrServerClosed) {
		log.Error("requests were cut off", "error", err)
		return 1
	}
	log.Info("stopped")
	return 0
}

// service is what the design says of it: name, paths, needed variables, dependencies.
type service struct {
	Name         string       `json:"name"`
	Title        string       `json:"title"`
	Description  string       `json:"description"`
	Kind         string       `json:"kind"`
	Port         int          `json:"port"`
	BasePaths    []string     `json:"base_paths"`
	Required     []string     `json:"required"`
	Optional     []string     `json:"optional"`
	SecretFiles  []string     `json:"secret_files"`
	Dependencies []dependency `json:"dependencies"`
}

type dependency struct {
	ID           string `json:"id"`
	Variable     string `json:"variable"`
	PasswordFile string `json:"password_file"`
}

func readService(path string) (service, error) {
	var s service
	text, err := os.ReadFile(path)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(text, &s)
}
