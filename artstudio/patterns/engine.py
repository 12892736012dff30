"""From a prompt, constraints and a seed to a pattern, and from a pattern's record back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from shapely.errors import ShapelyError

from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.contents import contents_of
from artstudio.patterns.families import FAMILIES
from artstudio.patterns.family import Family, Task
from artstudio.patterns.prompt_features import features_of
from artstudio.patterns.reading import PromptFeatures, Reading, read_prompt
from artstudio.patterns.records import ENGINE_VERSION, PatternSpec, check_spec
from artstudio.patterns.seeded_random import SeededRandom
from artstudio.patterns.undrawn import (
    CONFLICT,
    WORDS_NOT_DRAWN,
    Undrawn,
    describe_undrawn,
    find_undrawn,
)
from rmos_runs.errors import InvalidRequest

__all__ = ["ENGINE_VERSION", "FAMILIES", "Pattern", "compose", "draw_spec"]

_SLACK_MM = 0.01


#: Families that a seed may choose where the prompt names none: ornament in one piece.
_SEEDED_FAMILIES = ("rosette", "celtic_knot", "vine", "mandala", "medallion", "tessellation")
_OTHER_SIDE = {"inner_diameter_mm": "outer_diameter_mm", "outer_diameter_mm": "inner_diameter_mm"}


@dataclass(frozen=True, kw_only=True)
class Warned:
    """Something that the user should know of a pattern; the code is for programs."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A drawn ornament, with the parameters that draw it again and what the user should know.

    reading: the prompt as it was read, where there was one; undrawn: what of it the
    drawing does not show; chosen_by_seed: what the prompt left open, by name.
    engine: the version that drew it.
    """

    family: str
    parameters: Any
    drawing: Drawing
    warnings: tuple[Warned, ...] = ()
    reading: Reading | None = None
    undrawn: Undrawn | None = None
    chosen_by_seed: tuple[str, ...] = ()
    engine: str = ENGINE_VERSION

    @property
    def is_exact(self) -> bool:
        """Whether the prompt decides what is drawn, and all that it says is in the drawing."""
        named = self.reading is not None and self.reading.features.family is not None
        return named and not self.undrawn

    def spec(self) -> dict[str, Any]:
        """Return the JSON record from which `draw_spec` makes the same bytes."""
        return PatternSpec(
            family=self.family, parameters=self.parameters, engine=self.engine
        ).record()


def compose(
    prompt: str,
    *,
    style_hints: Sequence[str] = (),
    constraints: PatternConstraints,
    seed: int,
) -> Pattern:
    """Draw the ornament that a prompt asks for.

    The words (and hints) choose family, motifs and their places, counts, symmetry,
    density and sizes; constraints win over them, and the seed chooses what is left open.
    The same arguments give the same drawing on every machine. What of the prompt is not
    drawn is in the pattern's warnings. Raises InvalidRequest, naming the constraint,
    where constraints contradict each other.
    """
    reading = read_prompt(prompt, hints=style_hints, given=constraints.given())
    choice = SeededRandom(seed)
    features = reading.features
    family = FAMILIES[features.family or choice.pick("family", _SEEDED_FAMILIES)]
    parameters, misfit = _planned(family, features, constraints, choice)
    unused = (*misfit, *_unused(family, parameters, constraints))
    undrawn = find_undrawn(reading, contents_of(family.name, parameters))
    return Pattern(
        family=family.name,
        parameters=parameters,
        drawing=family.draw(parameters),
        warnings=_warnings(
            reading, constraints, undrawn, family, (*unused, *family.notes(parameters))
        ),
        reading=reading,
        undrawn=undrawn,
        chosen_by_seed=_left_open(features, constraints),
    )


def _planned(
    family: Family, features: PromptFeatures, constraints: PatternConstraints, choice: SeededRandom
) -> tuple[Any, tuple[str, ...]]:
    """Plan with the prompt's sizes; where they do not fit, without them, and say why."""
    asked = with_sizes(constraints, features.sizes)
    try:
        task = Task(request=features_of(features, asked), limits=asked, choice=choice)
        return family.plan(task), ()
    except InvalidRequest as error:
        if asked == constraints:
            raise
        misfit = error.message
    task = Task(request=features_of(features, constraints), limits=constraints, choice=choice)
    return family.plan(task), (misfit,)


