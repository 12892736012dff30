from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.unit.patterns.geometry import crossing_pairs, flattened, rings_of
from tests.unit.patterns.prompts import PROMPTS, composed, contours_of, layers_of


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_no_seed_overlaps_rings_leaves_the_sheet_or_makes_slivers(prompt: str) -> None:
    for seed in range(6):
        pattern = composed(f"{('', 'dense ', 'bold ')[seed % 3]}{prompt}", seed)
        for layer in layers_of(pattern):
            rings = rings_of(layer)
            assert crossing_pairs(rings) == []
            assert all(ring.is_simple for ring in rings)
            assert min(shapely.Polygon(ring).area for ring in rings) > 0.04
        points = np.concatenate(flattened(contours_of(pattern)))
        assert points.min() >= -0.001
        assert points[:, 0].max() <= pattern.drawing.width_mm + 0.001
        assert points[:, 1].max() <= pattern.drawing.height_mm + 0.001


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_no_segment_is_without_length(prompt: str) -> None:
    for seed in range(6):
        contours = contours_of(composed(prompt, seed))
        steps = contours.points[:, 2] - contours.starts()
        assert np.hypot(steps[:, 0], steps[:, 1]).min() > 0.004


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_nodes_are_few(prompt: str) -> None:
    assert max(contours_of(composed(f"dense {prompt}", seed)).nodes for seed in range(6)) < 15_000
