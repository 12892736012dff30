"""WCAG 2.2 AA on every page, light and dark, as axe-core judges it.

axe-core 4.14.1 is kept beside the tests as its npm package ships it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from artstudio.models import Generation, Variant
from artstudio.services.demo import seed_workshop
from artstudio.services.generation import generate_svg_variants
from rmos_runs.models import RunArtifact, WorkflowSession
from tests.browser.conftest import Watch

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
  const shown = (nodes) => nodes.map((node) => node.html).slice(0, 3).join(" | ");
  return found.violations.map((violation) => `${violation.id}: ${shown(violation.nodes)}`);
}"""


def addresses() -> list[str]:
    """Return an address of every kind of page, with something to see on each."""
    seed_workshop()
    drawn = Variant.objects.filter(status="OK")[0]
    generation = Generation.objects.order_by("-id")[0]
    waiting = generate_svg_variants("vine", 2, queued=True)
    traced = generate_svg_variants("celtic knot", route="raster")
    assert drawn.asset is not None
    return [
        "/",
        "/?prompt=&count=9",
        f"/?generation={generation.generation_id}",
        f"/generations/{waiting.generation_id}",
        f"/generations/{generation.generation_id}",
        "/gallery",
        "/gallery?q=rosette&sort=nodes",
        f"/assets/{drawn.asset.asset_id}",
        f"/assets/{drawn.asset.asset_id}?outline=1&grid=1",
        f"/assets/{drawn.asset.asset_id}/attach",
        f"/variants/{drawn.variant_id}/tune",
        f"/variants/{traced.variants.get().variant_id}/tune",
        f"/compare?ids={drawn.asset.asset_id},{traced.variants.get().asset.asset_id}",  # type: ignore[union-attr]  # it is drawn
        "/runs",
        f"/runs/{RunArtifact.objects.order_by('-created_at_utc')[0].run_id}",
        "/sessions",
        f"/sessions/{WorkflowSession.objects.order_by('-pk')[0].session_id}",
        "/missing",
    ]


@pytest.fixture
def worker(transactional_db: None) -> None:
    """What waits shall wait on."""


def judged(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: Any = page.evaluate(JUDGE, RULES)
    return list(found)


def test_axe_finds_nothing_on_any_page_in_light_and_dark(page: Page, watch: Watch) -> None:
    found: dict[str, list[str]] = {}
    for address in addresses():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            if violations := judged(page):
                found[f"{address} {scheme}"] = violations
    assert found == {}
    # The page that is missing is one of them.
    watch.complaints.clear()
