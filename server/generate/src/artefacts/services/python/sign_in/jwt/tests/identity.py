"""Who signs in, for tests."""

from uuid import UUID

from app.core.auth import Tokens

PERSON = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
ANOTHER = UUID("01890a5d-ac96-774b-bcce-b302099a8058")
ADMINS = frozenset({str(PERSON)})
ISSUER, AUDIENCE, KEY = "issuer", "audience", "a key for tests, long enough for HS256"
CHALLENGE = "Bearer"
SECRETS = {"JWT_KEY_FILE": KEY}


def sign_in() -> Tokens:
    return Tokens(KEY, ISSUER, AUDIENCE)


def signed_in(person: UUID = PERSON) -> dict[str, str]:
    """The headers of somebody's requests."""
    return {"authorization": f"Bearer {sign_in().issue(person)}"}
