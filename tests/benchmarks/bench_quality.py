"""Our traces against other programs' on the same eight pictures: IoU, nodes, bytes.

Run by hand: python -m tests.benchmarks.bench_quality

Every drawing is rendered by resvg to 4096 pixels and compared with the truth, whoever
made it; nodes are counted in the path data by one rule. The potrace program gets each
picture as a grey map with its own threshold in the middle, and, to compare at the same
detail, the very bitmaps that we trace; vtracer is asked for two tones; Inkscape draws as
our method of that name lets it. What is not installed is left out.

Goal: at each detail ours is at least as good as the best of the others there in IoU, with
no more nodes than potrace has for the same bitmap.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from artstudio.svg.render import resvg_program
from artstudio.vectorize import trace_picture
from artstudio.vectorize.errors import TraceFailed, TracerUnavailable
from tests.benchmarks.pictures import TRUTH_PX, Subject, subjects
from tests.benchmarks.workbench import say
from tests.unit.vectorize.bitmaps import Bitmap, encoded, picture_of

_PATH_DATA = re.compile(rb'\sd="([^"]*)"')
_COMMAND = re.compile(rb"([a-zA-Z])([^a-zA-Z]*)")
_NUMBER = re.compile(rb"-?(?:\d+\.?\d*|\.\d+)")
#: How many numbers one node takes after each command.
_NUMBERS = {"l": 2, "h": 1, "v": 1, "c": 6, "m": 2, "a": 7}
_ROOT = re.compile(rb"<svg\b[^>]*>")
_SIZE = re.compile(rb'\s(?:width|height)="[^"]*"')


@dataclass(frozen=True, kw_only=True)
class Score:
    """What a drawing is worth."""

    iou: float
    nodes: int
    size: int


#: The details at which ours compete, and the others with the same pixels at hand.
RIVALS = {
    "normal": ("potrace program", "potrace, our bitmap", "vtracer", "Inkscape"),
    "fine": ("potrace, our fine bitmap", "Inkscape, fine"),
}
SAME_BITMAP = {"normal": "potrace, our bitmap", "fine": "potrace, our fine bitmap"}


def main() -> None:
    """Print a table for each picture, and how often the goal was met."""
    table: dict[str, dict[str, Score]] = {}
    for subject in subjects():
        scores = {name: score(svg, subject.truth) for name, svg in drawings(subject)}
        table[subject.name] = scores
        say(f"\n{subject.name:28} {'IoU':>7} {'nodes':>7} {'bytes':>9}")
        for name, found in scores.items():
            say(f"  {name:26} {found.iou:7.4f} {found.nodes:7,} {found.size:9,}")
    means(table)
    for detail in RIVALS:
        verdict(table, detail)


def means(table: dict[str, dict[str, Score]]) -> None:
    """Print the mean IoU and the sums of nodes and bytes."""
    say(f"\n{'all eight':28} {'IoU':>7} {'nodes':>7} {'bytes':>9}")
    for name in next(iter(table.values())):
        rows = [scores[name] for scores in table.values() if name in scores]
        note = "" if len(rows) == len(table) else f"  ({len(rows)} pictures)"
        iou = sum(row.iou for row in rows) / len(rows)
        nodes, size = sum(row.nodes for row in rows), sum(row.size for row in rows)
        say(f"  {name:26} {iou:7.4f} {nodes:7,} {size:9,}{note}")


def verdict(table: dict[str, dict[str, Score]], detail: str) -> None:
    """Print for how many pictures the goal was met at a detail, and by how much."""
    gains, ratios = [], []
    for scores in table.values():
        ours = scores[f"ours, {detail}"]
        best = max(scores[rival].iou for rival in RIVALS[detail] if rival in scores)
        gains.append(ours.iou - best)
        if potrace := scores.get(SAME_BITMAP[detail]):
            ratios.append(ours.nodes / potrace.nodes)
    say(
        f"{detail}: IoU at least the best other's in {sum(gain >= 0 for gain in gains)} of "
        f"{len(gains)} pictures, by {min(gains):+.4f} to {max(gains):+.4f}"
    )
    if ratios:
        say(f"  nodes {min(ratios):.2f} to {max(ratios):.2f} of potrace's for the same bitmap")


def drawings(subject: Subject) -> Iterator[tuple[str, bytes]]:
    """Yield the drawings of a picture by everything that is installed."""
    plain, fine = trace_picture(subject.png), trace_picture(subject.png, detail="fine")
    if program := shutil.which("potrace"):
        grey = Image.open(io.BytesIO(subject.png)).convert("L")
        yield "potrace program", by_potrace(program, grey, "a.pgm")
        yield "potrace, our bitmap", by_potrace(program, _bits(plain.ink), "a.pbm")
        yield "potrace, our fine bitmap", by_potrace(program, _bits(fine.ink), "a.pbm")
    if importlib.util.find_spec("vtracer"):
        yield "vtracer", by_vtracer(subject.png)
    with contextlib.suppress(TracerUnavailable, TraceFailed):
        yield "Inkscape", trace_picture(subject.png, method="inkscape").svg
        yield "Inkscape, fine", trace_picture(subject.png, method="inkscape", detail="fine").svg
    yield "ours, not stated", plain.svg
    yield "ours, fine", fine.svg
    for detail in ("normal", "smooth"):
        yield f"ours, {detail}", trace_picture(subject.png, detail=detail).svg


def _bits(ink: Bitmap | None) -> Image.Image:
    assert ink is not None
    return picture_of(ink).convert("1")


def by_potrace(program: str, image: Image.Image, filename: str) -> bytes:
    """Return what the potrace program makes of a picture with its own settings."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / filename
        image.save(file)
        words = [program, "-s", "-o", "-", str(file)]
        return subprocess.run(words, check=True, capture_output=True).stdout


