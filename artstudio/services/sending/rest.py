"""LightBurn's and MillMage's local REST API: pair by consent, then import a file.

From the documentation of LightBurn 2.2 (github.com/LightBurnSoftware/LightBurn-REST,
"pre-stable"): connect, token, upload and the event `file_imported`. The token is
hex(HMAC-SHA256(secret, minute)), valid for its minute and the one before. Tested against
a server that keeps those rules; never tried with the programs themselves.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any

from artstudio.services.sending.errors import (
    PairingRefused,
    ProgramRefused,
    ProgramUnreachable,
)
from artstudio.services.sending.programs import Program

APPLICATION = "Art Studio"
#: Import a file, and hear of what became of it. None of them moves the machine.
CAPABILITIES = ("upload", "state")
#: The program's own question to its user ends after 30 s.
CONSENT_S = 35.0
_CALL_S = 10.0
#: How long the program may take to say what became of a file.
IMPORT_S = 10.0
_MOST_BYTES = 1_000_000


class TokenRefused(Exception):
    """The program no longer knows our secret; it does not say why."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of a file: state is `imported` or `accepted`, where nobody told the end."""

    way: str
    state: str


def is_answering(program: Program) -> bool:
    """Tell whether something listens at the program's address."""
    try:
        with _connection(program, 2.0) as connection:
            connection.connect()
    except ProgramUnreachable:
        return False
    return True


def pair(program: Program) -> str:
    """Ask the program's user for consent and return the secret.

    Raises PairingRefused, ProgramUnreachable, ProgramRefused.
    """
    body = json.dumps({"application_name": APPLICATION, "capabilities": list(CAPABILITIES)})
    with _connection(program, CONSENT_S) as connection:
        connection.request("POST", "/api/connect", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read(_MOST_BYTES)
    if response.status in {401, 403}:
        raise PairingRefused
    secret = _json(answer).get("secret")
    if response.status != 200 or not isinstance(secret, str) or not secret:
        raise ProgramRefused(f"{program.title} did not pair (HTTP {response.status}).")
    return secret


def token(secret: str, now: float | None = None) -> str:
    """Return the token of this minute."""
    minute = int((time.time() if now is None else now) // 60)
    return hmac.new(secret.encode(), str(minute).encode(), hashlib.sha256).hexdigest()


def upload(program: Program, secret: str, *, data: bytes, filename: str) -> Sent:
    """Import a file into the open project and wait a while for what becomes of it.

    Raises TokenRefused, ProgramRefused, ProgramUnreachable.
    """
    with _events(program, secret) as events:
        with _connection(program, _CALL_S) as connection:
            headers = {
                "Authorization": f"Bearer {token(secret)}",
                "Content-Type": "application/octet-stream",
                "X-Filename": filename,
            }
            connection.request("POST", "/api/file/upload", data, headers)
            response = connection.getresponse()
            answer = response.read(_MOST_BYTES)
        if response.status == 401:
            raise TokenRefused
        if response.status not in {200, 202}:
            words = str(_json(answer).get("error") or "")[:200]
            said = f"{program.title} did not take the drawing (HTTP {response.status}). {words}"
            raise ProgramRefused(said.strip())
        return Sent(way="rest", state=_outcome(program, events))


@contextmanager
def _events(program: Program, secret: str) -> Iterator[HTTPResponse | None]:
    """Listen to the program before it is sent anything; None where it has no such stream."""
    with _connection(program, IMPORT_S) as connection:
        connection.request(
            "GET", "/api/events", headers={"Authorization": f"Bearer {token(secret)}"}
        )
        response = connection.getresponse()
        if response.status == 401:
            raise TokenRefused
        yield response if response.status == 200 else None


def _outcome(program: Program, events: HTTPResponse | None) -> str:
    """Return `imported`, or `accepted` where nothing is said in time; raises ProgramRefused."""
    end, name = time.monotonic() + IMPORT_S, ""
    while events is not None and time.monotonic() < end:
        try:
            line = events.readline(_MOST_BYTES).decode("utf-8", "replace").strip()
        except (OSError, HTTPException):
            break
        if not line and events.isclosed():
            break
        field, _, value = line.partition(":")
        name = value.strip() if field == "event" else name
        if field != "data":
            continue
        told = _json(value.encode())
        if (name or told.get("type") or told.get("event")) != "file_imported":
            continue
        if told.get("success") is False or _json(told.get("data")).get("success") is False:
            words = str(told.get("error") or "")[:200]
            raise ProgramRefused(f"{program.title} could not import the drawing. {words}".strip())
        return "imported"
    return "accepted"


@contextmanager
def _connection(program: Program, timeout_s: float) -> Iterator[HTTPConnection]:
    connection = HTTPConnection(program.host, program.port, timeout=timeout_s)
    try:
        yield connection
    except (OSError, HTTPException) as error:
        raise ProgramUnreachable(
            f"{program.title} does not answer at {program.host}:{program.port}. "
            "Start it, and allow API access in its settings."
        ) from error
    finally:
        connection.close()


def _json(body: Any) -> dict[str, Any]:
    if isinstance(body, dict):
        return body
    try:
        answer = json.loads(body or b"")
    except (ValueError, TypeError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
