"""Drawings as a camera sees them: on a table, at a slant, from near by."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from artstudio.geometry.drawing import Drawing
from artstudio.svg.render import render_png

TABLE = 96
_SHEET_PX = 2400


def corners_seen(
    width_mm: float,
    height_mm: float,
    size_px: tuple[int, int],
    *,
    tilt: tuple[float, float],
    turn: float = 0.0,
) -> NDArray[np.float64]:
    """Return float64[4, 2]: where a pinhole camera sees the corners of a sheet, in pixels.

    tilt: of the sheet about the picture's horizontal and vertical axis; turn: about the
    line of sight; radians. The focal length is 1.2 times the width of the picture.
    """
    a, b, c = *tilt, turn
    about_x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    about_y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    half = np.array([width_mm, height_mm]) / 2
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    seen = np.column_stack([flat, np.zeros(4)]) @ (about_z @ about_y @ about_x).T
    seen[:, 2] += 2.0 * max(width_mm, height_mm)
    corners: NDArray[np.float64] = (
        seen[:, :2] / seen[:, 2:] * 1.2 * size_px[0] + np.array(size_px) / 2
    )
    return corners


def photograph(
    drawing: Drawing, corners: NDArray[np.float64], size_px: tuple[int, int], *, noise: float = 0.0
) -> bytes:
    """Return a PNG of a drawing on white paper whose corners are seen there, on a grey table."""
    svg = drawing.to_svg()
    with Image.open(io.BytesIO(render_png(svg, width_px=_SHEET_PX))) as image:
        sheet = image.convert("L")
    flat = np.array([(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)])
    matrix = _homography(corners * 2, flat.astype(float)).ravel()
    large = (2 * size_px[0], 2 * size_px[1])
    seen = sheet.transform(
        large, Image.Transform.PERSPECTIVE, matrix[:8].tolist(), Image.Resampling.BICUBIC,
        fillcolor=TABLE,
    ).reduce(2)  # fmt: skip
    if noise:
        rng = np.random.default_rng(11)
        soft = np.asarray(seen.filter(ImageFilter.GaussianBlur(0.8)), dtype=float)
        levels = soft * 0.9 + 10 + rng.normal(0, noise, soft.shape)
        seen = Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))
    out = io.BytesIO()
    seen.save(out, "PNG")
    return out.getvalue()


def _homography(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve for the matrix by its null space, another way than the code under test."""
    rows = []
    for (x, y), (u, v) in zip(one, other, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, -u], [0, 0, 0, x, y, 1, -v * x, -v * y, -v]]
    matrix = np.linalg.svd(np.array(rows))[2][-1].reshape(3, 3)
    scaled: NDArray[np.float64] = matrix / matrix[2, 2]
    return scaled
