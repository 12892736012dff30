"""What stands beside a drawing: facts, downloads, its record, the proof, the runs that use it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from artstudio.models import Variant
from artstudio.services.tuning.retrace import retrace
from rmos_runs.blobs.attachments import get_attachment_path
from rmos_runs.models import RunArtifact
from rmos_runs.runs.service import create_run
from rmos_runs.runs.sessions import create_session
from tests.browser.conftest import Watch
from tests.browser.drawings import page_for, traced_drawing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
EMPTY = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.fixture
def traced() -> Variant:
    return traced_drawing()


def file_of(sha256: str | None) -> Path:
    return Path(str(get_attachment_path(str(sha256))))


@pytest.fixture
def tampered(traced: Variant) -> Path:
    """Return a file of the store that somebody has changed."""
    path = file_of(traced.svg_id)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"#000000", b"#0000ff"))
    return path


def test_it_leaves_in_every_format_with_its_size_stated(page: Page, traced: Variant) -> None:
    page.goto(page_for(traced))
    panel = page.get_by_role("region", name="Export")
    expect(panel).to_contain_text("80 × 80 mm (3.15 × 3.15 in) in every format")
    expect(panel).to_contain_text("945 × 945 px")
    for name, ending in (
        ("SVG", ".svg"),
        ("DXF", ".dxf"),
        ("PDF", ".pdf"),
        ("EPS", ".eps"),
        ("DXF R12, in mm", ".dxf"),
        ("SVG with its record inside", ".svg"),
        ("Everything with checksums (zip)", ".zip"),
    ):
        with page.expect_download() as waiting:
            panel.get_by_role("link", name=name, exact=True).click()
        assert waiting.value.suggested_filename.endswith(ending), name
        assert Path(waiting.value.path()).stat().st_size > 500
    with page.expect_download() as waiting:
        panel.get_by_role("link", name=re.compile("PNG")).click()
    assert "80x80mm" in waiting.value.suggested_filename


def test_all_about_its_making_is_beside_it(page: Page, traced: Variant) -> None:
    Variant.objects.filter(pk=traced.pk).update(
        prompt_sent="Celtic knot, flat black", revised_prompt="A knot of two strands"
    )
    traced.attempts.create(
        number=1, outcome="OK", cost_usd=Decimal("0.04"), finished_at_utc=timezone.now()
    )
    page.goto(f"{page_for(traced)}#proof")
    record = page.get_by_role("region", name="How it came to be")
    for words in (
        "Prompt as given Celtic knot",
        "Prompt as sent Celtic knot, flat black",
        "Revised by the provider A knot of two strands",
        "stub",
        str(traced.seed),
        "trace",
        "Call 1",
        "$0.0400",
    ):
        assert words in " ".join(record.inner_text().split()), words


def test_digests_are_copied_and_verified_in_place(page: Page, traced: Variant) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{page_for(traced)}#proof")
    for name, sha256 in (
        ("Copy the SHA-256", traced.svg_id),
        ("Copy the source's SHA-256", traced.source_id),
        ("Copy the record's SHA-256", traced.provenance_id),
    ):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name="Copied").last).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == sha256
    page.get_by_role("link", name="Verify now").click()
    said = page.locator("#verification")
    for what in ("The drawing", "Its source", "Its record"):
        expect(said).to_contain_text(f"{what}. Unchanged")
    assert "verify" not in page.url


def test_a_damaged_store_is_found_out_and_says_what_to_do(
    page: Page, traced: Variant, tampered: Path
) -> None:
    file_of(traced.provenance_id).unlink()
    page.goto(f"{page_for(traced)}#proof")
    page.get_by_role("link", name="Verify now").click()
    said = page.locator("#verification")
    expect(said).to_contain_text("The drawing was changed on disk")
    expect(said).to_contain_text("Its source. Unchanged")
    expect(said).to_contain_text("Its record is missing from the store. Restore it from a backup.")
    page.get_by_role("button", name="Reproduce").click()
    came = page.locator("#reproduction")
    expect(came).to_contain_text("The same to the byte")
    expect(came).to_contain_text("Do not cut it: restore it from a backup.")
    assert tampered.exists()


def test_reproducing_shows_whether_it_is_the_same(page: Page, traced: Variant) -> None:
    page.goto(f"{page_for(traced)}#proof")
    page.get_by_role("button", name="Reproduce").click()
    came = page.locator("#reproduction")
    expect(came).to_contain_text("The same to the byte")
    expect(came).to_contain_text(str(traced.svg_id))
    # As if another tracer had made it.
    other = retrace(traced.variant_id, {"width_mm": 80, "corner_smoothness": 0})
    recorded = traced.tool_versions | {"tracer": {"door": "ctypes", "version": "potracelib 0.9"}}
    Variant.objects.filter(pk=other.pk).update(
        trace_options=traced.trace_options, tool_versions=recorded
    )
    page.goto(f"{page_for(other)}#proof")
    page.get_by_role("button", name="Reproduce").click()
    expect(came).to_contain_text("It comes out otherwise now: 0.")
    expect(came).to_contain_text("ctypes potracelib 0.9 then")
    expect(came).to_contain_text("install the versions of then")
    expect(came).to_contain_text("The stored drawing was read again and is unchanged.")
    for sha256 in (traced.svg_id, other.svg_id):
        expect(came).to_contain_text(str(sha256))


def test_the_tree_leads_from_the_source_over_each_trace(page: Page, traced: Variant) -> None:
    child = retrace(traced.variant_id, {"width_mm": 80, "corner_smoothness": 0})
    retrace(child.variant_id, {"width_mm": 40, "corner_smoothness": 0})
    page.goto(f"{page_for(child)}#proof")
    tree = page.get_by_role("region", name="From source to drawing")
    expect(tree.get_by_role("link", name="Picture")).to_have_count(1)
    expect(tree.locator(".tree-node")).to_have_count(3)
    expect(tree.locator("[aria-current=page]")).to_contain_text("Drawing 2")
    expect(tree).to_contain_text("corner_smoothness 0")
    tree.get_by_role("link", name="Drawing 3").click()
    page.get_by_role("tab", name="Cut").click()
    expect(page.get_by_role("region", name="The drawing", exact=True)).to_contain_text("40 × 40 mm")


class TestAttaching:
    """To a run that is found, or to one that begins with the drawing."""

    def test_a_run_is_found_while_typing_and_used_from_then_on(
        self, page: Page, traced: Variant
    ) -> None:
        for tool in ("endmill-1mm", "laser-co2"):
            create_run(
                mode="inlay", tool_id=tool, status="OK",
                decision={"risk_level": "GREEN"}, hashes={"feasibility_sha256": EMPTY},
            )  # fmt: skip
        run = RunArtifact.objects.get(tool_id="endmill-1mm")
        page.goto(page_for(traced))
        page.get_by_role("link", name="Attach to a run").click()
        expect(page.get_by_text("No run uses this drawing yet.")).to_be_visible()
        page.get_by_label("Search runs").press_sequentially("endmill", delay=20)
        expect(page.locator("#run-choices .attach-row")).to_have_count(1)
        expect(page).to_have_url(re.compile("q=endmill"))
        page.get_by_role("button", name="Attach to inlay with endmill-1mm").click()
        used = page.get_by_role("region", name="Used by runs")
        expect(used.get_by_role("link", name="inlay with endmill-1mm")).to_be_visible()
        page.goto(f"{page_for(traced)}/attach?q=endmill")
        expect(page.locator("#run-choices")).to_contain_text("attached")
        expect(page.get_by_role("region", name="Used by runs")).to_contain_text("endmill-1mm")
        assert run.advisory_inputs.count() == 1

    def test_a_run_begins_for_a_session(self, page: Page, traced: Variant) -> None:
        create_session(tool_id="laser-co2", workflow_type="rosette")
        page.goto(page_for(traced))
        page.get_by_role("link", name="Attach to a run").click()
        page.get_by_role("button", name="Begin a run").click()
        used = page.get_by_role("region", name="Used by runs")
        expect(used.get_by_role("link", name="artwork with laser-co2")).to_be_visible()

    def test_a_run_that_is_not_there_is_said_in_words(
        self, page: Page, traced: Variant, watch: Watch
    ) -> None:
        create_session(tool_id="laser-co2", workflow_type="rosette")
        page.goto(f"{page_for(traced)}/attach")
        page.locator("[name=session_id]").evaluate("field => field.value = 'ws_gone'")
        page.get_by_role("button", name="Begin a run").click()
        expect(page.get_by_role("alert")).to_contain_text("There is no such session.")
        expect(page.get_by_role("alert")).to_be_focused()
        watch.complaints.clear()
