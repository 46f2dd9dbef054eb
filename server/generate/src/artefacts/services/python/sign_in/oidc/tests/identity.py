"""A provider on this machine, and who signs in there, for tests."""

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from app.core.auth import Provider

AUDIENCE = "tests"
PERSON, ANOTHER = "ada@example.org", "bob@example.org"
CHALLENGE = "Bearer"
SECRETS: dict[str, str] = {}


class LocalProvider:
    """`asked` counts what it was asked for, by path; `claims` change what it says of itself."""

    def __init__(self, **claims: Any) -> None:
        self.asked: Counter[str] = Counter()
        self.up = True
        self.keys: dict[str, ec.EllipticCurvePrivateKey] = {}
        self.add_key("first")
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked[self.path] += 1
                answers = {
                    "/.well-known/openid-configuration": {"issuer": provider.issuer, "jwks_uri": f"{provider.issuer}/keys"} | claims,
                    "/keys": {"keys": [provider.public(kid) for kid in provider.keys]},
                }
                self.send_response(200 if provider.up else 500)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answers.get(self.path)).encode())

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def add_key(self, kid: str) -> None:
        self.keys[kid] = ec.generate_private_key(ec.SECP256R1())

    def public(self, kid: str) -> dict[str, Any]:
        return {**ECAlgorithm.to_jwk(self.keys[kid].public_key(), as_dict=True), "kid": kid, "alg": "ES256", "use": "sig"}

    def token(self, subject: str | None, *, kid: str = "first", key: Any = None, algorithm: str = "ES256", **claims: Any) -> str:
        moment = int(time.time())
        given = {"iss": self.issuer, "aud": AUDIENCE, "sub": subject, "iat": moment, "exp": moment + 300} | claims
        kept = {name: value for name, value in given.items() if value is not None}
        return jwt.encode(kept, key if key is not None else self.keys["first" if kid not in self.keys else kid], algorithm, headers={"kid": kid})


PROVIDER = LocalProvider()
ADMINS = frozenset({str(uuid5(NAMESPACE_URL, f"{PROVIDER.issuer} {PERSON}"))})


def sign_in() -> Provider:
    return Provider(PROVIDER.issuer, AUDIENCE)


def signed_in(person: str = PERSON) -> dict[str, str]:
    """The headers of somebody's requests."""
    return {"authorization": f"Bearer {PROVIDER.token(person)}"}
