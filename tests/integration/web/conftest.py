"""A visitor with and without htmx, and something to see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from artstudio.models import ArtAsset, AssetKind, Generation
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import RunAttachment


@pytest.fixture
def htmx() -> Client:
    """Return a client whose requests come from htmx."""
    return Client(headers={"HX-Request": "true"})


@pytest.fixture
def drawn(db: None) -> Generation:
    """Return a finished generation of one drawing."""
    return generate_svg_variants("Rosette of oak leaves", 1, "seed-1", {"width_mm": 80})


@pytest.fixture
def add_assets(db: None) -> Callable[..., list[ArtAsset]]:
    """Return a function that indexes many assets; their bytes are not stored."""

    def add(
        count: int, *, kind: str = AssetKind.SVG, provider: str = "stub", start: int = 0
    ) -> list[ArtAsset]:
        digests = [f"{number:064x}" for number in range(start, start + count)]
        blobs = RunAttachment.objects.bulk_create(
            RunAttachment(
                sha256=sha256, kind="x", mime="image/svg+xml", filename="x.svg", size_bytes=9
            )
            for sha256 in digests
        )
        return ArtAsset.objects.bulk_create(
            ArtAsset(
                asset_id=f"asset_{blob.sha256}",
                kind=kind,
                attachment=blob,
                provider=provider,
                route="pattern",
                prompt=f"Drawing {number}",
                variant_seed="s",
                request_id="r",
                width_mm=50,
                height_mm=25,
                nodes=12,
            )
            for number, blob in enumerate(blobs, start)
        )

    return add
