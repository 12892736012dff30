"""Pictures of every page, for a person to look at.

    python -m tests.browser.screenshots --out DIR [--url URL]

The studio must be running; some drawings are made there on the way. With the fake
OpenAI server as its paid provider (`python -m tests.fake_openai`) the wait and the
failures are among the pictures, and after `manage.py seed_demo` runs and sessions.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.chromium import running_browser
from tests.browser.states import choose_two, log_in_in_vain, open_folds, show_keys

VIEWPORTS = {
    "desktop": (1280, 860),
    "phone": (390, 844),
    "narrow": (360, 740),
    "wide": (1600, 950),
    "showcase": (1280, 1180),
    "guide": (1120, 900),
}
LONG_PROMPT = (
    "<script>alert(1)</script> 🌿🎻 وردة من أوراق البلوط "
    + "A rosette of oak leaves with a rope border, " * 60
)[:2000]
SHOWCASE = "Rosette for a classical guitar"
SHOWCASE_ADDRESS = "/?width_mm=120&variant_seed=cedar"
# Marks of the fake OpenAI server; see tests/fake_openai.
WISHES = {"waiting": "a+crow+[slow:25]", "failed": "a+crow+[429-quota]"}
DRAW_MS = 60_000


class Camera:
    """Takes every picture in the sizes and themes asked for."""

    def __init__(self, browser: Browser, url: str, out: Path) -> None:
        self.browser = browser
        self.url = url.rstrip("/")
        self.out = out

    @contextmanager
    def page(self, size: str, theme: str = "light", **options: bool) -> Iterator[Page]:
        width, height = VIEWPORTS[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            **options,  # type: ignore[arg-type]  # java_script_enabled is the only one used
        )
        try:
            yield context.new_page()
        finally:
            context.close()

    def open(self, page: Page, path: str) -> None:
        # Whoever waits for drawings is never idle.
        page.goto(self.url + path, wait_until="load")
        with suppress(TookTooLong):
            page.wait_for_load_state("networkidle", timeout=3_000)

    def shoot(self, page: Page, name: str, *, full: bool = True) -> None:
        page.screenshot(path=self.out / f"{name}.png", full_page=full)

    def everywhere(
        self, name: str, path: str, prepare: Callable[[Page], None] = lambda _page: None
    ) -> None:
        for size in ("desktop", "phone"):
            for theme in ("light", "dark"):
                with self.page(size, theme) as page:
                    self.open(page, path)
                    prepare(page)
                    self.shoot(page, f"{name}-{size}-{theme}")


def draw(page: Page, prompt: str, count: int) -> None:
    """Fill in the form, draw, and wait until every picture is there."""
    page.get_by_label("What should it be?").fill(prompt)
    page.locator(f"[name=count][value='{count}']").check()
    page.get_by_role("button", name="Draw").click()
    expect(page.locator("#results img")).to_have_count(count, timeout=DRAW_MS)
    for picture in page.locator("#results img").all():
        expect(picture).to_have_js_property("complete", value=True)


def take_all(camera: Camera) -> None:
    """Take the pictures; what is asked for first is made first."""
    camera.everywhere("1-studio-blank", "/")
    camera.everywhere("2-gallery-first", "/gallery")
    take_showcase(camera)
    with camera.page("desktop") as page:
        camera.open(page, SHOWCASE_ADDRESS)
        draw(page, SHOWCASE, 4)
        drawn = page.url.removeprefix(camera.url)
        generation = page.get_by_role("link", name="Permalink").get_attribute("href") or "/"
        asset = page.locator("#results .card a").first.get_attribute("href") or "/"
    camera.everywhere("3-studio-drawn", drawn)
    camera.everywhere("4-generation", generation)
    camera.everywhere("5-asset", asset)
    traced = take_traced(camera)
    take_work(camera, asset, traced)
    take_gallery(camera)
    take_paid(camera)
    take_runs(camera)
    take_trouble(camera)


def take_work(camera: Camera, drawn: str, traced: str) -> None:
    """Take what can be done with a drawing: tuning, comparing, attaching."""
    with camera.page("desktop") as page:
        camera.open(page, drawn)
        pattern = link_of(page, "a[href$='/tune']")
        camera.open(page, traced)
        trace = link_of(page, "a[href$='/tune']")
    camera.everywhere("6-tune-pattern", pattern)
    camera.everywhere("6-tune-traced", trace)
    camera.everywhere("6-attach", f"{drawn}/attach")
    ids = ",".join(path.rsplit("/", 1)[-1] for path in (drawn, traced))
    for way in ("side", "slider", "blink", "difference"):
        camera.everywhere(f"6-compare-{way}", f"/compare?ids={ids}&way={way}")
    camera.everywhere("6-compare-nothing", "/compare")


def take_gallery(camera: Camera) -> None:
    """Take the gallery with much in it, some chosen, its panels open, and a collection."""
    camera.everywhere("7-gallery", "/gallery?kind=all")
    camera.everywhere("7-gallery-nothing", "/gallery?q=zzzzzz")
    camera.everywhere("7-gallery-chosen", "/gallery", prepare=choose_two)
    camera.everywhere("7-gallery-panels", "/gallery", prepare=open_folds)
    camera.everywhere("7-gallery-keys", "/gallery", prepare=show_keys)
    with camera.page("desktop") as page:
        camera.open(page, "/gallery")
        choose_two(page)
        page.get_by_label("Collection", exact=True).last.fill("Guitar no. 47")
        page.get_by_role("button", name="Collect", exact=True).click()
        page.wait_for_load_state("networkidle")
        camera.open(page, "/gallery")
        board = link_of(page, "a[href*='collection=']")
    camera.everywhere("7-collection", board)


def take_paid(camera: Camera) -> None:
    """Take the wait and the failure, where the provider that is paid for is set up."""
    for name, words in WISHES.items():
        with camera.page("desktop") as page:
            camera.open(page, f"/?provider=openai&route=raster&count=3&prompt={words}")
            if page.locator("[name=provider][value=openai]").is_disabled():
                return
            page.get_by_role("button", name="Draw", exact=True).click()
            generation = page.get_by_role("link", name="Permalink").get_attribute("href") or "/"
            page.wait_for_timeout(2_000)
        camera.everywhere(f"8-{name}", generation)
        camera.everywhere(f"8-studio-{name}", f"/?generation={generation.rsplit('/', 1)[-1]}")


def take_runs(camera: Camera) -> None:
    """Take runs and sessions; `manage.py seed_demo` makes some."""
    for listed in ("runs", "sessions"):
        camera.everywhere(f"9-{listed}", f"/{listed}")
        with camera.page("desktop") as page:
            camera.open(page, f"/{listed}")
            if page.locator(".record-title a").count():
                one = link_of(page, ".record-title a")
                camera.everywhere(f"9-{listed}-one", one)
    camera.everywhere("9-login", "/login")
    camera.everywhere("9-login-refused", "/login", prepare=log_in_in_vain)
    camera.everywhere("9-missing", "/assets/asset_000000000000")


def link_of(page: Page, selector: str) -> str:
    """Return where the first such link leads."""
    return page.locator(selector).first.get_attribute("href") or "/"


def take_showcase(camera: Camera) -> None:
    """Take README's picture: the studio with four drawings."""
    with camera.page("showcase") as page:
        camera.open(page, SHOWCASE_ADDRESS)
        draw(page, SHOWCASE, 4)
        page.mouse.move(0, 0)
        camera.shoot(page, "readme", full=False)
    picture = camera.out / "readme.png"
    # Few colours are enough for it, and README should load fast.
    Image.open(picture).convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE).save(
        picture, optimize=True
    )


