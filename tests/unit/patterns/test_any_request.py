from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from artstudio.patterns import check_spec
from rmos_runs.errors import DomainError
from tests.rounds import rounds
from tests.unit.patterns.prompts import PROMPTS, composed, contours_of


def _limits() -> st.SearchStrategy[dict[str, Any]]:
    def size(low: float, high: float) -> st.SearchStrategy[float | None]:
        return st.none() | st.floats(low, high).map(lambda v: round(v, 2))

    return st.fixed_dictionaries(
        {
            "width_mm": size(3, 800),
            "height_mm": size(3, 800),
            "outer_diameter_mm": size(6, 500),
            "inner_diameter_mm": size(4, 400),
            "symmetry": st.none() | st.integers(2, 72),
            "rings": st.none() | st.integers(1, 12),
        }
    )


@settings(
    max_examples=rounds(30),
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(
    words=st.lists(
        st.sampled_from([*" ".join(PROMPTS.values()).split(), "dense", "bold", "ring", "12-fold"]),
        max_size=5,
    ),
    extra=st.text(max_size=12),
    limits=_limits(),
    seed=st.integers(0, 2**32 - 1),
)
def test_whatever_is_asked_the_answer_is_a_drawing_or_a_clear_refusal(
    words: list[str], extra: str, limits: dict[str, Any], seed: int
) -> None:
    try:
        pattern = composed(" ".join([*words, extra]), seed, **limits)
    except DomainError:
        reject()
    contours = contours_of(pattern)
    assert len(contours) > 0
    assert np.isfinite(contours.points).all()
    assert contours.nodes < 60_000
    ends = contours.points[:, 2]
    assert ends.min() >= 0
    assert ends[:, 0].max() <= pattern.drawing.width_mm + 0.001
    assert ends[:, 1].max() <= pattern.drawing.height_mm + 0.001
    assert check_spec(pattern.spec()).parameters == pattern.parameters
