"""Section 11: assets and references to their bytes."""

from __future__ import annotations

import pytest
from django.test import Client

from artstudio.schemas import ArtAssetKind, ArtAssetRef
from artstudio.services.gallery.assets import get_asset
from artstudio.services.prompt_to_svg import generate_svg_variants

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_asset_names_its_attachment(client: Client) -> None:
    result = generate_svg_variants("rosette", variant_seed="s")
    (asset_id,), (variant,) = result["asset_ids"], result["variants"]
    record = client.get(f"/api/art/assets/{asset_id}").json()
    assert record["attachment_sha256"] == record["sha256"] == variant["attachment_sha256"]
    assert asset_id == f"asset_{variant['attachment_sha256'][:12]}"
    ref = get_asset(asset_id).ref
    assert ref == ArtAssetRef(
        attachment_sha256=record["attachment_sha256"],
        kind=ArtAssetKind.SVG,
        filename=record["filename"],
        size_bytes=record["size_bytes"],
    )
