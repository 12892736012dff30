"""Grilles and lute roses hang together in one piece that can be cut."""

from __future__ import annotations

import pytest
import shapely

from artstudio.cutting.card import cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.patterns import draw_spec, edited_spec
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.geometry import rings_of
from tests.unit.patterns.prompts import composed, contours_of


@pytest.mark.parametrize("style", ["interlaced", "gothic", "star", "lattice"])
@pytest.mark.parametrize("form", ["{} lute rose, 90 mm", "{} grille 90 x 60 mm"])
def test_a_grille_is_one_piece_without_a_warning(form: str, style: str) -> None:
    for seed in range(2):
        pattern = composed(form.format(style), seed)
        polygons = [shapely.Polygon(ring) for ring in rings_of(contours_of(pattern))]
        plate = max(polygons, key=lambda polygon: polygon.area)
        assert pattern.is_exact
        assert pattern.parameters.style == style
        assert all(one is plate or plate.contains(one) for one in polygons)
        assert not any(
            a is not b and b is not plate and b.contains(a) for a in polygons for b in polygons
        )
        assert cut_warnings(cut_card(pattern.drawing, cut_length_mm=1, svg_bytes=1)) == []


def test_strands_without_a_frame_to_hold_them_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="at least 30 mm"):
        composed("lute rose", outer_diameter_mm=20)
    spec = composed("gothic lute rose, 80 mm").spec()
    with pytest.raises(InvalidRequest):
        draw_spec(edited_spec(spec, {"frame_mm": 39.0}))


class TestKnots:
    def test_a_panel_has_as_many_loops_as_were_asked_for(self) -> None:
        pattern = composed("knotwork 6 by 4 panel")
        assert (pattern.parameters.columns, pattern.parameters.rows) == (12, 8)
        assert pattern.is_exact

    def test_a_triquetra_is_three_pieces_apart(self) -> None:
        pattern = composed("triquetra 50 mm")
        rings = rings_of(contours_of(pattern))
        assert len(rings) == 3
        apart = [a.distance(b) for a in rings for b in rings if a is not b]
        assert min(apart) > 0.5
        assert pattern.is_exact
