"""What it costs to make foreign SVG harmless, against merely parsing it.

Run by hand on a quiet machine: python -m tests.benchmarks.bench_sanitize

Goal: about 24 ms for a megabyte of drawing. How much there is to do depends on the
number of elements and attributes, not on bytes; so drawings of several kinds are
timed, each about a megabyte. Times are of the processor (this thread's own).
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable
from xml.etree import ElementTree as ET
from xml.parsers import expat

from artstudio.svg.sanitizer.sanitize import SvgRefused, sanitize
from tests.unit.svg.sanitizer.hostile import REFUSED

GOAL_MS_PER_MB = 24.0
ROOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">'


def main() -> None:
    """Print times and ratios."""
    drawings = {
        "traced: 300 paths of 110 curves": paths(300, 110),
        "drawn: 10,000 paths of 2 curves": paths(10_000, 2),
        "Inkscape: 4,700 groups with style": inkscape(4_700),
        "chart: 17,000 circles": circles(17_000),
    }
    print(f"{'median ms of':36}{'MB':>6}{'sanitize':>10}{'per MB':>8}{'tree':>7}{'expat':>7}")
    for name, svg in drawings.items():
        report(name, svg)
    print("\nslowest to refuse:")
    for taken, name in sorted(map(refusal, REFUSED), reverse=True)[:3]:
        print(f"  {taken:7.0f} ms  {name}")


def report(name: str, svg: bytes) -> None:
    """Print one line: ours, and how many times ElementTree's and expat's own time that is."""
    ours = median_ms(lambda: sanitize(svg))
    tree = median_ms(lambda: ET.fromstring(svg))
    bare = median_ms(lambda: parsed(svg))
    megabytes = len(svg) / 1e6
    print(
        f"{name:36}{megabytes:6.2f}{ours:10.1f}{ours / megabytes:8.1f}"
        f"{ours / tree:6.1f}x{ours / bare:6.1f}x"
        f"  = {ours / megabytes / GOAL_MS_PER_MB:.2f} of the goal"
    )


def refusal(name: str) -> tuple[float, str]:
    """Return how long a hostile drawing keeps us busy."""

    def refuse() -> None:
        try:
            sanitize(REFUSED[name][0])
        except SvgRefused:
            return

    return median_ms(refuse, rounds=3), name


def parsed(svg: bytes) -> None:
    """Read a document with handlers that do nothing: what Python pays expat at least."""
    parser = expat.ParserCreate("utf-8", "\n")
    parser.ordered_attributes = parser.buffer_text = True
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.EndElementHandler = parser.CharacterDataHandler = lambda _text: None
    parser.Parse(svg, True)


def median_ms(work: Callable[[], object], *, rounds: int = 15) -> float:
    """Return the median time of the processor."""
    work()
    times = []
    for _ in range(rounds):
        started = time.thread_time()
        work()
        times.append(time.thread_time() - started)
    return statistics.median(times) * 1000


def paths(count: int, curves: int) -> bytes:
    """Return paths of relative cubic curves, as tracers write them."""
    dice = random.Random(1)
    return drawing(
        f'<path fill="#{dice.randrange(1 << 24):06x}" d="M{dice.random() * 1000:.1f} 5'
        + "".join(
            "c" + " ".join(f"{dice.uniform(-9, 9):.1f}" for _ in range(6)) for _ in range(curves)
        )
        + 'z"/>'
        for _ in range(count)
    )


def inkscape(count: int) -> bytes:
    """Return groups with a path each, with style, ids and an editor's attributes."""
    return drawing(
        f'<g id="g{i}" inkscape:label="x" transform="translate({i / 7:.2f},{i / 3:.2f})">'
        f'<path id="p{i}" style="fill:#{i * 977:06x};stroke:none;stroke-width:0.26458332px;'
        'stroke-linecap:butt" inkscape:connector-curvature="0" d="m 1,2 3,4 5.5,6 z"/></g>'
        for i in range(count)
    ).replace(b"<svg", b'<svg xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"')


def circles(count: int) -> bytes:
    """Return elements with many short attributes."""
    return drawing(
        f'<circle cx="{i * 7 % 999}.25" cy="{i * 3 % 999}.5" r="2" fill="#{i * 977:06x}"/>'
        for i in range(count)
    )


def drawing(parts: Iterable[str]) -> bytes:
    return f"{ROOT}{''.join(parts)}</svg>".encode()


if __name__ == "__main__":
    main()
