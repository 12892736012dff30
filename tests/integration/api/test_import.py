"""POST /api/art/import: a drawing of one's own becomes a variant like any other."""

from __future__ import annotations

import gzip
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.management import CommandError, call_command
from django.test import Client

from artstudio.models import ArtAsset, Generation, Variant
from artstudio.services.imports.intake import import_drawing
from rmos_runs.digests import sha256_hex
from rmos_runs.runs.sessions import create_session
from tests.integration.api.drawing_files import EPS, SVG, dxf, pdf, send
from tests.integration.api.uploads import PNG, constraints, stored

pytestmark = pytest.mark.django_db(transaction=True)

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftocairo") is None, reason="poppler is not installed"
)
needs_ghostscript = pytest.mark.skipif(
    shutil.which("gs") is None or shutil.which("pdftocairo") is None,
    reason="ghostscript and poppler are not both installed",
)


def only_variant(answer: Any) -> dict[str, Any]:
    body = answer.json()
    assert answer.status_code == 200, body
    (variant,) = body["variants"]
    assert (body["provider"], body["route"], variant["status"]) == ("upload", "import", "OK")
    return dict(variant)


def size_of(variant: dict[str, Any]) -> tuple[float, float]:
    facts = variant["measurements"]
    return facts["width_mm"], facts["height_mm"]


def test_an_svg_is_imported_at_its_own_size(client: Client) -> None:
    variant = only_variant(send(client))
    assert size_of(variant) == (60, 40)
    assert variant["measurements"]["bounds"] == [5, 5, 35, 25]
    assert variant["svg"].encode() == stored(variant["attachment_sha256"])


def test_the_file_is_stored_byte_for_byte_and_only_ever_saved(client: Client) -> None:
    variant = only_variant(send(client))
    assert stored(variant["source_sha256"]) == SVG
    answer = client.get(f"/api/rmos/attachments/{variant['source_sha256']}")
    assert answer["Content-Disposition"].startswith("attachment")
    answer.close()


def test_the_record_names_the_file(client: Client) -> None:
    variant = only_variant(send(client))
    record = json.loads(stored(variant["provenance_sha256"]))
    assert (record["prompt"], record["provider"], record["route"]) == (
        "my rose.svg",
        "upload",
        "import",
    )
    assert record["source_metadata"] == {
        "form": "svg",
        "filename": "my rose.svg",
        "file_type": "svg",
    }


def test_a_size_that_is_given_wins_over_that_of_the_file(client: Client) -> None:
    assert size_of(only_variant(send(client, constraints=constraints(width_mm=30)))) == (30, 20)


def test_a_file_without_real_units_takes_the_width_that_is_given(client: Client) -> None:
    plain = SVG.replace(b'width="60mm" height="40mm" ', b"")
    variant = only_variant(send(client, plain, constraints=constraints(width_mm=90)))
    assert size_of(variant) == (90, 60)
    assert variant["warnings"] == []


def test_a_file_without_real_units_says_how_large_it_was_taken_to_be(client: Client) -> None:
    variant = only_variant(send(client, SVG.replace(b"mm", b"px")))
    assert size_of(variant) == (15.875, 10.583)
    assert "size_assumed" in [warning["code"] for warning in variant["warning_details"]]


FRAME = b"""<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="40mm" viewBox="0 0 60 40">
<path fill="none" stroke="#000" d="M10 10H50V30H10ZM20 15H40V25H20ZM0 35H60"/></svg>"""


def test_closed_lines_become_areas_where_that_is_asked(client: Client) -> None:
    as_sent = only_variant(send(client, FRAME))
    filled = only_variant(send(client, FRAME, closed_lines="areas"))
    assert as_sent["measurements"]["area_mm2"] != filled["measurements"]["area_mm2"]
    assert filled["measurements"]["area_mm2"] == pytest.approx(40 * 20 - 20 * 10)
    assert "Closed lines that became areas: 2." in filled["warnings"]
    record = json.loads(stored(filled["provenance_sha256"]))
    assert record["source_metadata"]["closed_lines"] == "areas"
    path = f"/api/art/variants/{filled['variant_id']}/reproduce"
    again = client.post(path, content_type="application/json")
    assert again.json()["same"] is True


