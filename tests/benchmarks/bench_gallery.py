"""A page of the gallery with 100,000 assets against one with 1,000.

    python -m tests.benchmarks.bench_gallery

Goals: lists take the same time within a factor of 1.5, and every filter, order
and search answers within 100 ms on two cores.
"""

from __future__ import annotations

import datetime as dt

from tests.benchmarks.workbench import median_ms, say, workbench

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GOAL = 1.5
GOAL_MS = 100
FEW = 1_000
MANY = 100_000
PAGES = (
    "/gallery",
    "/gallery?provider=openai",
    "/gallery?kind=ai_provenance",
    "/api/art/assets",
    "/api/art/assets?kind=svg&provider=stub",
)
VIEWS = (
    "/gallery?q=rosette",
    "/gallery?q=rossette",
    "/gallery?q=walnut",
    "/gallery?q=walnut+fern&sort=rating",
    "/gallery?q=%22parlour+guitar%22+-fern&sort=nodes",
    "/gallery?q=nothinglikeit",
    "/gallery?sort=rating",
    "/gallery?sort=nodes",
    "/gallery?sort=-nodes&provider=openai",
    "/gallery?sort=cut",
    "/gallery?model=model-7",
    "/gallery?route=pattern&sort=rating",
    "/gallery?style=art+deco",
    "/gallery?style=none-such",
    "/gallery?star=1",
    "/gallery?rating=5",
    "/gallery?tag=rare",
    "/gallery?tag=usual",
    "/gallery?warnings=with",
    "/gallery?warnings=without&pieces_min=30",
    "/gallery?width_min=90&width_max=92&height_min=200",
    "/gallery?feature_min=1.9",
    "/gallery?date_from=2030-01-01",
    "/gallery?status=archived",
    "/gallery?stack=1",
    "/gallery?stack=1&q=walnut",
    "/gallery?run=run-unknown",
    "/gallery?session=unknown",
)
WOODS = ("walnut", "maple", "ebony", "spruce", "cedar", "rosewood", "pear", "holly")
MOTIFS = ("rosette", "knot", "fern", "rope border", "mandala", "parlour guitar", "oak leaf")


def fill(start: int, end: int) -> None:
    """Add indexed assets, three drawings and a provenance record to each provider in turn."""
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
        (
            ArtAsset(
                asset_id=f"asset_{number:012x}",
                kind="ai_provenance" if number % 4 == 0 else "svg",
                attachment_id=f"{number:064x}",
                provider="openai" if number % 2 else "stub",
                route="raster",
                model=f"model-{number % 11}",
                prompt=prompt(number),
                variant_seed="s",
                request_id="r",
                width_mm=10.0 + number % 307,
                height_mm=10.0 + number % 211,
                nodes=number % 9_000,
                cut_length_mm=number * 7 % 50_000 / 8,
                pieces=number % 40,
                smallest_feature_mm=number % 200 / 100,
                warning_count=number % 9 == 0,
                styles=["art deco"] if number % 500 == 0 else ["celtic"],
                stack=f"gen_{number // 4}",
                rating=number % 6 or None,
                starred_at_utc=NOW if number % 300 == 0 else None,
                archived_at_utc=NOW if number % 250 == 1 else None,
            )
            for number in numbers
        ),
        batch_size=5_000,
    )


def prompt(number: int) -> str:
    """Return words that differ; one word in many thousands is nobody else's."""
    wood, motif = WOODS[number * 7 % 8], MOTIFS[number * 3 % 7]
    letters = "".join(chr(97 + number // 26**place % 26) for place in range(3))
    rare = f" for {letters}ley" if number % 97 == 0 else ""
    return f"A {motif} in {wood}, number {number}{rare}"


def tag() -> None:
    """Give one tag to many drawings and one to few."""
    from artstudio.models import ArtAsset, AssetTag, Tag

    pks = list(ArtAsset.objects.order_by("pk").values_list("pk", flat=True))
    for name, every in (("usual", 3), ("rare", 5_000)):
        made = Tag.objects.create(name=name)
        AssetTag.objects.bulk_create(
            (AssetTag(asset_id=pk, tag=made) for pk in pks[::every]), batch_size=5_000
        )


def main() -> None:
    """Measure every page at both sizes in one run, first pages and pages far down."""
    with workbench():
        from django.db import connection
        from django.test import Client

        client = Client()

        def page_ms(url: str) -> float:
            def fetch() -> None:
                answer = client.get(url, headers={"Host": "localhost"})
                assert answer.status_code == 200, url

            return median_ms(fetch, rounds=11)

        def analyse() -> None:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

        fill(0, FEW)
        analyse()
        few = {url: page_ms(url) for url in PAGES}
        fill(FEW, MANY)
        tag()
        analyse()
        many = {url: page_ms(url) for url in PAGES}
        views = {url: page_ms(url) for url in VIEWS}
        size = len(client.get("/gallery", headers={"Host": "localhost"}).content)
    for url in PAGES:
        ratio = many[url] / few[url]
        say(f"{url:<44} {few[url]:6.1f} -> {many[url]:6.1f} ms, ratio {ratio:.2f} (goal {GOAL})")
    for url, ms in views.items():
        say(f"{url:<60} {ms:6.1f} ms (goal {GOAL_MS})")
    say(f"the first page of the gallery is {size / 1000:.0f} KB of HTML")


if __name__ == "__main__":
    main()
