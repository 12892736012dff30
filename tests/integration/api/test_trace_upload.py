"""POST /api/art/trace: people have drawings of their own."""

from __future__ import annotations

import io
import json
import shutil
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from artstudio.geometry.drawing import Drawing, Layer
from artstudio.models import ArtAsset, Generation, Variant
from rmos_runs.digests import sha256_hex
from rmos_runs.runs.sessions import create_session
from tests.integration.api.uploads import (
    ARTIST,
    GPS,
    ORIENTATION,
    PNG,
    constraints,
    encoded,
    flag,
    send,
    stored,
)
from tests.unit.vectorize.photographs import corners_seen, photograph
from tests.unit.vectorize.test_framing import CAMERA, CARD

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_picture_of_ones_own_becomes_a_drawing_like_any_other(client: Client) -> None:
    answer = send(client, constraints=constraints(width_mm=150))
    body = answer.json()
    variant = body["variants"][0]
    assert answer.status_code == 200
    assert (body["provider"], body["route"], body["model"]) == ("upload", "raster", None)
    assert (body["success_count"], body["failure_count"]) == (1, 0)
    assert body["asset_ids"] == [variant["asset_id"]]
    facts = variant["measurements"]
    assert (facts["width_mm"], facts["height_mm"]) == (150, 100)
    assert facts["bounds"] == pytest.approx([10, 25, 60, 75], abs=0.5)
    assert facts["bitmap_iou"] > 0.95
    assert variant["svg"].encode() == stored(variant["attachment_sha256"])


def test_what_led_to_it_is_recorded(client: Client) -> None:
    body = send(client, constraints=constraints(threshold=90)).json()
    record = json.loads(stored(body["variants"][0]["provenance_sha256"]))
    assert (record["prompt"], record["provider"]) == ("my rose.png", "upload")
    assert record["constraints"] == {"threshold": 90}
    assert record["source_metadata"] == {
        "form": "picture",
        "filename": "my rose.png",
        "received_sha256": sha256_hex(PNG),
    }
    assert record["drawing"]["sha256"] == body["variants"][0]["attachment_sha256"]
    assert not record["seed_sent"]


def test_it_is_called_by_its_title_where_there_is_one(client: Client) -> None:
    assert send(client, title="Grandmother's rose").json()["request_id"]
    assert Generation.objects.get().prompt == "Grandmother's rose"


def test_of_a_files_name_only_what_can_be_shown_is_kept(client: Client) -> None:
    send(client, name="\u202egnp.esor\u202c")
    assert Generation.objects.get().prompt == "gnp.esor"


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "AVIF", "TIFF", "GIF", "BMP"])
def test_seven_formats_are_taken(client: Client, format: str) -> None:
    assert send(client, encoded(flag(), format)).json()["success_count"] == 1


