"""Drawings that must never change without a new ENGINE_VERSION.

The digests are of the geometry in whole micrometres, not of the SVG's text, so
that they say nothing about how numbers are written.
"""

from __future__ import annotations

import pytest

from artstudio.patterns import PatternConstraints, compose, draw_spec
from tests.unit.patterns.geometry import digest
from tests.unit.patterns.prompts import contours_of

GOLDEN: dict[tuple[str, int], str] = {
    ("soundhole rosette", 1): "99a8ebe703797d2978d8f200b743338c7f6895371deaa850b9c469494aac10fc",
    (
        "dense mosaic rosette with three rings",
        2,
    ): "19f7f12f680886b63c44e35e98f33955e949dd4b98f076c08d0478f5fa00b052",
    ("celtic knot ring", 1): "8a01509e80106264c21be550fba7cb75e0c5f08c4acdb4abbf3d94f5e68028d7",
    ("celtic knot panel", 4): "b908eced988f276cf7cc3c6cbab8c2a70776d331e6a4f84a0ba37322a4661eb0",
    ("scroll vine", 1): "2e928c75500930fd3f96614e7b9e73fa838c39fbe0ce7d436e0716ddbf90d752",
    ("ivy wreath", 2): "22e565272e81e34ef5b4907ec1c4efdf3e8fd45b724a43caa0bf0519a0143eb6",
    ("mandala", 1): "9dadd6bbc8f80f49e4176accb1dd02b057f0fa6febe46ce1977a60c4bd48b2d4",
    (
        "12-fold lotus mandala",
        2,
    ): "a87d9a7be4261aee5510dc7280e283bb1ebfeb48473fc745a5c9174a70742bc0",
    ("bird medallion", 1): "2d0fe0b0500e7c2b3389d17c39466eaaed91f7eb081123bf217b736ab4af2637",
    ("sun medallion", 2): "cc6cb908732e3fe74c8f113d2a38814e7f98746813eef395dfc5646b6c2fc993",
    (
        "islamic 8-fold tessellation",
        1,
    ): "33dc608ab339063cf6130f43e7c690cdd84a829f4febfdb659e1d7d679d04116",
    (
        "rhombille tessellation",
        2,
    ): "f4e5f072463721752430fa1b3c7c198c75f74858a4ca51d84be43184eed897a6",
    ("herringbone purfling", 1): "215e9feddbc0c9cc6591087397ec5d443ac5606c53735ff47015c7f1823e0a24",
    ("rope border", 2): "99c3b973738046fe526aafe49ae116a83672e2a5c5889f746a39c4101c6d330a",
}


@pytest.mark.parametrize(("prompt", "seed"), GOLDEN)
def test_the_geometry_is_what_it_always_was(prompt: str, seed: int) -> None:
    pattern = compose(prompt, constraints=PatternConstraints(), seed=seed)
    assert digest(contours_of(pattern)) == GOLDEN[prompt, seed]
    again = draw_spec(pattern.spec())
    assert digest(contours_of(again)) == GOLDEN[prompt, seed]
