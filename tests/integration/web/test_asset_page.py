"""An asset's page: its picture, its facts, and every way it came to be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from artstudio.models import ArtAsset, AssetKind, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import get_attachment_path
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db


def only_variant(generation: Generation) -> Variant:
    (variant,) = generation.variants.all()
    return variant


def page_for(variant: Variant) -> str:
    assert variant.asset is not None
    return f"/assets/{variant.asset.asset_id}"


def test_a_drawing_shows_picture_facts_and_record(client: Client, drawn: Generation) -> None:
    variant = only_variant(drawn)
    page = page_of(client.get(page_for(variant)))
    picture = page.one("img", alt="Rosette of oak leaves")
    assert picture["src"] == f"/api/rmos/attachments/{variant.svg_id}"
    assert str(variant.svg_id) in page.text
    for words in (
        "80 \N{MULTIPLICATION SIGN} 80 mm",
        "Cut length",
        "closed path",
        drawn.request_id,
        "seed-1",
        "80 mm",
    ):
        assert words in page.words
    assert str(variant.seed) in page.words


def test_strokes_and_colours_are_said_and_each_can_be_a_step(
    client: Client, drawn: Generation
) -> None:
    variant = only_variant(drawn)
    before = page_of(client.get(page_for(variant)))
    assert "Colours" not in before.words
    assert "each colour a step" not in before.words
    variant.measurements |= {"colours": 2, "subpaths": 9, "strokes": 4, "open_subpaths": 3}
    variant.measurements |= {"stroke_length_mm": 70.4}
    variant.save()
    page = page_of(client.get(page_for(variant)))
    assert "in 9 paths, 4 of them strokes, 3 open" in page.words
    assert "70 mm of it strokes" in page.words
    assert "2, each a step of its own for a machine" in page.words
    links = [link["href"] for link in page.all("a", download="")]
    assert sum(href.endswith(("=lightburn", "=glowforge", "=inkscape")) for href in links) == 3


def test_its_settings_can_be_used_again(client: Client, drawn: Generation) -> None:
    page = page_of(client.get(page_for(only_variant(drawn))))
    assert page.one("a", href=f"/?generation={drawn.generation_id}&variant_seed=seed-1")


def test_it_leaves_in_every_format_and_for_every_program(client: Client, drawn: Generation) -> None:
    page = page_of(client.get(page_for(only_variant(drawn))))
    links = [link["href"] for link in page.all("a", download="")]
    exports = [href for href in links if href.startswith("/api/art/")]
    # The main one stands once more among the others.
    assert len(set(exports)) == len(exports) - 1 == 19
    assert {client.get(href).status_code for href in exports} == {200}


def test_a_sheet_as_large_as_can_be_still_leaves_as_a_picture(client: Client) -> None:
    size = {"width_mm": 3000, "height_mm": 3000}
    variant = only_variant(generate_svg_variants("Stripes", constraints=size))
    page = page_of(client.get(page_for(variant)))
    (picture,) = [a["href"] for a in page.all("a", download="") if "format=png" in a["href"]]
    assert picture.endswith("dpi=50")
    assert client.get(picture).status_code == 200


def test_everything_can_be_downloaded(client: Client, drawn: Generation) -> None:
    variant = only_variant(drawn)
    page = page_of(client.get(page_for(variant)))
    downloads = {link["href"] for link in page.all("a", download="")}
    assert {href for href in downloads if href.startswith("/api/rmos/")} == {
        f"/api/rmos/attachments/{sha256}?download=1"
        for sha256 in (variant.svg_id, variant.provenance_id, variant.source_id)
    }
    for address in downloads:
        response = client.get(address)
        assert "attachment" in response["Content-Disposition"]
        assert response.getvalue()


def test_the_geometry_it_was_drawn_from_is_text(client: Client, drawn: Generation) -> None:
    page = page_of(client.get(page_for(only_variant(drawn))))
    assert "The geometry it was drawn from" in page.words
    assert '"family"' in page.words


def test_the_picture_it_was_traced_from_is_shown(client: Client) -> None:
    variant = only_variant(generate_svg_variants("Rosette", route="raster"))
    page = page_of(client.get(page_for(variant)))
    picture = page.one("img", alt="Source of: Rosette")
    assert picture["src"] == f"/api/rmos/attachments/{variant.source_id}"
    assert "tracer" in page.words


def test_an_svg_that_a_provider_sent_is_only_offered(client: Client, drawn: Generation) -> None:
    variant = only_variant(drawn)
    assert variant.source is not None
    variant.source.mime = "image/svg+xml"
    variant.source.save()
    page = page_of(client.get(page_for(variant)))
    assert len(page.all("img")) == 1
    assert "only offered as a download" in page.words


def test_every_production_is_listed(client: Client, drawn: Generation) -> None:
    again = generate_svg_variants("Rosette of oak leaves", 1, "seed-1", {"width_mm": 80})
    variant = only_variant(again)
    assert variant.asset == only_variant(drawn).asset
    page = page_of(client.get(page_for(variant)))
    assert "Made 2 times" in page.words
    for generation in (drawn, again):
        assert page.all("a", href=f"/generations/{generation.generation_id}")
    assert "replayed" in page.words


def test_productions_are_read_in_a_constant_number_of_queries(
    client: Client, drawn: Generation, django_assert_num_queries: Any
) -> None:
    address = page_for(only_variant(drawn))
    # Its source's text is read once.
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    for _ in range(4):
        generate_svg_variants("Rosette of oak leaves", 1, "seed-1", {"width_mm": 80})
    with django_assert_num_queries(7):
        client.get(address)


def test_a_record_is_shown_as_text(client: Client, drawn: Generation) -> None:
    provenance = ArtAsset.objects.get(kind=AssetKind.AI_PROVENANCE)
    page = page_of(client.get(f"/assets/{provenance.asset_id}"))
    assert drawn.generation_id in page.words
    assert not page.all("img")


def test_long_json_shows_its_beginning(client: Client, drawn: Generation) -> None:
    provenance = ArtAsset.objects.get(kind=AssetKind.AI_PROVENANCE)
    path = Path(str(get_attachment_path(provenance.attachment_id)))
    path.chmod(0o644)
    path.write_text(json.dumps({"x": "y" * 100_000}))
    provenance.attachment.size_bytes = 100_010
    provenance.attachment.save()
    page = page_of(client.get(f"/assets/{provenance.asset_id}"))
    assert "…" in page.text
    assert 60_000 < len(page.text) < 80_000


class TestVerifying:
    """`?verify=1` reads the bytes again, with and without a script."""

    @pytest.mark.parametrize("kind", ["client", "htmx"])
    def test_unchanged_bytes(
        self, drawn: Generation, kind: str, request: pytest.FixtureRequest
    ) -> None:
        address = page_for(only_variant(drawn))
        response = request.getfixturevalue(kind).get(address, {"verify": "1"})
        assert response.status_code == 200
        assert "Unchanged" in page_of(response).words
        assert page_of(response).is_whole == (kind == "client")

    def test_it_is_done_only_when_asked_for(self, client: Client, drawn: Generation) -> None:
        assert "Unchanged" not in page_of(client.get(page_for(only_variant(drawn)))).words

    def test_changed_bytes(self, client: Client, drawn: Generation) -> None:
        variant = only_variant(drawn)
        path = Path(str(get_attachment_path(str(variant.svg_id))))
        path.chmod(0o644)
        path.write_bytes(b"<svg/>")
        page = page_of(client.get(page_for(variant), {"verify": "1"}))
        assert "changed on disk" in page.words

    def test_missing_bytes(self, client: Client, drawn: Generation) -> None:
        variant = only_variant(drawn)
        for sha256 in (variant.svg_id, variant.source_id):
            Path(str(get_attachment_path(str(sha256)))).unlink()
        response = client.get(page_for(variant), {"verify": "1"})
        assert response.status_code == 200
        assert "missing from the store" in page_of(response).words


@pytest.mark.parametrize("unknown", ["asset_000000000000", "nothing", "a" * 300])
@pytest.mark.parametrize("kind", ["client", "htmx"])
def test_an_unknown_asset_is_not_found(
    unknown: str, kind: str, request: pytest.FixtureRequest
) -> None:
    response = request.getfixturevalue(kind).get(f"/assets/{unknown}")
    assert response.status_code == 404
    assert page_of(response).is_whole == (kind == "client")


def test_an_asset_without_productions_is_shown(
    client: Client, add_assets: Callable[..., list[ArtAsset]]
) -> None:
    (asset,) = add_assets(1)
    page = page_of(client.get(f"/assets/{asset.asset_id}"))
    assert "No generation on record" in page.words