def test_closed_lines_become_nothing_else(client: Client) -> None:
    answer = send(client, FRAME, closed_lines="holes")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert "areas" in str(answer.json()["fields"]["closed_lines"])


def test_a_compressed_svg_is_imported(client: Client) -> None:
    packed = gzip.compress(SVG, mtime=0)
    variant = only_variant(send(client, packed, "rose.svgz"))
    assert size_of(variant) == (60, 40)
    assert stored(variant["source_sha256"]) == packed


@pytest.mark.parametrize("version", ["R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018"])
def test_a_dxf_is_imported(client: Client, version: str) -> None:
    fields = {"unit": "mm"} if version == "R12" else {}
    variant = only_variant(send(client, dxf(version), "plate.dxf", **fields))
    assert size_of(variant) == (40, 20)
    # Loose lines are one contour, and the block's circle is as long as a circle.
    assert variant["measurements"]["cut_length_mm"] == pytest.approx(120 + 31.416, abs=0.01)


def test_a_binary_dxf_is_imported(client: Client) -> None:
    assert size_of(only_variant(send(client, dxf(binary=True), "plate.dxf"))) == (40, 20)


def test_a_dxf_in_inches_has_its_size(client: Client) -> None:
    assert size_of(only_variant(send(client, dxf(units=1), "plate.dxf"))) == (1016, 508)


def test_a_dxf_without_units_asks_for_them(client: Client) -> None:
    for data in (dxf("R12"), dxf(units=0)):
        answer = send(client, data, "plate.dxf")
        assert (answer.status_code, answer.json()["code"]) == (400, "dxf_units_missing")
        assert "unit" in answer.json()["fields"]
        assert not Generation.objects.exists()
    assert size_of(only_variant(send(client, dxf("R12"), "plate.dxf", unit="in"))) == (1016, 508)
    asked = constraints(width_mm=80)
    assert size_of(only_variant(send(client, dxf("R12"), "a.dxf", constraints=asked))) == (80, 40)


@needs_poppler
def test_a_page_of_a_pdf_is_imported(client: Client) -> None:
    variant = only_variant(send(client, pdf(pages=2), "plan.pdf", page=2))
    assert size_of(variant) == (50.8, 25.4)
    assert variant["measurements"]["bounds"] == pytest.approx([12.7, 12.7, 25.4, 25.4], abs=0.01)


@needs_poppler
def test_a_missing_page_is_named(client: Client) -> None:
    answer = send(client, pdf(), "plan.pdf", page=9)
    assert (answer.status_code, answer.json()["code"]) == (422, "page_unreadable")


@needs_ghostscript
def test_an_eps_file_is_imported(client: Client) -> None:
    variant = only_variant(send(client, EPS, "logo.eps"))
    assert size_of(variant) == (50.8, 25.4)
    assert variant["measurements"]["bounds"] == pytest.approx([0, 12.7, 12.7, 25.4], abs=0.01)


