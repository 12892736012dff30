"""A drawing's settings, tried without storing and kept as a new drawing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.tuning.drawing_settings import keep, stored_settings
from rmos_runs.models import RunAttachment
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def traced(db: None) -> Variant:
    """Return a drawing that was traced from a picture."""
    (variant,) = generate_svg_variants(
        "Celtic knot", 1, "k", {"width_mm": 60}, route="raster"
    ).variants.all()
    return variant


@pytest.fixture
def pattern(drawn: Generation) -> Variant:
    """Return a drawing by parameters."""
    (variant,) = drawn.variants.all()
    return variant


def address(variant: Variant, what: str = "tune") -> str:
    return f"/variants/{variant.variant_id}/{what}"


def test_a_trace_has_a_field_for_each_option_with_what_was_chosen(
    client: Client, traced: Variant
) -> None:
    page = page_of(client.get(address(traced)))
    names = {field.get("name") for field in page.all("input") + page.all("select")}
    assert names >= {
        *("threshold", "min_speck_mm", "corner_smoothness", "curve_tolerance_mm"),
        *("invert", "tones", "method", "detail", "width_mm", "height_mm"),
    }
    assert page.one("input", id="s-width_mm")["value"] == "60"
    assert "Nothing is stored yet" not in page.words


def test_what_is_tried_is_measured_and_stored_nowhere(client: Client, traced: Variant) -> None:
    before = RunAttachment.objects.count()
    answer = client.post(
        address(traced, "preview"), {"threshold": "100", "corner_smoothness": "0", "width_mm": "30"}
    )
    tried = answer.json()
    assert tried["svg"].startswith("<svg ")
    assert tried["width_mm"] == 30
    assert tried["nodes"] > 0
    assert 0.9 < tried["bitmap_iou"] <= 1
    assert "C" not in tried["svg"].split(' d="')[1].replace("c", "C"), "0 gives polygons"
    assert (RunAttachment.objects.count(), Variant.objects.count()) == (before, 1)


def test_faults_come_back_to_their_fields(client: Client, traced: Variant) -> None:
    answer = client.post(address(traced, "preview"), {"threshold": "dark", "tones": "9"})
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"threshold", "tones"}
    page = page_of(client.get(address(traced), {"threshold": "dark"}))
    assert page.one("input", id="s-threshold")["aria-invalid"] == "true"


def test_without_a_script_the_address_shows_what_it_would_draw(
    client: Client, traced: Variant
) -> None:
    page = page_of(client.get(address(traced), {"threshold": "90", "width_mm": "30"}))
    picture = page.one("img", alt="Celtic knot")
    assert picture["src"].startswith(address(traced, "preview.svg?"))
    shown = client.get(picture["src"])
    assert b'width="30mm"' in shown.content
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "Nothing is stored yet" in page.words


def test_keeping_makes_a_child_that_its_page_shows_below_its_parent(
    client: Client, traced: Variant
) -> None:
    answer = client.post(address(traced), {"threshold": "90", "width_mm": "30", "invert": ""})
    child = Variant.objects.get(parent=traced)
    assert child.asset is not None
    assert traced.asset is not None
    assert answer["Location"] == f"/assets/{child.asset.asset_id}"
    assert child.trace_options["threshold"] == 90
    page = page_of(client.get(answer["Location"]))
    assert page.all("a", href=f"/assets/{traced.asset.asset_id}", **{"class": "tree-node"})
    again = page_of(client.get(address(child)))
    assert again.one("input", id="s-threshold")["value"] == "90"


def test_keeping_the_same_again_stores_nothing_and_says_so(client: Client, traced: Variant) -> None:
    settings = {"threshold": "90", "width_mm": "30"}
    first = client.post(address(traced), settings)["Location"]
    again = client.post(address(traced), settings)["Location"]
    assert again == f"{first}?kept=before"
    assert Variant.objects.filter(parent=traced).count() == 1
    assert "nothing new was stored" in page_of(client.get(again)).words
    assert "nothing new was stored" not in page_of(client.get(first)).words


def test_keeping_what_nobody_moved_leads_to_the_drawing_itself(
    client: Client, traced: Variant
) -> None:
    assert traced.asset is not None
    answer = client.post(address(traced), {"width_mm": "60"})
    assert answer["Location"].startswith(f"/assets/{traced.asset.asset_id}?")
    assert Variant.objects.count() == 1


def test_limits_of_cutting_stay_those_of_the_first_request(client: Client) -> None:
    (variant,) = generate_svg_variants(
        "Celtic knot", 1, "k", {"width_mm": 60, "min_feature_mm": 9}, route="raster"
    ).variants.all()
    settings = {"width_mm": "60", "threshold": "90"}
    judged = client.post(address(variant, "preview/report"), settings).json()
    assert "thinner than 9 mm" in judged["findings"]
    client.post(address(variant), settings)
    kept = Variant.objects.get(parent=variant)
    assert any("thinner than 9 mm" in warning["message"] for warning in kept.warnings)


def test_the_outline_of_a_try_has_its_nodes(client: Client, traced: Variant) -> None:
    settings = {"corner_smoothness": "0", "width_mm": "30"}
    tried = client.post(address(traced, "preview"), settings).json()
    outline = client.get(address(traced, "preview-outline.svg"), settings)
    (dots, *_smaller) = re.findall(r'stroke-linecap="round" d="([^"]*)"', outline.content.decode())
    assert dots.count("M") == tried["nodes"]
    assert "sandbox" in outline["Content-Security-Policy"]


def test_size_has_sliders_too(client: Client, traced: Variant) -> None:
    page = page_of(client.get(address(traced)))
    (slider,) = page.all("input", type="range", **{"data-slides": "s-width_mm"})
    assert (slider["value"], float(slider["max"])) == ("60", 120)


def test_what_cannot_be_traced_says_so_and_keeps_nothing(client: Client, traced: Variant) -> None:
    answer = client.post(address(traced), {"width_mm": "0"})
    assert answer.status_code == 400
    assert not Variant.objects.filter(parent=traced).exists()
    assert page_of(answer).one("input", id="s-width_mm")["aria-invalid"] == "true"


class TestPatterns:
    """The form is made from the schema of the pattern's own parameters."""

    def test_every_parameter_is_a_field(self, client: Client, pattern: Variant) -> None:
        page = page_of(client.get(address(pattern)))
        names = {field.get("name") for field in page.all("input") + page.all("select")}
        assert {"outer_mm", "inner_mm", "gap_mm", "bands.0.motif", "bands.0.width_mm"} <= names

    def test_bands_follow_a_size_that_changes(self, client: Client, pattern: Variant) -> None:
        form = form_of(client, pattern)
        tried = client.post(address(pattern, "preview"), form | {"outer_mm": "70"}).json()
        assert tried["nodes"] > 0
        judged = client.post(address(pattern, "preview/report"), form | {"outer_mm": "70"}).json()
        assert "overlap" not in judged["findings"]

    def test_a_band_is_repeated_and_taken_out(self, client: Client, pattern: Variant) -> None:
        before = bands(client, address(pattern))
        assert len(bands(client, address(pattern) + "?do=repeat:bands.1")) == len(before) + 1
        page = page_of(client.get(address(pattern) + "?do=repeat:bands.1", follow=True))
        assert not page.all("div", role="alert"), "all of them share the ring"
        assert len(bands(client, address(pattern) + "?do=remove:bands.1")) == len(before) - 1
        assert bands(client, address(pattern) + "?do=remove:bands.999") == before

    def test_a_wider_band_takes_its_room_from_the_others(
        self, client: Client, pattern: Variant
    ) -> None:
        before = stored_settings(pattern)["bands"]
        width = before[1]["width_mm"]
        client.post(
            address(pattern), form_of(client, pattern) | {"bands.1.width_mm": str(width * 2)}
        )
        after = stored_settings(Variant.objects.get(parent=pattern))["bands"]
        assert after[1]["width_mm"] > width * 1.2
        assert sum(b["width_mm"] for b in after) == pytest.approx(
            sum(b["width_mm"] for b in before), abs=0.001
        )

    def test_kept_it_is_drawn_by_its_own_parameters(self, client: Client, pattern: Variant) -> None:
        form = form_of(client, pattern) | {"gap_mm": "0.5"}
        answer = client.post(address(pattern), form)
        child = Variant.objects.get(parent=pattern)
        assert child.asset is not None
        assert answer["Location"] == f"/assets/{child.asset.asset_id}"
        page = page_of(client.get(address(child)))
        assert page.one("input", id="s-gap_mm")["value"] == "0.5"

    def test_words_where_numbers_belong_are_refused_at_their_field(
        self, client: Client, pattern: Variant
    ) -> None:
        form = form_of(client, pattern) | {"outer_mm": "wide"}
        answer = client.post(address(pattern, "preview"), form)
        assert answer.status_code == 400
        assert "outer_mm" in answer.json()["fields"]


