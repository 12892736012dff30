"""A drawing's settings moved, with the new drawing in sight at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from artstudio.models import Variant
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.tuning.drawing_settings import keep, stored_settings
from artstudio.services.tuning.preview import render_preview
from tests.browser.conftest import Watch
from tests.browser.drawings import traced_drawing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
# What is promised, by bench_preview measured on a quiet machine, where a trace takes 35 ms.
PREVIEW_MS = 150
TRACE_MS = 35
SEEN = "[data-viewer][data-seen-ms]"


@pytest.fixture
def traced() -> Variant:
    return traced_drawing()


def tune(variant: Variant) -> str:
    return f"/variants/{variant.variant_id}/tune"


def told(page: Page, what: str) -> str:
    return page.locator(f"[data-preview-value={what}]").inner_text()


def let_go(page: Page, label: str, value: str) -> None:
    """Move a slider, let it go, and wait until its drawing is judged."""
    with page.expect_response(re.compile(r"/preview/report$")):
        page.get_by_label(f"{label}, slider").fill(value)
    expect(page.locator("[data-findings]")).not_to_have_class(re.compile("is-stale"))


def slowness(variant: Variant) -> float:
    """Return how much longer than on a quiet machine a trace takes now, at least 1."""
    levels = (100, 110, 120)
    taken = min(render_preview(variant, {"threshold": level}).elapsed_ms for level in levels)
    return max(1.0, taken / TRACE_MS)


class TestTrace:
    """Every setting of a trace moves what is seen."""

    def test_letting_go_shows_it_at_once_and_keeping_stores_it_once(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(tune(traced))
        expect(page.locator(".layer-preview")).to_have_count(0)
        waited = []
        for value in ("0", "0.5", "0.2", "1.2"):
            let_go(page, "Corner smoothness", value)
            expect(page.get_by_label("Corner smoothness", exact=True)).to_have_value(value)
            waited.append(float(page.locator(SEEN).get_attribute("data-seen-ms") or 0))
        assert 0 < min(waited) < 2 * PREVIEW_MS * slowness(traced), waited
        expect(page.locator("[data-status]")).to_contain_text("Nothing is stored yet")
        assert re.fullmatch(r"0\.\d{4}", told(page, "bitmap_iou"))
        expect(page).to_have_url(re.compile("corner_smoothness=1.2"))
        assert Variant.objects.count() == 1, "nothing is stored before it is kept"
        page.get_by_role("button", name="Keep as a new drawing").dblclick()
        expect(page).to_have_url(re.compile("/assets/asset_"))
        expect(page.locator(".tree .tree-node")).to_have_count(2)
        assert Variant.objects.get(parent=traced).trace_options["corner_smoothness"] == 1.2
        page.go_back()
        expect(page.get_by_label("Corner smoothness", exact=True)).to_have_value("1.2")
        page.get_by_role("button", name="Keep as a new drawing").click()
        expect(page.get_by_role("status").first).to_contain_text("nothing new was stored")
        assert Variant.objects.count() == 2

    def test_each_slider_and_choice_changes_the_drawing(self, page: Page, traced: Variant) -> None:
        page.goto(tune(traced))
        picture = page.locator(".layer-preview")
        seen = {""}
        for label, value in (
            ("Threshold", "40"),
            ("Smallest speck", "4"),
            ("Corner smoothness", "1.2"),
            ("Curve tolerance", "0.6"),
            ("Width", "40"),
        ):
            let_go(page, label, value)
            now = picture.inner_html()
            assert now not in seen, label
            seen.add(now)
        expect(page.locator("[data-size]")).to_have_text("40 \N{MULTIPLICATION SIGN} 40")
        for label, value in (("What is ink", "true"), ("Tones", "3"), ("Detail", "smooth")):
            page.goto(tune(traced))
            with page.expect_response(re.compile(r"/preview/report$")):
                page.get_by_label(label).select_option(value)
            now = picture.inner_html()
            assert now not in seen, label
            seen.add(now)

    def test_a_stale_answer_never_overwrites_a_newer_one(self, page: Page, traced: Variant) -> None:
        page.goto(tune(traced))
        held: list[Route] = []

        def hold_first(route: Route) -> None:
            if held:
                route.continue_()
            else:
                held.append(route)

        page.route("**/preview", hold_first)
        page.get_by_label("Width, slider").fill("20")
        page.wait_for_timeout(50)
        let_go(page, "Width", "50")
        size = page.locator("[data-size]")
        expect(size).to_have_text("50 \N{MULTIPLICATION SIGN} 50")
        late = page.request.post(
            f"/variants/{traced.variant_id}/preview",
            form={"width_mm": "20"},
            headers={"X-CSRFToken": token(page), "Referer": page.url},
        )
        held[0].fulfill(response=late)
        page.wait_for_timeout(100)
        expect(size).to_have_text("50 \N{MULTIPLICATION SIGN} 50")

    def test_keys_in_a_row_do_not_send_a_trace_each(self, page: Page, traced: Variant) -> None:
        page.goto(tune(traced))
        asked: list[str] = []
        page.on("request", lambda sent: asked.append(sent.url) if "/preview" in sent.url else None)
        slider = page.get_by_label("Threshold, slider")
        slider.focus()
        with page.expect_response(re.compile("/preview/report$")):
            for _ in range(8):
                page.keyboard.press("ArrowRight")
        assert len([url for url in asked if url.endswith("/preview")]) <= 3

    def test_going_back_undoes_one_change_after_the_other(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(tune(traced))
        let_go(page, "Corner smoothness", "0")
        polygons = told(page, "nodes")
        let_go(page, "Corner smoothness", "1.3")
        assert told(page, "nodes") != polygons
        page.go_back()
        expect(page.get_by_label("Corner smoothness", exact=True)).to_have_value("0")
        expect(page.locator("[data-preview-value=nodes]")).to_have_text(polygons)
        page.go_back()
        expect(page.get_by_label("Corner smoothness", exact=True)).to_have_value("")
        expect(page.locator("[data-preview-value=nodes]")).to_have_text(
            f"{traced.measurements['nodes']:,}"
        )
        page.go_forward()
        expect(page.locator("[data-preview-value=nodes]")).to_have_text(polygons)

    def test_warnings_marks_and_outline_are_those_of_the_try(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(f"{tune(traced)}?outline=1")
        outline = page.locator(".layer-outline")
        expect(outline).to_have_attribute("src", re.compile("/assets/.*/outline.svg"))
        first = page.locator("[data-place]").first.get_attribute("data-place")
        let_go(page, "Width", "40")
        expect(outline).to_have_attribute("src", re.compile(r"preview-outline\.svg\?.*width_mm=40"))
        assert outline.evaluate("async (image) => (await image.decode(), image.naturalWidth > 0)")
        moved = page.locator("[data-place]").first
        assert moved.get_attribute("data-place") != first
        moved.click()
        expect(page.locator(".mark.is-visited")).to_be_focused()

    def test_faults_are_told_at_their_field(
        self, page: Page, traced: Variant, watch: Watch
    ) -> None:
        page.goto(tune(traced))
        threshold = page.get_by_label("Threshold", exact=True)
        threshold.fill("999")
        threshold.press("Tab")
        expect(page.locator("[data-setting=threshold] [data-fault]")).to_contain_text("255")
        expect(threshold).to_have_attribute("aria-invalid", "true")
        threshold.fill("99")
        threshold.press("Tab")
        expect(threshold).not_to_have_attribute("aria-invalid", "true")
        # The browser itself notes each answer that is not a success.
        assert all("400" in complaint for complaint in watch.complaints)
        watch.complaints.clear()

    def test_keys_alone_are_enough(self, page: Page, traced: Variant) -> None:
        page.goto(tune(traced))
        page.get_by_label("Corner smoothness, slider").focus()
        page.keyboard.press("Home")
        expect(page.locator("[data-preview-value=nodes]")).not_to_be_empty()
        expect(page.get_by_label("Corner smoothness", exact=True)).to_have_value("0")
        page.get_by_role("button", name="Keep as a new drawing").press("Enter")
        expect(page).to_have_url(re.compile("/assets/asset_"))


def token(page: Page) -> str:
    return page.locator("[name=csrfmiddlewaretoken]").first.input_value()


class TestPhone:
    """The drawing stays above what changes it, and hides nothing that is focused."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"viewport": {"width": 390, "height": 844}, "has_touch": True}

    def test_what_is_focused_is_below_the_drawing(self, page: Page, traced: Variant) -> None:
        page.goto(tune(traced))
        page.get_by_label("Threshold, slider").focus()
        seen = """() => {
          const [field, viewer] = [document.activeElement, document.querySelector("[data-viewer]")]
            .map((element) => element.getBoundingClientRect());
          return [field.top - viewer.bottom, field.bottom - innerHeight, viewer.top];
        }"""
        for _ in range(12):
            page.keyboard.press("Tab")
            below, beyond, top = page.evaluate(seen)
            assert below >= -1
            assert beyond <= 1
            assert top >= -1, "the drawing is in sight"


