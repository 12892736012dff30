"""A drawing looks as viewers show it: 164 small documents against Chromium and resvg."""

from __future__ import annotations

from pathlib import Path

import pytest

from artstudio.svg.importer import foreign_drawing
from tests.unit.svg.looks.pictures import (
    DRAWINGS,
    alike,
    iou,
    rendered,
    rendered_as_it_is,
    truth,
)

#: Both renderers differ here, and ours follows the specification, as resvg does.
NOT_AS_IN_CHROMIUM = {"mask-on-mask", "radius-auto"}
#: What resvg does not know.
NOT_AS_IN_RESVG = {
    *("css-circle", "css-ellipse", "css-path-data", "css-rect", "css-unitless-is-no-length"),
    *("origin-fill-box", "origin-group", "origin-words", "origin-percent-view-box"),
    *("transform-style-turn", "transform-style-beats-attribute", "stroke-non-scaling"),
    *("marker-arc", "marker-closed", "marker-not-on-rect"),
}
#: Where less is shown on purpose, the drawing says so by one of these.
TOLD = {"clear_parts_dropped", "mask_rounded"}


def test_the_corpus_is_large() -> None:
    assert len(DRAWINGS) >= 120


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_looks_as_viewers_show_it(path: Path) -> None:
    data = path.read_bytes()
    foreign = foreign_drawing(data)
    ours = rendered(foreign.drawing.to_svg())
    if path.stem not in NOT_AS_IN_CHROMIUM:
        shown = truth(path.stem)
        assert iou(ours, shown) >= 0.98
        if not TOLD & {warning["code"] for warning in foreign.warnings}:
            assert alike(ours, shown) >= 0.96
    if path.stem not in NOT_AS_IN_RESVG:
        assert iou(ours, rendered_as_it_is(data)) >= 0.98
