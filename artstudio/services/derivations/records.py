"""The record of a derivation, which is its source: an operation, parameters, a drawing's digest."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

import shapely
from cachetools import LRUCache

from artstudio.cutting.areas import DerivationError
from artstudio.cutting.derived import Derived
from artstudio.errors import CannotDerive, StoredSourceDamaged
from artstudio.geometry.drawing import Drawing
from artstudio.services.derivations.operations import VERSION, find_operation
from rmos_runs.attachments import open_attachment
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import BlobNotFound

RECORD_KIND = "derivation"
# What was shown as a preview is often kept a moment later.
_latest: LRUCache[bytes, Derived] = LRUCache(4)
_lock = threading.Lock()


def derivation_record(
    operation: str, parameters: Mapping[str, Any], *, svg_sha256: str
) -> dict[str, Any]:
    """Return the record of an operation on the stored drawing `svg_sha256`.

    Defaults are written out. Raises InvalidRequest.
    """
    return {
        "derivation": VERSION,
        "operation": operation,
        "parameters": find_operation(operation).read(parameters),
        "drawing_sha256": svg_sha256,
    }


def derive_from_record(data: bytes, *, keep: bool = False) -> Derived:
    """Return what a stored record makes.

    keep: for a preview, which may be asked for as a drawing next: that takes it once.

    Raises CannotDerive where the operation leaves nothing, StoredSourceDamaged where the
    drawing it names is gone or no longer has its digest.
    """
    with _lock:
        found = _latest.pop(data, None)
    found = found or _derive(json.loads(data))
    if keep:
        with _lock:
            _latest[data] = found
    return found


def _derive(record: Mapping[str, Any]) -> Derived:
    operation = find_operation(record["operation"])
    drawing = stored_drawing(record["drawing_sha256"])
    try:
        return operation.apply(drawing, record["parameters"])
    except DerivationError as error:
        raise CannotDerive(str(error)) from error


def geos_version() -> str:
    """Return the version of the library that offsets and unites."""
    return str(shapely.geos_version_string)


def stored_drawing(svg_sha256: str) -> Drawing:
    """Return a canonical drawing from the store; raises StoredSourceDamaged."""
    try:
        with open_attachment(svg_sha256) as file:
            svg = bytes(file.read())
    except BlobNotFound as error:
        raise StoredSourceDamaged from error
    if sha256_hex(svg) != svg_sha256:
        raise StoredSourceDamaged
    return Drawing.from_svg(svg)
