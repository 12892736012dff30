"""Attachments that are put, and what their answers must be."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from rmos_runs.blobs.attachments import put_bytes_attachment
from rmos_runs.models import RunAttachment

DATA = bytes(range(256)) * 600
CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOREVER = "public, max-age=31536000, immutable"


def put(
    data: bytes = DATA, kind: str = "picture", mime: str = "image/png", name: str = "a.png"
) -> RunAttachment:
    return put_bytes_attachment(data, kind, mime, name, ".bin")[0]


def at(row: RunAttachment, tail: str = "") -> str:
    return f"/api/rmos/attachments/{row.sha256}{tail}"


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response)


def assert_forever(response: HttpResponseBase, row: RunAttachment) -> None:
    assert response["ETag"] == f'"{row.sha256}"'
    assert response["Cache-Control"] == FOREVER
    assert response["Content-Security-Policy"] == CSP
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Accept-Ranges"] == "bytes"


def assert_problem(response: Any, status: int, code: str) -> None:
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert response.json()["code"] == code
    assert response.json()["request_id"] == response["X-Request-ID"]
