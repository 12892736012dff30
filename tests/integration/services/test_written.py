"""Drawings that a language model writes, and SVG that a provider returns."""

from __future__ import annotations

import json

import pytest
from django.conf import settings as django_settings

from artstudio.geometry.drawing import Drawing
from artstudio.models import ArtAsset, Attempt, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.tuning.retrace import reproduce, retrace
from rmos_runs.blobs.attachments import open_attachment
from tests.fake_openai import FakeOpenAI

pytestmark = pytest.mark.django_db(transaction=True)


def written(prompt: str, **more: object) -> Generation:
    return generate_svg_variants(prompt, provider="openai", route="direct", **more)  # type: ignore[arg-type]


def only(generation: Generation) -> Variant:
    (variant,) = generation.variants.all()
    return variant


def error_code(variant: Variant) -> str:
    assert variant.error is not None
    return str(variant.error["code"])


def stored(sha256: str | None) -> bytes:
    assert sha256 is not None
    with open_attachment(sha256) as file:
        return bytes(file.read())


class TestDirect:
    def test_what_the_model_writes_becomes_a_canonical_drawing(self, paid: FakeOpenAI) -> None:
        variant = only(written("a star", constraints={"width_mm": 80}))
        assert variant.status == "OK", variant.error
        drawing = Drawing.from_svg(stored(variant.svg_id))
        assert (drawing.width_mm, drawing.height_mm) == (80, 80)
        assert variant.measurements["nodes"] > 3
        assert variant.source_metadata["form"] == "svg"
        assert stored(variant.source_id).startswith(b"<svg")

    def test_a_good_answer_is_one_call(self, paid: FakeOpenAI) -> None:
        variant = only(written("a star"))
        assert len(paid.text_requests) == 1
        (told,) = variant.source_metadata["rounds"]
        assert told["faults"] == []
        assert stored(told["answer_sha256"])
        assert Attempt.objects.get().answer_id == told["answer_sha256"]

    @pytest.mark.parametrize(
        "mark", ["truncated", "openpath", "boxes", "empty", "outofbounds", "nosvg", "notxml"]
    )
    def test_a_mistake_is_told_and_mended(self, paid: FakeOpenAI, mark: str) -> None:
        paid.set_scenario(f"{mark}-then-repaired")
        variant = only(written("a star"))
        first, second = variant.source_metadata["rounds"]
        assert variant.status == "OK", variant.error
        assert first["faults"]
        assert second["faults"] == []
        # The model was told in the words that are on record.
        assert first["faults"][0] in paid.text_requests[1].body["messages"][-1]["content"]

    def test_after_two_repairs_what_cannot_be_cut_is_an_error_with_every_answer_kept(
        self, paid: FakeOpenAI
    ) -> None:
        variant = only(written("[empty] a star"))
        assert len(paid.text_requests) == 3
        assert error_code(variant) == "answer_not_a_drawing"
        assert len(variant.source_metadata["rounds"]) == 3
        assert Attempt.objects.filter(outcome="OK", answer__isnull=False).count() == 3

    def test_after_two_repairs_what_can_be_cut_is_kept_with_a_warning(
        self, paid: FakeOpenAI
    ) -> None:
        variant = only(written("[outofbounds] a star"))
        assert variant.status == "OK", variant.error
        assert "written_with_faults" in {w["code"] for w in variant.warnings}

    @pytest.mark.parametrize("mark", ["fence", "noxmlns", "amp", "bare"])
    def test_sloppy_wrapping_is_no_mistake(self, paid: FakeOpenAI, mark: str) -> None:
        variant = only(written(f"[{mark}] a star"))
        assert variant.status == "OK", variant.error
        assert len(paid.text_requests) == 1

    def test_script_is_taken_out_and_told(self, paid: FakeOpenAI) -> None:
        variant = only(written("[script] a star"))
        assert variant.status == "OK", variant.error
        assert b"script" in stored(variant.source_id)
        assert b"script" not in stored(variant.svg_id)
        assert variant.warnings

    @pytest.mark.parametrize(
        ("mark", "code"), [("refuse", "answer_refused"), ("incomplete", "answer_incomplete")]
    )
    def test_a_refusal_is_a_clear_error(self, paid: FakeOpenAI, mark: str, code: str) -> None:
        assert error_code(only(written(f"[{mark}] a star"))) == code

    def test_parameters_for_the_pattern_engine_are_drawn_exactly(self, paid: FakeOpenAI) -> None:
        variant = only(written("[pattern] a rosette", constraints={"width_mm": 120}))
        assert variant.status == "OK", variant.error
        assert variant.source_metadata["form"] == "spec"
        spec = json.loads(stored(variant.source_id))
        assert {"engine", "family", "parameters"} <= set(spec)
        assert ArtAsset.objects.filter(kind="geometry_spec").count() == 1
        assert reproduce(variant.variant_id).same

    def test_the_same_request_is_answered_from_the_store(self, paid: FakeOpenAI) -> None:
        one, two = (only(written("a star", variant_seed="s")) for _ in range(2))
        assert len(paid.text_requests) == 1
        assert two.replayed_from == one.variant_id
        assert two.svg_id == one.svg_id

    def test_it_can_be_made_again_to_the_byte_and_at_another_size(self, paid: FakeOpenAI) -> None:
        variant = only(written("a star", constraints={"width_mm": 80}))
        assert reproduce(variant.variant_id).same
        larger = retrace(variant.variant_id, {"width_mm": 200})
        assert larger.status == "OK", larger.error
        assert Drawing.from_svg(stored(larger.svg_id)).width_mm == 200
        assert len(paid.text_requests) == 1

    def test_what_several_rounds_used_is_added_up(self, paid: FakeOpenAI) -> None:
        variant = only(written("[empty-then-repaired] a star"))
        used = [told["usage"]["total_tokens"] for told in variant.source_metadata["rounds"]]
        assert (variant.usage or {})["total_tokens"] == sum(used)


