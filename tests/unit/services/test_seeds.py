"""Every number of a variant comes from the variant seed and its index."""

from __future__ import annotations

import hashlib

from artstudio.services.requests.seeds import new_variant_seed, seed_of_variant


def test_a_variants_seed_is_the_first_32_bits_of_the_digest() -> None:
    assert seed_of_variant("luthier", 2) == int(hashlib.sha256(b"luthier:2").hexdigest()[:8], 16)


def test_known_seeds_never_change() -> None:
    assert [seed_of_variant("luthier", index) for index in range(4)] == SEEDS_OF_LUTHIER


def test_text_of_any_script_is_a_seed() -> None:
    assert seed_of_variant("Gitarrenbau ♫", 0) == int(
        hashlib.sha256("Gitarrenbau ♫:0".encode()).hexdigest()[:8], 16
    )


def test_new_seeds_differ() -> None:
    assert len({new_variant_seed() for _ in range(100)}) == 100


SEEDS_OF_LUTHIER = [2245214601, 1503122561, 1563288790, 1351862974]
