"""A torch: a flame of three tongues over a bowl and a tapering handle, all apart."""

from __future__ import annotations

from artstudio.patterns.min_widths import round_tips, widen_narrow
from artstudio.patterns.shapes import Ring, closed, mirrored_outline

_GAP = 0.035
_TIP_MM = 0.32


def torch(height: float, width: float) -> list[Ring]:
    """Return a torch about the origin that points up, in a box of height by width mm."""
    h, w, gap = height, width, max(0.4, _GAP * height)
    top, bowl = -h / 2, -h * 0.02
    flame = mirrored_outline(
        (0.0, bowl - gap),
        [
            ((w * 0.3, bowl - gap), (w * 0.34, bowl - h * 0.2), (w * 0.2, bowl - h * 0.3)),
            ((w * 0.12, bowl - h * 0.36), (w * 0.1, top + h * 0.14), (0.0, top)),
        ],
    )
    tongue = [
        ((w * 0.47, bowl - gap - h * 0.05), (w * 0.5, bowl - h * 0.16), (w * 0.44, top + h * 0.2)),
        ((w * 0.43, bowl - h * 0.2), (w * 0.36, bowl - h * 0.24),
         (w * 0.24 + gap, bowl - h * 0.27)),
        ((w * 0.35 + gap, bowl - h * 0.18), (w * 0.33 + gap, bowl - h * 0.06),
         (w * 0.24 + gap, bowl - gap)),
    ]  # fmt: skip
    right = closed((w * 0.24 + gap, bowl - gap), [*tongue])
    left: Ring = [tuple((-x, y) for x, y in segment) for segment in right]
    rim = h * 0.07
    cup = mirrored_outline(
        (0.0, bowl),
        [
            ((w * 0.46, bowl),),
            ((w * 0.46, bowl + rim), (w * 0.36, bowl + rim * 2.2), (w * 0.2, bowl + rim * 2.4)),
            ((0.0, bowl + rim * 2.4),),
        ],
    )
    low = bowl + rim * 2.4 + gap
    handle = mirrored_outline(
        (0.0, low),
        [((w * 0.17, low),), ((w * 0.07, h / 2),), ((0.0, h / 2),)],
    )
    return round_tips(widen_narrow([flame, right, left, cup, handle], 0.36), _TIP_MM)
