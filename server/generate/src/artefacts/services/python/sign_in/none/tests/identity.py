"""Nobody signs in at this service."""

SECRETS: dict[str, str] = {}
ANOTHER = None
ADMINS: frozenset[str] = frozenset()
CHALLENGE = ""


def sign_in() -> None:
    return None


def signed_in(_person: None = None) -> dict[str, str]:
    return {}
