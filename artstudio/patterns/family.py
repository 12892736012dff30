"""What a family of patterns is: parameters, a planner that chooses them, a pen that draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.prompt_features import PatternRequest
from artstudio.patterns.seeded_random import SeededRandom
from rmos_runs.errors import InvalidRequest


@dataclass(frozen=True, kw_only=True)
class Task:
    """All that a planner may look at."""

    request: PatternRequest
    limits: PatternConstraints
    choice: SeededRandom


@dataclass(frozen=True, kw_only=True)
class Family:
    """One kind of ornament.

    plan turns a task into parameters; draw turns parameters into the drawing;
    uses: the constraints it keeps besides width_mm and height_mm; words: what
    in a prompt asks for it, with a weight; ignores: which of the used constraints
    these parameters do not keep after all, given those asked for; nodes: about how
    many nodes parameters come to, known without drawing them; earlier: how earlier
    versions of the engine drew the same parameters, where that was otherwise; notes:
    what the user should know of parameters, in sentences.
    """

    name: str
    parameters: type[Any]
    plan: Callable[[Task], Any]
    draw: Callable[[Any], Drawing]
    nodes: Callable[[Any], int]
    uses: frozenset[str]
    words: Mapping[str, int] = field(default_factory=dict)
    ignores: Callable[[Any, PatternConstraints], frozenset[str]] = lambda _p, _limits: frozenset()
    notes: Callable[[Any], Sequence[str]] = lambda _p: ()
    earlier: Mapping[str, Callable[[Any], Drawing]] = field(default_factory=dict)

    def draw_as(self, engine: str, parameters: Any) -> Drawing:
        """Draw parameters as a version of the engine did."""
        return self.earlier.get(engine, self.draw)(parameters)


def on_sheet(
    width_mm: float, height_mm: float, parts: Sequence[Contours], *, centred: bool = True
) -> Drawing:
    """Return the drawing of `parts`; centred: their origin is the middle of the sheet."""
    whole = joined([part for part in parts if len(part)])
    shift = np.array((width_mm / 2, height_mm / 2)) if centred else np.zeros(2)
    points = np.round(whole.points + shift, 3) + 0.0
    return Drawing(width_mm, height_mm, (Layer(Contours(whole.kinds, points, whole.offsets)),))


def require(condition: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise InvalidRequest with `message` unless the condition holds."""
    if not condition:
        raise InvalidRequest(f"These pattern parameters cannot be drawn: {message}")
