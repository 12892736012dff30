"""Small pictures: made once, small, the same every time, and never in the way of the drawing."""

from __future__ import annotations

import io
import random
import threading
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from PIL import Image
from pytest_django import Settings

from artstudio.models import ArtAsset, AssetKind, Generation
from artstudio.services.gallery.thumbnails import (
    MAX_BYTES,
    RECIPE,
    NoThumbnail,
    thumbnail,
)
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.svg.render import render_png
from rmos_runs.blobs.attachments import get_attachment_path, put_text_attachment
from rmos_runs.models import RunAttachment


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    """Keep each test's thumbnails apart."""
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def drawing(db: None) -> ArtAsset:
    """Return a dense drawing, wider than high."""
    return drawn({"width_mm": 90, "height_mm": 45})


def drawn(constraints: dict[str, float]) -> ArtAsset:
    generation: Generation = generate_svg_variants("Celtic knot panel", 1, "1", constraints)
    asset = generation.variants.get().asset
    assert asset is not None
    return asset


def size_of(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "WEBP"
        return picture.size


@pytest.mark.parametrize("size", [256, 512])
def test_the_longer_side_has_the_size_asked_for(drawing: ArtAsset, size: int) -> None:
    assert drawing.width_mm is not None
    assert drawing.height_mm is not None
    data = thumbnail(drawing.attachment_id, size)
    width, height = size_of(data)
    assert width == size
    assert height == pytest.approx(size * drawing.height_mm / drawing.width_mm, abs=1)
    assert len(data) <= MAX_BYTES


@pytest.mark.django_db
def test_a_tall_strip_fits_too() -> None:
    asset = drawn({"width_mm": 20, "height_mm": 160})
    assert max(size_of(thumbnail(asset.attachment_id, 256))) == 256


def strewn(shapes: int) -> str:
    """Return a path of squares strewn over a sheet, four nodes each."""
    dice = random.Random(1)
    squares = (
        f"M{dice.uniform(0, 99):.2f} {dice.uniform(0, 99):.2f}h1v1h-1z" for _ in range(shapes)
    )
    return "".join(squares)


def zigzag(corners: int) -> str:
    """Return one path that crosses itself everywhere."""
    dice = random.Random(1)
    lines = (f"L{dice.uniform(0, 99):.2f} {dice.uniform(0, 99):.2f}" for _ in range(corners))
    return f"M0 0{''.join(lines)}z"


@pytest.mark.django_db
@pytest.mark.parametrize("path", [strewn(5_000), zigzag(20_000), zigzag(2_000)])
def test_a_picture_of_twenty_thousand_nodes_is_small_too(path: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="99mm" height="99mm" viewBox="0 0 99 99">'
        f'<path fill-rule="evenodd" d="{path}"/></svg>'
    )
    blob, _path = put_text_attachment(svg, "geometry_svg", "image/svg+xml", "dense.svg", ".svg")
    ArtAsset.objects.create(
        asset_id=f"asset_{blob.sha256[:12]}",
        attachment=blob,
        kind=AssetKind.SVG,
        width_mm=99,
        height_mm=99,
    )
    for size in (256, 512):
        data = thumbnail(blob.sha256, size)
        assert len(data) <= MAX_BYTES
        assert size_of(data)[0] >= size // 2


def test_the_same_picture_is_made_again_byte_for_byte(drawing: ArtAsset, data_dir: Path) -> None:
    first = thumbnail(drawing.attachment_id, 512)
    for kept in data_dir.rglob("*.webp"):
        kept.unlink()
    assert thumbnail(drawing.attachment_id, 512) == first


def test_nothing_on_record_changes(drawing: ArtAsset) -> None:
    before = RunAttachment.objects.count()
    thumbnail(drawing.attachment_id, 256)
    assert RunAttachment.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_wait_for_one_rendering(
    drawing: ArtAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[int] = []

    def counted(*args: object, **options: object) -> bytes:
        rendered.append(1)
        return render_png(*args, **options)  # type: ignore[arg-type]  # handed on as they come

    monkeypatch.setattr("artstudio.services.gallery.thumbnails.render_png", counted)
    answers: list[bytes] = []

    def ask() -> None:
        try:
            answers.append(thumbnail(drawing.attachment_id, 256))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rendered) == 1
    assert len(answers) == 6
    assert len(set(answers)) == 1


def test_what_cannot_be_rendered_shows_the_drawing_and_is_not_tried_again_at_once(
    drawing: ArtAsset, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(get_attachment_path(drawing.attachment_id) or "")
    path.chmod(0o644)
    path.write_bytes(b"<svg")
    answer = client.get(f"/thumbnails/{RECIPE}/{drawing.attachment_id}/256.webp")
    assert answer.status_code == 302
    assert answer["Location"].endswith(drawing.attachment_id)

    def never(*_args: object, **_options: object) -> bytes:
        raise AssertionError("tried again")

    monkeypatch.setattr("artstudio.services.gallery.thumbnails.render_png", never)
    with pytest.raises(NoThumbnail):
        thumbnail(drawing.attachment_id, 256)


def test_the_answer_is_kept_for_ever(drawing: ArtAsset, client: Client) -> None:
    address = f"/thumbnails/{RECIPE}/{drawing.attachment_id}/512.webp"
    answer = client.get(address)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert "immutable" in again["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("sha256", ["0" * 64, "..", "%2e%2e%2fsecret", "x" * 300])
def test_only_what_is_indexed_becomes_a_path(client: Client, sha256: str, data_dir: Path) -> None:
    assert client.get(f"/thumbnails/{RECIPE}/{sha256}/256.webp").status_code in {302, 404}
    assert not data_dir.exists()


def test_no_other_size_is_made(drawing: ArtAsset, client: Client) -> None:
    assert client.get(f"/thumbnails/{RECIPE}/{drawing.attachment_id}/4096.webp").status_code == 302
