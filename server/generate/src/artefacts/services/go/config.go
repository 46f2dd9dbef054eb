package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// config is read from the environment once, at start; everything wrong with it is said at the same time.
type config struct {
	port     string
	drain    time.Duration
	stop     time.Duration
	logLevel slog.Level
	// Connection URLs with their passwords: hand them to a client, never to a log.
	dependencies map[string]*url.URL
	missing      []string
}

func readConfig(env func(string) string, readFile func(string) ([]byte, error), s service) (config, []string) {
	var problems []string
	number := func(name string, fallback, low, high int) int {
		text := env(name)
		if text == "" {
			return fallback
		}
		value, err := strconv.Atoi(text)
		if err != nil || value < low || value > high {
			problems = append(problems, fmt.Sprintf("%s must be a whole number from %d to %d", name, low, high))
			return fallback
		}
		return value
	}
	for _, name := range s.Required {
		if env(name) == "" {
			problems = append(problems, name+" is not set")
		}
	}
	secrets := map[string]string{}
	for _, name := range s.SecretFiles {
		if path := env(name); path != "" {
			text, err := readFile(path)
			if err != nil {
				problems = append(problems, name+" names a file that cannot be read")
			}
			secrets[name] = strings.TrimSpace(string(text))
		}
	}
	dependencies := map[string]*url.URL{}
	for _, d := range s.Dependencies {
		text := env(d.Variable)
		if text == "" {
			continue
		}
		address, err := url.Parse(text)
		if err != nil || address.Host == "" {
			problems = append(problems, d.Variable+" is not a URL")
			continue
		}
		if password := secrets[d.PasswordFile]; password != "" {
			address.User = url.UserPassword(address.User.Username(), password)
		}
		dependencies[d.ID] = address
	}
	c := config{
		port:         strconv.Itoa(number("PORT", s.Port, 1, 65535)),
		drain:        time.Duration(number("DRAIN_MS", 1000, 0, 60000)) * time.Millisecond,
		stop:         time.Duration(number("STOP_MS", 20000, 0, 600000)) * time.Millisecond,
		dependencies: dependencies,
	}
	if level := env("LOG_LEVEL"); level != "" && c.logLevel.UnmarshalText([]byte(level)) != nil {
		problems = append(problems, "LOG_LEVEL must be debug, info, warn or error")
	}
	for _, name := range s.Optional {
		if env(name) == "" {
			c.missing = append(c.missing, name)
		}
	}
	return c, problems
}

// reach tells whether somebody listens at an address.
func reach(address *url.URL, timeout time.Duration) bool {
	port := address.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[address.Scheme]
	}
	connection, err := net.DialTimeout("tcp", net.JoinHostPort(address.Hostname(), port), timeout)
	if err != nil {
		return false
	}
	_ = connection.Close()
	return true
}
