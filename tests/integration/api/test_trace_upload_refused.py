"""POST /api/art/trace: what is no usable picture is refused, and what to do is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from artstudio.models import Generation, Variant
from rmos_runs.models import RunAttachment
from tests.integration.api.uploads import (
    PNG,
    encoded,
    send,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("fields", "status", "code", "field"),
    [
        ({"constraints": "{"}, 400, "invalid_request", "constraints"),
        ({"constraints": "[1]"}, 400, "invalid_request", "constraints"),
        ({"constraints": "[" * 100_000}, 400, "invalid_request", "constraints"),
        ({"constraints": '{"width_mm": NaN}'}, 400, "invalid_request", "constraints.width_mm"),
        ({"constraints": '{"a": {"b": "\\u0000"}}'}, 400, "invalid_request", "constraints.a.b"),
        (
            {"constraints": '{"width_mm": 1, "width_mm": 2}'},
            400,
            "invalid_request",
            "constraints.width_mm",
        ),
        ({"constraints": '{"width_mm": "big"}'}, 400, "invalid_request", "constraints.width_mm"),
        ({"method": "magic"}, 400, "invalid_request", "constraints.method"),
        (
            {"method": "vtracer", "constraints": '{"method": "potrace"}'},
            400,
            "invalid_request",
            "method",
        ),
        ({"title": "x" * 2001}, 400, "invalid_request", "title"),
        ({"prompt_": "x"}, 400, "invalid_request", "prompt_"),
        ({"workflow_session_id": "none"}, 404, "session_not_found", None),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(
    client: Client, fields: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    answer = send(client, **fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    if field:
        assert field in answer.json()["fields"]
    assert not Generation.objects.exists()
    assert not RunAttachment.objects.exists()


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "image_format_unsupported"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 400, "image_format_unsupported"),
        (PNG[: len(PNG) // 2], 400, "image_truncated"),
        (PNG[:40] + b"\0" * 20 + PNG[60:], 400, "image_unreadable"),
        (encoded(Image.new("1", (10_001, 10_000))), 413, "image_too_large"),
    ],
)
def test_a_file_that_is_no_usable_picture_is_refused(
    client: Client, data: bytes, status: int, code: str
) -> None:
    answer = send(client, data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Generation.objects.exists()


def test_a_file_larger_than_a_picture_may_be_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artstudio.vectorize.limits.MAX_BYTES", 5_000)
    assert send(client).status_code == 200
    answer = send(client, PNG + b"\0" * 5_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "image_too_large")


def test_an_upload_is_limited_before_that(client: Client, settings: Settings) -> None:
    settings.RMOS_MAX_UPLOAD_BYTES = 1000
    answer = send(client, PNG + b"\0" * 1000)
    assert answer.status_code == 413
    assert "1,000" in answer.json()["detail"]


def test_a_body_without_a_file_is_refused(client: Client) -> None:
    answer = client.post("/api/art/trace", {"title": "x"})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["file"])
    assert client.post("/api/art/trace", "{}", "application/json").status_code == 415


def test_a_picture_that_is_too_complex_is_the_senders_and_recorded(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artstudio.vectorize.threshold.MAX_BOUNDARY_PIXELS", 10)
    answer = send(client)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "image_too_complex")
    assert body["failure_count"] == 1
    variant = Variant.objects.get()
    assert (variant.error or {})["code"] == "image_too_complex"
    assert variant.source is not None
    assert variant.generation.status == "ERROR"
