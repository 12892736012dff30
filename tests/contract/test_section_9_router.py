"""Section 9: the request and the answer of prompt-to-svg."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Generation
from artstudio.services.requests.style_hints import read_style_hints
from rmos_runs.blobs.attachments import open_attachment
from rmos_runs.http.field_checks import ErrorList

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/api/art/prompt-to-svg"


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post(PATH, json.dumps(body), "application/json", headers=headers)


def test_the_guides_own_call_works(client: Client) -> None:
    asked = {"prompt": "An intricate rosette pattern", "count": 2, "provider": "stub"}
    answer = post(client, asked, **{"x-request-id": "test-req-001"})
    body = answer.json()
    assert answer.status_code == 200
    assert body["request_id"] == answer["X-Request-ID"] == "test-req-001"
    assert isinstance(body["compute_ms"], float)
    assert (body["run_id"], body["revised_prompt"]) == (None, None)
    assert (body["success_count"], body["failure_count"]) == (2, 0)
    for variant in body["variants"]:
        assert variant["svg"].startswith("<svg")
        assert variant["attachment_sha256"] == variant["variant_sha256"]


def test_style_hints_may_be_an_object_which_is_kept_as_it_was_given(client: Client) -> None:
    hints = {"tags": ["rosette"], "style": "celtic", "symmetry": 8, "bold": True, "old": None}
    body = post(client, {"prompt": "a ring", "style_hints": hints, "variant_seed": "s"}).json()
    listed = ["rosette", "celtic", "symmetry 8", "bold"]
    same = post(client, {"prompt": "a ring", "style_hints": listed, "variant_seed": "s"}).json()
    assert body["variants"][0]["svg"] == same["variants"][0]["svg"]
    record = client.get(f"/api/art/generations/{body['generation_id']}").json()
    assert record["style_hints"] == hints
    assert Generation.objects.get(generation_id=body["generation_id"]).style_hints == listed


@pytest.mark.parametrize(
    ("hints", "field"),
    [
        ("celtic", "style_hints"),
        (7, "style_hints"),
        ([7], "style_hints.0"),
        ({"tags": ["x" * 65]}, "style_hints.tags.0"),
        ({"tags": ["x"] * 17}, "style_hints"),
        ({"a": "\0"}, "style_hints.a"),
    ],
)
def test_style_hints_that_cannot_be_used_are_named(client: Client, hints: Any, field: str) -> None:
    answer = post(client, {"prompt": "a ring", "style_hints": hints})
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {field})


def test_an_object_is_read_in_depth() -> None:
    hints = read_style_hints(ErrorList(), {"a": {"b_c": [True, 1.5, " x ", ""], "d": False}})
    assert hints.words == ("b c", "b c 1.5", "x")


def test_warnings_are_sentences_with_their_objects_beside_them(client: Client) -> None:
    asked = {"prompt": "a rosette like a Gibson", "constraints": {"glitter": 1}}
    (variant,) = post(client, asked).json()["variants"]
    codes = [detail["code"] for detail in variant["warning_details"]]
    assert codes[0] == "unknown_constraint"
    assert codes[-1] == "prompt_contains_brand_names"
    assert variant["warnings"] == [detail["message"] for detail in variant["warning_details"]]
    with open_attachment(variant["provenance_sha256"]) as file:
        record = json.loads(file.read())
    assert record["warnings"] == variant["warnings"]
    assert record["warning_details"] == variant["warning_details"]
    assert record["safety_flags"] == ["prompt_contains_brand_names"]
    assert (record["safety_enforcement"], record["user_acknowledged"]) == ("SOFT_WARN", False)
    assert record["requested_variants"] == 1


def test_meta_has_the_names_of_provenance(client: Client) -> None:
    meta = post(client, {"prompt": "Mickey Mouse", "count": 2}).json()["meta"]
    assert (meta["requested_variants"], meta["successful_variants"]) == (2, 2)
    assert (meta["failed_variants"], meta["failure_reasons"]) == (0, [])
    assert meta["safety_flags"] == ["prompt_contains_copyrighted_characters"]


def test_a_variant_that_failed_says_so_in_its_warnings(client: Client) -> None:
    body = post(client, {"prompt": "a ring", "count": 1}).json()
    generation = Generation.objects.get(generation_id=body["generation_id"])
    error = {"type": "TraceFailed", "code": "trace_failed", "message": "Time is up."}
    generation.variants.update(status="ERROR", error=error)
    record = client.get(f"/api/art/generations/{body['generation_id']}").json()
    assert record["variants"][0]["warnings"][0] == "Generation failed: Time is up."
    assert record["variants"][0]["error_details"] == error
