"""Contours to the text of a path's `d` attribute, in one canonical spelling."""

from __future__ import annotations

from artstudio.svg.contours import LINE, Contours

DECIMALS = 3


def path_text(contours: Contours) -> str:
    """Return the `d` attribute: absolute M, L, C and Z, millimetres with up to three decimals."""
    out = []
    for first, last in zip(contours.offsets[:-1], contours.offsets[1:], strict=True):
        out.append("M" + _pair(contours.points[last - 1, 2]))
        for i in range(first, last):
            if contours.kinds[i] == LINE:
                out.append("L" + _pair(contours.points[i, 2]))
            else:
                out.append("C" + " ".join(_pair(p) for p in contours.points[i]))
        out.append("Z")
    return "".join(out)


def _pair(point: object) -> str:
    x, y = (f"{round(float(v), DECIMALS) + 0.0:.3f}".rstrip("0").rstrip(".") for v in point)  # type: ignore[attr-defined]
    return f"{x} {y}"
