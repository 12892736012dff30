"""A prompt becomes stored, indexed drawings with a record that can be followed back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from artstudio.models import ArtAsset, Generation, Variant
from artstudio.services.gallery.assets import get_asset, productions_of
from artstudio.services.generation.generate import (
    generate_svg_variants,
    get_generation,
)
from artstudio.services.requests.seeds import seed_of_variant
from rmos_runs.blobs.attachments import (
    get_attachment_path,
    open_attachment,
    verify_attachment,
)
from rmos_runs.errors import InvalidRequest

pytestmark = pytest.mark.django_db(transaction=True)


def read(sha256: str) -> bytes:
    with open_attachment(sha256) as file:
        return bytes(file.read())


def provenance_of(variant: Variant) -> dict[str, object]:
    assert variant.provenance is not None
    record: dict[str, object] = json.loads(read(variant.provenance.sha256))
    return record


@pytest.mark.parametrize("route", ["pattern", "raster"])
def test_every_variant_is_stored_indexed_and_told_apart(route: str) -> None:
    generation = generate_svg_variants(
        "a rosette with herringbone", 3, "luthier", {"width_mm": 90}, route=route
    )
    variants = list(generation.variants.all())
    assert generation.status == "OK"
    assert [variant.index for variant in variants] == [0, 1, 2]
    assert len({variant.svg_id for variant in variants}) == 3
    for variant in variants:
        assert variant.seed == seed_of_variant("luthier", variant.index)
        assert variant.asset is not None
        assert variant.asset.asset_id == f"asset_{variant.svg_id[:12]}"  # type: ignore[index]
        assert variant.measurements["width_mm"] == 90
        for part in (variant.source, variant.svg, variant.provenance):
            assert part is not None
            assert verify_attachment(part.sha256)["ok"]


def test_the_drawing_is_true_to_its_millimetres() -> None:
    generation = generate_svg_variants(
        "rosette", constraints={"outer_diameter_mm": 120, "inner_diameter_mm": 84}
    )
    (variant,) = generation.variants.all()
    assert variant.svg is not None
    head = read(variant.svg.sha256)[:200]
    assert b'width="120mm" height="120mm" viewBox="0 0 120 120"' in head
    x0, y0, x1, y1 = variant.measurements["bounds"]
    assert (x1 - x0, y1 - y0) == (pytest.approx(120, abs=0.002), pytest.approx(120, abs=0.002))


def test_a_traced_pattern_keeps_the_size_its_pattern_has() -> None:
    generation = generate_svg_variants(
        "rosette", constraints={"outer_diameter_mm": 120}, route="raster"
    )
    (variant,) = generation.variants.all()
    assert variant.measurements["width_mm"] == 120


def test_a_traced_strip_is_as_high_as_its_pattern_and_not_as_its_pixels() -> None:
    exact, traced = (
        generate_svg_variants("vine scroll", 1, "x", {"width_mm": 120}, route=route).variants.get()
        for route in ("pattern", "raster")
    )
    for name in ("width_mm", "height_mm"):
        assert traced.measurements[name] == exact.measurements[name]


def test_provenance_tells_the_whole_story_and_is_an_asset() -> None:
    generation = generate_svg_variants(
        "celtic knot, dense", 1, "s1", {"width_mm": 80, "glitter": 1}, ["celtic"], route="raster"
    )
    (variant,) = generation.variants.all()
    record = provenance_of(variant)
    assert record["generation_id"] == generation.generation_id
    assert record["request_id"] == generation.request_id
    assert record["prompt"] == record["prompt_sent"] == "celtic knot, dense"
    assert record["constraints"] == {"width_mm": 80}
    assert record["style_hints"] == ["celtic"]
    assert (record["variant_seed"], record["seed"]) == ("s1", seed_of_variant("s1", 0))
    assert (record["seed_sent"], record["seed_honoured"]) == (True, True)
    assert record["replayed"] is False
    assert record["safety_enforcement"] == "SOFT_WARN"
    assert record["source"]["sha256"] == variant.source_id  # type: ignore[index]
    assert record["drawing"]["sha256"] == variant.svg_id  # type: ignore[index]
    assert record["tool_versions"]["tracer"]["version"]  # type: ignore[index]
    assert record["trace_options"]["used"]["threshold"] is not None  # type: ignore[index]
    # What the card says of the trace comes after what the request says.
    assert record["warning_details"][0]["code"] == "unknown_constraint"  # type: ignore[index]
    assert record["warnings"] == [w["message"] for w in record["warning_details"]]  # type: ignore[attr-defined]
    asset = ArtAsset.objects.get(attachment_id=variant.provenance_id)
    assert asset.kind == "ai_provenance"
    assert list(productions_of(asset)) == [variant]


def test_a_pattern_stores_its_parameters_as_an_asset() -> None:
    (variant,) = generate_svg_variants("rosette", route="pattern").variants.all()
    asset = ArtAsset.objects.get(attachment_id=variant.source_id)
    assert asset.kind == "geometry_spec"
    assert json.loads(read(asset.attachment_id))["family"] == "rosette"


def test_safety_flags_warn_and_do_not_block() -> None:
    generation = generate_svg_variants("a medallion with a rifle")
    assert generation.status == "OK"
    assert [flag["rule"] for flag in generation.safety_flags] == ["weapons"]
    assert generation.user_acknowledged is False


class TestReplay:
    """The same request with the same variant seed is answered from the store."""

    def test_gives_the_same_bytes_and_says_so(self) -> None:
        first = generate_svg_variants("vine inlay", 2, "again", route="raster")
        second = generate_svg_variants("vine inlay", 2, "again", route="raster")
        assert first.generation_id != second.generation_id
        for old, new in zip(first.variants.all(), second.variants.all(), strict=True):
            assert (new.svg_id, new.source_id) == (old.svg_id, old.source_id)
            assert (old.replayed, new.replayed) == (False, True)
            assert provenance_of(new)["replayed"] is True
            assert provenance_of(new)["replayed_from"] == old.variant_id

    def test_keeps_a_row_for_each_production_of_the_same_bytes(self) -> None:
        for _ in range(3):
            (variant,) = generate_svg_variants("vine inlay", 1, "again").variants.all()
        assert variant.asset is not None
        assert productions_of(get_asset(variant.asset.asset_id)).count() == 3
        assert ArtAsset.objects.filter(kind="svg").count() == 1

    def test_another_trace_of_the_same_source_asks_nothing(self) -> None:
        (first,) = generate_svg_variants("vine", 1, "s", {}, route="raster").variants.all()
        (second,) = generate_svg_variants(
            "vine", 1, "s", {"min_speck_mm": 2, "corner_smoothness": 0.2}, route="raster"
        ).variants.all()
        assert second.source_id == first.source_id
        assert second.svg_id != first.svg_id
        assert second.replayed

    def test_fresh_asks_again(self) -> None:
        generate_svg_variants("vine", 1, "s", route="raster")
        (variant,) = generate_svg_variants(
            "vine", 1, "s", route="raster", fresh=True
        ).variants.all()
        assert not variant.replayed

    def test_a_damaged_source_is_said_and_never_traced(self) -> None:
        (first,) = generate_svg_variants("vine", 1, "s", route="raster").variants.all()
        assert first.source is not None
        path = get_attachment_path(first.source.sha256)
        assert path is not None
        Path(path).write_bytes(b"changed")
        generation = generate_svg_variants("vine", 1, "s", route="raster")
        (variant,) = generation.variants.all()
        assert generation.status == "ERROR"
        assert variant.error is not None
        assert variant.error["code"] == "stored_source_damaged"


class TestRefusals:
    """What cannot be used is refused as a whole, before anything is stored."""

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"prompt": "   "}, "prompt"),
            ({"prompt": "x" * 2001}, "prompt"),
            ({"prompt": "nul \x00"}, "prompt"),
            ({"prompt": "half a pair \ud83d"}, "prompt"),
            ({"count": 0}, "count"),
            ({"count": 5}, "count"),
            ({"count": True}, "count"),
            ({"variant_seed": "s" * 129}, "variant_seed"),
            ({"provider": "midjourney"}, "provider"),
            ({"route": "teleport"}, "route"),
            ({"model": "gpt-image-2.6-flare"}, "model"),
            ({"constraints": {"width_mm": "wide"}}, "constraints.width_mm"),
            (
                {"constraints": {"width_mm": 50, "outer_diameter_mm": 80}},
                "constraints.outer_diameter_mm",
            ),
            ({"style_hints": ["x" * 65]}, "style_hints.0"),
            ({"style_hints": ["x"] * 17}, "style_hints"),
        ],
    )
    def test_names_the_field(self, given: dict[str, object], field: str) -> None:
        with pytest.raises(InvalidRequest) as refusal:
            generate_svg_variants(**{"prompt": "rosette", **given})  # type: ignore[arg-type]
        assert list(refusal.value.fields or {}) == [field]
        assert not Generation.objects.exists()

    def test_names_every_field_at_once(self) -> None:
        with pytest.raises(InvalidRequest) as refusal:
            generate_svg_variants("", 9, constraints={"rings": 0}, provider="nobody")
        assert set(refusal.value.fields or {}) == {
            "prompt",
            "count",
            "constraints.rings",
            "provider",
        }


def test_a_prompt_of_any_script_and_length_is_kept_to_the_letter() -> None:
    prompt = ("  <script>alert(1)</script> ♥ גיטרה 🎸\n" * 80)[:1998] + ". "
    generation = generate_svg_variants(prompt)
    assert get_generation(generation.generation_id).prompt == prompt
    assert generation.status == "OK"


def test_the_name_in_the_store_is_what_sha256sum_says() -> None:
    (variant,) = generate_svg_variants("mandala").variants.all()
    assert variant.svg is not None
    path = Path(get_attachment_path(variant.svg.sha256) or "")
    assert path.name == f"{hashlib.sha256(path.read_bytes()).hexdigest()}.svg"
