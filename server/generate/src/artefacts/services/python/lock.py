"""Writes lock.txt: every package a generated Python service can need, its version, what it needs, the hashes of its wheels.

Run it to update versions, with uv on the path:  python lock.py
"""

import subprocess
import tomllib
from pathlib import Path

WANTED = [
    "aio-pika",
    "aiokafka",
    "aiomysql",
    "aiosqlite",
    "alembic",
    "argon2-cffi",
    "asyncpg",
    "cryptography",
    "fastapi",
    "httpx2",
    "nats-py",
    "opentelemetry-api",
    "opentelemetry-exporter-otlp-proto-http",
    "opentelemetry-sdk",
    "prometheus-client",
    "purgatory",
    "pydantic",
    "pydantic-settings",
    "pyjwt",
    "pymongo",
    "pytest",
    "redis",
    "ruff",
    "sqlalchemy[asyncio]",
    "structlog",
    "tenacity",
    "uvicorn",
]
PYTHONS = ("cp313", "cp314")
"""Those of the images, newest last."""
MACHINES = ("x86_64", "aarch64")


def compiled(*options: str) -> str:
    command = ["uv", "pip", "compile", "--quiet", "--no-header", "--python-version", "3.13"]
    answer = subprocess.run([*command, *options, "-"], input="\n".join(WANTED), capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    return answer.stdout


def needs(text: str) -> dict[str, set[str]]:
    """What each package needs, from the remarks on what needs each."""
    found: dict[str, set[str]] = {}
    current = ""
    for line in text.splitlines():
        if "==" in line:
            current = line.split("==")[0]
            found.setdefault(current, set())
            continue
        for word in line.replace("# via", " ").replace("#", " ").split():
            if word not in {"-", "-r"}:
                found.setdefault(word, set()).add(current)
    return found


def fits(wheel: str) -> bool:
    """Whether the images could install it."""
    python, abi, platforms = wheel.removesuffix(".whl").rsplit("-", 3)[1:]
    if platforms == "any":
        return True
    of_python = "abi3" in abi or "py3" in python or (any(one in python for one in PYTHONS) and not abi.endswith("t"))
    return of_python and "manylinux" in platforms and platforms.endswith(MACHINES)


def main() -> None:
    needed = needs(compiled("--python-platform", "x86_64-unknown-linux-gnu"))
    lines = ["# Written by lock.py. A line: name==version | what it needs | SHA-256 of its wheels for the images."]
    for package in tomllib.loads(compiled("--universal", "--format", "pylock.toml"))["packages"]:
        name = package["name"]
        if name not in needed:
            # Another platform's.
            continue
        wheels = package.get("wheels", [])
        hashes = sorted(wheel["hashes"]["sha256"] for wheel in wheels if fits(wheel.get("name") or wheel["url"].rsplit("/", 1)[1]))
        wanted = " ".join(sorted(need for need in needed.get(name, ())))
        lines.append(f"{name}=={package['version']} | {wanted or '-'} | {' '.join(hashes)}")
    (Path(__file__).parent / "lock.txt").write_text("\n".join(lines) + "\n")


main()