def take_traced(camera: Camera) -> str:
    """Take a drawing that was traced from a picture, by its asset's page; return where that is."""
    with camera.page("desktop") as page:
        camera.open(page, "/?route=raster&variant_seed=traced")
        draw(page, "Celtic knot for a headstock", 2)
        asset = page.locator("#results .card a").first.get_attribute("href") or "/"
    camera.everywhere("5-asset-traced", asset)
    return asset


def take_trouble(camera: Camera) -> None:
    """Take refusals, hostile words, the narrowest and the widest window, and no JavaScript."""
    for size, theme in (("desktop", "light"), ("phone", "dark")):
        with camera.page(size, theme) as page:
            camera.open(page, "/?inner_diameter_mm=90&outer_diameter_mm=abc&width_mm=-1")
            page.get_by_role("button", name="Draw").click()
            expect(page.locator("#error-summary")).to_be_visible()
            camera.shoot(page, f"1-studio-refused-{size}-{theme}")
    for size in ("narrow", "wide"):
        with camera.page(size) as page:
            camera.open(page, "/")
            draw(page, LONG_PROMPT, 3)
            camera.shoot(page, f"8-hostile-{size}")
            page.get_by_role("link", name="Permalink").click()
            page.wait_for_load_state("networkidle")
            camera.shoot(page, f"8-hostile-generation-{size}")
    with camera.page("desktop", java_script_enabled=False) as page:
        camera.open(page, "/")
        camera.shoot(page, "8-without-javascript")


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        take_all(Camera(browser, wanted.url, wanted.out))


if __name__ == "__main__":
    main()