class TestNative:
    @pytest.fixture(autouse=True)
    def _model(self, paid: FakeOpenAI) -> None:
        assert "2.6" in django_settings.ARTSTUDIO_OPENAI_IMAGE_MODEL

    def ask(self, prompt: str, **more: object) -> Variant:
        return only(
            generate_svg_variants(prompt, provider="openai", route="native", **more)  # type: ignore[arg-type]
        )

    def test_the_raw_bytes_are_the_source_and_a_clean_drawing_is_shown(
        self, paid: FakeOpenAI
    ) -> None:
        variant = self.ask("[script] a crow")
        assert variant.status == "OK", variant.error
        assert b"script" in stored(variant.source_id)
        drawing = Drawing.from_svg(stored(variant.svg_id))
        assert max(drawing.width_mm, drawing.height_mm) == 100
        assert paid.requests[0].body["output_format"] == "svg"

    @pytest.mark.parametrize("encoding", ["latin1", "utf16"])
    def test_other_encodings_are_read(self, paid: FakeOpenAI, encoding: str) -> None:
        variant = self.ask(f"[{encoding}] a crow")
        assert variant.status == "OK", variant.error

    def test_it_has_the_size_that_was_asked_for(self, paid: FakeOpenAI) -> None:
        variant = self.ask("a crow", constraints={"width_mm": 150, "height_mm": 50})
        drawing = Drawing.from_svg(stored(variant.svg_id))
        assert (drawing.width_mm, drawing.height_mm) == (150, 50)


class TestAuto:
    @pytest.mark.parametrize(
        ("prompt", "provider", "route"),
        [
            ("rosette with a herringbone ring", "stub", "pattern"),
            ("rosette with a herringbone ring", "openai", "direct"),
            ("a portrait of a raven in the moonlight", "openai", "raster"),
        ],
    )
    def test_which_route_and_why_is_on_record(
        self, paid: FakeOpenAI, prompt: str, provider: str, route: str
    ) -> None:
        generation = generate_svg_variants(prompt, provider=provider)
        assert generation.route == route
        variant = only(generation)
        record = json.loads(stored(variant.provenance_id))
        assert (record["route"], record["route_reason"]) == (route, generation.route_reason)
        assert generation.route_reason

    def test_a_route_that_was_asked_for_needs_no_reason(self) -> None:
        assert generate_svg_variants("a raven", route="pattern").route_reason == ""
