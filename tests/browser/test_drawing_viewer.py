"""One drawing large: every way to move it, rulers that tell the truth, and its layers."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from artstudio.models import Variant
from tests.browser.drawings import BAR_MM, bar, page_for, scale, settled, traced_drawing

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


def mm_at(page: Page, x: float) -> float:
    box = page.locator(".layer-drawing").bounding_box()
    assert box
    return (x - box["x"]) / box["width"] * 80


class TestRulers:
    """What a ruler says is where the drawing has it."""

    @pytest.mark.parametrize("keys", ["", "+++", "++++++++", "--", "1"])
    def test_rulers_and_grid_agree_with_the_ink(self, page: Page, keys: str) -> None:
        page.goto(f"{page_for(bar())}?marks=0")
        pane = page.locator("[data-pane]")
        for key in keys:
            pane.press(key)
        if len(keys) > 6:
            # The bar's left side is out of sight then.
            for _ in range(5):
                pane.press("ArrowLeft")
        settled(page)
        coarse = page.evaluate(GRIDDED)
        page.get_by_role("button", name="Grid").click()
        settled(page)
        ruled = {float(mm): x for mm, x in page.evaluate(RULED).items()}
        (zero, left), (more, right) = min(ruled.items()), max(ruled.items())
        px_per_mm = (right - left) / (more - zero)
        edges = ink_edges(page)
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


class TestLayers:
    """Its source, its outline, and marks at the places that warnings speak of."""

    def test_its_source_lies_over_it_up_to_a_slider_or_beside_it(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        page.get_by_role("button", name="Over its source").click()
        page.locator("[data-reveal]").fill("25")
        source = page.locator("[data-pane] .layer-source")
        expect(source).to_have_css("clip-path", "inset(0px 75% 0px 0px)")
        assert (
            source.evaluate("async (image) => (await image.decode(), image.naturalWidth)") == 1024
        )
        expect(page).to_have_url(re.compile("source=over.*reveal=25"))
        page.get_by_role("button", name="Beside it").click()
        expect(source).to_be_hidden()
        expect(page.locator(".pane:visible")).to_have_count(2)
        page.locator(".pane:visible").first.press("+")
        settled(page)
        styles = {each.get_attribute("style") for each in page.locator("[data-stage]").all()}
        assert len(styles) == 1, "both move together"
        page.reload()
        expect(page.locator(".pane:visible")).to_have_count(2)

    def test_the_outline_shows_nodes_and_islands_and_says_what_is_what(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        legend = page.get_by_role("list", name="What the outline shows")
        expect(legend).to_be_hidden()
        page.get_by_role("button", name="Outline").click()
        outline = page.locator(".layer-outline")
        expect(outline).to_have_js_property("complete", value=True)
        assert outline.evaluate("picture => picture.naturalWidth > 0")
        for words in ("node", "open end", "island"):
            expect(legend).to_contain_text(words)
        expect(page).to_have_url(re.compile("outline=1"))
        page.get_by_role("button", name="Outline").click()
        expect(outline).to_be_hidden()

    def test_a_warning_leads_to_its_place_and_back_by_keyboard(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        place = page.locator(".places [data-place]").first
        number = place.get_attribute("data-number")
        at = [float(n) for n in (place.get_attribute("data-place") or "").split(",")]
        before = scale(page)
        place.focus()
        page.keyboard.press("Enter")
        mark = page.get_by_role("button", name=f"{number}: back to the words about it", exact=True)
        expect(mark).to_be_focused()
        settled(page)
        assert scale(page) > before
        pane, box = page.locator("[data-pane]").bounding_box(), mark.bounding_box()
        assert pane
        assert box
        assert box["x"] + 12 == pytest.approx(pane["x"] + pane["width"] / 2, abs=2)
        assert mm_at(page, box["x"] + 12) == pytest.approx(at[0], abs=0.1)
        page.keyboard.press("Escape")
        expect(place).to_be_focused()

    def test_a_mark_that_is_clicked_leads_to_its_words(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        page.locator(".mark").last.click()
        expect(page.locator("[data-place]").last).to_be_focused()
        expect(page.locator(".place.is-told")).to_have_count(1)
        page.get_by_role("button", name="Marks").click()
        expect(page.locator(".mark:visible")).to_have_count(0)


class TestWithoutScript:
    """The picture is simply there."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_drawing_outline_facts_and_links_are_there(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        picture = page.get_by_role("img", name="Celtic knot", exact=True)
        expect(picture).to_be_visible()
        assert picture.evaluate("picture => picture.naturalWidth > 0")
        expect(page.locator("main")).to_contain_text("lines every 1 mm, strong every 10 mm")
        expect(page.get_by_role("button", name="Zoom in")).to_have_count(0)
        page.get_by_role("link", name="with nodes, open ends and islands").click()
        expect(page.locator(".layer-outline")).to_be_visible()
        page.get_by_role("link", name="without its outline").click()
        expect(page.locator(".layer-outline")).to_have_count(0)
        for name in ("Trace it otherwise", "Attach to a run", "SVG", "Verify now"):
            expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
        page.get_by_role("link", name="Verify now").click()
        expect(page.locator("#verification")).to_contain_text("Unchanged")
