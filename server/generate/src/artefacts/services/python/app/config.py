"""Reads the configuration from the environment once, at start, and says everything that is wrong with it at the same time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit


class ConfigError(Exception):
    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass
class Config:
    port: int
    drain_ms: int
    stop_seconds: int
    log_level: str
    # Connection URLs with their passwords: hand them to a client, never to a log.
    dependencies: dict[str, SplitResult] = field(default_factory=dict, repr=False)
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    missing: list[str] = field(default_factory=list)


def _read_file(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def read_config(env: Mapping[str, str], service: dict, read_file: Callable[[str], str] = _read_file) -> Config:
    problems: list[str] = []

    def whole_number(name: str, fallback: int, low: int, high: int) -> int:
        text = env.get(name, str(fallback))
        if text.isascii() and text.isdigit() and low <= int(text) <= high:
            return int(text)
        problems.append(f"{name} must be a whole number from {low} to {high}")
        return fallback

    problems.extend(f"{name} is not set" for name in service["required"] if not env.get(name))
    secrets: dict[str, str] = {}
    for name in service["secret_files"]:
        if env.get(name):
            try:
                secrets[name] = read_file(env[name]).strip()
            except OSError as error:
                problems.append(f"{name} names a file that cannot be read ({error.strerror})")
    dependencies: dict[str, SplitResult] = {}
    for dependency in service["dependencies"]:
        variable = dependency["variable"]
        if not env.get(variable):
            continue
        try:
            url = urlsplit(env[variable])
            port = url.port
        except ValueError:
            url, port = urlsplit(""), None
        if not url.scheme or not url.hostname:
            problems.append(f"{variable} is not a URL")
            continue
        password = secrets.get(dependency.get("password_file") or "")
        if password:
            host = url.hostname if port is None else f"{url.hostname}:{port}"
            url = url._replace(netloc=f"{url.username or ''}:{quote(password, safe='')}@{host}")
        dependencies[dependency["id"]] = url
    log_level = env.get("LOG_LEVEL") or "info"
    if log_level not in ("debug", "info", "warn", "error"):
        problems.append("LOG_LEVEL must be debug, info, warn or error")
    config = Config(
        port=whole_number("PORT", service["port"], 1, 65535),
        drain_ms=whole_number("DRAIN_MS", 1000, 0, 60000),
        stop_seconds=whole_number("STOP_MS", 20000, 0, 600000) // 1000,
        log_level=log_level,
        dependencies=dependencies,
        secrets=secrets,
        missing=[name for name in service["optional"] if not env.get(name)],
    )
    if problems:
        raise ConfigError(problems)
    return config
