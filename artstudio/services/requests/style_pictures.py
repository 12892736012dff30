"""The pictures of the style presets: drawings of the pattern engine, kept among the static files.

`manage.py draw_styles` writes them again after a change of the engine or of this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from artstudio.patterns import PatternConstraints, compose


@dataclass(frozen=True, kw_only=True)
class _Recipe:
    """A request whose drawing still reads when it is a finger wide."""

    prompt: str
    seed: int
    limits: PatternConstraints


# Small in millimetres: a motif has its natural size, so few of them fit and each shows.
_RECIPES = {
    "rosette": _Recipe(
        prompt="bold rosette, diamonds",
        seed=1,
        limits=PatternConstraints(outer_diameter_mm=16, inner_diameter_mm=7, rings=1),
    ),
    "celtic knot": _Recipe(
        prompt="simple celtic knot",
        seed=1,
        limits=PatternConstraints(width_mm=60, height_mm=60),
    ),
    "vine": _Recipe(
        prompt="vine",
        seed=5,
        limits=PatternConstraints(width_mm=80, height_mm=40),
    ),
    "purfling": _Recipe(
        prompt="purfling herringbone",
        seed=5,
        limits=PatternConstraints(width_mm=30, height_mm=14),
    ),
    "tessellation": _Recipe(
        prompt="bold tessellation",
        seed=7,
        limits=PatternConstraints(width_mm=60, height_mm=60),
    ),
    "medallion": _Recipe(
        prompt="bold medallion",
        seed=2,
        limits=PatternConstraints(width_mm=60),
    ),
    "mandala": _Recipe(
        prompt="bold mandala with petals",
        seed=7,
        limits=PatternConstraints(width_mm=16, rings=1, symmetry=8),
    ),
    "mosaic wheel": _Recipe(
        prompt="mosaic wheel, basket weave",
        seed=1,
        limits=PatternConstraints(outer_diameter_mm=20, inner_diameter_mm=9),
    ),
    "lettering": _Recipe(
        prompt='the word "Ab" in celtic letters',
        seed=1,
        limits=PatternConstraints(width_mm=60),
    ),
}
STYLES = tuple(_RECIPES)


def style_picture(style: str) -> bytes:
    """Return the SVG that shows a style; the same engine gives the same bytes."""
    recipe = _RECIPES[style]
    pattern = compose(recipe.prompt, constraints=recipe.limits, seed=recipe.seed)
    return pattern.drawing.to_svg()


def style_filename(style: str) -> str:
    """Return the name of a style's picture in the folder of static files."""
    return f"{style.replace(' ', '-')}.svg"
