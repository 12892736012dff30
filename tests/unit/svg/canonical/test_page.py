"""How large a document is."""

from __future__ import annotations

import pytest

from artstudio.svg.canonical import SizeImpossible
from tests.unit.svg.canonical.documents import SHEET, box, codes, drawn

RECT = '<rect width="10" height="10"/>'


@pytest.mark.parametrize(
    ("root", "size", "side"),
    [
        ('width="50mm" height="20mm" viewBox="0 0 50 20"', (50, 20), 10),
        ('width="5cm" height="2cm" viewBox="0 0 100 40"', (50, 20), 5),
        ('width="2in" height="1in"', (50.8, 25.4), 2.646),
        ('width="72pt" height="36pt" viewBox="0 0 72 36"', (25.4, 12.7), 3.528),
        ('width="6pc" height="12pc" viewBox="0 0 10 20"', (25.4, 50.8), 25.4),
        ('width="96" height="192px"', (25.4, 50.8), 2.646),
        ('width="40mm" viewBox="0 0 20 10"', (40, 20), 20),
        ('height="40mm" viewBox="0 0 20 10"', (80, 40), 40),
        ('viewBox="0 0 20 10"', (100, 50), 50),
        ('width="100%" height="100%" viewBox="0 0 20 40"', (50, 100), 25),
        # Only the box of what is drawn is left to go by.
        ("", (100, 100), 100),
        ('width="100%"', (100, 100), 100),
    ],
)
def test_the_size_is_the_documents_own(root: str, size: tuple[float, float], side: float) -> None:
    drawing = drawn(RECT, root)
    assert (drawing.width_mm, drawing.height_mm) == pytest.approx(size, abs=0.0005)
    assert box(drawing) == pytest.approx([0, 0, side, side], abs=0.001)


@pytest.mark.parametrize(
    ("asked", "size", "where"),
    [
        ({"width_mm": 40}, (40, 20), [0, 0, 20, 20]),
        ({"height_mm": 40}, (80, 40), [0, 0, 40, 40]),
        ({"width_mm": 40, "height_mm": 40}, (40, 40), [0, 10, 20, 30]),
        ({"width_mm": 80, "height_mm": 20}, (80, 20), [20, 0, 40, 20]),
    ],
)
def test_what_is_asked_for_is_fitted_and_never_stretched(
    asked: dict[str, float], size: tuple[float, float], where: list[float]
) -> None:
    drawing = drawn(RECT, 'width="2in" height="1in" viewBox="0 0 20 10"', **asked)
    assert (drawing.width_mm, drawing.height_mm) == size
    assert box(drawing) == pytest.approx(where, abs=0.0005)


def test_a_view_box_may_begin_anywhere() -> None:
    drawing = drawn('<rect x="-5" y="7" width="10" height="10"/>', 'viewBox="-5 7 20 10"')
    assert box(drawing) == pytest.approx([0, 0, 50, 50])


@pytest.mark.parametrize(
    ("aspect", "expected"),
    [("", [25, 0, 50, 25]), ("none", [0, 0, 50, 25]), ("xMaxYMax", [50, 0, 75, 25])],
)
def test_the_roots_aspect_is_kept_to(aspect: str, expected: list[float]) -> None:
    root = f'width="100mm" height="50mm" viewBox="0 0 20 20" preserveAspectRatio="{aspect}"'
    assert box(drawn('<rect width="10" height="10"/>', root)) == pytest.approx(expected)


def test_a_guessed_size_is_told() -> None:
    assert codes(RECT, 'viewBox="0 0 20 10"') == ["size_assumed"]
    assert codes(RECT, 'width="96" height="96"') == ["size_assumed"]
    assert codes(RECT, 'viewBox="0 0 20 10"', width_mm=50) == []
    assert codes(RECT, 'width="10mm" height="10mm"') == []


@pytest.mark.parametrize(
    "root",
    [
        'width="0" height="10mm"',
        'width="-5mm" height="5mm"',
        'width="5001mm" height="10mm"',
        'width="0.0001mm" height="0.0001mm"',
        'width="1mm" viewBox="0 0 1 6000"',
    ],
)
def test_sizes_that_cannot_be_made_are_refused(root: str) -> None:
    with pytest.raises(SizeImpossible):
        drawn(RECT, root)


@pytest.mark.parametrize("asked", [{"width_mm": 0.0}, {"height_mm": -1.0}, {"width_mm": 5001.0}])
def test_so_is_what_is_asked_for(asked: dict[str, float]) -> None:
    with pytest.raises(SizeImpossible):
        drawn(RECT, SHEET, **asked)
