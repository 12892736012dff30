"""What is paid for is stored before it is judged, and each variant fails by itself."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client
from pytest_django import Settings

from artstudio.models import ArtAsset, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.tuning import cancel_retry
from rmos_runs.blobs.attachments import open_attachment, verify_attachment
from rmos_runs.models import RunAttachment
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.pictures import rosette_png
from tests.fake_openai.scenarios import SCENARIOS, Answer, Asked, image_answer
from tests.integration.services.conftest import KEY

pytestmark = pytest.mark.django_db(transaction=True)


def ask(prompt: str, count: int = 1, **more: object) -> Generation:
    return generate_svg_variants(prompt, count, "seed", provider="openai", **more)  # type: ignore[arg-type]


def only_variant(generation: Generation) -> Variant:
    (variant,) = generation.variants.all()
    return variant


def error_code(generation: Generation) -> str:
    variant = only_variant(generation)
    assert variant.error is not None
    return str(variant.error["code"])


def test_an_answer_becomes_a_drawing_with_its_source(paid: FakeOpenAI) -> None:
    generation = ask("a heron among reeds", constraints={"width_mm": 70})
    variant = only_variant(generation)
    assert generation.status == "OK"
    assert variant.source is not None
    assert variant.source.mime == "image/png"
    assert variant.measurements["width_mm"] == 70
    assert variant.prompt_sent.startswith("a heron among reeds")
    assert variant.prompt_sent == paid.requests[0].body["prompt"] != "a heron among reeds"
    assert (variant.seed_sent, variant.seed_honoured) == (False, False)
    assert variant.provider_request_id
    assert variant.usage


@pytest.mark.parametrize(
    ("route", "scenario", "code"),
    [
        ("raster", "router-svg", "svg_for_picture"),
        ("native", "a picture", "picture_for_svg"),
        ("raster", "b64-lines", None),
        ("native", "success", None),
    ],
)
def test_an_answer_in_another_form_is_drawn_and_reported(
    paid: FakeOpenAI, route: str, scenario: str, code: str | None
) -> None:
    if scenario == "a picture":
        paid.set_scenario(lambda asked: image_answer(asked, rosette_png("a crow", 1)))
    variant = only_variant(ask(f"a crow [{scenario}]", route=route))
    assert variant.status == "OK", variant.error
    codes = {warning["code"] for warning in variant.warnings}
    assert codes & {"svg_for_picture", "picture_for_svg"} == ({code} if code else set())


def test_four_variants_are_four_calls_made_at_the_same_time(paid: FakeOpenAI) -> None:
    started = time.perf_counter()
    ask("[slow:1] one", fresh=True)
    one = time.perf_counter() - started
    started = time.perf_counter()
    generation = ask("[slow:1] four", 4)
    four = time.perf_counter() - started
    assert generation.status == "OK"
    assert len(paid.requests) == 5
    # One after the other they would take four times as long.
    assert four < 3 * one


def test_some_may_fail_and_the_others_are_kept(paid: FakeOpenAI) -> None:
    def every_second(asked: Asked) -> Answer:
        return SCENARIOS["moderation" if asked.call % 2 else "success"](asked)

    paid.set_scenario(every_second)
    generation = ask("a crow", 4)
    states = sorted(variant.status for variant in generation.variants.all())
    assert generation.status == "PARTIAL"
    assert states == ["ERROR", "ERROR", "OK", "OK"]
    for variant in generation.variants.all():
        assert variant.provenance is not None
        assert (variant.error is None) == (variant.status == "OK")


def test_a_replay_pays_nothing(paid: FakeOpenAI) -> None:
    first = ask("a crow", 2)
    second = ask("a crow", 2)
    assert len(paid.requests) == 2
    assert [v.svg_id for v in first.variants.all()] == [v.svg_id for v in second.variants.all()]
    assert all(variant.replayed for variant in second.variants.all())
    ask("a crow", 2, fresh=True)
    assert len(paid.requests) == 4


def test_a_revised_prompt_is_recorded(paid: FakeOpenAI) -> None:
    generation = ask("[revised] a crow", model="dall-e-3")
    assert generation.revised_prompt
    assert only_variant(generation).revised_prompt == generation.revised_prompt


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ("moderation", "prompt_blocked"),
        ("401", "authentication_failed"),
        ("429-quota", "quota_exhausted"),
        ("fewer", "invalid_answer"),
        ("not-base64", "invalid_answer"),
        ("not-an-image", "image_format_unsupported"),
        ("truncated-png", "image_truncated"),
        ("png-bomb", "image_too_large"),
    ],
)
def test_a_failure_says_what_it_is(paid: FakeOpenAI, scenario: str, code: str) -> None:
    generation = ask(f"[{scenario}] a crow")
    assert generation.status == "ERROR"
    assert error_code(generation) == code
    assert len(paid.requests) == 1


@pytest.mark.parametrize("scenario", ["not-an-image", "truncated-png", "png-bomb", "svg"])
def test_what_came_back_is_kept_even_when_it_cannot_be_drawn(
    paid: FakeOpenAI, scenario: str
) -> None:
    variant = only_variant(ask(f"[{scenario}] a crow"))
    assert variant.source is not None
    assert verify_attachment(variant.source.sha256)["ok"]


@pytest.mark.parametrize("scenario", ["not-an-image", "not-base64"])
def test_a_stored_answer_that_cannot_be_drawn_says_how_to_ask_again(
    paid: FakeOpenAI, scenario: str
) -> None:
    first = only_variant(ask(f"[{scenario}] a crow"))
    assert first.warnings == []
    paid.set_scenario("success")
    again = only_variant(ask(f"[{scenario}] a crow"))
    assert (again.status, again.replayed, len(paid.requests)) == ("ERROR", True, 1)
    assert [warning["code"] for warning in again.warnings] == ["stored_answer"]
    assert "fresh" in again.warnings[0]["message"]


def test_an_answer_that_is_not_base64_is_kept_as_it_came(paid: FakeOpenAI) -> None:
    variant = only_variant(ask("[not-base64] a crow"))
    assert variant.source is not None
    with open_attachment(variant.source.sha256) as file:
        assert b"!!! not base64 !!!" in file.read()


def test_an_animated_picture_is_traced_from_its_first_frame_with_a_warning(
    paid: FakeOpenAI,
) -> None:
    variant = only_variant(ask("[animated-gif] a crow"))
    assert variant.status == "OK"
    assert variant.warnings


def test_a_timeout_is_one_call_and_is_never_repeated(paid: FakeOpenAI, settings: Settings) -> None:
    settings.ARTSTUDIO_OPENAI_TIMEOUT_S = 0.3
    generation = ask("[timeout:5] a crow")
    assert error_code(generation) == "provider_timeout"
    assert len(paid.requests) == 1


def test_an_unwritable_store_is_noticed_before_anything_is_paid(
    paid: FakeOpenAI, settings: Settings, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    store = settings.STORAGES["attachments"] | {"OPTIONS": {"location": blocked / "store"}}
    settings.STORAGES = settings.STORAGES | {"attachments": store}
    generation = ask("a crow")
    assert error_code(generation) == "store_unavailable"
    assert paid.requests == []


def test_the_key_is_nowhere(paid: FakeOpenAI, attachments_dir: Path, client: Client) -> None:
    for mark in ("", "[echo-key]", "[echo-key-in-success]", "[401]"):
        body = json.dumps({"prompt": f"{mark} a crow", "provider": "openai"})
        answer = client.post("/api/art/prompt-to-svg", body, "application/json")
        assert KEY not in answer.content.decode()
    assert any(KEY in request.headers["authorization"] for request in paid.requests)
    for model in (Generation, Variant, ArtAsset, RunAttachment):
        assert KEY not in serializers.serialize("json", model.objects.all())
    for file in attachments_dir.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes()


class TestStatusOverHttp:
    """When no variant is OK the status says whose fault it is; the body stays the same."""

    def post(self, client: Client, prompt: str) -> tuple[int, dict[str, object]]:
        body = json.dumps({"prompt": prompt, "provider": "openai", "count": 2})
        answer = client.post("/api/art/prompt-to-svg", body, "application/json")
        return answer.status_code, answer.json()

    def test_moderation_of_all_is_422(self, paid: FakeOpenAI, client: Client) -> None:
        status, body = self.post(client, "[moderation] a crow")
        assert (status, body["code"]) == (422, "prompt_blocked")
        assert (body["success_count"], body["failure_count"]) == (0, 2)
        assert body["generation_id"]

    def test_any_other_failure_of_all_is_502(self, paid: FakeOpenAI, client: Client) -> None:
        status, body = self.post(client, "[401] a crow")
        assert (status, body["code"]) == (502, "all_variants_failed")
        assert "OPENAI_API_KEY" in str(body["detail"])
        assert {v["error_details"]["code"] for v in body["variants"]} == {"authentication_failed"}  # type: ignore[attr-defined]

    def test_a_cancelled_drawing_is_none(self, paid: FakeOpenAI, client: Client) -> None:
        def cancelled_meanwhile(asked: Asked) -> Answer:
            (generation,) = Generation.objects.all()
            cancel_retry.cancel_generation(generation.generation_id)
            connection.close()
            return SCENARIOS["success"](asked)

        paid.set_scenario(cancelled_meanwhile)
        body = json.dumps({"prompt": "a crow", "provider": "openai"})
        answer = client.post("/api/art/prompt-to-svg", body, "application/json")
        assert (answer.status_code, answer.json()["code"]) == (502, "all_variants_failed")
        assert "cancelled" in answer.json()["detail"]
        assert answer.json()["success_count"] == 0
