"""What a drawing's page shows of it beside the bytes: outline, places, descent, the proof."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from artstudio.models import ArtAsset, AssetKind, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def variant(drawn: Generation) -> Variant:
    """Return a drawing."""
    (variant,) = drawn.variants.all()
    return variant


def page_for(variant: Variant) -> str:
    assert variant.asset is not None
    return f"/assets/{variant.asset.asset_id}"


class TestOutline:
    """An image of its own with every node, which can do nothing and never changes."""

    def test_it_has_the_drawing_s_sheet_and_all_its_nodes(
        self, client: Client, variant: Variant
    ) -> None:
        answer = client.get(f"{page_for(variant)}/outline.svg")
        root = ET.fromstring(answer.content)
        assert root.get("viewBox") == "0 0 80 80"
        dots = [path.get("d", "") for path in root if path.get("stroke-linecap") == "round"]
        assert {d.count("M") for d in dots} == {variant.measurements["nodes"]}

    def test_it_is_kept_for_ever_and_runs_nothing(self, client: Client, variant: Variant) -> None:
        answer = client.get(f"{page_for(variant)}/outline.svg")
        assert "immutable" in answer["Cache-Control"]
        assert "sandbox" in answer["Content-Security-Policy"]
        again = client.get(
            f"{page_for(variant)}/outline.svg", headers={"If-None-Match": answer["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")

    def test_only_drawings_have_one(self, client: Client, variant: Variant) -> None:
        record = ArtAsset.objects.get(kind=AssetKind.AI_PROVENANCE)
        assert client.get(f"/assets/{record.asset_id}/outline.svg").status_code == 400

    def test_open_ends_are_marked_where_strokes_have_them(self, client: Client) -> None:
        made = generate_svg_variants(
            "Celtic knot", 1, "k", {"width_mm": 60, "method": "centerline"}, route="raster"
        )
        (lines,) = made.variants.all()
        assert lines.measurements["open_subpaths"] > 0
        outline = client.get(f"{page_for(lines)}/outline.svg").content.decode()
        (ends,) = re.findall(r'stroke="#b0123f"[^>]* d="([^"]*)"', outline)
        assert ends.count("M") == 2 * lines.measurements["open_subpaths"]

    def test_without_a_script_a_link_shows_it(self, client: Client, variant: Variant) -> None:
        page = page_of(client.get(page_for(variant), {"outline": "1"}))
        shown = [image["src"] for image in page.all("img") if "outline.svg" in image["src"]]
        assert len(shown) == 1


def test_each_place_of_a_warning_has_a_number(client: Client, variant: Variant) -> None:
    variant.warnings = [
        {"code": "a", "message": "First.", "places": [{"x_mm": 1.5, "y_mm": 2.5, "width_mm": 0.1}]},
        {"code": "b", "message": "Second.", "places": [{"x_mm": 3, "y_mm": 4}]},
    ]
    variant.save()
    page = page_of(client.get(page_for(variant)))
    places = {a["data-number"]: a["data-place"] for a in page.all("a", **{"class": "place num"})}
    assert places["1"] == "1.5,2.5"
    assert places["2"] == "3,4"


def test_everything_about_its_making_is_beside_it(client: Client, variant: Variant) -> None:
    words = page_of(client.get(page_for(variant))).words
    assert variant.generation.route_reason in words
    assert "Free" in words
    for sha256 in (variant.svg_id, variant.source_id, variant.provenance_id):
        assert str(sha256) in words


class TestReproducing:
    """The stored source is drawn again, and the page says whether it is the same."""

    @pytest.mark.parametrize("kind", ["client", "htmx"])
    def test_the_same_source_gives_the_same_bytes(
        self, variant: Variant, kind: str, request: pytest.FixtureRequest
    ) -> None:
        visitor: Client = request.getfixturevalue(kind)
        answer = visitor.post(f"{page_for(variant)}/reproduce", {"variant_id": variant.variant_id})
        page = page_of(answer)
        assert "The same to the byte" in page.words
        assert page.is_whole == (kind == "client")

    def test_another_drawing_s_variant_is_refused(self, client: Client, variant: Variant) -> None:
        (other,) = generate_svg_variants("Vine").variants.all()
        answer = client.post(f"{page_for(variant)}/reproduce", {"variant_id": other.variant_id})
        assert "another one" in page_of(answer).words

    def test_a_difference_is_shown_with_both_digests(
        self, client: Client, variant: Variant
    ) -> None:
        (other,) = generate_svg_variants("Vine").variants.all()
        Variant.objects.filter(pk=variant.pk).update(source=other.source)
        answer = client.post(f"{page_for(variant)}/reproduce", {"variant_id": variant.variant_id})
        words = page_of(answer).words
        assert "It comes out otherwise now" in words
        assert str(variant.svg_id) in words
        assert str(other.svg_id) in words