def by_vtracer(png: bytes) -> bytes:
    """Return what vtracer makes of a picture in two tones with its own settings."""
    import vtracer

    grey = Image.open(io.BytesIO(png)).convert("RGBA")
    svg = vtracer.convert_raw_image_to_svg(encoded(grey), img_format="png", colormode="binary")
    # It states no viewBox, without which nothing can be scaled.
    box = f'<svg viewBox="0 0 {grey.width} {grey.height}" '
    return str(svg).replace("<svg ", box, 1).encode()


def score(svg: bytes, truth: Bitmap) -> Score:
    """Return the figures of a drawing."""
    # By the program itself: what others drew is of our own making here, and not sanitised.
    words = [resvg_program(), "--background", "white", "-", "-c"]
    png = subprocess.run(words, input=_at_truth_size(svg), check=True, capture_output=True).stdout
    with Image.open(io.BytesIO(png)) as image:
        ink = np.asarray(image.convert("L")) < 128
    iou = (ink & truth).sum() / (ink | truth).sum()
    return Score(iou=float(iou), nodes=nodes_of(svg), size=len(svg))


def _at_truth_size(svg: bytes) -> bytes:
    """Return a drawing that is as many pixels wide and high as the truth."""
    root = _ROOT.search(svg)
    assert root is not None
    size = b'<svg width="%d" height="%d"' % (TRUTH_PX, TRUTH_PX)
    resized = _SIZE.sub(b"", root[0]).replace(b"<svg", size, 1)
    return svg[: root.start()] + resized + svg[root.end() :]


def nodes_of(svg: bytes) -> int:
    """Return how many lines and curves the path data of a drawing has, without closing lines."""
    count = 0
    for data in _PATH_DATA.findall(svg):
        for letter, numbers in _COMMAND.findall(data):
            each = _NUMBERS.get(letter.decode().lower())
            if each:
                drawn = len(_NUMBER.findall(numbers)) // each
                count += drawn - 1 if letter in b"mM" else drawn
    return count


if __name__ == "__main__":
    main()
