"""Ruled paper: true millimetres, and never more lines than an eye can use."""

from __future__ import annotations

import pytest

from artstudio.web.drawing.millimetre_grid import MOST_LINES, grid_of  # noqa: TID251  # its own test


@pytest.mark.parametrize(
    ("size", "fine_mm"),
    [((100, 60), 1), ((140, 10), 1), ((141, 10), 2), ((300, 300), 5), ((5000, 1), 50)],
)
def test_lines_stand_at_whole_steps(size: tuple[float, float], fine_mm: int) -> None:
    grid = grid_of(*size)
    assert grid is not None
    assert (grid.fine_mm, grid.strong_mm) == (fine_mm, fine_mm * 10)
    assert grid.fine.count("V") == size[0] // fine_mm + 1 <= MOST_LINES + 1


def test_the_paper_has_the_shape_of_the_drawing() -> None:
    grid = grid_of(62.5, 180)
    assert grid is not None
    assert grid.view_box == "0 0 62.5 180"
    assert (grid.width, grid.height, grid.is_tall) == (625, 1800, True)


@pytest.mark.parametrize("size", [(None, None), (0, 0)])
def test_without_a_size_there_is_no_paper(size: tuple[float | None, float | None]) -> None:
    assert grid_of(*size) is None
