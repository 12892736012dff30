"""Every drawing carries a card that says how it will cut, and the index knows the main of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from artstudio.models import ArtAsset, Variant
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import open_attachment

pytestmark = pytest.mark.django_db(transaction=True)


def made(prompt: str, route: str, **constraints: float) -> Variant:
    generation = generate_svg_variants(prompt, 1, "card", constraints, route=route)
    return generation.variants.get()


def codes(variant: Variant) -> list[str]:
    return [warning["code"] for warning in variant.warnings]


@pytest.mark.parametrize("route", ["pattern", "raster"])
def test_a_card_for_every_drawing(route: str) -> None:
    variant = made("a rosette", route, outer_diameter_mm=100, min_gap_mm=1)
    card = variant.measurements
    assert card["card_complete"] is True
    assert card["open_subpaths"] == card["self_crossings"] == card["duplicate_contours"] == 0
    assert card["pieces"] == 1 + card["subpaths"]
    assert card["pieces"] == 1 + card["ink_parts"] + card["islands"]
    assert 0 < card["smallest_feature_mm"] < 100
    assert 0 < card["smallest_gap_mm"] < 100
    assert variant.svg is not None
    assert card["bytes"] == variant.svg.size_bytes
    assert variant.timings_ms["card"] > 0


def test_a_trace_says_how_well_it_agrees_with_its_picture() -> None:
    assert made("a rosette", "raster").measurements["bitmap_iou"] > 0.95
    assert made("a rosette", "pattern").measurements["bitmap_iou"] is None


@pytest.mark.parametrize("prompt", ["vine with flowers", "celtic panel", "hexagons in a frame"])
def test_a_pattern_s_picture_is_never_traced_as_its_negative(prompt: str) -> None:
    exact, traced = (made(prompt, route).measurements for route in ("pattern", "raster"))
    assert (exact["inverted"], traced["inverted"]) == (None, False)
    assert traced["area_mm2"] == pytest.approx(exact["area_mm2"], rel=0.03)


def test_an_exact_pattern_and_its_trace_have_much_the_same_card() -> None:
    exact, traced = (
        made("tessellation of hexagons", route, width_mm=100, invert=False).measurements
        for route in ("pattern", "raster")
    )
    assert traced["ink_parts"] == exact["ink_parts"]
    assert traced["smallest_feature_mm"] == pytest.approx(exact["smallest_feature_mm"], abs=0.15)
    assert traced["cut_length_mm"] == pytest.approx(exact["cut_length_mm"], rel=0.05)


def test_the_limits_are_the_request_s() -> None:
    fine = made("a rosette", "pattern", outer_diameter_mm=100, min_feature_mm=0.1, min_gap_mm=0.1)
    coarse = made("a rosette", "pattern", outer_diameter_mm=100, min_feature_mm=3, min_gap_mm=2)
    assert fine.svg_id == coarse.svg_id
    assert coarse.source_id == fine.source_id
    assert coarse.replayed
    assert {"thin_feature", "narrow_gap"}.isdisjoint(codes(fine))
    assert {"thin_feature", "narrow_gap"} <= set(codes(coarse))
    assert coarse.status == "OK"


def test_tool_and_feed_are_answered_where_they_are_given() -> None:
    variant = made("a rosette", "pattern", tool_diameter_mm=3, feed_mm_min=600)
    card = variant.measurements
    assert card["cut_time_s"] == pytest.approx(card["cut_length_mm"] / 10, abs=0.06)
    assert card["tight_inside_corners"] >= 0
    assert card["tool_diameter_mm"] == 3
    without = made("a rosette", "pattern").measurements
    assert without["cut_time_s"] is without["tight_inside_corners"] is None


def test_a_warning_names_its_places_on_the_sheet() -> None:
    variant = made("a rosette", "pattern", outer_diameter_mm=100, min_feature_mm=5)
    (warning,) = [w for w in variant.warnings if w["code"] == "thin_feature"]
    assert " mm at x " in warning["message"]
    for place in warning["places"]:
        assert 0 <= place["x_mm"] <= 100
        assert 0 <= place["y_mm"] <= 100
        assert place["width_mm"] < 5


def test_the_index_and_the_provenance_have_it_too() -> None:
    variant = made("a rosette", "pattern", outer_diameter_mm=100)
    card = variant.measurements
    asset = ArtAsset.objects.get(attachment_id=variant.svg_id)
    for name in ("cut_length_mm", "pieces", "smallest_feature_mm", "smallest_gap_mm"):
        assert getattr(asset, name) == card[name]
    assert variant.provenance is not None
    with open_attachment(variant.provenance.sha256) as file:
        record: dict[str, Any] = json.loads(file.read())
    assert record["measurements"] == card


def test_the_answer_over_http_has_card_and_places(client: Client) -> None:
    answer = client.post(
        "/api/art/prompt-to-svg",
        {"prompt": "a rosette", "constraints": {"outer_diameter_mm": 90, "min_gap_mm": 5}},
        content_type="application/json",
    ).json()
    (variant,) = answer["variants"]
    assert variant["measurements"]["pieces"] > 1
    (warning,) = [w for w in variant["warning_details"] if w["code"] == "narrow_gap"]
    assert warning["message"] in variant["warnings"]
    assert set(warning["places"][0]) == {"x_mm", "y_mm", "width_mm", "length_mm"}
    asset = client.get(f"/api/art/assets/{variant['asset_id']}").json()
    assert asset["pieces"] == variant["measurements"]["pieces"]


def test_a_drawing_too_complex_for_its_card_is_drawn_all_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artstudio.cutting.card.MAX_NODES", 10)
    variant = made("a rosette", "pattern")
    assert variant.status == "OK"
    assert variant.measurements["card_complete"] is False
    assert variant.measurements["pieces"] is None
    assert codes(variant)[-1] == "card_incomplete"
    assert variant.asset is not None
    assert variant.asset.pieces is None
    assert client.get(f"/api/art/assets/{variant.asset.asset_id}").status_code == 200
