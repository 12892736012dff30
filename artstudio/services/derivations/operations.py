"""The operations by name: what each does, what it takes, and the pure function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from artstudio.cutting import derived
from artstudio.geometry.drawing import Drawing
from artstudio.services.derivations.parameters import Parameter, read_parameters
from rmos_runs.errors import InvalidRequest
from rmos_runs.http.field_checks import unknown_name

#: Goes up whenever the same drawing and parameters would give other bytes.
VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be made of a drawing."""

    name: str
    label: str
    help: str
    parameters: tuple[Parameter, ...]
    run: Callable[..., derived.Derived]

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return all parameters with defaults; raises InvalidRequest."""
        return read_parameters(self.parameters, given)

    def apply(self, drawing: Drawing, values: Mapping[str, Any]) -> derived.Derived:
        """Return what `drawing` becomes; raises cutting's DerivationError."""
        return self.run(drawing, **values)


_COLOUR = Parameter(
    name="colour",
    label="Only this colour or layer",
    kind="colour",
    optional=True,
    help="A colour such as #000000, or a layer's name. Empty: everything.",
)

_INLAY = Operation(
    name="inlay_pair",
    label="Inlay pair",
    help="A pocket and the insert that fits it.",
    parameters=(
        Parameter(
            name="tool_diameter_mm", label="Tool diameter, mm", default=1.0, low=0.05, high=20
        ),
        Parameter(
            name="gap_mm",
            label="Glue gap, mm",
            default=0.1,
            low=0,
            high=2,
            help="Between the pocket's wall and the insert, on each side.",
        ),
        Parameter(
            name="relief",
            label="Sharp corners",
            kind="choice",
            default="none",
            choices=(("none", "rounded"), ("dog-bone", "dog-bone"), ("t-bone", "T-bone")),
        ),
        Parameter(
            name="part",
            label="Make",
            kind="choice",
            default="both",
            choices=(
                ("both", "both, as two layers"),
                ("pocket", "the pocket"),
                ("insert", "the insert"),
            ),
        ),
        Parameter(
            name="v_bit_deg",
            label="V-bit angle, degrees",
            low=10,
            high=170,
            optional=True,
            help="Adds a note on how deep the bit goes.",
        ),
        _COLOUR,
    ),
    run=derived.derive_inlay,
)

_KERF = Operation(
    name="kerf",
    label="Kerf",
    help="Moves outlines out and holes in by half the cut, so that parts have their true size.",
    parameters=(
        Parameter(name="kerf_mm", label="Width of the cut, mm", default=0.15, low=0.005, high=5),
        Parameter(
            name="keep",
            label="The work is",
            kind="choice",
            default="ink",
            choices=(("ink", "the dark parts"), ("ground", "the light parts")),
        ),
        Parameter(
            name="corners",
            label="Corners",
            kind="choice",
            default="sharp",
            choices=(("sharp", "sharp"), ("round", "rounded")),
        ),
        _COLOUR,
    ),
    run=derived.derive_kerf,
)

_BRIDGES = Operation(
    name="bridges",
    label="Bridges",
    help="Joins loose pieces, so that the drawing can be cut out in one.",
    parameters=(
        Parameter(name="bridge_mm", label="Width of a bridge, mm", default=1.5, low=0.1, high=20),
        Parameter(
            name="keep",
            label="Join",
            kind="choice",
            default="ink",
            choices=(("ink", "the dark parts"), ("ground", "the light parts, as in a stencil")),
        ),
        Parameter(
            name="symmetric",
            label="Repeat bridges as the drawing repeats",
            kind="flag",
            default=True,
        ),
        Parameter(
            name="bridges",
            label="Bridges by hand",
            kind="lines",
            optional=True,
            help="Each as x1, y1, x2, y2 in mm, from edge to edge. Empty: they are found.",
        ),
        _COLOUR,
    ),
    run=derived.derive_bridges,
)

_REPAIR = Operation(
    name="repair",
    label="Repair",
    help="Mends what the cut card marks, where it is marked. The rest is not touched.",
    parameters=(
        Parameter(
            name="min_feature_mm",
            label="Widen what is thinner than, mm",
            low=0.02,
            high=5,
            optional=True,
        ),
        Parameter(
            name="min_gap_mm",
            label="Open gaps narrower than, mm",
            low=0.02,
            high=5,
            optional=True,
        ),
        Parameter(name="tips_mm", label="Blunt tips to, mm", low=0.02, high=5, optional=True),
        Parameter(
            name="drop_specks_mm",
            label="Drop specks smaller than, mm",
            low=0.01,
            high=5,
            optional=True,
        ),
        Parameter(
            name="close_strokes", label="Close nearly closed strokes", kind="flag", default=True
        ),
        Parameter(name="drop_duplicates", label="Drop duplicates", kind="flag", default=True),
        Parameter(
            name="places",
            label="Only at these places",
            kind="points",
            optional=True,
            help="Each as x, y in mm. Empty: everywhere.",
        ),
        _COLOUR,
    ),
    run=derived.derive_repair,
)

OPERATIONS: dict[str, Operation] = {
    operation.name: operation for operation in (_INLAY, _KERF, _BRIDGES, _REPAIR)
}


def find_operation(name: str) -> Operation:
    """Return the operation of this name; raises InvalidRequest naming those there are."""
    if name not in OPERATIONS:
        raise InvalidRequest(fields={"operation": [unknown_name(name, list(OPERATIONS))]})
    return OPERATIONS[name]
