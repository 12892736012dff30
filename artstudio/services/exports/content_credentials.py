"""Drawings with Content Credentials: signed once, then served from the store.

The copy is a derivative of its own with its own digest; it never takes the
drawing's place.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from artstudio import __version__
from artstudio.svg.export.c2pa import SVG, Identity, SigningUnavailable, signed
from artstudio.svg.export.metadata import Record
from rmos_runs.blobs.attachments import open_blob, put_bytes_attachment
from rmos_runs.digests import sha256_hex
from rmos_runs.models import RunAttachment

SIGNED_KIND = "svg_c2pa"
__all__ = ["SigningUnavailable", "identity_digest", "signed_copy", "signing_identity"]


def signing_identity() -> Identity:
    """Return who signs here. Raises SigningUnavailable naming the settings that are missing."""
    if not (settings.ARTSTUDIO_C2PA_CERT and settings.ARTSTUDIO_C2PA_KEY):
        raise SigningUnavailable(
            "No certificate is configured. Set ARTSTUDIO_C2PA_CERT and ARTSTUDIO_C2PA_KEY "
            "to the PEM files of a chain and its private key."
        )
    try:
        return Identity(
            certificates=Path(settings.ARTSTUDIO_C2PA_CERT).read_bytes(),
            private_key=Path(settings.ARTSTUDIO_C2PA_KEY).read_bytes(),
            algorithm=settings.ARTSTUDIO_C2PA_ALG,
        )
    except OSError:
        raise SigningUnavailable(
            "The files of ARTSTUDIO_C2PA_CERT and ARTSTUDIO_C2PA_KEY cannot be read."
        ) from None


def signed_copy(svg: bytes, record: Record, *, filename: str, digest: str) -> bytes:
    """Return the signed copy of a drawing: the stored one, or a new one that is stored.

    digest: of all that the copy depends on. Raises SigningUnavailable, StoreUnavailable.
    """
    known = RunAttachment.objects.filter(kind=SIGNED_KIND, metadata__export=digest)
    if stored := known.order_by("created_at_utc", "sha256").first():
        with open_blob(stored) as file:
            return bytes(file.read())
    copy = signed(svg, record, generator=("Art Studio", __version__), identity=signing_identity())
    origin = {"derived_from": record.drawing_sha256, "export": digest}
    put_bytes_attachment(copy, SIGNED_KIND, SVG, filename, ".svg", metadata=origin)
    return copy


def identity_digest() -> str:
    """Return the digest of the certificates: another signer makes another copy."""
    return sha256_hex(signing_identity().certificates)
