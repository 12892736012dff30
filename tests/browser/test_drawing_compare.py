"""Two to four drawings in one view."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import FloatRect, Page, expect

from artstudio.models import ArtAsset, AssetKind, Variant
from artstudio.services.tuning.retrace import retrace
from tests.browser.conftest import Watch
from tests.browser.drawings import bar, settled, traced_drawing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def traced() -> Variant:
    return traced_drawing()


def ids(*variants: Variant) -> str:
    return ",".join(variant.asset.asset_id for variant in variants if variant.asset)


def polygons(variant: Variant) -> Variant:
    return retrace(variant.variant_id, {"width_mm": 80, "corner_smoothness": 0})


def light(page: Page, clip: FloatRect) -> float:
    """Return how light a part of the window is on the whole, 0 to 1."""
    shot = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    return ImageStat.Stat(shot.convert("L")).mean[0] / 255


def over(page: Page) -> FloatRect:
    """Return where the second drawing lies over the first."""
    settled(page)
    box = page.locator(".layer-second").bounding_box()
    assert box
    return box


def test_they_move_together_and_what_differs_is_a_table(page: Page, traced: Variant) -> None:
    smaller = retrace(traced.variant_id, {"width_mm": 40})
    page.goto(f"/compare?ids={ids(traced, polygons(traced), smaller)}")
    panes = page.locator("[data-pane]")
    expect(panes).to_have_count(3)
    settled(page)
    panes.first.press("+")
    panes.nth(1).press("ArrowLeft")
    settled(page)
    boxes = [image.bounding_box() for image in page.locator(".layer-drawing").all()]
    windows = [pane.bounding_box() for pane in panes.all()]
    places = []
    for box, window in zip(boxes, windows, strict=True):
        assert box
        assert window
        places.append(round(box["x"] + box["width"] / 2 - window["x"]))
    assert len(set(places)) == 1, "one middle for all, moved alike"
    assert boxes[0]
    assert boxes[2]
    assert boxes[0]["width"] == pytest.approx(2 * boxes[2]["width"], rel=0.01)
    for name in ("Corner smoothness", "Nodes", "Width", "Cut length"):
        expect(page.get_by_role("row", name=name)).to_be_visible()
    page.get_by_text("What is the same").click()
    expect(page.locator(".disclosure-body")).to_contain_text("Celtic knot")
    expect(page).to_have_url(re.compile("look="))


def test_two_lie_over_each_other_in_every_way_and_the_address_says_so(
    page: Page, traced: Variant
) -> None:
    page.goto(f"/compare?ids={ids(traced, polygons(traced))}&look=0,0,8")
    for name in ("Slider", "Blink", "Difference"):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".pane:visible")).to_have_count(1)
        expect(page).to_have_url(re.compile(f"way={name.lower()}"))
    expect(page.get_by_text("Black where both are the same")).to_be_visible()
    expect(page.locator(".layer-second")).to_have_css("mix-blend-mode", "difference")
    box = over(page)
    middle: FloatRect = {"x": box["x"] + 200, "y": box["y"] + 200, "width": 200, "height": 200}
    assert 0 < light(page, middle) < 0.1, "nearly the same, and not quite"
    page.reload()
    expect(page.get_by_role("button", name="Difference")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Slider").click()
    page.get_by_label("How much of the first is shown").fill("30")
    expect(page.locator(".layer-second")).to_have_css("clip-path", "inset(0px 0px 0px 30%)")
    expect(page).to_have_url(re.compile("reveal=30"))
    page.get_by_role("button", name="Blink").click()
    expect(page.locator(".layer-second")).to_have_css("animation-name", "blink")
    page.get_by_role("button", name="Hold still").click()
    expect(page.locator(".layer-second")).to_have_css("animation-play-state", "paused")


def test_a_larger_sheet_is_no_difference(page: Page, traced: Variant) -> None:
    for first, second in ((traced, bar()), (bar(), traced)):
        page.goto(f"/compare?ids={ids(first, second)}&way=difference")
        box = over(page)
        corner: FloatRect = {"x": box["x"] + 4, "y": box["y"] + 4, "width": 20, "height": 20}
        assert light(page, corner) < 0.02


def test_any_two_of_more_are_chosen(page: Page, traced: Variant) -> None:
    smaller = retrace(traced.variant_id, {"width_mm": 40})
    page.goto(f"/compare?ids={ids(traced, polygons(traced), smaller)}&way=slider&pair=1,3")
    second = page.locator(".layer-second img")
    address = f"/api/rmos/attachments/{smaller.svg_id}"
    expect(second).to_have_attribute("src", address)
    page.get_by_label("second").select_option(index=1)
    expect(second).not_to_have_attribute("src", address)
    expect(page).not_to_have_url(re.compile("pair="))


class TestReducedMotion:
    """Nothing blinks by itself for those who cannot stand it."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}

    def test_a_button_turns_from_one_to_the_other(self, page: Page, traced: Variant) -> None:
        page.goto(f"/compare?ids={ids(traced, polygons(traced))}&way=blink")
        second = page.locator(".layer-second")
        expect(second).to_have_css("animation-name", "none")
        page.get_by_role("button", name="Show the other").click()
        expect(second).to_have_css("opacity", "0")


def test_what_cannot_be_compared_says_why_and_what_can(
    page: Page, traced: Variant, watch: Watch
) -> None:
    other = polygons(traced)
    record = ArtAsset.objects.filter(kind=AssetKind.AI_PROVENANCE)[0].asset_id
    both = ids(traced, other)
    for asked, words in (
        (f"{both},{record}", f"Only drawings can be compared, and {record} is none."),
        (f"{both},asset_000000000000", "No asset has the id asset_000000000000"),
        (f"{both},b,c,d", "These are 5 drawings; 4 can be compared at once."),
    ):
        page.goto(f"/compare?ids={asked}")
        expect(page.get_by_role("alert")).to_contain_text(words)
    page.goto(f"/compare?ids={both},{record}")
    page.get_by_role("link", name="Compare the 2 that can be").click()
    expect(page.locator("[data-pane]")).to_have_count(2)
    page.goto(f"/compare?ids={ids(traced)}")
    expect(page.get_by_text("Two make a comparison")).to_be_visible()
    page.goto(f"/compare?ids={both}&way=upside-down")
    expect(page.locator(".pane:visible")).to_have_count(2)
    # The browser notes each answer that is not a success.
    assert all(re.search("400|404", complaint) for complaint in watch.complaints)
    watch.complaints.clear()
