"""Programs and their keys, for tests."""

from hashlib import sha256

from app.core.auth import ApiKeys

PERSON, ANOTHER = "ada", "bob"
CHALLENGE = "ApiKey"
# Keys have their rights from whoever gives them out.
ADMINS: frozenset[str] = frozenset()


def key_of(program: str) -> str:
    return f"key-of-{program}"


def line_of(program: str, right: str = "") -> str:
    return f"{program}:{sha256(key_of(program).encode()).hexdigest()}{right}"


SECRETS = {"API_KEYS_FILE": f"# Those that tests use.\n{line_of(PERSON)}\n{line_of(ANOTHER)}\n{line_of('reader', ':read')}"}


def sign_in() -> ApiKeys:
    return ApiKeys(SECRETS["API_KEYS_FILE"])


def signed_in(program: str = PERSON) -> dict[str, str]:
    """The headers of a program's requests."""
    return {"x-api-key": key_of(program)}
