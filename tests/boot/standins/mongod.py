#!/usr/bin/python3
"""A MongoDB for tests: nx-27017, with the account that the official image makes from its environment (SCRAM-SHA-256)."""

import base64
import hashlib
import hmac
import os
import sys
from pathlib import Path

from nx_27017 import NeoSQLiteHandler, main

ROUNDS = 4096
MECHANISM = "SCRAM-SHA-256"
NAME = os.environ["MONGO_INITDB_ROOT_USERNAME"]
PASSWORD = Path(os.environ["MONGO_INITDB_ROOT_PASSWORD_FILE"]).read_bytes().strip()
SALT = os.urandom(16)


def digest(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")


SALTED = hashlib.pbkdf2_hmac("sha256", PASSWORD, SALT, ROUNDS)
CLIENT_KEY = digest(SALTED, b"Client Key")
STORED_KEY = hashlib.sha256(CLIENT_KEY).digest()
SERVER_KEY = digest(SALTED, b"Server Key")
# What both sides have said, by conversation.
talks: dict[int, str] = {}


def fields(message: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in message.split(",") if "=" in part)


def begin(payload: str) -> dict:
    bare = payload.split(",", 2)[2]
    nonce = fields(bare)["r"] + base64.b64encode(os.urandom(18)).decode()
    answer = f"r={nonce},s={base64.b64encode(SALT).decode()},i={ROUNDS}"
    number = len(talks) + 1
    talks[number] = f"{bare},{answer}" if fields(bare)["n"] == NAME else ""
    return {"ok": 1, "conversationId": number, "done": False, "payload": answer.encode()}


def go_on(number: int, payload: str) -> dict:
    said = talks.get(number, "")
    if not payload:  # a client that asks once more, after the end
        return {"ok": 1, "conversationId": number, "done": True, "payload": b""}
    text = f"{said},{payload.rsplit(',p=', 1)[0]}".encode()
    proof = base64.b64decode(fields(payload)["p"])
    key = bytes(a ^ b for a, b in zip(proof, digest(STORED_KEY, text), strict=True))
    if not said or not hmac.compare_digest(hashlib.sha256(key).digest(), STORED_KEY):
        return {"ok": 0, "code": 18, "codeName": "AuthenticationFailed", "errmsg": "Authentication failed."}
    signature = base64.b64encode(digest(SERVER_KEY, text)).decode()
    return {"ok": 1, "conversationId": number, "done": True, "payload": f"v={signature}".encode()}


unguarded = NeoSQLiteHandler.handle_command


def handle_command(self, msg):
    command = next((doc for kind, doc in msg["sections"] if kind == "body"), None) or {}
    payload = bytes(command.get("payload", b"")).decode()
    if "saslStart" in command:
        return msg["request_id"], begin(payload)
    if "saslContinue" in command:
        return msg["request_id"], go_on(command["conversationId"], payload)
    request, answer = unguarded(self, msg)
    if "isWritablePrimary" in answer:
        answer["saslSupportedMechs"] = [MECHANISM]
    return request, answer


NeoSQLiteHandler.handle_command = handle_command
sys.argv = ["mongod", "--host", "0.0.0.0", "--db", "/data/db/nx.db", "--log-file", "/tmp/mongod.log", "--pid-file", "/tmp/mongod.pid"]
main()
