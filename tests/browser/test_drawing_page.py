"""Looking at one drawing closely: zoom, layers, places, tuning, comparing, attaching."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import Variant
from artstudio.services.generation import generate_svg_variants
from artstudio.services.retrace import retrace
from rmos_runs.sessions import create_session

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
# Twice what is promised: the machines of CI are shared, and slower than a workshop's.
PREVIEW_MS = 300


@pytest.fixture
def traced() -> Variant:
    """Return a drawing that was traced from a picture of 1,024 pixels."""
    return generate_svg_variants(
        "Celtic knot", 1, "k", {"width_mm": 80}, route="raster"
    ).variants.get()


def page_for(variant: Variant) -> str:
    assert variant.asset is not None
    return f"/assets/{variant.asset.asset_id}"


def scale(page: Page) -> int:
    said = page.locator("[data-scale]").inner_text()
    return int(re.sub(r"\D", "", said))


class TestLooking:
    """The drawing large."""

    def test_keys_wheel_and_buttons_zoom_and_zero_fits(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        pane = page.locator("[data-pane]")
        expect(page.locator("[data-scale]")).not_to_have_text("100 %")
        fitted = scale(page)
        pane.focus()
        pane.press("+")
        expect(page.locator("[data-scale]")).not_to_have_text(f"{fitted} %")
        assert scale(page) > fitted
        pane.press("1")
        expect(page.locator("[data-scale]")).to_have_text("100 %")
        pane.press("0")
        expect(page.locator("[data-scale]")).to_have_text(f"{fitted} %")
        pane.hover()
        page.mouse.wheel(0, -300)
        expect(page.locator("[data-scale]")).not_to_have_text(f"{fitted} %")
        page.get_by_role("button", name="Fit").click()
        expect(page.locator("[data-scale]")).to_have_text(f"{fitted} %")

    def test_where_one_looks_is_in_the_address(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        pane = page.locator("[data-pane]")
        box = pane.bounding_box()
        assert box
        pane.press("+")
        page.mouse.move(box["x"] + 200, box["y"] + 200)
        page.mouse.down()
        page.mouse.move(box["x"] + 260, box["y"] + 230, steps=3)
        page.mouse.up()
        expect(page).to_have_url(re.compile(r"look=-?\d"))
        seen, where = scale(page), page.locator("[data-stage]").get_attribute("style")
        page.reload()
        expect(page.locator("[data-scale]")).to_have_text(f"{seen} %")
        assert rounded(page.locator("[data-stage]").get_attribute("style")) == rounded(where)

    def test_its_source_lies_over_it_up_to_a_slider_or_beside_it(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        page.get_by_role("button", name="Over its source").click()
        page.locator("[data-reveal]").fill("25")
        source = page.locator("[data-pane] .layer-source")
        expect(source).to_have_css("clip-path", "inset(0px 75% 0px 0px)")
        expect(page).to_have_url(re.compile("source=over.*reveal=25"))
        page.get_by_role("button", name="Beside it").click()
        expect(source).to_be_hidden()
        expect(page.locator(".pane:visible")).to_have_count(2)

    def test_the_outline_is_shown_and_a_place_is_visited(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        page.get_by_role("button", name="Outline").click()
        outline = page.locator(".layer-outline")
        expect(outline).to_have_js_property("complete", value=True)
        assert outline.evaluate("picture => picture.naturalWidth > 0")
        before = scale(page)
        page.locator("[data-place]").first.click()
        expect(page.locator(".mark.is-visited")).to_be_visible()
        assert scale(page) > before

    def test_it_is_reproduced_in_place(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        page.get_by_role("button", name="Reproduce").click()
        expect(page.locator("#reproduction")).to_contain_text("The same to the byte")


def rounded(style: str | None) -> list[float]:
    """Return the numbers of a style, as exact as an address has them."""
    return [round(float(number), -1) for number in re.findall(r"-?[\d.]+", style or "")]


class TestTuning:
    """Settings are moved, the drawing follows."""

    def test_letting_go_shows_the_new_drawing_at_once_and_keep_stores_it(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(f"/variants/{traced.variant_id}/tune")
        slider = page.get_by_label("Corner smoothness, slider")
        waited = []
        for value in ("0", "0.5", "0.2", "1.2"):
            slider.fill(value)
            expect(page.locator("[data-said]")).to_contain_text("Nothing is stored yet")
            expect(page.get_by_label("Corner smoothness", exact=True)).to_have_value(value)
            page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
            page.wait_for_timeout(350)
            waited.append(float(page.locator("[data-viewer]").get_attribute("data-seen-ms") or 0))
        assert 0 < min(waited) < PREVIEW_MS, waited
        expect(page.locator("[data-told=nodes]")).not_to_be_empty()
        expect(page.locator("[data-told=bitmap_iou]")).not_to_be_empty()
        expect(page).to_have_url(re.compile("corner_smoothness=1.2"))
        page.get_by_role("button", name="Keep as a new drawing").click()
        expect(page).to_have_url(re.compile("/assets/asset_"))
        expect(page.locator(".tree .tree-node")).to_have_count(2)
        child = Variant.objects.get(parent=traced)
        assert child.trace_options["corner_smoothness"] == 1.2

    def test_the_newest_answer_wins(self, page: Page, traced: Variant) -> None:
        page.goto(f"/variants/{traced.variant_id}/tune")
        page.get_by_label("Corner smoothness, slider").fill("0")
        page.get_by_label("Width", exact=False).fill("40")
        page.get_by_label("Width", exact=False).press("Tab")
        expect(page.locator("[data-size]")).to_have_text("40 \N{MULTIPLICATION SIGN} 40")

    def test_faults_are_told_at_their_field(self, page: Page, traced: Variant) -> None:
        page.goto(f"/variants/{traced.variant_id}/tune")
        threshold = page.get_by_label("Threshold", exact=True)
        page.route("**/try", lambda route: route.continue_())
        threshold.fill("999")
        threshold.press("Tab")
        expect(page.locator("[data-setting=threshold] [data-fault]")).to_contain_text("255")
        expect(threshold).to_have_attribute("aria-invalid", "true")

    @pytest.fixture(autouse=True)
    def forgiving(self, request: pytest.FixtureRequest) -> None:
        """The browser itself notes every answer that is not a success."""
        if "faults" in request.node.name:
            watch = request.getfixturevalue("watch")
            hear = watch.hear
            watch.hear = lambda message: None if "400" in message.text else hear(message)

    def test_a_pattern_is_drawn_by_its_parameters(self, page: Page) -> None:
        variant = generate_svg_variants("Rosette", 1, "r", {"width_mm": 80}).variants.get()
        page.goto(f"/variants/{variant.variant_id}/tune")
        page.get_by_label("Gap, slider").fill("0.8")
        expect(page.locator("[data-told=nodes]")).not_to_be_empty()
        expect(page.locator(".layer-try path")).to_have_count(1)


class TestComparing:
    """Two or more in one view."""

    def test_they_move_together_and_every_way_is_in_the_address(
        self, page: Page, traced: Variant
    ) -> None:
        child = retrace(traced.variant_id, {"width_mm": 80, "corner_smoothness": 0})
        assert traced.asset
        assert child.asset
        page.goto(f"/compare?ids={traced.asset.asset_id},{child.asset.asset_id}")
        panes = page.locator("[data-pane]")
        panes.first.press("+")
        panes.first.press("ArrowLeft")
        page.wait_for_timeout(100)
        styles = [stage.get_attribute("style") for stage in page.locator("[data-stage]").all()]
        assert styles[0] == styles[1]
        for name in ("Slider", "Blink", "Difference"):
            page.get_by_role("button", name=name).click()
            expect(page.locator(".pane:visible")).to_have_count(1)
            expect(page).to_have_url(re.compile(f"way={name.lower()}"))
        page.reload()
        blend = page.locator(".layer-second")
        expect(blend).to_have_css("mix-blend-mode", "difference")
        expect(page.get_by_role("row", name="Corner smoothness")).to_be_visible()


def test_it_is_attached_to_a_run_that_begins_with_it(page: Page, traced: Variant) -> None:
    create_session(tool_id="laser-co2", workflow_type="rosette")
    page.goto(page_for(traced))
    page.get_by_role("link", name="Attach to a run").click()
    page.get_by_role("button", name="Begin a run").click()
    expect(page.get_by_role("heading", name="Used by runs")).to_be_visible()


class TestWithoutScript:
    """The picture is simply there, and the settings are a form."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_settings_are_looked_at_and_kept(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        expect(page.get_by_role("img", name="Celtic knot", exact=True)).to_be_visible()
        page.get_by_role("link", name="Trace it otherwise").click()
        page.get_by_label("Corner smoothness", exact=True).fill("0")
        page.get_by_role("button", name="Look").click()
        expect(page.locator("[data-told=nodes]")).not_to_be_empty()
        page.get_by_role("button", name="Keep as a new drawing").click()
        expect(page).to_have_url(re.compile("/assets/asset_"))
        assert Variant.objects.get(parent=traced).trace_options["corner_smoothness"] == 0
