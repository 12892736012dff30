"""Reads a LightBurn project with MeerK40t and prints what it found, as JSON.

A program of its own: MeerK40t's kernel keeps threads that only end with the process.
Each shape has its kind, its area in mm² and its box in mm; each operation its kind and name.
"""

from __future__ import annotations

import json
import os
import sys

from meerk40t.core import core
from meerk40t.core.units import UNITS_PER_MM
from meerk40t.device import basedevice, dummydevice
from meerk40t.extra.lbrn import LbrnLoader
from meerk40t.fill import fills
from meerk40t.image import imagetools
from meerk40t.kernel import Kernel

CHORDS = 400


def area(points: list[complex]) -> float:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a.real * b.imag - b.real * a.imag for a, b in pairs)) / 2


def main(file: str) -> None:
    kernel = Kernel("reader", "0", "reader", ansi=False, ignore_settings=True)
    for module in (basedevice, core, imagetools, dummydevice, fills):
        kernel.add_plugin(module.plugin)
    kernel(partial=True)
    kernel.console("service device start dummy 0\n")
    elements = kernel.elements
    LbrnLoader.load(kernel.root, elements, file)
    shapes = []
    for node in elements.elems():
        geometry = node.as_geometry()
        points = [
            p / UNITS_PER_MM for p in geometry.as_interpolated_points(CHORDS) if p is not None
        ]
        shapes.append([node.type, area(points), [v / UNITS_PER_MM for v in geometry.bbox()]])
    operations = [[operation.type, operation.label] for operation in elements.ops()]
    sys.stdout.write(json.dumps({"operations": operations, "shapes": shapes}) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
