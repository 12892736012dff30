"""Drawings of every kind to look at, and the numbers that a page shows of them."""

from __future__ import annotations

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from playwright.sync_api import Page

from artstudio.models import Variant
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.tuning.upload import trace_upload

#: A bar from 30 to 60 mm both ways on a sheet of 100 mm.
BAR_MM = (30, 60)


def traced_drawing() -> Variant:
    """Return a drawing that was traced from a picture of 1,024 pixels."""
    constraints = {"width_mm": 80, "min_feature_mm": 3}
    return generate_svg_variants("Celtic knot", 1, "k", constraints, route="raster").variants.get()


def bar() -> Variant:
    """Return an uploaded square of known place and size."""
    image = Image.new("L", (400, 400), 255)
    ImageDraw.Draw(image).rectangle((120, 120, 239, 239), fill=0)
    file = io.BytesIO()
    image.save(file, "PNG")
    upload = SimpleUploadedFile("bar.png", file.getvalue())
    return trace_upload(upload, title="Bar", constraints={"width_mm": 100}).variants.get()


def page_for(variant: Variant) -> str:
    assert variant.asset is not None
    return f"/assets/{variant.asset.asset_id}"


def scale(page: Page) -> int:
    """Return the zoom in percent that the page says."""
    said = page.locator("[data-scale]").inner_text()
    return int(re.sub(r"\D", "", said))


def settled(page: Page) -> None:
    """Wait until what was moved is painted."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))")


def mm_at(page: Page, x: float) -> float:
    """Return where on a drawing 80 mm wide a place of the window is, in mm from its left."""
    box = page.locator(".layer-drawing").bounding_box()
    assert box
    return (x - box["x"]) / box["width"] * 80
