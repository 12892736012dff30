"""One drawing large: every way to move it, rulers that tell the truth, and its layers."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from artstudio.models import Variant
from tests.browser.drawings import BAR_MM, bar, mm_at, page_for, scale, settled, traced_drawing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
RULED = """() => {
  const pane = document.querySelector("[data-pane]").getBoundingClientRect();
  const found = {};
  for (const text of document.querySelectorAll(".pane-rulers text:not([transform])"))
    if (text.textContent !== "mm")
      found[text.textContent.replace("\\u2212", "-")] =
        pane.left + Number(text.getAttribute("x")) - 3;
  return found;
}"""
GRIDDED = """() => {
  const pane = document.querySelector("[data-pane]").getBoundingClientRect();
  const drawn = document.querySelector(".grid-coarse").getAttribute("d");
  const lines = drawn.matchAll(/M([\\d.-]+) [\\d.-]+V/g);
  return [...lines].map((line) => pane.left + Number(line[1]));
}"""


@pytest.fixture
def traced() -> Variant:
    return traced_drawing()


def stage(page: Page) -> str:
    return page.locator("[data-stage]").first.get_attribute("style") or ""


class TestMoving:
    """Zoom and pan by wheel, buttons, keys, double click and drag."""

    def test_keys_wheel_buttons_and_double_click_zoom(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        pane, said = page.locator("[data-pane]"), page.locator("[data-scale]")
        expect(said).not_to_have_text("100 %")
        fitted = scale(page)
        pane.focus()
        pane.press("+")
        by_key = scale(page)
        page.get_by_role("button", name="Zoom in").click()
        by_button = scale(page)
        pane.dblclick(position={"x": 200, "y": 200})
        by_double_click = scale(page)
        assert fitted < by_key < by_button < by_double_click
        page.get_by_role("button", name="Zoom out").click()
        out_by_button = scale(page)
        pane.press("-")
        assert by_double_click > out_by_button > scale(page)
        page.get_by_role("button", name="Fit").click()
        expect(said).to_have_text(f"{fitted} %")
        pane.hover()
        page.mouse.wheel(0, -300)
        expect(said).not_to_have_text(f"{fitted} %")
        pane.press("0")
        expect(said).to_have_text(f"{fitted} %")

    def test_one_to_one_is_true_size(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        page.get_by_role("button", name="1:1").click()
        expect(page.locator("[data-scale]")).to_have_text("100 %")
        settled(page)
        box = page.locator(".layer-drawing").bounding_box()
        assert box
        assert box["width"] == pytest.approx(80 / 25.4 * 96, abs=0.5)

    def test_arrows_and_drag_pan_and_where_one_looks_is_in_the_address(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        pane = page.locator("[data-pane]")
        pane.press("+")
        settled(page)
        before = page.locator(".layer-drawing").bounding_box()
        pane.press("ArrowRight")
        settled(page)
        panned = page.locator(".layer-drawing").bounding_box()
        box = pane.bounding_box()
        assert before
        assert panned
        assert box
        assert panned["x"] == pytest.approx(before["x"] - 60, abs=1)
        page.mouse.move(box["x"] + 200, box["y"] + 200)
        page.mouse.down()
        page.mouse.move(box["x"] + 260, box["y"] + 230, steps=3)
        page.mouse.up()
        settled(page)
        dragged = page.locator(".layer-drawing").bounding_box()
        assert dragged
        assert dragged["x"] == pytest.approx(panned["x"] + 60, abs=1)
        assert dragged["y"] == pytest.approx(panned["y"] + 30, abs=1)
        expect(page).to_have_url(re.compile(r"look=-?\d"))
        page.reload()
        settled(page)
        again = page.locator(".layer-drawing").bounding_box()
        assert again
        assert again["x"] == pytest.approx(dragged["x"], abs=2)

    def test_the_window_is_reached_by_tab_and_shows_it(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        pane = page.locator("[data-pane]")
        for _ in range(30):
            page.keyboard.press("Tab")
            if pane.evaluate("pane => pane === document.activeElement"):
                break
        expect(pane).to_be_focused()
        assert pane.evaluate("pane => getComputedStyle(pane).outlineStyle") == "solid"
        before = scale(page)
        page.keyboard.press("+")
        expect(page.locator("[data-scale]")).not_to_have_text(f"{before} %")


class TestTouch:
    """Two fingers on a phone."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"viewport": {"width": 390, "height": 844}, "has_touch": True}

    def test_a_pinch_zooms_and_keeps_what_is_between_the_fingers(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        box = page.locator("[data-pane]").bounding_box()
        assert box
        middle = (box["x"] + box["width"] / 2 + 20, box["y"] + 160)
        settled(page)
        before = scale(page)
        where = mm_at(page, middle[0])
        self.pinch(page, middle, [30, 40, 60, 90])
        assert scale(page) == pytest.approx(before * 3, rel=0.05)
        assert mm_at(page, middle[0]) == pytest.approx(where, abs=0.5)
        assert page.evaluate("visualViewport.scale") == 1
        self.pinch(page, middle, [90, 60, 40, 20, 10])
        settled(page)
        expect(page.locator("[data-scale]")).to_have_text(f"{before} %")

    @staticmethod
    def pinch(page: Page, middle: tuple[float, float], apart: list[int]) -> None:
        cdp = page.context.new_cdp_session(page)
        x, y = middle

        def touch(kind: str, reach: int | None) -> None:
            ends = [] if reach is None else [(0, -reach), (1, reach)]
            points: list[dict[str, Any]] = [{"id": n, "x": x + dx, "y": y} for n, dx in ends]
            cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", apart[0])
        for reach in apart[1:]:
            touch("touchMove", reach)
        touch("touchEnd", None)
        settled(page)


class TestRulers:
    """What a ruler says is where the drawing has it."""

    def test_rulers_and_grid_agree_with_the_ink_at_every_zoom(self, page: Page) -> None:
        page.goto(f"{page_for(bar())}?marks=0")
        pane = page.locator("[data-pane]")
        # The last looks so closely that the bar's left side has to be moved into sight.
        for keys in ("0", "0 - -", "1", "0" + " +" * 8 + " ArrowLeft" * 5):
            for key in keys.split():
                pane.press(key)
            self.judge(page)

    @staticmethod
    def judge(page: Page) -> None:
        settled(page)
        coarse = page.evaluate(GRIDDED)
        grid = page.get_by_role("button", name="Grid")
        grid.click()
        settled(page)
        ruled = {float(mm): x for mm, x in page.evaluate(RULED).items()}
        (zero, left), (more, right) = min(ruled.items()), max(ruled.items())
        px_per_mm = (right - left) / (more - zero)
        edges = ink_edges(page)
        grid.click()
        assert edges, "nothing of the bar is in sight"
        for px, mm in edges:
            assert px == pytest.approx(left + (mm - zero) * px_per_mm, abs=2)
        at_mm = [zero + (x - left) / px_per_mm for x in coarse]
        step = at_mm[1] - at_mm[0]
        assert [mm / step for mm in at_mm] == pytest.approx([round(mm / step) for mm in at_mm])


def ink_edges(page: Page) -> list[tuple[float, int]]:
    """Return where in the window the bar begins and ends, as far as it is seen, and in mm."""
    box = page.locator("[data-pane]").bounding_box()
    assert box
    shot = page.screenshot(clip=box)
    picture = Image.open(io.BytesIO(shot)).convert("L")
    width, height = picture.size
    row = [picture.getpixel((x, height // 2)) < 90 for x in range(23, width)]  # type: ignore[operator]  # grey
    steps = [x for x in range(1, len(row)) if row[x] != row[x - 1]]
    found = [(box["x"] + 23 + x, BAR_MM[0] if row[x] else BAR_MM[1]) for x in steps]
    return [edge for edge in found if edge[0] < box["x"] + width - 2]