def with_sizes(limits: PatternConstraints, sizes: Mapping[str, float]) -> PatternConstraints:
    """Return the constraints with the sizes of a prompt where none is given."""
    given = limits.given()
    fresh: dict[str, Any] = {
        name: mm
        for name, mm in sizes.items()
        if name not in given and not (name.endswith("diameter_mm") and _clashes(limits, name, mm))
    }
    return replace(limits, **fresh)


def _clashes(limits: PatternConstraints, name: str, mm: float) -> bool:
    """Tell whether a diameter of the prompt contradicts the one that is given."""
    other = getattr(limits, _OTHER_SIDE[name])
    if other is None:
        return False
    return bool(mm >= other if name == "inner_diameter_mm" else mm <= other)


def _warnings(
    reading: Reading,
    limits: PatternConstraints,
    undrawn: Undrawn,
    family: Family,
    unused: Sequence[str],
) -> tuple[Warned, ...]:
    conflicts = [*reading.conflicts, *_overruled(reading.features, limits)]
    found = [Warned(code=CONFLICT, message=text) for text in conflicts]
    if undrawn:
        message = describe_undrawn(reading, undrawn, family.name)
        found.append(Warned(code=WORDS_NOT_DRAWN, message=message))
    return (*found, *(Warned(code="pattern", message=text) for text in unused))


def _overruled(features: PromptFeatures, limits: PatternConstraints) -> list[str]:
    """Return a sentence for each value of the prompt that a constraint overrules."""
    asked: dict[str, float | None] = {
        **features.sizes,
        "symmetry": features.symmetry,
        "rings": features.rings,
    }
    return [
        f"The constraint {name} is {getattr(limits, name):g}, the prompt says {value:g}; "
        "the constraint decides."
        for name, value in asked.items()
        if value is not None and name in limits.given() and getattr(limits, name) != value
    ]


def _left_open(features: PromptFeatures, limits: PatternConstraints) -> tuple[str, ...]:
    """Return the names of what the prompt and the constraints leave to the seed."""
    given = limits.given() | set(features.sizes)
    names = {
        "family": features.family is None,
        "motif": not features.motifs,
        "symmetry": features.symmetry is None and "symmetry" not in given,
        "rings": features.rings is None and "rings" not in given,
        "size": not given & {"width_mm", "height_mm", "outer_diameter_mm", "inner_diameter_mm"},
    }
    return tuple(name for name, is_open in names.items() if is_open)


def draw_spec(spec: Mapping[str, Any]) -> Pattern:
    """Draw a record of `Pattern.spec`, again or edited.

    Raises InvalidRequest like `check_spec`, and where nothing comes of the
    parameters or the drawing would leave its sheet.
    """
    checked = check_spec(spec)
    notes = FAMILIES[checked.family].notes(checked.parameters)
    return Pattern(
        family=checked.family,
        parameters=checked.parameters,
        drawing=_drawn(checked),
        engine=checked.engine,
        warnings=tuple(Warned(code="pattern", message=note) for note in notes),
    )


def _drawn(spec: PatternSpec) -> Drawing:
    """Draw parameters that no planner chose: they may be in range and still not go together."""
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            drawing = FAMILIES[spec.family].draw_as(spec.engine, spec.parameters)
    except InvalidRequest as error:
        raise _refused(error.message) from None
    except (ArithmeticError, ValueError, IndexError, ShapelyError):
        raise _refused("These sizes do not go together; nothing can be drawn.") from None
    ends = np.concatenate(
        [
            (layer.contours if isinstance(layer, Layer) else layer.strokes.contours).points[:, 2]
            for layer in drawing.layers
        ]
    )
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
