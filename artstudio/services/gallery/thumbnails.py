"""Small pictures of drawings, made when somebody first looks and kept beside the store.

They are derived: whoever deletes the folder loses nothing, the same bytes are
made again. That is why they are no attachments: nothing on record refers to
them, and nothing that is recorded depends on them.
"""

from __future__ import annotations

import io
import time
from pathlib import Path

import structlog
from django.conf import settings
from PIL import Image

from artstudio.models import ArtAsset, AssetKind
from artstudio.services.resources import memory
from artstudio.services.resources.render_slots import render_slot
from artstudio.svg.render import render_png
from rmos_runs.blobs.attachments import open_blob
from rmos_runs.blobs.durable_files import locked_folder, make_folder, write_temp
from rmos_runs.errors import DomainError, Kind

log = structlog.stdlib.get_logger(__name__)

#: Pixels of the longer side.
SIZES = (256, 512)
MAX_BYTES = 30_000
#: Changed whenever the same drawing would give another picture; it is part of every address.
RECIPE = 3
PAPER = "#ffffff"
_RENDER_TIMEOUT_S = 10.0
_RETRY_FAILED_S = 3_600.0
#: (part of the size, quality), tried in turn: fewer pixels of something dense show more of it
#: than many pixels of mud.
_COARSER = ((1, 80), (1, 60), (1, 40), (0.75, 40), (0.5, 60), (0.5, 40), (0.5, 20), (0.25, 20))


class NoThumbnail(DomainError):
    """There is no small picture of this. Show the drawing itself."""

    kind = Kind.NOT_FOUND
    code = "no_thumbnail"


def thumbnail(sha256: str, size: int) -> bytes:
    """Return a WebP of a drawing whose longer side has `size` pixels, at most 30 KB.

    Made at the first call; two callers never make the same one. Raises
    NoThumbnail for what is no drawing of the index and for what cannot be
    rendered, which is then left alone for an hour.
    """
    if size not in SIZES:
        raise NoThumbnail
    kept = _folder(sha256) / f"{size}.webp"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        _make(_drawing(sha256))
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        raise NoThumbnail from None


def _folder(sha256: str) -> Path:
    return _root() / f"v{RECIPE}" / sha256[:2] / sha256


def _root() -> Path:
    root: Path = settings.DATA_DIR
    return root / "thumbnails"


def _drawing(sha256: str) -> ArtAsset:
    """Return the asset; only what is indexed becomes a path."""
    assets = ArtAsset.objects.select_related("attachment").filter(kind=AssetKind.SVG)
    found = assets.filter(attachment_id=sha256).first()
    if found is None:
        raise NoThumbnail
    return found


def _make(asset: ArtAsset) -> None:
    folder = _folder(asset.attachment_id)
    make_folder(folder)
    # The lock of a folder holds across processes; who waited finds the work done.
    with locked_folder(folder):
        if (folder / f"{SIZES[-1]}.webp").exists() or _failed_recently(folder):
            return
        try:
            with render_slot(_root() / "rendering"):
                pictures = _render(asset)
                memory.trim_soon()
        except (DomainError, OSError, ValueError):
            log.warning("thumbnail_failed", sha256=asset.attachment_id, exc_info=True)
            (folder / "failed").touch()
            return
        for size, data in pictures.items():
            write_temp(folder, [data]).replace(folder / f"{size}.webp")


def _failed_recently(folder: Path) -> bool:
    try:
        # A time to come was written before the clock was set back.
        return 0 <= time.time() - (folder / "failed").stat().st_mtime < _RETRY_FAILED_S
    except FileNotFoundError:
        return False


def _render(asset: ArtAsset) -> dict[int, bytes]:
    """Return the picture in every size; the smaller ones are scaled from the largest."""
    with open_blob(asset.attachment) as file:
        svg = bytes(file.read())
    largest = SIZES[-1]
    width = asset.width_mm or 1.0
    height = asset.height_mm or width
    png = render_png(
        svg,
        width_px=max(1, round(largest * min(1.0, width / height))),
        timeout_s=_RENDER_TIMEOUT_S,
        background=PAPER,
    )
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    return {size: _encode(picture, size) for size in SIZES}


def _encode(picture: Image.Image, size: int) -> bytes:
    """Return a picture that fits into the size in pixels, and into 30 KB."""
    data = _webp(_fitted(picture, size), lossless=True, quality=80)
    for part, quality in _COARSER:
        if len(data) <= MAX_BYTES:
            return data
        data = _webp(_fitted(picture, round(size * part)), lossless=False, quality=quality)
    if len(data) > MAX_BYTES:
        raise ValueError("Even coarse the picture is too large.")
    return data


def _fitted(picture: Image.Image, size: int) -> Image.Image:
    fitted = picture.copy()
    fitted.thumbnail((size, size), Image.Resampling.LANCZOS)
    return fitted


def _webp(picture: Image.Image, *, lossless: bool, quality: int) -> bytes:
    written = io.BytesIO()
    picture.save(written, "WEBP", lossless=lossless, quality=quality, method=4)
    return written.getvalue()