def test_without_poppler_a_pdf_is_told_what_to_install(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    answer = send(client, pdf(), "plan.pdf")
    assert (answer.status_code, answer.json()["code"]) == (503, "page_converter_missing")
    assert "poppler-utils" in answer.json()["detail"]
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (SVG, {}),
        (gzip.compress(SVG, mtime=0), {"constraints": '{"width_mm": 33}'}),
        (dxf(), {}),
        (dxf("R12"), {"unit": "cm"}),
        pytest.param(pdf(2), {"page": 2}, marks=needs_poppler),
        pytest.param(EPS, {}, marks=needs_ghostscript),
    ],
)
def test_an_import_is_reproduced_to_the_byte(
    client: Client, data: bytes, fields: dict[str, Any]
) -> None:
    variant = only_variant(send(client, data, "drawing", **fields))
    path = f"/api/art/variants/{variant['variant_id']}/reproduce"
    assert client.post(path, content_type="application/json").json()["same"] is True


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (PNG, "import_format_unsupported", "/api/art/trace"),
        (b"", "import_format_unsupported", "empty"),
        (b"AC1032\x00", "import_format_unsupported", "DWG"),
        (b"hello", "import_format_unsupported", "SVG"),
        (gzip.compress(b"hello", mtime=0), "import_format_unsupported", "compressed"),
    ],
)
def test_what_is_no_drawing_is_refused_and_nothing_is_kept(
    client: Client, data: bytes, code: str, word: str
) -> None:
    answer = send(client, data, "x")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert word in answer.json()["detail"]
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg><path d='M0 0'", "svg_refused"),
        (b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>", "svg_refused"),
        (b"  0\nSECTION\n  2\nHEADER\nx\n", "dxf_unreadable"),
    ],
)
def test_a_drawing_that_cannot_be_read_says_why_and_is_kept(
    client: Client, data: bytes, code: str
) -> None:
    answer = send(client, data, "x", unit="mm")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert stored(answer.json()["variants"][0]["source_sha256"]) == data


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"unit": "furlong"}, "unit"),
        ({"page": "0"}, "page"),
        ({"page": "x"}, "page"),
        ({"constraints": "[]"}, "constraints"),
        ({"constraints": '{"width_mm": 0}'}, "constraints.width_mm"),
        ({"titel": "x"}, "titel"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(
    client: Client, fields: dict[str, Any], field: str
) -> None:
    answer = send(client, **fields)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


@pytest.mark.parametrize(
    "data",
    [
        SVG.replace(b"<path", b"<title>Rose & thorn&nbsp;</title><path"),
        b"```svg\n" + SVG + b"```\n",
        b'<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]>'
        + SVG.replace(b'"http://www.w3.org/2000/svg"', b'"&ns;"'),
        SVG.replace(b"<path", b'<metadata><?xpacket begin="" id="W5M0"?></metadata><path'),
        SVG.replace(b' xmlns="http://www.w3.org/2000/svg"', b""),
        SVG.replace(b"<path", b'<sodipodi:namedview id="base"/><path'),
    ],
)
def test_what_is_nearly_xml_is_put_right(client: Client, data: bytes) -> None:
    variant = only_variant(send(client, data))
    assert variant["measurements"]["bounds"] == [5, 5, 35, 25]
    assert stored(variant["source_sha256"]) == data


def test_gradients_are_painted_by_their_mean_or_by_their_tone(client: Client) -> None:
    shaded = SVG.replace(
        b"<path",
        b'<linearGradient id="g"><stop/><stop offset="1" '
        b'stop-color="#fff"/></linearGradient><path fill="url(#g)"',
    )
    mean = only_variant(send(client, shaded))
    toned = only_variant(send(client, shaded, constraints=constraints(gradients="threshold")))
    assert mean["measurements"]["bounds"] == [5, 5, 35, 25]
    assert toned["measurements"]["bounds"] == pytest.approx([5, 5, 20, 25], abs=0.2)
    path = f"/api/art/variants/{toned['variant_id']}/reproduce"
    assert client.post(path, content_type="application/json").json()["same"] is True
    assert send(client, constraints=constraints(gradients="no")).status_code == 400


def test_the_same_file_is_kept_once(client: Client) -> None:
    first, second = only_variant(send(client)), only_variant(send(client, name="again.svg"))
    assert first["source_sha256"] == second["source_sha256"] == sha256_hex(SVG)
    assert ArtAsset.objects.filter(kind="svg").count() == 1


def test_an_import_belongs_to_a_session(client: Client) -> None:
    session = create_session()
    only_variant(send(client, workflow_session_id=session.session_id, title="My rose"))
    generation = Generation.objects.get()
    assert (generation.workflow_session_id, generation.prompt) == (session.session_id, "My rose")


@pytest.mark.parametrize("format", ["svg", "dxf", "pdf", "png"])
def test_an_import_leaves_in_every_format(client: Client, format: str) -> None:
    variant = only_variant(send(client, dxf()))
    answer = client.get(f"/api/art/assets/{variant['asset_id']}/export", {"format": format})
    assert answer.status_code == 200
    assert len(answer.getvalue()) > 100


def test_pages_and_lists_show_an_import(client: Client) -> None:
    variant = only_variant(send(client))
    listed = client.get("/api/art/assets", {"route": "import", "kind": "svg"}).json()
    assert [found["asset_id"] for found in listed["results"]] == [variant["asset_id"]]
    for path in (f"/assets/{variant['asset_id']}", "/gallery?route=import", "/"):
        assert client.get(path).status_code == 200


class TestCommand:
    """`manage.py import_drawing FILE`."""

    def test_files_are_imported(self, tmp_path: Path) -> None:
        (tmp_path / "rose.svg").write_bytes(SVG)
        (tmp_path / "plate.dxf").write_bytes(dxf("R12"))
        out = io.StringIO()
        paths = [str(tmp_path / name) for name in ("rose.svg", "plate.dxf")]
        call_command("import_drawing", *paths, "--unit", "mm", stdout=out)
        assert "60 x 40 mm" in out.getvalue()
        assert "40 x 20 mm" in out.getvalue()
        assert Variant.objects.filter(status="OK").count() == 2

    def test_what_cannot_be_imported_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "plate.dxf").write_bytes(dxf("R12"))
        said = io.StringIO()
        with pytest.raises(CommandError, match=r"plate\.dxf"):
            call_command("import_drawing", str(tmp_path / "plate.dxf"), stderr=said)
        assert "unit" in said.getvalue()


