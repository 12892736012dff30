"""Many drawings as a studio makes them, tagged, collected and linked."""

from __future__ import annotations

from typing import Any

WOODS = ("walnut", "maple", "ebony", "spruce", "cedar", "rosewood", "pear", "holly")
MOTIFS = ("rosette", "knot", "fern", "rope border", "mandala", "parlour guitar", "oak leaf")

#: The database writes them: a million rows of Python take as many minutes as there are cores.
_ATTACHMENTS = """
INSERT INTO rmos_runs_runattachment
    (sha256, kind, mime, filename, ext, size_bytes, created_at_utc, request_id, metadata)
SELECT lpad(to_hex(n), 64, '0'), 'bench', 'image/svg+xml', '', '', 1, clock_timestamp(), 'r', '{}'
FROM generate_series(%(start)s, %(end)s - 1) AS n
"""
#: `pg_temp.dice` gives a number that nothing else of the row depends on, always the same.
_DICE = """
CREATE OR REPLACE FUNCTION pg_temp.dice(number bigint, what text, sides bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$ SELECT crc32(convert_to(what || ' ' || number, 'UTF8')) %% sides $$
"""
_ASSETS = """
INSERT INTO artstudio_artasset (
    asset_id, kind, attachment_id, provider, model, route, prompt, variant_seed, request_id,
    width_mm, height_mm, nodes, cut_length_mm, pieces, smallest_feature_mm, warning_count,
    styles, stack, starred_at_utc, rating, archived_at_utc, meta, created_at_utc
)
SELECT
    'asset_' || lpad(to_hex(n), 12, '0'),
    CASE WHEN n %% 4 = 0 THEN 'ai_provenance' ELSE 'svg' END,
    lpad(to_hex(n), 64, '0'),
    (ARRAY['stub', 'openai'])[1 + dice(r, 'provider', 2)],
    'model-' || dice(r, 'model', 11),
    (ARRAY['pattern', 'raster', 'direct'])[1 + dice(r, 'route', 3)],
    'A ' || (%(motifs)s::text[])[1 + dice(r, 'motif', 7)]
        || ' in ' || (%(woods)s::text[])[1 + dice(r, 'wood', 8)] || ', number ' || r
        -- One word in many thousands is nobody else's.
        || CASE WHEN r %% 97 <> 0 THEN '' ELSE ' for ' || chr((97 + r %% 26)::int)
            || chr((97 + r / 26 %% 26)::int) || chr((97 + r / 676 %% 26)::int) || 'ley' END,
    's', 'r',
    10 + dice(n, 'width', 307), 10 + dice(n, 'height', 211), dice(n, 'nodes', 9000),
    dice(n, 'cut', 50000) / 8.0, dice(n, 'pieces', 40), dice(n, 'feature', 200) / 100.0,
    (dice(n, 'warning', 9) = 0)::int,
    ARRAY[CASE WHEN dice(r, 'style', 300) = 0 THEN 'art deco' ELSE 'celtic' END],
    'gen_' || lpad(to_hex(r), 32, '0'),
    CASE WHEN dice(n, 'star', 300) = 0 THEN timestamptz '2026-01-01Z' END,
    nullif(dice(n, 'rating', 6), 0),
    CASE WHEN dice(n, 'archived', 250) = 0 THEN timestamptz '2026-01-01Z' END,
    '{}', clock_timestamp()
FROM (
    SELECT n, n / 4 AS r FROM generate_series(%(start)s::bigint, %(end)s - 1) AS n
) AS numbers
"""
_WORDS = """
INSERT INTO artstudio_searchword (word)
SELECT DISTINCT word FROM artstudio_artasset, artstudio_words(prompt) AS word
ON CONFLICT DO NOTHING
"""
#: Indexes that no constraint needs are made afterwards, which is three times as fast.
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = 'artstudio_artasset' AND indexname NOT IN (
    SELECT conname FROM pg_constraint WHERE conrelid = 'artstudio_artasset'::regclass
)
"""


def fill(start: int, end: int) -> None:
    """Add indexed assets: requests of three drawings and a record each, as a studio makes them."""
    from django.db import connection

    given: dict[str, Any] = {
        "start": start,
        "end": end,
        "woods": list(WOODS),
        "motifs": list(MOTIFS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES)
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("ALTER TABLE artstudio_artasset DISABLE TRIGGER USER")
        cursor.execute(_DICE.replace("%%", "%"))
        cursor.execute(_ATTACHMENTS, given)
        cursor.execute(_ASSETS.replace("dice(", "pg_temp.dice("), given)
        cursor.execute("ALTER TABLE artstudio_artasset ENABLE TRIGGER USER")
        cursor.execute(_WORDS)
        for _name, definition in indexes:
            cursor.execute(definition)


def sort_into() -> dict[str, str]:
    """Tag, collect, link and ask in sessions; return what the addresses of the views name."""
    from artstudio.models import ArtAsset, AssetTag, Collection, CollectionItem, Generation, Tag
    from artstudio.services.runs import linking
    from rmos_runs.runs import service, sessions

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
    run = service.create_run(
        mode="cut",
        tool_id="t",
        status="OK",
        decision={"risk_level": "GREEN"},
        hashes={"feasibility_sha256": "ab" * 32},
    )
    advised = ArtAsset.objects.filter(pk__in=pks[::1_000])
    ids = [asset.asset_id for asset in advised]
    for first in range(0, len(ids), linking.MAX_ASSETS):
        chosen = ids[first : first + linking.MAX_ASSETS]
        linking.attach_assets_to_run(asset_ids=chosen, run_id=run.pk)
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
