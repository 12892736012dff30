"""Every page of the studio in each of its states, for tests of what holds for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from artstudio.demo.seeding import seed_workshop
from artstudio.models import ArtAsset, AssetKind, Generation, Variant
from artstudio.services.gallery import collections
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.tuning.cancel_retry import cancel_variant
from rmos_runs.models import RunArtifact, WorkflowSession
from tests.browser.screenshots import LONG_PROMPT
from tests.browser.states import (
    choose_two,
    hold_still,
    log_in_in_vain,
    lose_the_cookie,
    open_folds,
    refuse,
    show_keys,
)

AWAY = "gen_away"


def as_it_is(page: Page) -> None:
    """Do nothing to a page."""


@dataclass(frozen=True, kw_only=True)
class View:
    """A page in a state; `prepare` leads from the one to the other."""

    name: str
    address: str
    prepare: Callable[[Page], None] = as_it_is

    def show(self, page: Page) -> None:
        """Bring the page into the state."""
        page.goto(self.address)
        self.prepare(page)


def every_view() -> list[View]:
    """Make something for each page and return all of them; OpenAI must be the fake one."""
    seed_workshop()
    return [*studio_views(), *gallery_views(), *drawing_views(), *run_views(), *other_views()]


def studio_views() -> list[View]:
    done = Generation.objects.order_by("-id")[0].generation_id
    waiting = generate_svg_variants("vine", 3, queued=True)
    cancel_variant(waiting.variants.all()[2].variant_id)
    failed = generate_svg_variants("a crow [moderation]", provider="openai", route="raster")
    hostile = generate_svg_variants(LONG_PROMPT, 2, "a" * 128, provider="stub")
    return [
        View(name="studio", address="/"),
        View(name="studio refused", address="/?width_mm=-1", prepare=refuse),
        View(name="studio waiting", address=f"/?generation={waiting.generation_id}"),
        View(name="studio done", address=f"/?generation={done}"),
        View(name="studio failed", address=f"/?generation={failed.generation_id}"),
        View(name="generation waiting", address=f"/generations/{waiting.generation_id}"),
        View(name="generation failed", address=f"/generations/{failed.generation_id}"),
        View(name="generation done", address=f"/generations/{hostile.generation_id}"),
    ]


def gallery_views() -> list[View]:
    pictures = ArtAsset.objects.filter(kind=AssetKind.SVG).values_list("asset_id", flat=True)
    board = collections.make_collection("Guitar no. 47")
    collections.add_assets(list(pictures[:2]), board.collection_id)
    return [
        View(name="gallery", address="/gallery"),
        View(name="gallery chosen", address="/gallery", prepare=choose_two),
        View(name="gallery keys", address="/gallery", prepare=show_keys),
        View(name="gallery nothing", address="/gallery?q=zzzzzz"),
        View(name="gallery records", address="/gallery?kind=all"),
        View(name="collection", address=f"/gallery?collection={board.collection_id}"),
    ]


def drawing_views() -> list[View]:
    pattern = generate_svg_variants("rosette", provider="stub").variants.get()
    traced = generate_svg_variants("celtic knot", provider="stub", route="raster").variants.get()
    native = generate_svg_variants("a crow", provider="openai", route="native").variants.get()
    direct = generate_svg_variants("a sun dial", provider="openai", route="direct").variants.get()
    record = ArtAsset.objects.filter(kind=AssetKind.AI_PROVENANCE)[0].asset_id
    pair = f"/compare?ids={asset_of(pattern)},{asset_of(traced)}"
    return [
        View(name="drawing pattern", address=f"/assets/{asset_of(pattern)}?verify=1"),
        View(name="drawing outline", address=f"/assets/{asset_of(pattern)}?outline=1&grid=1"),
        View(name="drawing traced", address=f"/assets/{asset_of(traced)}", prepare=open_folds),
        View(name="drawing native", address=f"/assets/{asset_of(native)}"),
        View(name="drawing direct", address=f"/assets/{asset_of(direct)}"),
        View(name="record", address=f"/assets/{record}"),
        View(name="attach", address=f"/assets/{asset_of(pattern)}/attach"),
        View(
            name="tune pattern", address=f"/variants/{pattern.variant_id}/tune", prepare=open_folds
        ),
        View(name="tune traced", address=f"/variants/{traced.variant_id}/tune"),
        View(name="compare nothing", address="/compare"),
        *(
            View(name=f"compare {way}", address=f"{pair}&way={way}", prepare=hold_still)
            for way in ("side", "slider", "blink", "difference")
        ),
    ]


def run_views() -> list[View]:
    run = RunArtifact.objects.order_by("-created_at_utc")[0]
    session = WorkflowSession.objects.order_by("-pk")[0]
    return [
        View(name="runs", address="/runs"),
        View(name="run", address=f"/runs/{run.run_id}?verify=1", prepare=open_folds),
        View(name="sessions", address="/sessions"),
        View(name="session", address=f"/sessions/{session.session_id}"),
    ]


def other_views() -> list[View]:
    return [
        View(name="login", address="/login"),
        View(name="login refused", address="/login", prepare=log_in_in_vain),
        View(name="form expired", address="/login", prepare=lose_the_cookie),
        View(name="missing", address="/missing"),
        View(name="away", address=f"/generations/{AWAY}"),
    ]


def asset_of(variant: Variant) -> str:
    assert variant.asset is not None
    return variant.asset.asset_id
