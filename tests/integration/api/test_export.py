"""GET /api/art/assets/{id}/export as a program calls it."""

from __future__ import annotations

import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import ezdxf
import pytest
from django.test import Client
from ezdxf import bbox
from PIL import Image

from artstudio.models import ArtAsset, AssetKind
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import get_attachment_path
from rmos_runs.digests import sha256_hex

pytestmark = pytest.mark.django_db(transaction=True)
FORMATS = {
    "svg": ("image/svg+xml", "rosette-with-a-rope-ring-100x100mm.svg"),
    "svg-metadata": ("image/svg+xml", "rosette-with-a-rope-ring-100x100mm-metadata.svg"),
    "dxf": ("image/vnd.dxf", "rosette-with-a-rope-ring-100x100mm.dxf"),
    "dxf-r12": ("image/vnd.dxf", "rosette-with-a-rope-ring-100x100mm-r12.dxf"),
    "pdf": ("application/pdf", "rosette-with-a-rope-ring-100x100mm.pdf"),
    "png": ("image/png", "rosette-with-a-rope-ring-100x100mm-300dpi.png"),
    "eps": ("application/postscript", "rosette-with-a-rope-ring-100x100mm.eps"),
}


@pytest.fixture
def drawing() -> ArtAsset:
    made = generate_svg_variants("Rosette with a rope ring", variant_seed="export")
    asset = made.variants.get().asset
    assert asset is not None
    return asset


def export(client: Client, asset: ArtAsset, query: str = "", **headers: str) -> Any:
    return client.get(f"/api/art/assets/{asset.asset_id}/export{query}", headers=headers)


def stored(asset: ArtAsset) -> bytes:
    path = get_attachment_path(asset.attachment_id)
    assert path is not None
    with open(path, "rb") as file:  # noqa: PTH123 - the path is text
        return file.read()


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_has_its_type_and_a_name_with_the_size(
    client: Client, drawing: ArtAsset, format: str
) -> None:
    answer = export(client, drawing, f"?format={format}")
    assert answer.status_code == 200
    media_type, filename = FORMATS[format]
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"] == f'attachment; filename="{filename}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == export(client, drawing, f"?format={format}").content


def test_svg_is_the_drawing_byte_for_byte(client: Client, drawing: ArtAsset) -> None:
    for query in ("", "?format=svg", "?format=svg&preset=plain"):
        assert sha256_hex(export(client, drawing, query).content) == drawing.attachment_id


def test_a_dxf_is_as_large_as_was_asked_for(client: Client, drawing: ArtAsset) -> None:
    text = export(client, drawing, "?format=dxf&tolerance_mm=0.005").content.decode("ascii")
    document = ezdxf.read(io.StringIO(text))  # type: ignore[attr-defined]
    assert not document.audit().errors
    size = bbox.extents(document.modelspace()).size
    x0, y0, x1, y1 = drawing.meta["measurements"]["bounds"]
    assert (size.x, size.y) == pytest.approx((x1 - x0, y1 - y0), abs=0.01)
    assert len(document.modelspace()) == drawing.meta["measurements"]["subpaths"]


def test_a_picture_has_the_dots_asked_for(client: Client, drawing: ArtAsset) -> None:
    with Image.open(io.BytesIO(export(client, drawing, "?format=png&dpi=127").content)) as image:
        assert image.size == (500, 500)
        assert image.info["dpi"] == pytest.approx((127, 127), abs=0.02)


def test_the_record_inside_names_the_stored_bytes(client: Client, drawing: ArtAsset) -> None:
    content = export(client, drawing, "?format=svg-metadata").content
    text = content.decode()
    variant = drawing.variants.get()
    assert ET.fromstring(content).findtext("{http://www.w3.org/2000/svg}title") == drawing.prompt
    for sha256 in (drawing.attachment_id, variant.source_id, variant.provenance_id):
        assert f"urn:sha256:{sha256}" in text or f"sha256:{sha256}" in text
    assert "<dc:title>artstudio " in text


def test_a_preset_marks_what_to_cut(client: Client, drawing: ArtAsset) -> None:
    answer = export(client, drawing, "?preset=lightburn&role=score")
    assert b'stroke="#0000ff" stroke-width="0.01"' in answer.content
    assert "rope-ring-100x100mm-lightburn-score.svg" in answer["Content-Disposition"]


