"""The seven things that an assistant can do with a studio, as text and a small picture.

An answer is below 4 KB of text with links; the SVG's text comes only where it is asked for.
What costs money is told with its price first and done when that price is accepted.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from artstudio.client.errors import ClientError
from artstudio.client.studio import Studio

LONGEST_TEXT = 4_000
PICTURE_PX = 512
LOWEST_DPI = 30
_MM_PER_INCH = 25.4
_SHOWN = (
    *("asset_id", "prompt", "route", "width_mm", "height_mm", "nodes", "cut_length_mm"),
    *("pieces", "smallest_feature_mm", "smallest_gap_mm", "starred", "tags", "created_at_utc"),
)
_TRACED = ("raster", "upload")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an assistant gets: text, and pictures as PNG."""

    text: str
    pictures: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Assistant:
    """The tools, on the studio that `open_studio` gives for each call."""

    open_studio: Callable[[], AbstractContextManager[Studio]]

    def draw(self, request: Mapping[str, Any], *, accepted_price_usd: float | None) -> Reply:
        """Make drawings; a price that was not accepted is told instead. Raises ClientError."""
        with self.open_studio() as studio:
            return self._draw(studio, request, accepted_price_usd)

    def look(self, asset_id: str, *, svg: bool) -> Reply:
        """Show a drawing: its facts and its picture, its SVG where that is asked for."""
        with self.open_studio() as studio:
            asset = studio.asset(asset_id)
            text = f"{_facts(asset)}\n{_links(studio, asset_id)}"
            if svg:
                text = studio.export(asset_id, {"format": "svg"}).decode()
                return Reply(text=text)
            return _reply(text, [_picture(studio, asset)])

    def change(
        self,
        asset_id: str,
        *,
        prompt: str,
        constraints: Mapping[str, Any],
        parameters: Mapping[str, Any],
        accepted_price_usd: float | None,
    ) -> Reply:
        """Make a drawing like another with something changed; the other stays as it is."""
        with self.open_studio() as studio:
            asset = studio.asset(asset_id)
            variant = asset["meta"].get("first_variant_id", "")
            if parameters:
                return _delivered(studio, studio.redraw(variant, parameters))
            if asset["route"] in _TRACED and not prompt:
                return _delivered(studio, studio.retrace(variant, constraints))
            request = {
                "prompt": prompt or asset["prompt"],
                "variant_seed": asset["variant_seed"],
                "constraints": dict(constraints),
            }
            return self._draw(studio, request, accepted_price_usd)

    def check(self, asset_id: str) -> Reply:
        """Return a drawing's cut card."""
        with self.open_studio() as studio:
            asset = studio.asset(asset_id)
            measured = asset["meta"].get("measurements", {})
            shown = {k: v for k, v in measured.items() if v not in (None, [], 0) and k != "bounds"}
            return _reply(f"{asset_id}: {json.dumps(shown, ensure_ascii=False)}")

    def search(self, words: str, *, limit: int) -> Reply:
        """List drawings by the words of their prompts, newest first."""
        with self.open_studio() as studio:
            found = studio.search(words, limit=max(1, min(limit, 20)))
            lines = [_facts(asset, short=True) for asset in found]
            return _reply("\n".join(lines) or "No drawing has these words.")

    def export(self, asset_id: str, options: Mapping[str, str]) -> Reply:
        """Say where a drawing can be fetched in another format, having tried it."""
        with self.open_studio() as studio:
            size = len(studio.export(asset_id, options))
            query = "&".join(f"{name}={value}" for name, value in options.items())
            link = f"{studio.url}/api/art/assets/{asset_id}/export?{query}"
            return _reply(f"{size:,} bytes: {link}")

    def attach(self, asset_ids: list[str], run_id: str) -> Reply:
        """Make drawings advisory inputs of a manufacturing run."""
        with self.open_studio() as studio:
            answer = studio.attach(asset_ids, run_id)
            new = answer["created_count"]
            return _reply(f"{run_id}: {len(answer['asset_ids'])} attached, {new} new.")

    def _draw(self, studio: Studio, request: Mapping[str, Any], accepted: float | None) -> Reply:
        estimate = studio.estimate(request)
        if question := _price_question(estimate, accepted):
            return _reply(question)
        wanted = {**request, "variant_seed": estimate["variant_seed"]}
        return _delivered(studio, studio.draw(wanted))


def _price_question(estimate: Mapping[str, Any], accepted: float | None) -> str:
    """Return what to ask before a paid call, or an empty text."""
    costs = estimate["estimate"]
    price = None if costs["cost_high"] is None else float(costs["cost_high"])
    if price == 0.0 or (price is not None and accepted is not None and price <= accepted):
        return ""
    if not estimate["fits_budget"]:
        raise ClientError("Today's budget does not allow this. Draw tomorrow, or draw offline.")
    if price is None and accepted is not None:
        return ""
    told = "a price that nobody knows" if price is None else f"at most {price:.4f} USD"
    return (
        f"Nothing was drawn yet. {estimate['provider']} ({estimate['route']}) costs {told}. Ask "
        "the user, then call again with accepted_price_usd set to what they accept."
    )


def _delivered(studio: Studio, answer: Mapping[str, Any]) -> Reply:
    lines, pictures = [], []
    for variant in answer["variants"]:
        if error := variant["error_details"]:
            lines.append(f"Failed: {error['message']}")
            continue
        asset_id = variant["asset_id"]
        measured = variant["measurements"]
        lines.append(f"{asset_id}: {_size(measured)}, {measured['nodes']} nodes")
        lines += [f"- {warning}" for warning in variant["warnings"]]
        lines.append(_links(studio, asset_id))
        pictures.append(_picture(studio, {"asset_id": asset_id, **measured}))
    if unread := answer.get("not_understood"):
        lines.append(f"Not understood: {', '.join(unread)}")
    return _reply("\n".join(lines), pictures)


def _facts(asset: Mapping[str, Any], *, short: bool = False) -> str:
    if short:
        return f"{asset['asset_id']}: {_size(asset)}, {asset['prompt'][:120]}"
    return json.dumps({name: asset.get(name) for name in _SHOWN}, ensure_ascii=False)


def _size(measured: Mapping[str, Any]) -> str:
    width, height = measured["width_mm"], measured["height_mm"]
    return "size unknown" if width is None else f"{width:g} × {height:g} mm"


def _links(studio: Studio, asset_id: str) -> str:
    return f"Page: {studio.url}/assets/{asset_id}"


def _picture(studio: Studio, asset: Mapping[str, Any]) -> bytes:
    """Return a PNG of at most 512 px a side."""
    longer = max(asset["width_mm"] or 1.0, asset["height_mm"] or 1.0)
    dpi = max(round(PICTURE_PX / longer * _MM_PER_INCH), LOWEST_DPI)
    large = studio.export(asset["asset_id"], {"format": "png", "dpi": str(dpi)})
    with Image.open(io.BytesIO(large)) as picture:
        picture.thumbnail((PICTURE_PX, PICTURE_PX))
        small = io.BytesIO()
        picture.save(small, "PNG")
    return small.getvalue()


def _reply(text: str, pictures: list[bytes] | None = None) -> Reply:
    return Reply(text=text[:LONGEST_TEXT], pictures=pictures or [])
