"""A hundred thousand drawings as a studio makes them, tagged, collected and linked."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Any

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
WOODS = ("walnut", "maple", "ebony", "spruce", "cedar", "rosewood", "pear", "holly")
MOTIFS = ("rosette", "knot", "fern", "rope border", "mandala", "parlour guitar", "oak leaf")


def dice(number: int, what: str) -> int:
    """Return a number that nothing else of the row depends on, always the same."""
    return zlib.crc32(f"{what} {number}".encode())


def fill(start: int, end: int) -> None:
    """Add indexed assets: requests of three drawings and a record each, as a studio makes them."""
    from artstudio.models import ArtAsset
    from rmos_runs.models import RunAttachment

    numbers = range(start, end)
    RunAttachment.objects.bulk_create(
        (
            RunAttachment(sha256=f"{number:064x}", kind="bench", mime="image/svg+xml", size_bytes=1)
            for number in numbers
        ),
        batch_size=5_000,
    )
    ArtAsset.objects.bulk_create(
        (ArtAsset(**asked(number // 4), **drawn(number)) for number in numbers), batch_size=5_000
    )


def asked(request: int) -> dict[str, Any]:
    """Return the columns that drawings of one request share."""
    return {
        "provider": ("stub", "openai")[dice(request, "provider") % 2],
        "route": ("pattern", "raster", "direct")[dice(request, "route") % 3],
        "model": f"model-{dice(request, 'model') % 11}",
        "prompt": prompt(request),
        "variant_seed": "s",
        "request_id": "r",
        "styles": ["art deco" if dice(request, "style") % 300 == 0 else "celtic"],
        "stack": f"gen_{request:032x}",
    }


def drawn(number: int) -> dict[str, Any]:
    """Return the columns that each drawing has for itself."""
    return {
        "asset_id": f"asset_{number:012x}",
        "kind": "ai_provenance" if number % 4 == 0 else "svg",
        "attachment_id": f"{number:064x}",
        "width_mm": 10.0 + dice(number, "width") % 307,
        "height_mm": 10.0 + dice(number, "height") % 211,
        "nodes": dice(number, "nodes") % 9_000,
        "cut_length_mm": dice(number, "cut") % 50_000 / 8,
        "pieces": dice(number, "pieces") % 40,
        "smallest_feature_mm": dice(number, "feature") % 200 / 100,
        "warning_count": int(dice(number, "warning") % 9 == 0),
        "rating": dice(number, "rating") % 6 or None,
        "starred_at_utc": NOW if dice(number, "star") % 300 == 0 else None,
        "archived_at_utc": NOW if dice(number, "archived") % 250 == 0 else None,
    }


def prompt(request: int) -> str:
    """Return words that differ; one word in many thousands is nobody else's."""
    wood, motif = WOODS[dice(request, "wood") % 8], MOTIFS[dice(request, "motif") % 7]
    letters = "".join(chr(97 + request // 26**place % 26) for place in range(3))
    rare = f" for {letters}ley" if request % 97 == 0 else ""
    return f"A {motif} in {wood}, number {request}{rare}"


def sort_into() -> dict[str, str]:
    """Tag, collect, link and ask in sessions; return what the addresses of the views name."""
    from artstudio.models import ArtAsset, AssetTag, Collection, CollectionItem, Generation, Tag
    from artstudio.services import linking
    from rmos_runs import sessions, store

    pks = list(ArtAsset.objects.filter(kind="svg").order_by("pk").values_list("pk", flat=True))
    for name, every in (("usual", 3), ("rare", 5_000)):
        made = Tag.objects.create(name=name)
        AssetTag.objects.bulk_create(
            (AssetTag(asset_id=pk, tag=made) for pk in pks[::every]), batch_size=5_000
        )
    board = Collection.objects.create(name="Guitar 12")
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=board, asset_id=pk, position=place)
        for place, pk in enumerate(pks[:: len(pks) // 2_000][:2_000])
    )
    run = store.create_run(
        mode="cut",
        tool_id="t",
        status="OK",
        decision={"risk_level": "GREEN"},
        hashes={"feasibility_sha256": "ab" * 32},
    )
    advised = ArtAsset.objects.filter(pk__in=pks[::1_000])
    linking.attach_assets_to_run(asset_ids=[a.asset_id for a in advised], run_id=run.pk)
    session = sessions.create_session()
    for pk in pks[::1_000]:
        asset = ArtAsset.objects.get(pk=pk)
        made_by = Generation.objects.create(
            prompt="p",
            variant_seed="s",
            provider="stub",
            route="pattern",
            request_id="r",
            workflow_session_id=session.pk,
        )
        made_by.variants.create(
            index=0, seed=0, source_key="k", svg_id=asset.attachment_id, asset=asset
        )
    newest = ArtAsset.objects.filter(kind="svg").latest("pk")
    return {
        "collection": board.collection_id,
        "run": run.pk,
        "session": session.pk,
        "stack": newest.stack,
        "day": newest.created_at_utc.date().isoformat(),
        "seen": str(int(newest.created_at_utc.timestamp() * 1e6)),
    }