def test_a_preset_without_a_role_cuts_areas(client: Client, drawing: ArtAsset) -> None:
    answer = export(client, drawing, "?preset=lightburn")
    assert b'stroke="#ff0000" stroke-width="0.01"' in answer.content
    assert "rope-ring-100x100mm-lightburn.svg" in answer["Content-Disposition"]


def test_making_an_export_stores_nothing_and_leaves_the_drawing(
    client: Client, drawing: ArtAsset
) -> None:
    before = stored(drawing)
    count = ArtAsset.objects.count()
    for format in FORMATS:
        export(client, drawing, f"?format={format}")
    assert stored(drawing) == before
    assert ArtAsset.objects.count() == count


class TestNaming:
    """The ETag is the digest of all that the bytes depend on."""

    def test_who_has_it_gets_304(self, client: Client, drawing: ArtAsset) -> None:
        first = export(client, drawing, "?format=dxf")
        again = export(client, drawing, "?format=dxf", **{"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert first["Cache-Control"] == "no-cache"

    def test_other_options_have_another_name(self, client: Client, drawing: ArtAsset) -> None:
        queries = [
            "?format=svg",
            "?format=svg-metadata",
            "?format=svg&preset=lightburn",
            "?format=svg&preset=glowforge",
            "?format=svg&preset=glowforge&role=score",
            "?format=dxf",
            "?format=dxf&tolerance_mm=0.02",
            "?format=dxf-r12",
            "?format=png",
            "?format=png&dpi=301",
        ]
        etags = {export(client, drawing, query)["ETag"] for query in queries}
        assert len(etags) == len(queries)

    def test_a_default_that_is_spelled_out_has_the_same(
        self, client: Client, drawing: ArtAsset
    ) -> None:
        plain = export(client, drawing, "?format=dxf")["ETag"]
        assert export(client, drawing, "?format=dxf&tolerance_mm=0.01")["ETag"] == plain

    def test_a_head_has_the_headers(self, client: Client, drawing: ArtAsset) -> None:
        path = f"/api/art/assets/{drawing.asset_id}/export?format=pdf"
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer["ETag"] == client.get(path)["ETag"]


class TestRefusals:
    """What cannot be kept is named."""

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("format=stl", "format"),
            ("format=dxf&tolerance_mm=0.0001", "tolerance_mm"),
            ("format=dxf&tolerance_mm=2", "tolerance_mm"),
            ("format=dxf&tolerance_mm=nan", "tolerance_mm"),
            ("format=dxf&tolerance_mm=fine", "tolerance_mm"),
            ("format=pdf&tolerance_mm=0.1", "tolerance_mm"),
            ("format=png&dpi=5", "dpi"),
            ("format=png&dpi=2400", "dpi"),
            ("format=svg&dpi=300", "dpi"),
            ("format=png&preset=lightburn", "preset"),
            ("preset=epilog", "preset"),
            ("role=cut", "role"),
            ("preset=lightburn&role=fold", "role"),
            ("tolerance=0.1", "tolerance"),
        ],
    )
    def test_a_bad_option_names_its_field(
        self, client: Client, drawing: ArtAsset, query: str, field: str
    ) -> None:
        answer = export(client, drawing, f"?{query}")
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == [field]

    def test_only_drawings_leave(self, client: Client, drawing: ArtAsset) -> None:
        record = ArtAsset.objects.filter(kind=AssetKind.AI_PROVENANCE).first()
        assert record is not None
        answer = export(client, record, "?format=dxf")
        assert (answer.status_code, answer.json()["code"]) == (400, "not_a_drawing")

    def test_an_unknown_asset_is_not_found(self, client: Client) -> None:
        answer = client.get("/api/art/assets/asset_000000000000/export?format=dxf")
        assert (answer.status_code, answer.json()["code"]) == (404, "asset_not_found")

    def test_a_damaged_drawing_is_not_exported(self, client: Client, drawing: ArtAsset) -> None:
        path = get_attachment_path(drawing.attachment_id)
        assert path is not None
        changed = stored(drawing).replace(b"M", b"N", 1)
        with open(path, "wb") as file:  # noqa: PTH123 - as above
            file.write(changed)
        answer = export(client, drawing, "?format=svg")
        assert (answer.status_code, json.loads(answer.content)["code"]) == (410, "blob_damaged")
