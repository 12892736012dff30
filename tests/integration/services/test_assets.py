"""The index: one asset for each content, whose id never names another."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from artstudio.errors import AssetNotFound
from artstudio.models import ArtAsset, AssetKind, Generation
from artstudio.services.gallery.assets import get_asset, index_asset, list_assets
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def generation() -> Generation:
    return Generation.objects.create(
        prompt="rosette", variant_seed="s", provider="stub", route="pattern", request_id="r"
    )


def attachment(sha256: str) -> RunAttachment:
    return RunAttachment.objects.create(
        sha256=sha256, kind="geometry_svg", mime="image/svg+xml", filename="a.svg", size_bytes=1
    )


def test_the_id_is_the_first_twelve_digits(generation: Generation) -> None:
    asset = index_asset(attachment("ab" * 32), AssetKind.SVG, generation=generation)
    assert asset.asset_id == "asset_abababababab"


def test_indexing_twice_is_one_asset(generation: Generation) -> None:
    blob = attachment("ab" * 32)
    first = index_asset(blob, AssetKind.SVG, generation=generation)
    assert index_asset(blob, AssetKind.SVG, generation=generation) == first


def test_a_clash_of_twelve_digits_lengthens_the_id(generation: Generation) -> None:
    first = index_asset(attachment("a" * 12 + "b" * 52), AssetKind.SVG, generation=generation)
    second = index_asset(attachment("a" * 12 + "c" * 52), AssetKind.SVG, generation=generation)
    third = index_asset(
        attachment("a" * 12 + "cd" + "e" * 50), AssetKind.SVG, generation=generation
    )
    assert [first.asset_id, second.asset_id, third.asset_id] == [
        "asset_aaaaaaaaaaaa",
        "asset_aaaaaaaaaaaac",
        "asset_aaaaaaaaaaaacd",
    ]
    assert get_asset(second.asset_id).attachment_id == "a" * 12 + "c" * 52


def test_an_unknown_asset_is_said(generation: Generation) -> None:
    with pytest.raises(AssetNotFound):
        get_asset("asset_000000000000")


def test_lists_are_filtered_and_newest_first(generation: Generation) -> None:
    drawing = index_asset(attachment("1" * 64), AssetKind.SVG, generation=generation)
    record = index_asset(attachment("2" * 64), AssetKind.AI_PROVENANCE, generation=generation)
    assert list(list_assets()) == [record, drawing]
    assert list(list_assets(kind="svg")) == [drawing]
    assert list(list_assets(provider="openai")) == []


class TestTheDatabaseRefuses:
    """Invariants that no code path can break."""

    def test_two_assets_of_one_content(self, generation: Generation) -> None:
        asset = index_asset(attachment("1" * 64), AssetKind.SVG, generation=generation)
        with pytest.raises(IntegrityError, match="attachment"), transaction.atomic():
            self.make(asset.attachment, asset_id="asset_111111111112")

    @pytest.mark.parametrize(
        ("faulty", "constraint"),
        [
            ({"asset_id": "asset_XYZ"}, "asset_id_format"),
            ({"kind": "movie"}, "asset_kind_known"),
            ({"width_mm": 10.0, "height_mm": None}, "asset_size_paired"),
            ({"width_mm": 0.0, "height_mm": 0.0}, "asset_size_paired"),
        ],
    )
    def test_a_row_that_cannot_be(self, faulty: dict[str, object], constraint: str) -> None:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            self.make(attachment("3" * 64), **faulty)

    def make(self, blob: RunAttachment, **facts: object) -> ArtAsset:
        return ArtAsset.objects.create(
            **{
                "asset_id": "asset_333333333333",
                "kind": "svg",
                "attachment": blob,
                "provider": "stub",
                "route": "pattern",
                "variant_seed": "s",
                "request_id": "r",
                **facts,
            }
        )


@pytest.mark.parametrize(
    ("faulty", "constraint"),
    [
        ({"count": 0}, "count"),
        ({"count": 5}, "generation_count_1_to_4"),
        ({"prompt": ""}, "generation_prompt_not_empty"),
        ({"status": "LOST", "finished_at_utc": timezone.now()}, "generation_status_known"),
        ({"status": "OK", "finished_at_utc": None}, "generation_finished_has_time"),
    ],
)
def test_the_database_refuses_a_generation_that_cannot_be(
    faulty: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Generation.objects.create(
            **{
                "prompt": "p",
                "variant_seed": "s",
                "provider": "stub",
                "route": "pattern",
                "request_id": "r",
                **faulty,
            }
        )


@pytest.mark.parametrize(
    ("faulty", "constraint"),
    [
        ({"status": "OK"}, "variant_ok_is_complete"),
        ({"status": "ERROR"}, "variant_error_says_why"),
        ({"status": "LOST"}, "variant_status_known"),
    ],
)
def test_the_database_refuses_a_variant_that_cannot_be(
    generation: Generation, faulty: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        generation.variants.create(**{"index": 0, "seed": 1, "source_key": "k", **faulty})


def test_the_database_refuses_two_variants_in_one_place(generation: Generation) -> None:
    generation.variants.create(index=0, seed=1, source_key="k")
    with pytest.raises(IntegrityError, match="variant_index_unique"), transaction.atomic():
        generation.variants.create(index=0, seed=2, source_key="k")
