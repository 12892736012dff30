"""A drawing with all that proves where it comes from, as one file that needs nothing of ours."""

from __future__ import annotations

import json

from artstudio.errors import NotBundleable
from artstudio.models import ArtAsset, Variant
from artstudio.services.exports.formats import made_with, words_and_size
from artstudio.services.exports.prov_json import Entity, prov_json
from artstudio.services.generation.variants import get_variant
from rmos_runs.digests import sha256_hex
from rmos_runs.models import RunAttachment
from rmos_runs.runs.bundle.export import Bundle
from rmos_runs.runs.bundle.format import CHECKSUMS, checksums

README = "README.txt"
PROV = "prov.json"
RECORD = "provenance.json"
_README_TEXT = """\
A drawing and where it comes from

{prompt}

What is in here

  {drawing:<{column}} the drawing, {size}as it is stored
  {source:<{column}} what it was made from, as the provider returned it
  {record:<{column}} the full record of how it was made
  {prov:<{column}} the same in short, in the words of W3C PROV (PROV-JSON)
  {checksums:<{column}} the SHA-256 digests of all of them

How to check it

  sha256sum -c {checksums}

on Linux, or `shasum -a 256 -c {checksums}` on a Mac, prints OK for every file
whose bytes are unchanged. On Windows, compare what `certutil -hashfile FILE SHA256`
prints with the line of the file in {checksums}.

{record} names the drawing and its source by their digests, under
"drawing" and "source": they must be the ones in {checksums}. A change of a
single byte of the drawing gives another digest.

  drawing  {drawing_sha256}
  source   {source_sha256}
  record   {record_sha256}

Made on {made_on} as {variant_id}.
"""


def bundle_variant(variant_id: str) -> Bundle:
    """Return the bundle of a variant, the same bytes every time; nothing stored is read yet.

    Raises VariantNotFound, and NothingToBundle where there is no drawing.
    """
    variant = get_variant(variant_id)
    asset, drawing, source, record = _parts(variant)
    blobs = {
        f"{words_and_size(asset)}.svg": drawing,
        f"source{source.ext or '.bin'}": source,
        RECORD: record,
    }
    texts = {
        PROV: _prov(variant, blobs),
        README: _readme(variant, asset, blobs).encode(),
    }
    digests = {name: attachment.sha256 for name, attachment in blobs.items()}
    digests |= {name: sha256_hex(text) for name, text in texts.items()}
    return Bundle(
        name=variant.variant_id,
        recorded=variant.created_at_utc,
        texts=texts | {CHECKSUMS: checksums(digests)},
        blobs=blobs,
    )


def _parts(variant: Variant) -> tuple[ArtAsset, RunAttachment, RunAttachment, RunAttachment]:
    asset, drawing = variant.asset, variant.svg
    source, record = variant.source, variant.provenance
    if asset is None or drawing is None or source is None or record is None:
        raise NotBundleable
    return asset, drawing, source, record


def _prov(variant: Variant, blobs: dict[str, RunAttachment]) -> bytes:
    drawing, source, record = (
        Entity(sha256=blob.sha256, media_type=blob.mime, path=name) for name, blob in blobs.items()
    )
    ended = variant.finished_at_utc
    generation = variant.generation
    document = prov_json(
        variant_id=variant.variant_id,
        started_at=variant.created_at_utc.isoformat(),
        ended_at=ended.isoformat() if ended else "",
        drawing=drawing,
        source=source,
        record=record,
        tools=made_with(variant.tool_versions),
        provider=" ".join(filter(None, (generation.provider, generation.model))),
    )
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _readme(variant: Variant, asset: ArtAsset, blobs: dict[str, RunAttachment]) -> str:
    (drawing, source, record) = blobs
    sized = asset.width_mm is not None and asset.height_mm is not None
    return _README_TEXT.format(
        column=max(map(len, (*blobs, PROV, CHECKSUMS))) + 1,
        prompt=f'"{" ".join(variant.generation.prompt.split())}"',
        size=f"{asset.width_mm:.7g} by {asset.height_mm:.7g} mm, " if sized else "",
        drawing=drawing,
        source=source,
        record=record,
        prov=PROV,
        checksums=CHECKSUMS,
        drawing_sha256=blobs[drawing].sha256,
        source_sha256=blobs[source].sha256,
        record_sha256=blobs[record].sha256,
        made_on=f"{variant.created_at_utc:%Y-%m-%d %H:%M} UTC",
        variant_id=variant.variant_id,
    )