class TestLongLists:
    """What has too many entries for a field each is edited as lines of text."""

    @pytest.fixture
    def dense(self, pattern: Variant) -> Variant:
        """Return a rosette of 60 bands."""
        band = {"motif": "line", "width_mm": 0.5, "cells": 0}
        gap = band | {"motif": "space"}
        return keep(pattern, stored_settings(pattern) | {"bands": [band, gap] * 30}).variant

    def test_all_entries_are_lines_of_one_field(self, client: Client, dense: Variant) -> None:
        page = page_of(client.get(address(dense)))
        assert page.one("textarea")["name"] == "bands"
        assert page.text.count("space 0.") == 30
        assert "60 entries" in page.words

    def test_untouched_they_give_the_same_bytes(self, client: Client, dense: Variant) -> None:
        form = form_of(client, dense) | {"bands": text_of_list(client, dense)}
        assert client.post(address(dense), form)["Location"].endswith("?kept=before")

    def test_a_line_is_changed_and_one_taken_out(self, client: Client, dense: Variant) -> None:
        lines = text_of_list(client, dense).split("\n")
        lines[0:2] = [lines[0].replace("line", "rope").replace(" 0", " 40", 1)]
        form = form_of(client, dense) | {"bands": "\r\n".join(lines)}
        tried = client.post(address(dense, "preview"), form)
        assert tried.status_code == 200, tried.content
        client.post(address(dense), form)
        kept = bands_of(Variant.objects.get(parent=dense))
        assert (len(kept), kept[0]["motif"]) == (59, "rope")

    def test_a_fault_names_its_line(self, client: Client, dense: Variant) -> None:
        lines = text_of_list(client, dense).split("\n")
        lines[4] = "line wide"
        form = form_of(client, dense) | {"bands": "\n".join(lines)}
        answer = client.post(address(dense, "preview"), form)
        assert answer.status_code == 400
        assert "Line 5, width" in answer.json()["fields"]["bands"]
        page = page_of(client.post(address(dense), form))
        assert page.one("textarea")["aria-invalid"] == "true"
        assert "line wide" in page.text


