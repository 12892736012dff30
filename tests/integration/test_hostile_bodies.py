"""No body makes the API stumble, and what is wrong with it is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PATHS = (
    *("/api/art/prompt-to-svg", "/api/art/prompt-to-svg/attach-to-run", "/api/art/assets/star"),
    *("/api/art/assets/tag", "/api/art/patterns/preview", "/api/art/trace-preview"),
    *("/api/art/variants/v/redraw", "/api/art/variants/v/retry", "/api/rmos/runs"),
    *("/api/rmos/runs/r/attachments", "/api/rmos/runs/r/advisory-inputs"),
    *("/api/rmos/runs/r/explanation", "/api/workflow-sessions"),
)
NAMES = ("prompt", "spec", "asset_ids", "parameters", "mode", "status", "attachments", "sha256")
BODIES = [
    b"",
    b"[]",
    b'"text"',
    b"null",
    b"0",
    b"{",
    b"\xff\xfe{}",
    b'{"a": "\xff"}',
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": 1e400}',
    b'{"a": ' + b"9" * 400 + b"}",
    b'{"a": ' + b"9" * 5000 + b"}",
    b'{"a": ' + b"[" * 500 + b"]" * 500 + b"}",
    b'{"a": ' + b"[" * 100_000,
    b'{"a": 1, "a": 2}',
    b'{"a": "\\u0000"}',
    b'{"a\\u0000": 1}',
    b'{"a": "\\ud800"}',
    b'{"\\udfff": 1}',
]


@pytest.fixture
def quiet(client: Client) -> Client:
    """A client that gets the answer of an error in place of the error."""
    client.raise_request_exception = False
    return client


def send(client: Client, path: str, body: bytes, **headers: str) -> Any:
    return client.generic("POST", path, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("path", PATHS)
def test_any_body_is_taken_or_refused(quiet: Client, path: str) -> None:
    for body in BODIES:
        for name in NAMES:
            answer = send(quiet, path, body.replace(b'"a"', f'"{name}"'.encode()))
            assert answer.status_code < 500, (name, body[:80])
            if b"a" not in body:
                break


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"prompt": "a\\u0000b"}', "prompt"),
        (b'{"prompt": "vine", "style_hints": ["a", "\\ud800"]}', "style_hints.1"),
        (b'{"prompt": "vine", "constraints": {"width_mm": 1e400}}', "constraints.width_mm"),
        (b'{"prompt": "vine", "constraints": {"a": NaN}}', "constraints.a"),
        (b'{"prompt": "vine", "prompt": "knot"}', "prompt"),
    ],
)
def test_what_cannot_be_kept_is_named(client: Client, body: bytes, field: str) -> None:
    answer = send(client, "/api/art/prompt-to-svg", body)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_a_body_that_is_no_json_says_where(client: Client) -> None:
    answer = send(client, "/api/art/prompt-to-svg", b'{"prompt": }')
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
    assert "char 11" in answer.json()["detail"]


@pytest.mark.parametrize("key", ["\xff", "a" * 5000, "\t", " "])
def test_an_odd_idempotency_key_is_refused(client: Client, key: str) -> None:
    body = b'{"prompt": "vine"}'
    answer = send(client, "/api/art/prompt-to-svg", body, **{"Idempotency-Key": key})
    assert answer.status_code in (200, 400)


def test_a_form_with_a_nul_is_refused(quiet: Client) -> None:
    for path in ("/", "/gallery/collections", "/gallery/searches", "/login", "/estimate"):
        answer = quiet.post(path, {"prompt": "a\0b", "name": "a\0b", "username": "\0"})
        assert answer.status_code == 400, path