class TestPattern:
    """Parameters in place of a trace's settings."""

    def test_it_is_drawn_by_its_parameters_and_bands_come_and_go(self, page: Page) -> None:
        variant = generate_svg_variants("Rosette", 1, "r", {"width_mm": 80}).variants.get()
        page.goto(tune(variant))
        let_go(page, "Gap", "0.8")
        expect(page.locator(".layer-preview path")).to_have_count(1)
        bands = page.locator(".tune-entry")
        before = bands.count()
        bands.nth(1).locator("summary").click()
        bands.nth(1).get_by_role("button", name="Repeat").click()
        expect(bands).to_have_count(before + 1)
        expect(page).to_have_url(re.compile(rf"bands\.length={before + 1}"))
        assert "do=" not in page.url, "loading it again repeats nothing"
        page.get_by_role("button", name="Keep as a new drawing").click()
        expect(page).to_have_url(re.compile("/assets/asset_"))

    def test_a_list_too_long_for_fields_is_edited_as_lines(self, page: Page) -> None:
        first = generate_svg_variants("Rosette", 1, "r", {"width_mm": 80}).variants.get()
        bands = [{"motif": motif, "width_mm": 0.5, "cells": 0} for motif in ("line", "space")]
        variant = keep(first, stored_settings(first) | {"bands": bands * 30}).variant
        page.goto(tune(variant))
        lines = page.get_by_label("60 entries")
        before = lines.input_value()
        lines.fill("\n".join(before.split("\n")[:20]))
        with page.expect_response(re.compile(r"/preview/report$")):
            lines.press("Tab")
        assert int(told(page, "subpaths")) < 60
        page.go_back()
        expect(lines).to_have_value(before)
        page.go_forward()
        page.get_by_role("button", name="Keep as a new drawing").click()
        expect(page).to_have_url(re.compile("/assets/asset_"))
        assert len(stored_settings(Variant.objects.get(parent=variant))["bands"]) == 20


class TestWithoutScript:
    """The settings are a form."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_settings_are_looked_at_and_kept(self, page: Page, traced: Variant) -> None:
        page.goto(tune(traced))
        page.get_by_label("Corner smoothness", exact=True).fill("0")
        page.get_by_role("button", name="Look").click()
        assert told(page, "nodes") != ""
        page.get_by_role("button", name="Keep as a new drawing").click()
        expect(page).to_have_url(re.compile("/assets/asset_"))
        assert Variant.objects.get(parent=traced).trace_options["corner_smoothness"] == 0