def text_of_list(client: Client, variant: Variant) -> str:
    """Return what the page has in its field of text."""
    page = client.get(address(variant)).content.decode()
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return found[1]


def bands_of(variant: Variant) -> list[dict[str, Any]]:
    return list(stored_settings(variant)["bands"])


def form_of(client: Client, variant: Variant) -> dict[str, Any]:
    """Return what the page's keeping form would send."""
    page = page_of(client.get(address(variant)))
    hidden = page.all("input", type="hidden")
    return {f["name"]: f["value"] for f in hidden if f["name"] != "csrfmiddlewaretoken"}


def bands(client: Client, where: str) -> list[str]:
    page = page_of(client.get(where, follow=True))
    names = [field.get("name", "") for field in page.all("select")]
    return [name for name in names if name.startswith("bands.")]


def test_a_part_of_the_picture_and_relations_are_settings_too(
    client: Client, traced: Variant
) -> None:
    typed = {
        "crop": "0 0 0.5, 1", "size_by": "ink", "relations.lines": "false", "width_mm": "30"
    }  # fmt: skip
    tried = client.post(address(traced, "preview"), typed).json()
    assert tried["width_mm"] == 30
    kept = client.post(address(traced), typed | {"do": "keep"}, follow=True)
    assert kept.status_code == 200
    child = Variant.objects.exclude(pk=traced.pk).get()
    assert child.trace_options["crop"] == [0, 0, 0.5, 1]
    assert child.trace_options["relations"] == {"lines": False}
    page = page_of(client.get(address(child)))
    assert page.one("input", id="s-crop")["value"] == "0 0 0.5 1"
    assert stored_settings(child)["relations"] == {"lines": False}
    assert "Nothing is stored yet" not in page.words


def test_a_wrong_crop_is_told_at_its_field(client: Client, traced: Variant) -> None:
    told = client.post(address(traced, "preview"), {"crop": "0 0 9"}).json()
    assert list(told["fields"]) == ["crop"]
