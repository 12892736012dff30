"""Renders the corpus with Chromium: `python -m tests.unit.svg.looks.record_truth`.

A drawing that has its picture already is left alone, unless it is named.
"""

from __future__ import annotations

import io
import sys

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.unit.svg.looks.pictures import DRAWINGS, TRUTH, WIDTH_PX


def main(names: list[str]) -> None:
    """Render what has no picture yet, and what is named."""
    TRUTH.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page(viewport={"width": WIDTH_PX, "height": WIDTH_PX}, locale="en-US")
        for drawing in DRAWINGS:
            path = TRUTH / f"{drawing.stem}.png"
            if path.exists() and drawing.stem not in names:
                continue
            page.goto("about:blank")
            page.goto(drawing.as_uri())
            page.evaluate(
                "size => { const root = document.documentElement; "
                "root.setAttribute('width', size); root.setAttribute('height', size); }",
                str(WIDTH_PX),
            )
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            shot.quantize(32, dither=Image.Dither.NONE).save(path, optimize=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
