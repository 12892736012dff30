"""Searching in prompts: words, their forms and beginnings, and what a slip of the finger meant."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from artstudio.models import ArtAsset, AssetKind, SearchWord
from artstudio.services.gallery.search import read_search
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db

PROMPTS = (
    "Rosette of oak leaves",
    "Two rosettes for a parlour guitar",
    "A rose window in Gothic style",
    "Celtic knot, 90 mm",
    "وردة من أوراق البلوط",
)


@pytest.fixture(autouse=True)
def drawings() -> None:
    """Index a drawing for each prompt."""
    for number, prompt in enumerate(PROMPTS):
        sha256 = f"{number:064x}"
        blob = RunAttachment.objects.create(
            sha256=sha256, kind="x", mime="image/svg+xml", filename="x.svg", size_bytes=1
        )
        ArtAsset.objects.create(
            asset_id=f"asset_{sha256}",
            attachment=blob,
            kind=AssetKind.SVG,
            provider="stub",
            route="pattern",
            prompt=prompt,
        )


def found(text: str) -> set[int]:
    """Return the numbers of the prompts that a search finds."""
    rows = read_search(text).apply(ArtAsset.objects.all())
    return {PROMPTS.index(row.prompt) for row in rows}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("rosette", {0, 1}),
        ("ROSETTES", {0, 1}),
        ("roset", {0, 1}),
        ("knots", {3}),
        ("rosette guitar", {1}),
        ("guitar the", {1}),
        ('"oak leaves"', {0}),
        ('"leaves oak"', set()),
        ("rosette -guitar", {0}),
        ("-rosette", {2, 3, 4}),
        ("90", {3}),
        ("أوراق", {4}),
        ("🌿", set()),
        ("", set()),
        ("zebra", set()),
    ],
)
def test_words_are_found_in_all_their_forms(text: str, numbers: set[int]) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize("text", ["rosete", "rosetes", "rossette", "roestte", "rozette"])
def test_a_misspelt_word_finds_what_was_meant(text: str) -> None:
    assert found(text) == {0, 1}


def test_what_was_taken_for_an_unknown_word_is_said() -> None:
    assert read_search("rossette guitarr -oak").corrected == {
        "rossette": ["rosette"],
        "guitarr": ["guitar"],
    }


def test_a_known_word_is_not_corrected() -> None:
    assert read_search("rose window").corrected == {}
    assert found("rose window") == {2}


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE artstudio_artasset; --",
        "a & | ! ( ) : * <-> '",
        "\\' OR 1=1",
        '"unclosed phrase',
        "---",
        "x" * 5_000,
        "word " * 1_000,
    ],
)
def test_no_text_breaks_the_question(text: str) -> None:
    found(text)


def test_each_word_of_a_prompt_is_known_once_and_numbers_are_not() -> None:
    words = set(SearchWord.objects.values_list("word", flat=True))
    assert {"rosette", "rosettes", "celtic", "البلوط"} <= words
    assert not any(character.isdigit() for word in words for character in word)


def test_without_trigrams_words_are_still_found_and_the_rest_is_said() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
    assert found("rosettes") == {0, 1}
    search = read_search("rossette")
    assert search.spelling_unchecked
    assert search.corrected == {}


@pytest.mark.parametrize(("text", "share"), [("oak", 1.0), ("walnut", 0.5), ("walnut oak", 0.5)])
def test_the_database_knows_a_common_word_even_where_words_are_few(text: str, share: float) -> None:
    """What it takes for rare it gathers and sorts, instead of stopping at a full page."""
    blobs = [
        RunAttachment(sha256=f"{n:064x}", kind="x", mime="image/svg+xml", size_bytes=1)
        for n in range(100, 500)
    ]
    RunAttachment.objects.bulk_create(blobs)
    ArtAsset.objects.bulk_create(
        ArtAsset(
            asset_id=f"asset_{blob.sha256}",
            attachment=blob,
            kind=AssetKind.SVG,
            prompt=f"Oak and {('walnut', 'maple')[number % 2]}",
        )
        for number, blob in enumerate(blobs)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE artstudio_artasset")
    plan = json.loads(read_search(text).apply(ArtAsset.objects.all()).explain(format="json"))
    assert plan[0]["Plan"]["Plan Rows"] == pytest.approx(400 * share, rel=0.15)
