"""What proves a drawing: its bytes read again, and the same drawing made again of its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from artstudio.errors import NotRetraceable
from artstudio.models import ArtAsset, AssetKind, Variant
from artstudio.services.exports.content_credentials import signing_identity
from artstudio.services.generation import variants
from artstudio.services.tuning import retrace
from artstudio.services.tuning.retrace import Reproduction
from rmos_runs.blobs.attachments import Verification, verify_attachment
from rmos_runs.errors import DomainError

NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What came of reading bytes again: of what they are, `found`, and their page's name for it."""

    name: str
    found: Verification


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A tool's version when a drawing was made, and now."""

    name: str
    then: str
    now: str

    @property
    def has_changed(self) -> bool:
        """Whether it is another one now."""
        return self.then != self.now


def verifications_of(asset: ArtAsset, newest: Variant | None) -> list[Proof]:
    """Read the bytes of an asset again, and of a drawing also its source and its record."""
    is_drawing = asset.kind == AssetKind.SVG
    named: dict[str, str | None] = {
        "The drawing" if is_drawing else "The file": asset.attachment_id,
    }
    if is_drawing and newest is not None:
        named |= {"Its source": newest.source_id, "Its record": newest.provenance_id}
    return [
        Proof(name=name, found=verify_attachment(sha256))
        for name, sha256 in named.items()
        if sha256
    ]


def reproduced(asset: ArtAsset, variant_id: str) -> dict[str, object]:
    """Draw an asset's variant again; what the page says of it, be it why that cannot be done."""
    try:
        variant = variants.get_variant(variant_id)
        if variant.asset_id != asset.pk:
            raise NotRetraceable("That drawing is another one; open its own page.")
        found: Reproduction = retrace.reproduce(variant_id)
    except DomainError as error:
        return {"reproduction_error": error.message}
    tools = _tools(found.recorded_tools, found.actual_tools)
    return {
        "reproduction": found,
        "stored": verify_attachment(asset.attachment_id),
        "tools_then_and_now": tools,
        "changed_tools": [tool for tool in tools if tool.has_changed],
    }


def _tools(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Tool]:
    return [
        Tool(name=name, then=version_of(then.get(name)), now=version_of(now.get(name)))
        for name in sorted({*then, *now})
    ]


def can_sign() -> bool:
    """Tell whether drawings can leave with Content Credentials here."""
    try:
        signing_identity()
    except DomainError:
        return False
    return True


def version_of(found: object) -> str:
    """Return a version in words; a tracer's name and version are two facts of one tool."""
    if isinstance(found, Mapping):
        return " ".join(map(str, found.values()))
    return NOTHING if found is None else str(found)
