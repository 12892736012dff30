from __future__ import annotations

import pytest
import shapely

from artstudio.patterns import PatternConstraints, compose, draw_spec
from tests.unit.patterns.geometry import digest, flattened
from tests.unit.patterns.prompts import composed, contours_of

IVY_WREATH_WITHOUT_CLEARANCE = "71ecfc6bce8c2f7c387ec191bb5b6058d51ddad9f3ecebdcf1c4e666810f48df"


@pytest.mark.parametrize(
    ("prompt", "seeds"),
    [
        ("laurel vine leaves", (1, 6, 32, 34)),
        ("rose garland ring", (1, 6, 32, 34)),
        ("ivy wreath", (1, 2, 3, 7)),
        ("climbing vine for a fretboard", (2, 5, 7)),
        ("scroll vine", (5, 7)),
    ],
)
def test_leaves_and_stem_keep_what_a_cutter_needs_between_them(
    prompt: str, seeds: tuple[int, ...]
) -> None:
    for seed in seeds:
        rings = [
            shapely.LinearRing(ring) for ring in flattened(contours_of(composed(prompt, seed)))
        ]
        first, second = shapely.STRtree(rings).query(rings, predicate="dwithin", distance=0.3)
        assert (first == second).all()


def test_an_ivy_leaf_and_its_stalk_are_one_piece() -> None:
    pattern = composed("ivy wreath", 2)
    stem_and_rules, leaves = 2 + 4, 2 * pattern.parameters.bends
    assert pattern.parameters.leaf == "heart"
    assert len(contours_of(pattern)) == stem_and_rules + leaves


def test_a_record_from_before_leaves_kept_clear_draws_what_it_drew() -> None:
    record = compose("ivy wreath", constraints=PatternConstraints(), seed=2).spec()
    del record["parameters"]["clear_mm"]
    assert digest(contours_of(draw_spec(record))) == IVY_WREATH_WITHOUT_CLEARANCE
