"""Settings from the environment, checked once at start with all that is wrong said together. Secrets come as files."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


def _read(path: object) -> object:
    """The content of the file that the variable names. It is read once and never logged."""
    if not isinstance(path, str) or not path:
        return path
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"names a file that cannot be read ({error.strerror})") from error


def _is_url(text: str) -> str:
    try:
        url = urlsplit(text)
        complete = bool(url.scheme and url.hostname) and url.port != 0
    except ValueError:
        complete = False
    if not complete:
        raise ValueError("is not a URL such as scheme://host:port/path")
    return text


def nothing_is_absent(text: object) -> object:
    return None if text == "" else text


SecretFile = Annotated[SecretStr, BeforeValidator(_read)]
Address = Annotated[str, AfterValidator(_is_url)]
"""A URL without its password."""
OptionalAddress = Annotated[Address | None, BeforeValidator(nothing_is_absent)]


class BaseConfig(BaseSettings):
    """What every service reads. Fields are called as their variables are."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", case_sensitive=True, hide_input_in_errors=True)

    PORT: int = Field(ge=1, le=65535)
    SERVICE_NAME: str = Field(min_length=1)
    LOG_LEVEL: Literal["debug", "info", "warn", "error"] = "info"
    DRAIN_MS: int = Field(1000, ge=0, le=60_000, description="How long it says that it stops before it takes no new work.")
    STOP_MS: int = Field(20_000, ge=1000, le=600_000, description="How long running work may take after that.")
    OTEL_EXPORTER_OTLP_ENDPOINT: OptionalAddress = None


def problems_of(error: ValidationError) -> list[str]:
    """One sentence for each variable that is missing or wrong, without its value."""
    return [f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}" for problem in error.errors(include_input=False)]


def with_password(address: str, password: SecretStr | None) -> str:
    """The address with its password: hand it to a client, never to a log."""
    if password is None or not password.get_secret_value():
        return address
    url = urlsplit(address)
    host = f"{url.hostname}:{url.port}" if url.port else url.hostname
    return url._replace(netloc=f"{url.username or ''}:{quote(password.get_secret_value(), safe='')}@{host}").geturl()