def test_a_photograph_stands_upright_and_tells_nothing_of_where_it_was_taken(
    client: Client,
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[ARTIST] = "Jane Secret"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    data = encoded(flag(), "JPEG", exif=exif, comment=b"Jane Secret")
    assert b"Jane Secret" in data
    variant = send(client, data, constraints=constraints(height_mm=300)).json()["variants"][0]
    # Turned by a quarter: what lay at the left is at the top.
    assert variant["measurements"]["bounds"] == pytest.approx([50, 20, 150, 120], abs=1)
    source = stored(variant["source_sha256"])
    assert b"Jane Secret" not in source
    with Image.open(io.BytesIO(source)) as kept:
        assert kept.size == (200, 300)
        assert not kept.getexif()


def test_the_same_picture_is_kept_once_and_has_the_same_seed(client: Client) -> None:
    first, second = send(client).json(), send(client, name="again.png").json()
    assert first["variant_seed"] == second["variant_seed"]
    assert first["variants"][0]["source_sha256"] == second["variants"][0]["source_sha256"]
    assert first["asset_ids"] == second["asset_ids"]
    assert (Generation.objects.count(), ArtAsset.objects.filter(kind="svg").count()) == (2, 1)


@pytest.mark.parametrize("fields", [{"method": "vtracer"}, {"constraints": '{"method":"vtracer"}'}])
def test_colour_art_is_traced_in_its_colours(client: Client, fields: dict[str, Any]) -> None:
    variant = send(client, **fields).json()["variants"][0]
    (layer,) = Drawing.from_svg(variant["svg"].encode()).layers
    assert isinstance(layer, Layer)
    assert layer.fill == "#8a1c1c"
    assert Variant.objects.get().trace_options["method"] == "vtracer"


@pytest.mark.skipif(shutil.which("inkscape") is None, reason="inkscape is not installed")
def test_inkscape_traces_it_too(client: Client) -> None:
    variant = send(client, method="inkscape").json()["variants"][0]
    assert variant["measurements"]["bitmap_iou"] > 0.95


def test_without_inkscape_nothing_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    answer = send(client, method="inkscape")
    assert (answer.status_code, answer.json()["code"]) == (503, "tracer_unavailable")
    assert not Generation.objects.exists()


@pytest.mark.parametrize("method", ["potrace", "vtracer"])
def test_it_can_be_traced_again_and_drawn_again_the_same(client: Client, method: str) -> None:
    made = send(client, constraints=constraints(width_mm=120), method=method).json()["variants"][0]
    reproduce = f"/api/art/variants/{made['variant_id']}/reproduce"
    again = client.post(reproduce, content_type="application/json").json()
    assert again["same"] is True
    path = f"/api/art/variants/{made['variant_id']}/retrace"
    body = {"constraints": {"width_mm": 60, "method": method}}
    child = client.post(path, body, "application/json").json()
    assert child["retraced_from"] == made["variant_id"]
    assert child["measurements"]["width_mm"] == 60


def test_light_art_on_black_is_told_and_turned_by_invert(client: Client) -> None:
    picture = Image.new("L", (300, 300), 0)
    picture.paste(255, (100, 100, 200, 200))
    data = io.BytesIO()
    picture.save(data, "PNG")
    found = send(client, data.getvalue()).json()["variants"][0]
    assert found["measurements"]["inverted"] is True
    assert [w["code"] for w in found["warning_details"]].count("inverted") == 1
    assert found["measurements"]["subpaths"] == 1
    turned = send(client, data.getvalue(), constraints=constraints(invert=False)).json()
    facts = turned["variants"][0]["measurements"]
    assert (facts["inverted"], facts["subpaths"]) == (False, 2)
    page = client.get(f"/assets/{found['asset_id']}").content.decode()
    assert f"/variants/{found['variant_id']}/tune?invert=false" in page


@pytest.mark.parametrize("format", ["svg", "svg-metadata", "dxf", "pdf", "png", "eps"])
def test_it_leaves_the_house_in_every_format(client: Client, format: str) -> None:
    asset_id = send(client).json()["asset_ids"][0]
    answer = client.get(f"/api/art/assets/{asset_id}/export", {"format": format})
    assert answer.status_code == 200
    assert len(answer.getvalue()) > 100


def test_its_bundle_and_its_pages_open(client: Client) -> None:
    body = send(client).json()
    for path in (
        f"/api/art/variants/{body['variants'][0]['variant_id']}/bundle",
        "/api/art/assets?provider=upload",
        f"/api/art/generations/{body['generation_id']}",
        f"/?generation={body['generation_id']}",
        "/gallery",
        f"/generations/{body['generation_id']}",
        f"/assets/{body['asset_ids'][0]}",
    ):
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path


def test_it_belongs_to_the_session_named(client: Client) -> None:
    session = create_session()
    body = send(client, workflow_session_id=session.session_id).json()
    assert body["workflow_session_id"] == session.session_id
    path = f"/api/workflow-sessions/{session.session_id}/generations"
    assert len(client.get(path).json()["results"]) == 1


def test_a_photographed_sheet_is_squared_and_reproduced(client: Client) -> None:
    """The record holds crop, corners, size and relations, so that the same bytes come again."""
    seen = corners_seen(120, 70, CAMERA, tilt=(0.5, 0.3))
    png = photograph(CARD, seen, CAMERA)
    corners = (seen / CAMERA).tolist()
    how = {"corners": corners, "crop": [0, 0, 0.5, 1], "width_mm": 120, "height_mm": 70}
    body = send(client, png, "card.png", constraints=json.dumps(how)).json()
    (variant,) = body["variants"]
    assert variant["measurements"]["width_mm"] == pytest.approx(60, abs=0.1)
    assert variant["measurements"]["height_mm"] == 70
    assert variant["measurements"]["geometry"]["relations"]["level"] == 4
    recorded = Variant.objects.get(variant_id=variant["variant_id"]).trace_options
    assert (recorded["corners"], recorded["relations"]) == (corners, {})
    address = f"/api/art/variants/{variant['variant_id']}/reproduce"
    again = client.post(address, content_type="application/json").json()
    assert again["same"]


def test_a_crop_that_is_none_is_refused_by_its_name(client: Client) -> None:
    answer = send(client, constraints=json.dumps({"crop": [0.5, 0, 0.2, 1], "size_by": "paper"}))
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"constraints.crop", "constraints.size_by"}
