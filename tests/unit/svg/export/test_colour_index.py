"""Colours by AutoCAD's numbers, compared with ezdxf's table."""

from __future__ import annotations

import ezdxf
import pytest

from artstudio.svg.export.colour_index import BLACK, colour_index


@pytest.mark.parametrize(
    ("colour", "number"), [("#ff0000", 1), ("#0000ff", 5), ("#00ff00", 3), ("#000000", BLACK)]
)
def test_plain_colours_have_their_well_known_numbers(colour: str, number: int) -> None:
    assert colour_index(colour) == number


@pytest.mark.parametrize("colour", ["#a06030", "#204080", "#f0e0d0", "#808080", "#123456"])
def test_the_colour_found_is_near_in_other_programs_too(colour: str) -> None:
    found = ezdxf.colors.aci2rgb(colour_index(colour))
    wanted = ezdxf.colors.RGB.from_hex(colour)
    assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= 48
