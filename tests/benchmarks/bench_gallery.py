"""A page of the gallery with 100,000 assets against one with 1,000.

    python -m tests.benchmarks.bench_gallery

Goal: the same time within a factor of 1.5.
"""

from __future__ import annotations

from tests.benchmarks.workbench import median_ms, say, workbench

GOAL = 1.5
FEW = 1_000
MANY = 100_000
PAGES = (
    "/gallery",
    "/gallery?provider=openai",
    "/gallery?kind=ai_provenance",
    "/api/art/assets",
    "/api/art/assets?kind=svg&provider=stub",
)


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
                prompt=f"rosette number {number}",
                variant_seed="s",
                request_id="r",
                width_mm=100.0,
                height_mm=100.0,
                nodes=number % 9_000,
            )
            for number in numbers
        ),
        batch_size=5_000,
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

            return median_ms(fetch, rounds=31)

        def analyse() -> None:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

        fill(0, FEW)
        analyse()
        few = {url: page_ms(url) for url in PAGES}
        fill(FEW, MANY)
        analyse()
        many = {url: page_ms(url) for url in PAGES}
    for url in PAGES:
        ratio = many[url] / few[url]
        say(f"{url:<44} {few[url]:6.1f} -> {many[url]:6.1f} ms, ratio {ratio:.2f} (goal {GOAL})")


if __name__ == "__main__":
    main()
