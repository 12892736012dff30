"""A stored drawing in another format.

An export is not stored, but for a signed one: it can always be made again, byte for byte, from the
drawing and its options, in some tens of milliseconds, while the store keeps
what it is given for ever. What is kept is its name: the digest of everything
its bytes depend on. Whoever has an export of that name has the right bytes,
and nothing is read or written to tell him so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from artstudio import __version__
from artstudio.errors import NotADrawing, NotExportable
from artstudio.geometry.drawing import Drawing
from artstudio.models import ArtAsset, AssetKind, Variant
from artstudio.services.exports.content_credentials import (
    identity_digest,
    signed_copy,
)
from artstudio.services.gallery.assets import get_asset, productions_of
from artstudio.services.resources.concurrency import heavy_work
from artstudio.svg.export.dxf import Curves
from artstudio.svg.export.metadata import Record
from artstudio.svg.export.options import DPI, TOLERANCE_MM, ExportOptions, Format, check_options
from artstudio.svg.export.presets import Preset, Role
from artstudio.svg.export.writers import EXPORTER_VERSION, FILE_TYPES, export
from artstudio.svg.render import resvg_version
from rmos_runs.blobs.attachments import open_blob
from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.errors import BlobDamaged

FORMATS = tuple(Format)
PRESETS = tuple(Preset)
ROLES = tuple(Role)
CURVES = tuple(Curves)
MEDIA_TYPES = tuple(dict.fromkeys(kind.media_type for kind in FILE_TYPES.values()))
LONGEST_NAME = 40
_WITH_RECORD = (Format.SVG_METADATA, Format.SVG_C2PA)
__all__ = ["DPI", "TOLERANCE_MM", "Export", "made_with", "prepare_export", "words_and_size"]


@dataclass(frozen=True, kw_only=True)
class Export:
    """A drawing and what it shall become; nothing is read before `data` is asked for."""

    asset: ArtAsset
    options: ExportOptions
    record: Record | None

    @property
    def digest(self) -> str:
        """The SHA-256 of all that the bytes depend on."""
        inputs = {
            "drawing": self.asset.attachment_id,
            "options": self.options.as_dict(),
            "exporter": EXPORTER_VERSION,
            "renderer": resvg_version() if self.options.format is Format.PNG else None,
            "record": self.record.as_dict() if self.record else None,
            "signer": identity_digest() if self.options.format is Format.SVG_C2PA else None,
        }
        return sha256_hex(canonical_json(inputs))

    @property
    def media_type(self) -> str:
        """The type the bytes are sent with."""
        return FILE_TYPES[self.options.format].media_type

    @property
    def filename(self) -> str:
        """The drawing in words, its size, and what it was exported for."""
        asset, options = self.asset, self.options
        parts = [words_and_size(asset)]
        if options.preset is not Preset.PLAIN:
            parts += filter(None, (options.preset, options.role))
        if options.dpi is not None:
            parts.append(f"{options.dpi}dpi")
        return "-".join(parts) + FILE_TYPES[options.format].ending

    def data(self) -> bytes:
        """Return the bytes.

        Raises BlobNotFound, BlobDamaged, SigningUnavailable, NotExportable for an
        SVG that is not in our canonical form, InvalidRequest for too many pixels.
        """
        stored = _stored_bytes(self.asset)
        if self.options == ExportOptions():
            return stored
        if self.options.format is Format.SVG_C2PA and self.record:
            name, digest = self.filename, self.digest
            return signed_copy(stored, self.record, filename=name, digest=digest)
        with heavy_work():
            try:
                drawing = Drawing.from_svg(stored)
            except ValueError:
                raise NotExportable from None
            return export(drawing, self.options, self.record)


def prepare_export(asset_id: str, **asked: Any) -> Export:
    """Return an export of a drawing; `asked` are the options of `check_options`.

    Raises AssetNotFound, NotADrawing, InvalidRequest.
    """
    options = check_options(**asked)
    asset = get_asset(asset_id)
    if asset.kind != AssetKind.SVG:
        raise NotADrawing
    record = _record(asset) if options.format in _WITH_RECORD else None
    return Export(asset=asset, options=options, record=record)


def _stored_bytes(asset: ArtAsset) -> bytes:
    with open_blob(asset.attachment) as file:
        data = bytes(file.read())
    if sha256_hex(data) != asset.attachment_id:
        raise BlobDamaged
    return data


def _record(asset: ArtAsset) -> Record:
    """Return where the drawing comes from, by the first variant that made it."""
    made = productions_of(asset).filter(provenance__isnull=False).order_by("id").first()
    if made is None:
        raise NotExportable("Nothing is on record of how this drawing was made. Ask for svg.")
    return Record(
        title=" ".join(asset.prompt.split())[:100],
        prompt=asset.prompt,
        drawing_sha256=asset.attachment_id,
        source_sha256=made.source_id or "",
        provenance_sha256=made.provenance_id or "",
        variant_id=made.variant_id,
        provider=" ".join(filter(None, (asset.provider, asset.model))),
        made_with=made_with(made.tool_versions),
        started_at=made.created_at_utc.isoformat(),
        ended_at=_ended_at(made),
    )


def _ended_at(variant: Variant) -> str:
    return variant.finished_at_utc.isoformat() if variant.finished_at_utc else ""


def made_with(versions: Mapping[str, Any]) -> tuple[str, ...]:
    """Return each tool with its version in one line of text."""
    shown = {"artstudio": __version__} | dict(versions)
    return tuple(
        f"{tool} {' '.join(map(str, found.values())) if isinstance(found, dict) else found}"
        for tool, found in sorted(shown.items())
    )


def words_and_size(asset: ArtAsset) -> str:
    """Return what to call a drawing's file, without its ending: `rosette-100x100mm`."""
    return "-".join(filter(None, (_words(asset.prompt), _size(asset))))


def _words(prompt: str) -> str:
    """Return the first whole words of a prompt in letters that every file system takes."""
    slug = slugify(prompt)
    if len(slug) > LONGEST_NAME:
        slug = slug[: LONGEST_NAME + 1].rpartition("-")[0] or slug[:LONGEST_NAME]
    return slug or "drawing"


def _size(asset: ArtAsset) -> str:
    if asset.width_mm is None or asset.height_mm is None:
        return ""
    return f"{asset.width_mm:.7g}x{asset.height_mm:.7g}mm"
