"""The pictures of README's walk-through, "Your first rosette", taken of a running studio.

python -m tests.browser.guide_pictures --out docs/guide [--url URL]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.chromium import running_browser
from tests.browser.screenshots import DRAW_MS, Camera

PROMPT = "rosette 102/84 with a herringbone ring"
#: What the walk-through has its reader fill in; the seed makes it the drawing that README names.
FILLED_IN = "/?variant_seed=luthier&count=1"
#: Few colours are enough, and README should load fast.
COLOURS = 128


def take_guide(camera: Camera) -> None:
    with camera.page("guide") as page:
        camera.open(page, FILLED_IN)
        page.get_by_label("What should it be?").fill(PROMPT)
        page.wait_for_timeout(1_500)
        _shoot(camera, page, "1-ask")
        page.get_by_role("button", name="Draw", exact=True).click()
        expect(page.locator("#results img")).to_have_count(1, timeout=DRAW_MS)
        page.locator("#results .card a").first.click()
        page.wait_for_load_state("networkidle")
        _shoot(camera, page, "2-drawing")
        page.locator("a[href$='/tune']").first.click()
        page.wait_for_load_state("networkidle")
        _shoot(camera, page, "3-tune")


def _shoot(camera: Camera, page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    camera.shoot(page, name, full=False)
    picture = camera.out / f"{name}.png"
    few = Image.open(picture).convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)
    few.save(picture, optimize=True)


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        take_guide(Camera(browser, wanted.url, wanted.out))


if __name__ == "__main__":
    main()