class TestPage:
    """The form for a file of one's own."""

    def test_a_drawing_is_imported(self, client: Client) -> None:
        with io.BytesIO(SVG) as file:
            file.name = "rose.svg"
            answer = client.post("/import", {"file": file})
        generation = Generation.objects.get()
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/generations/{generation.generation_id}",
        )
        assert (generation.route, generation.prompt) == ("import", "rose.svg")

    def test_a_picture_is_traced(self, client: Client) -> None:
        with io.BytesIO(PNG) as file:
            file.name = "rose.png"
            assert client.post("/import", {"file": file, "width_mm": "50"}).status_code == 302
        assert Generation.objects.get().route == "raster"

    def test_a_dxf_without_units_asks_beside_the_field(self, client: Client) -> None:
        with io.BytesIO(dxf("R12")) as file:
            file.name = "plate.dxf"
            answer = client.post("/import", {"file": file})
        assert answer.status_code == 400
        assert 'href="#import-unit"' in answer.content.decode()

    @pytest.mark.parametrize("path", ["/", "/import"])
    def test_the_form_is_there(self, client: Client, path: str) -> None:
        page = client.get(path).content.decode()
        assert 'enctype="multipart/form-data"' in page

    def test_a_file_over_the_limit_is_not_taken(self, client: Client, settings: Any) -> None:
        settings.RMOS_MAX_UPLOAD_BYTES = 100
        with io.BytesIO(SVG) as file:
            file.name = "rose.svg"
            assert client.post("/import", {"file": file}).status_code == 400
        assert not Generation.objects.exists()


def test_python_imports_a_file(tmp_path: Path) -> None:
    (tmp_path / "rose.svg").write_bytes(SVG)
    with (tmp_path / "rose.svg").open("rb") as opened:
        made = import_drawing(File(opened, name="rose.svg"), constraints={"width_mm": 30})
    assert made.variants.get().measurements["width_mm"] == 30
