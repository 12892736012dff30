"""What would take minutes is refused in seconds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from artstudio.geometry.affine import IDENTITY
from artstudio.svg.canonical import DrawingTooComplex, deadline
from artstudio.svg.canonical.canonical import _canonical
from artstudio.svg.canonical.deadline import limited_work
from artstudio.svg.canonical.walk import Document
from tests.unit.svg.canonical.documents import codes, drawn, fills, tree

KNOT = "M" + "L".join(f"{k * 37 % 101} {k * 61 % 97}" for k in range(2000))

_DOTS = "".join(
    f'<circle cx="{k * 37 % 97}" cy="{k * 61 % 89}" r="9" fill="#{k % 5}00"/>' for k in range(120)
)
WORKS = {
    "overlaps": _DOTS,
    "clip": f'<clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath>'
    f'<g clip-path="url(#c)">{_DOTS}</g>',
    "white": f'<rect width="100" height="100"/>{_DOTS.replace("#", "#fff;#")}',
    "knot": f'<path d="M{"L".join(f"{k * 37 % 101} {k * 61 % 97}" for k in range(80))}z"/>',
    "strokes": f'<g stroke="#fff" stroke-width="2"><rect width="99" height="99"/>{_DOTS}</g>',
}


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


@contextmanager
def busy_machine() -> Iterator[None]:
    """Keep every core of this machine busy, twice over."""
    burn = "while True: pass"
    count = 2 * (os.cpu_count() or 1)
    with ExitStack() as stack:
        for _ in range(count):
            hog = stack.enter_context(subprocess.Popen([sys.executable, "-c", burn]))
            stack.callback(hog.kill)
        yield


class TestWork:
    """Work is counted, not timed: the same bytes get the same answer on any machine."""

    def units_of(self, body: str) -> int:
        with limited_work() as work:
            _canonical(Document.of(tree(body)), None, None)
        return work.done

    @pytest.mark.parametrize("body", list(WORKS.values()), ids=list(WORKS))
    def test_same_drawing_takes_the_same_work(self, body: str) -> None:
        done = {self.units_of(body) for _ in range(2)}
        with ThreadPoolExecutor(3) as pool:
            done |= set(pool.map(self.units_of, [body] * 3))
        assert len(done) == 1
        assert done.pop() > 5_000

    def test_limit_decides_alike_on_an_idle_and_a_busy_machine(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = WORKS["overlaps"]
        just_enough = self.units_of(body)

        def is_drawn(limit: int) -> bool:
            monkeypatch.setattr(deadline, "WORK_LIMIT", limit)
            try:
                drawn(body)
            except DrawingTooComplex:
                return False
            return True

        limits = [just_enough - 1, just_enough]
        idle = [is_drawn(limit) for limit in limits]
        with busy_machine():
            busy = [is_drawn(limit) for limit in limits]
        assert idle == busy == [False, True]

    def test_clock_decides_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As on a machine that is a million times slower."""
        started = time.monotonic()
        for name in ("monotonic", "perf_counter", "time", "thread_time", "process_time"):
            clock = getattr(time, name)
            monkeypatch.setattr(time, name, lambda clock=clock: clock() * 1e6)
        assert fills(WORKS["overlaps"])
        monkeypatch.undo()
        assert time.monotonic() - started < 100

    def test_more_work_than_allowed_is_refused(self) -> None:
        """Ten thousand shapes, each over hundreds of others."""
        strips = "".join(
            f'<rect x="{k % 50}" width="40" height="90" fill="#{k % 4096:03x}"/>'
            for k in range(30_000)
        )
        with pytest.raises(DrawingTooComplex, match="Simplify"):
            drawn(strips)


@pytest.mark.timeout(30)
def test_thousands_of_white_holes_are_cut_at_once() -> None:
    holes = "".join(
        f'<rect x="{k % 40 * 2 + 1}" y="{k // 40 * 2 + 1}" width="1" height="1" fill="#fff"/>'
        for k in range(1200)
    )
    body = f'<rect width="100" height="100"/>{holes}'
    assert codes(body) == ["white_cut_out"]
