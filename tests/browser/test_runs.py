"""Runs and sessions in a real browser: proof, copying, lists, a phone, the dark, no JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import get_attachment_path, put_text_attachment
from rmos_runs.models import RunArtifact
from rmos_runs.runs.service import (
    attach_advisory,
    create_run,
    link_attachments,
    move_explanation,
)
from rmos_runs.runs.sessions import create_session
from tests.browser.test_recent import CONTRAST, OVERFLOW

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
LONG = "A_word_that_is_as_long_as_a_name_may_be_and_never_ends_" * 2


def record(**fields: object) -> RunArtifact:
    """Record a run; `fields` say what is special about it."""
    usual: dict[str, object] = {
        "mode": "inlay",
        "tool_id": "endmill-1mm",
        "status": "OK",
        "decision": {"risk_level": "GREEN", "score": 92},
        "hashes": {"feasibility_sha256": "ab" * 32},
    }
    return create_run(**(usual | fields))  # type: ignore[arg-type]  # the tests' own words


@pytest.fixture
def run() -> RunArtifact:
    """Return a blocked run with long words, two drawings, a file and an explanation."""
    session = create_session(workflow_type=LONG[:64], machine_id=LONG, context_json={"a": LONG})
    made = record(
        tool_id=LONG,
        status="BLOCKED",
        decision={
            "risk_level": "RED",
            "score": 12.5,
            "block_reason": f"The channel is too narrow. {LONG}",
            "warnings": ["Thin wall."],
        },
        workflow_session_id=session.pk,
        meta={"long": LONG},
        outputs={"gcode_text": "G21\nG0 X0 Y0\n", "gcode_path": f"/jobs/{LONG}.nc"},
    )
    drawn = generate_svg_variants("Rosette", 2, "s", workflow_session_id=session.pk)
    for variant in drawn.variants.all():
        attach_advisory(made.pk, sha256=str(variant.svg_id), kind="geometry_svg", engine_id="stub")
    note, _ = put_text_attachment("Climb cut.", "note", filename=f"{LONG}.txt")
    link_attachments(made.pk, [{"sha256": note.sha256}])
    move_explanation(made.pk, status="PENDING")
    move_explanation(made.pk, status="READY", summary=f"Because {LONG}")
    return made


def addresses(run: RunArtifact) -> list[str]:
    return [
        "/runs",
        f"/runs/{run.pk}?verify=1",
        "/sessions",
        f"/sessions/{run.workflow_session_id}",
    ]


def test_verifying_shows_the_result_in_place(page: Page, run: RunArtifact) -> None:
    page.goto(f"/runs/{run.pk}")
    result = page.locator("#verification")
    expect(result).to_be_empty()
    page.get_by_role("link", name="Verify now").click()
    expect(result).to_contain_text("Unchanged")
    expect(result).to_contain_text("the bytes of 3 files")
    expect(page).to_have_url(f"{page.url.partition('/runs')[0]}/runs/{run.pk}")
    path = Path(str(get_attachment_path(run.links.get().attachment_id)))
    path.chmod(0o644)
    path.write_text("changed")
    page.get_by_role("link", name="Verify now").click()
    expect(result).to_contain_text("A file was changed on disk")


def test_a_digest_can_be_copied(page: Page, run: RunArtifact) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/runs/{run.pk}")
    page.get_by_role("button", name="Copy the facts' digest").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == run.artifact_sha256


def test_a_bundle_is_downloaded(page: Page, run: RunArtifact) -> None:
    page.goto(f"/runs/{run.pk}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    assert download.value.suggested_filename == f"{run.pk}.zip"


def test_one_walks_from_the_list_to_a_drawing_and_to_the_session(
    page: Page, run: RunArtifact
) -> None:
    page.goto("/sessions")
    page.locator(".record").click(position={"x": 5, "y": 5})
    page.locator("main .record-title a").click()
    expect(page.locator(".verdict")).to_contain_text("Do not cut")
    page.locator(".card .sheet").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rosette")
    page.go_back()
    page.locator(".crumbs").get_by_text(str(run.workflow_session_id)).click()
    expect(page.locator("main")).to_contain_text("The session")


def test_the_list_appends_and_filters(
    page: Page, run: RunArtifact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rmos_runs.web.run_list.PAGE_SIZE", 2)
    for _ in range(2):
        record()
    page.goto("/runs")
    rows = page.locator("#runs .record")
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="Show more").click()
    expect(rows).to_have_count(3)
    expect(rows.nth(2).get_by_role("link")).to_be_focused()
    page.get_by_role("link", name="Blocked", exact=True).click()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="Error", exact=True).click()
    expect(page.locator("main")).to_contain_text("No such run")


@pytest.mark.parametrize("width", [360, 390, 768, 1600])
def test_no_page_scrolls_sideways(page: Page, run: RunArtifact, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in addresses(run):
        page.goto(address)
        for fold in page.locator("summary").all():
            fold.click()
        assert page.evaluate(OVERFLOW) <= 0, address


def test_empty_lists_fit_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in ("/runs", "/sessions"):
        page.goto(address)
        assert page.evaluate(OVERFLOW) <= 0, address


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(page: Page, run: RunArtifact, theme: str) -> None:
    for level in ("GREEN", "YELLOW", "UNKNOWN", "ERROR"):
        record(decision={"risk_level": level, "warnings": ["Mind the grain."]})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of the two it takes
    others = [f"/runs/{other.pk}" for other in RunArtifact.objects.exclude(pk=run.pk)]
    for address in (*addresses(run), *others):
        page.goto(address)
        assert page.evaluate(CONTRAST) == [], address


class TestWithoutJavaScript:
    """Everything works by links alone."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_verifying_and_paging(
        self, page: Page, run: RunArtifact, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rmos_runs.web.run_list.PAGE_SIZE", 1)
        record()
        page.goto("/runs")
        page.get_by_role("link", name="Show more").click()
        page.locator(".record-title a").click()
        page.get_by_role("link", name="Verify now").click()
        expect(page.locator("#verification")).to_contain_text("Unchanged")
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)
