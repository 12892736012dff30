"""Content Credentials: a copy of a drawing that says who made it, signed with a certificate.

The manifest is embedded in the SVG and bound to all of its bytes; whoever
changes a coordinate breaks it. Signing twice gives different bytes, so what was
signed is kept. Source: C2PA Technical Specification 2.1; the c2pa-python package.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any, ClassVar

from artstudio.svg.export.metadata import Record
from rmos_runs.errors import DomainError, Kind

SVG = "image/svg+xml"
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class SigningUnavailable(DomainError):
    """Drawings cannot be signed here. Install the package c2pa-python."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "signing_unavailable"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who signs: a chain of certificates and its private key, both PEM.

    algorithm: as C2PA names it, such as es256 or ps256; it must fit the key.
    """

    certificates: bytes
    private_key: bytes = field(repr=False)
    algorithm: str


def signed(svg: bytes, record: Record, *, generator: tuple[str, str], identity: Identity) -> bytes:
    """Return a copy of `svg` with a signed manifest inside; its paths are unchanged.

    generator: name and version of the program. Raises SigningUnavailable where
    c2pa-python is missing or refuses certificate, key or algorithm.
    """
    try:
        import c2pa  # noqa: PLC0415 - optional, and 50 MB
    except ImportError:
        raise SigningUnavailable from None
    copy = io.BytesIO()
    try:
        info = c2pa.C2paSignerInfo(
            alg=identity.algorithm.encode(),
            sign_cert=identity.certificates,
            private_key=identity.private_key,
            ta_url=None,
        )
        with c2pa.Signer.from_info(info) as signer, c2pa.Builder(_manifest(record, generator)) as b:
            b.sign(signer, SVG, io.BytesIO(svg), copy)
    except c2pa.C2paError:
        # What it says may quote the key; the log need not have it either.
        raise SigningUnavailable(
            "Signing failed. Check that ARTSTUDIO_C2PA_CERT holds the chain, ARTSTUDIO_C2PA_KEY "
            "its private key, and ARTSTUDIO_C2PA_ALG fits them."
        ) from None
    return copy.getvalue()


def _manifest(record: Record, generator: tuple[str, str]) -> str:
    name, version = generator
    # What our own engine draws is computed; what a provider drew comes from a trained model.
    kind = "algorithmicMedia" if record.provider.startswith("stub") else "trainedAlgorithmicMedia"
    action: dict[str, Any] = {"action": "c2pa.created", "digitalSourceType": _SOURCE_TYPES + kind}
    origin = {
        "drawing_sha256": record.drawing_sha256,
        "source_sha256": record.source_sha256,
        "provenance_sha256": record.provenance_sha256,
        "variant_id": record.variant_id,
    }
    manifest = {
        "claim_generator_info": [{"name": name, "version": version}],
        "format": SVG,
        "title": record.title,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [action]}},
            {"label": "org.artstudio.origin", "data": origin},
        ],
    }
    return json.dumps(manifest)
