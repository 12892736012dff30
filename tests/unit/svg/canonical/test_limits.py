"""What would take minutes is refused in seconds."""

from __future__ import annotations

import time

import pytest

from artstudio.svg.canonical import DrawingTooComplex
from artstudio.svg.canonical.affine import IDENTITY
from artstudio.svg.canonical.patience import Patience
from artstudio.svg.canonical.walk import Document
from tests.unit.svg.canonical.documents import codes, drawn, fills, tree

KNOT = "M" + "L".join(f"{k * 37 % 101} {k * 61 % 97}" for k in range(2000))


def test_copies_of_copies_end() -> None:
    levels = "".join(f'<g id="a{n}">' + f'<use href="#a{n + 1}"/>' * 10 + "</g>" for n in range(9))
    document = Document.of(tree(levels))
    with pytest.raises(DrawingTooComplex):
        sum(1 for _ in document.shapes(IDENTITY, (100, 100)))


def test_a_chain_of_uses_longer_than_python_recurses_is_followed() -> None:
    chain = "".join(f'<defs><use id="a{n}" href="#a{n + 1}"/></defs>' for n in range(3000))
    body = f'{chain}<defs><path id="a3000" d="M0 0h9v9z"/></defs><use href="#a0"/>'
    assert fills(body) == ["#000000"]


def test_groups_deeper_than_python_recurses_are_entered() -> None:
    assert fills("<g>" * 3000 + '<path d="M0 0h9v9z"/>' + "</g>" * 3000) == ["#000000"]


def test_a_knot_of_black_line_is_a_line_like_any_other() -> None:
    assert codes(f'<path d="{KNOT}" fill="none" stroke="black"/>') == []


def test_a_knot_of_white_line_is_refused() -> None:
    with pytest.raises(DrawingTooComplex, match="Simplify"):
        drawn(f'<path d="{KNOT}" fill="none" stroke="white"/>')


def test_a_drawing_has_so_much_time() -> None:
    patience = Patience(seconds=0)
    time.sleep(0.001)
    with pytest.raises(DrawingTooComplex):
        patience.check()


@pytest.mark.timeout(30)
def test_thousands_of_white_holes_are_cut_at_once() -> None:
    holes = "".join(
        f'<rect x="{k % 40 * 2 + 1}" y="{k // 40 * 2 + 1}" width="1" height="1" fill="#fff"/>'
        for k in range(1200)
    )
    body = f'<rect width="100" height="100"/>{holes}'
    assert codes(body) == ["white_cut_out"]
