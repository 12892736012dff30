"""Whatever the tree, there is a canonical drawing or a domain error."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import HealthCheck, given, settings

from artstudio.geometry.drawing import Drawing
from artstudio.svg.canonical import Canonical, canonical_drawing
from rmos_runs.errors import DomainError
from tests.rounds import rounds
from tests.unit.svg.canonical.anything import sides, trees

relaxed = settings(
    max_examples=rounds(20),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def canonical(root: Element, **size: Any) -> Canonical | None:
    try:
        return canonical_drawing(root, **size)
    except DomainError:
        return None


def check(root: Element, width_mm: float | None, height_mm: float | None) -> None:
    result = canonical(root, width_mm=width_mm, height_mm=height_mm)
    if result is None:
        return
    svg = result.drawing.to_svg()
    assert Drawing.from_svg(svg).to_svg() == svg
    assert all(set(warning) - {"places"} == {"code", "message"} for warning in result.warnings)
    # Without its namespace, the canonical form is what the sanitiser makes of it.
    again = canonical_drawing(fromstring(svg.replace(b' xmlns="http://www.w3.org/2000/svg"', b"")))
    assert again.drawing.to_svg() == svg


@relaxed
@given(trees, sides, sides)
def test_any_tree(root: Element, width_mm: float | None, height_mm: float | None) -> None:
    check(root, width_mm, height_mm)


@pytest.mark.slow
@settings(relaxed, max_examples=rounds(40))
@given(trees, sides, sides)
def test_many_trees(root: Element, width_mm: float | None, height_mm: float | None) -> None:
    check(root, width_mm, height_mm)
