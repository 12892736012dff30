"""From a prompt, constraints and a seed to a pattern, and from a pattern's record back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.errors import ShapelyError

from artstudio.patterns.brief import Brief, read_brief
from artstudio.patterns.choice import Choice
from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.families import FAMILIES
from artstudio.patterns.family import Family, Task
from artstudio.patterns.records import ENGINE_VERSION, PatternSpec, check_spec
from artstudio.svg.drawing import Drawing, Layer
from rmos_runs.errors import InvalidRequest

__all__ = ["ENGINE_VERSION", "FAMILIES", "Pattern", "choose_family", "compose", "draw_spec"]

_SLACK_MM = 0.01


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A drawn ornament, with the parameters that draw it again and what the user should know."""

    family: str
    parameters: Any
    drawing: Drawing
    warnings: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """Return the JSON record from which `draw_spec` makes the same bytes."""
        return PatternSpec(family=self.family, parameters=self.parameters).record()


def compose(
    prompt: str,
    *,
    style_hints: Sequence[str] = (),
    constraints: PatternConstraints,
    seed: int,
) -> Pattern:
    """Draw the ornament that a prompt asks for.

    The words (and hints) choose family, counts, symmetry and density, the
    constraints the sizes in mm, the seed everything else. The same arguments
    give the same drawing on every machine. Raises InvalidRequest, naming the
    constraint, where constraints contradict each other.
    """
    brief = read_brief(prompt, style_hints, constraints)
    family = choose_family(brief)
    parameters = family.plan(Task(brief=brief, limits=constraints, choice=Choice(seed)))
    return Pattern(
        family=family.name,
        parameters=parameters,
        drawing=family.draw(parameters),
        warnings=_unused(family, parameters, constraints),
    )


def choose_family(brief: Brief) -> Family:
    """Return the family whose words weigh most; without any, one that the words' digest picks."""
    scores = {
        name: sum(weight for word, weight in family.words.items() if brief.asks(word))
        for name, family in FAMILIES.items()
    }
    best = max(scores.values())
    if best == 0:
        names = [name for name in FAMILIES if name != "purfling"]
        return FAMILIES[names[brief.digest() % len(names)]]
    return FAMILIES[next(name for name, score in scores.items() if score == best)]


def draw_spec(spec: Mapping[str, Any]) -> Pattern:
    """Draw a record of `Pattern.spec`, again or edited.

    Raises InvalidRequest like `check_spec`, and where nothing comes of the
    parameters or the drawing would leave its sheet.
    """
    checked = check_spec(spec)
    drawing = _drawn(FAMILIES[checked.family], checked.parameters)
    return Pattern(family=checked.family, parameters=checked.parameters, drawing=drawing)


def _drawn(family: Family, parameters: Any) -> Drawing:
    """Draw parameters that no planner chose: they may be in range and still not go together."""
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            drawing = family.draw(parameters)
    except InvalidRequest as error:
        raise _refused(error.message) from None
    except (ArithmeticError, ValueError, IndexError, ShapelyError):
        raise _refused("These sizes do not go together; nothing can be drawn.") from None
    (layer,) = (layer for layer in drawing.layers if isinstance(layer, Layer))
    ends = layer.contours.points[:, 2]
    if not len(ends):
        raise _refused("Nothing is left of the drawing; its parts are too small or too close.")
    sheet = (drawing.width_mm, drawing.height_mm)
    if not (np.all(ends >= -_SLACK_MM) and np.all(ends <= np.add(sheet, _SLACK_MM))):
        raise _refused("The drawing would leave its sheet; make its parts smaller.")
    return drawing


def _refused(message: str) -> InvalidRequest:
    return InvalidRequest(message, fields={"parameters": [message]})


def _unused(family: Family, parameters: Any, limits: PatternConstraints) -> tuple[str, ...]:
    used = (family.uses | {"width_mm", "height_mm"}) - family.ignores(parameters, limits)
    ignored = sorted(limits.given() - used)
    title = family.name.replace("_", " ")
    return tuple(f"A {title} pattern has no use for {name}; it was left out." for name in ignored)
