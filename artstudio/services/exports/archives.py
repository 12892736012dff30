"""Many drawings as one zip, with the records of how they were made and a list of all digests.

Written while it is sent, in a fixed order and with the drawings' own times: the
same choice gives the same bytes, and any number of drawings takes the memory of one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from artstudio.models import ArtAsset, AssetKind, Variant
from artstudio.services.exports.formats import Export
from artstudio.services.gallery.assets import get_assets
from artstudio.svg.export.options import ExportOptions, Format, check_options
from rmos_runs.blobs.attachments import open_blob
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import BlobDamaged, DomainError, InvalidRequest
from rmos_runs.http.zip_stream import Sink
from rmos_runs.models import RunAttachment
from rmos_runs.runs.bundle.format import CHECKSUMS, checksums, member_names

DRAWINGS, RECORDS, OTHERS = "drawings", "provenance", "other"
LEFT_OUT = "LEFT-OUT.txt"
FORMATS = (
    Format.SVG,
    Format.DXF,
    Format.DXF_R12,
    Format.LBRN2,
    Format.PDF,
    Format.EPS,
    Format.PNG,
)
_PACKED = frozenset({Format.PDF, Format.PNG})
_FILE_MODE = 0o100644
_UNIX = 3


@dataclass(frozen=True, kw_only=True)
class _Member:
    """A file of the archive; nothing is read before `data` is called."""

    name: str
    at: datetime
    packed: bool
    data: Callable[[], bytes]


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A zip that is made while it is read."""

    members: Sequence[_Member]

    @property
    def filename(self) -> str:
        """What to call the file."""
        return f"drawings-{len([m for m in self.members if m.name.startswith(DRAWINGS)])}.zip"

    def chunks(self) -> Iterator[bytes]:
        """Yield the zip file by file.

        A drawing that cannot be had in this format, or whose bytes are damaged, is
        named in LEFT-OUT.txt: by then the answer has begun.
        """
        sink, digests, left_out = Sink(), dict[str, str](), list[str]()
        with ZipFile(cast("IO[bytes]", sink), "w") as archive:
            for member in self.members:
                try:
                    data = member.data()
                except (DomainError, OSError) as error:
                    said = error.message if isinstance(error, DomainError) else "It is unreadable."
                    left_out.append(f"{member.name}: {said}\n")
                    continue
                digests[member.name] = hashlib.sha256(data).hexdigest()
                archive.writestr(_entry(member), data)
                yield sink.take()
            for name, text in _closing(digests, left_out):
                archive.writestr(
                    _entry(_Member(name=name, at=_EPOCH, packed=False, data=bytes)), text
                )
        yield sink.take()


_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def _closing(digests: dict[str, str], left_out: list[str]) -> Iterator[tuple[str, bytes]]:
    if left_out:
        text = "".join(left_out).encode()
        digests[LEFT_OUT] = sha256_hex(text)
        yield LEFT_OUT, text
    yield CHECKSUMS, checksums(digests)


def archive_of(asset_ids: Sequence[str], *, format: str = Format.SVG) -> Archive:
    """Return the archive of up to 500 assets with their records; no stored byte is read yet.

    Raises InvalidRequest for none or too many and for a format that is not
    offered, AssetNotFound.
    """
    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise InvalidRequest(fields={"format": [f"Choose one of: {known}."]})
    options = check_options(format=format)
    found = get_assets(asset_ids)
    drawings = [asset for asset in found if asset.kind == AssetKind.SVG]
    others = {a.attachment_id: a.attachment for a in found if a.kind != AssetKind.SVG}
    records = {
        sha256: attachment
        for sha256, attachment in _records(drawings).items()
        if sha256 not in others
    }
    return Archive(
        members=[
            *_exported(drawings, options),
            *_stored(RECORDS, records),
            *_stored(OTHERS, others),
        ]
    )


def _exported(drawings: Sequence[ArtAsset], options: ExportOptions) -> Iterator[_Member]:
    exports = {a.attachment_id: Export(asset=a, options=options, record=None) for a in drawings}
    names = member_names(DRAWINGS, [(sha, export.filename) for sha, export in exports.items()])
    packed = options.format not in _PACKED
    for sha256, export in exports.items():
        at = export.asset.created_at_utc
        yield _Member(name=names[sha256], at=at, packed=packed, data=export.data)


def _records(drawings: Sequence[ArtAsset]) -> dict[str, RunAttachment]:
    """Return the record of each drawing's first production, by its digest."""
    made = (
        Variant.objects.filter(asset__in=drawings, provenance__isnull=False)
        .select_related("provenance")
        .order_by("asset_id", "id")
        .distinct("asset_id")
    )
    by_asset = {variant.asset_id: variant.provenance for variant in made}
    found = [by_asset.get(asset.pk) for asset in drawings]
    return {record.sha256: record for record in found if record is not None}


def _stored(folder: str, blobs: dict[str, RunAttachment]) -> Iterator[_Member]:
    names = member_names(folder, [(sha256, blob.filename) for sha256, blob in blobs.items()])
    for sha256, blob in blobs.items():
        yield _Member(
            name=names[sha256],
            at=blob.created_at_utc,
            packed=True,
            data=lambda blob=blob: _read(blob),  # type: ignore[misc]  # binds this one
        )


def _read(blob: RunAttachment) -> bytes:
    with open_blob(blob) as file:
        data = bytes(file.read())
    if sha256_hex(data) != blob.sha256:
        raise BlobDamaged
    return data


def _entry(member: _Member) -> ZipInfo:
    at = max(member.at.astimezone(UTC), _EPOCH)
    entry = ZipInfo(member.name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.create_system, entry.external_attr = _UNIX, _FILE_MODE << 16
    entry.compress_type = ZIP_DEFLATED if member.packed else ZIP_STORED
    return entry
