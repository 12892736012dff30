"""Five hundred drawings chosen at once: whatever can be chosen can be done to all of it."""

from __future__ import annotations

import io
import statistics
import sys
import time
import zipfile

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import ArtAsset, AssetTag, CollectionItem
from artstudio.services.gallery.assets import MAX_CHOSEN
from rmos_runs.models import AdvisoryInput
from rmos_runs.runs import service
from tests.browser.seeded_gallery import focus_first, hang

pytestmark = pytest.mark.slow


@pytest.fixture
def all_shown(page: Page, monkeypatch: pytest.MonkeyPatch) -> Page:
    """Return the gallery with 502 drawings, all of them shown on two pages."""
    monkeypatch.setattr("artstudio.web.gallery.page.PAGE_SIZE", MAX_CHOSEN - 100)
    for number in range(MAX_CHOSEN + 2):
        hang(number)
    page.goto("/gallery")
    page.get_by_role("link", name="Show more").click()
    expect(page.locator("#assets .card")).to_have_count(MAX_CHOSEN + 2)
    return page


def said(page: Page, text: str) -> None:
    expect(page.locator("#gallery-message")).to_have_text(text, timeout=60_000)


def do(page: Page, button: str, **fields: str) -> None:
    bar = page.locator(".chosen")
    for label, text in fields.items():
        bar.get_by_label(label, exact=True).fill(text)
    bar.get_by_role("button", name=button, exact=True).click()


def test_what_can_be_chosen_at_once_can_be_tagged_collected_attached_zipped_and_archived(
    all_shown: Page,
) -> None:
    page = all_shown
    run = service.create_run(
        mode="cut",
        tool_id="t",
        status="OK",
        decision={"risk_level": "GREEN"},
        hashes={"feasibility_sha256": "ab" * 32},
    )
    focus_first(page)
    page.keyboard.press("Control+a")
    # Two are left over: no action takes more, and that is said before anything is done.
    expect(page.locator("[data-chosen-count]")).to_have_text("500 selected, the most at once")
    page.locator("#assets [name=asset]").last.click()
    expect(page.locator("#assets [name=asset]").last).not_to_be_checked()
    report(page)

    page.get_by_label("Tags, with commas between").fill("maple")
    do(page, "Tag")
    said(page, "Tagged maple.")
    assert AssetTag.objects.count() == MAX_CHOSEN
    do(page, "Collect", Collection="Guitar 12")
    said(page, "500 drawings put into Guitar 12.")
    assert CollectionItem.objects.count() == MAX_CHOSEN
    do(page, "Attach", Run=run.pk)
    said(page, f"500 drawings attached to run {run.pk}.")
    assert AdvisoryInput.objects.count() == MAX_CHOSEN
    with page.expect_download(timeout=60_000) as waiting:
        do(page, "Download")
    names = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())).namelist()
    assert len([name for name in names if name.startswith("drawings/")]) == MAX_CHOSEN
    do(page, "Archive")
    said(page, "500 drawings archived.")
    assert ArtAsset.objects.filter(archived_at_utc=None).count() == 2
    page.get_by_role("button", name="Undo").click()
    said(page, "500 drawings restored.")
    assert ArtAsset.objects.filter(archived_at_utc=None).count() == MAX_CHOSEN + 2


def report(page: Page) -> None:
    """Print how long keys take with everything shown and chosen; no test is decided by it."""
    for key in ("ArrowRight", "Space", "ArrowDown"):
        taken = []
        for _ in range(6):
            start = time.perf_counter()
            page.keyboard.press(key)
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            taken.append((time.perf_counter() - start) * 1000)
        sys.stderr.write(f"{key}: {statistics.median(taken):.0f} ms with 500 chosen\n")
