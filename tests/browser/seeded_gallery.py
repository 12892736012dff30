"""Drawings for the gallery that cost nothing to make."""

from __future__ import annotations

from playwright.sync_api import Page

from artstudio.models import ArtAsset, AssetKind
from artstudio.services.gallery.assets import list_assets
from rmos_runs.blobs.attachments import put_text_attachment

FOCUSED = "document.activeElement.closest('.card')?.querySelector('.card-prompt').textContent"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="50mm" viewBox="0 0 50 50">
<path d="M5 5h40v{side}h-40z"/></svg>"""


def hang(number: int, *, stack: str = "") -> ArtAsset:
    """Index a drawing of that number: `Rosette 3` with 7 nodes."""
    blob, _path = put_text_attachment(
        SVG.format(side=number / 10 + 5), "geometry_svg", "image/svg+xml", "rosette.svg", ".svg"
    )
    return ArtAsset.objects.create(
        asset_id=f"asset_{blob.sha256[:12]}",
        attachment=blob,
        kind=AssetKind.SVG,
        provider="stub",
        route="pattern",
        prompt=f"Rosette {number}",
        width_mm=50,
        height_mm=50,
        nodes=4 + number,
        stack=stack,
    )


def drawing(number: int) -> ArtAsset:
    """Return the drawing of a number."""
    return list_assets(kind="svg").get(prompt=f"Rosette {number}")


def focus_first(page: Page) -> None:
    """Put the focus on the first card."""
    page.locator("#assets .card a.sheet").first.focus()
