"""A strip of two woods: layers with names and colours, and each edge cut once."""

from __future__ import annotations

import pytest

from artstudio.patterns import Pattern, draw_spec
from artstudio.patterns.woods import WOODS
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.prompts import composed
from tests.unit.patterns.test_cut_card_of_families import warnings_of


def two_woods(prompt: str, ground: str = "maple", wood: str = "ebony") -> Pattern:
    spec = composed(prompt, 2, width_mm=120, height_mm=8).spec()
    spec["parameters"] |= {"ground": ground, "wood": wood}
    return draw_spec(spec)


@pytest.mark.parametrize("motif", ["herringbone", "rope", "chequer", "diamond"])
def test_woods_are_layers_and_no_edge_is_cut_twice(motif: str) -> None:
    pattern = two_woods(f"{motif} purfling")
    layers = pattern.drawing.filled
    assert [(layer.name, layer.fill) for layer in layers] == [
        ("maple", WOODS["maple"]),
        ("ebony", WOODS["ebony"]),
    ]
    assert len(layers[0].contours) == 1
    assert warnings_of(pattern) == []


def test_ground_and_pieces_are_of_two_woods() -> None:
    with pytest.raises(InvalidRequest, match="of two woods"):
        two_woods("rope purfling", "ebony", "ebony")
