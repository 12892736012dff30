"""What is chosen in the gallery as one zip."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artstudio.models import ArtAsset, AssetKind, Generation

pytestmark = pytest.mark.django_db
AddAssets = Callable[..., list[ArtAsset]]


class TestDownloading:
    """Many drawings as one zip."""

    def zipped(self, client: Client, **form: Any) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.sent(client, **form)))

    def sent(self, client: Client, **form: Any) -> bytes:
        response: Any = client.post("/gallery/bulk/download", form)
        assert response.status_code == 200
        return b"".join(response.streaming_content)

    @pytest.mark.parametrize(("format", "ending"), [("svg", ".svg"), ("dxf", ".dxf")])
    def test_drawings_records_and_digests(
        self, client: Client, drawn: Generation, format: str, ending: str
    ) -> None:
        variant = drawn.variants.get()
        assert variant.asset is not None
        archive = self.zipped(client, asset=[variant.asset.asset_id], format=format)
        names = archive.namelist()
        assert next(name for name in names if name.startswith("drawings/")).endswith(ending)
        assert [name for name in names if name.startswith("provenance/")]
        for line in archive.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ", 1)
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert len(names) == 3

    def test_the_same_choice_gives_the_same_bytes(self, client: Client, drawn: Generation) -> None:
        variant = drawn.variants.get()
        assert variant.asset is not None
        form = {"asset": [variant.asset.asset_id]}
        assert self.sent(client, **form) == self.sent(client, **form)

    def test_what_is_missing_is_named_and_the_rest_is_there(
        self, client: Client, drawn: Generation, add_assets: AddAssets
    ) -> None:
        variant = drawn.variants.get()
        assert variant.asset is not None
        archive = self.zipped(client, asset=[variant.asset.asset_id, add_assets(1)[0].asset_id])
        assert len([n for n in archive.namelist() if n.startswith("drawings/")]) == 1
        assert "drawings/drawing-0" in archive.read("LEFT-OUT.txt").decode()

    def test_queries_do_not_grow_with_the_choice(
        self, client: Client, add_assets: AddAssets, django_assert_num_queries: Any
    ) -> None:
        assets = add_assets(30, kind=AssetKind.SVG)
        for chosen in (assets[:1], assets):
            with django_assert_num_queries(2):
                client.post("/gallery/bulk/download", {"asset": [one.asset_id for one in chosen]})

    @pytest.mark.parametrize("form", [{}, {"asset": ["asset_000000000000"]}])
    def test_nothing_to_download_is_said(self, client: Client, form: dict[str, Any]) -> None:
        assert client.post("/gallery/bulk/download", form).status_code in {400, 404}

    def test_an_unknown_format_is_refused(self, client: Client, add_assets: AddAssets) -> None:
        form = {"asset": [add_assets(1)[0].asset_id], "format": "exe"}
        assert client.post("/gallery/bulk/download", form).status_code == 400
