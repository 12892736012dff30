"""DXF (R12 to R2018) to a drawing: lines and curves as strokes, hatches as areas.

Blocks are taken apart, layers that are off or frozen and the paper space are left
out. Arcs become cubic curves of the same area; splines that are cubic are kept
as they are. Nothing is filled but hatches and solids: a DXF says where to cut.
"""

from __future__ import annotations

import io
import itertools
import logging
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any, NamedTuple

from ezdxf import colors, disassemble, filemanagement, recover
from ezdxf.lldxf.const import DXFError

from artstudio.geometry.contours import contours_from_rings, strokes_from_lines
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.importers.dxf_curves import Chain, chains_of, fills_of
from artstudio.importers.dxf_joining import joined_chains
from artstudio.importers.dxf_units import UNITS_MM, stated_unit_mm
from artstudio.importers.errors import DxfUnitsMissing, DxfUnreadable, FileTooLarge
from artstudio.importers.file_type import BINARY_DXF
from artstudio.svg.canonical.page import LARGEST_MM, SizeImpossible
from artstudio.vectorize.child_process import private_folder

MAX_BYTES = 20_000_000
MAX_ENTITIES = 60_000
HAIRLINE_MM = 0.1
#: Sheets are at least this large, for a drawing may be a single straight line.
SMALLEST_SIDE_MM = 1.0
_BLACK = "#000000"
_BY_BLOCK, _BY_LAYER = 0, 256
_NAME_CHARS = re.compile(r"[^a-z0-9]+")
_WIDTHS = {"LWPOLYLINE": "const_width", "POLYLINE": "default_start_width"}
_TEXT = frozenset({"TEXT", "MTEXT", "ATTRIB", "ATTDEF", "ARC_DIMENSION"})
_SILENT = frozenset({"POINT", "VIEWPORT", "SEQEND"})

# It tells of every part of a file that it adds.
logging.getLogger("ezdxf").setLevel(logging.WARNING)

#: What the library raises for files that it cannot make sense of.
_FAULTS = (DXFError, OSError, LookupError, ArithmeticError, TypeError, ValueError, AttributeError)

Point = tuple[float, float]


class Kind(NamedTuple):
    """What lines must have in common to be one layer."""

    layer: str
    colour: str
    width: float


@dataclass(frozen=True, kw_only=True)
class ReadDrawing:
    """A drawing and {code, message} for each kind of thing that was changed."""

    drawing: Drawing
    warnings: tuple[dict[str, str], ...]


@dataclass
class _Found:
    """What a file draws, in its own units with y upwards."""

    chains: dict[Kind, list[Chain]] = field(default_factory=lambda: defaultdict(list))
    fills: dict[Kind, list[Chain]] = field(default_factory=lambda: defaultdict(list))
    left_out: Counter[str] = field(default_factory=Counter)
    hidden: int = 0


def check_dxf(data: bytes, *, unit: str | None, has_size: bool) -> None:
    """Raise FileTooLarge, or DxfUnitsMissing where nothing tells how large the drawing is."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge(
            f"The DXF file has {len(data):,} bytes; {MAX_BYTES:,} are allowed. Simplify it."
        )
    if unit is None and not has_size and stated_unit_mm(data) is None:
        raise DxfUnitsMissing(fields={"unit": [DxfUnitsMissing.__doc__ or ""]})


def read_dxf(
    data: bytes,
    *,
    unit: str | None = None,
    width_mm: float | None = None,
    height_mm: float | None = None,
) -> ReadDrawing:
    """Return what a DXF file draws, on a sheet as large as that.

    unit: one of UNITS_MM, which wins over what the file says. width_mm, height_mm: the
    size of what is drawn; with both it is fitted. Raises DxfUnreadable, DxfUnitsMissing,
    FileTooLarge, SizeImpossible.
    """
    check_dxf(data, unit=unit, has_size=bool(width_mm or height_mm))
    found = _read(data)
    every = [*found.chains.values(), *found.fills.values()]
    chains = list(itertools.chain.from_iterable(every))
    if not chains:
        return _empty(found, width_mm, height_mm)
    unit_mm = UNITS_MM[unit] if unit else stated_unit_mm(data)
    box = _box(chains)
    factor, sheet = _placed(box, unit_mm, width_mm, height_mm)
    place = _Place(box, factor, sheet)
    layers: list[Layer | StrokeLayer] = [*_areas(found, place), *_strokes(found, place)]
    return ReadDrawing(
        drawing=Drawing(*sheet, tuple(_named(layers))), warnings=_warnings(found, is_empty=False)
    )


def _read(data: bytes) -> _Found:
    try:
        # Some faults of files are told by a warning and repaired; others end here.
        return _walk(_loaded(data))
    except FileTooLarge:
        raise
    except _FAULTS as error:
        raise DxfUnreadable from error


def _loaded(data: bytes) -> Any:
    if not data.startswith(BINARY_DXF):
        document, _auditor = recover.read(io.BytesIO(data))
        return document
    with private_folder() as folder:
        path = folder / "drawing.dxf"
        path.write_bytes(data)
        return filemanagement.readfile(path)


def _walk(document: Any) -> _Found:
    found = _Found()
    layers = {layer.dxf.name.lower(): layer for layer in document.layers}
    entities = disassemble.recursive_decompose(_shown(document, found))
    for count, entity in enumerate(entities):
        if count >= MAX_ENTITIES:
            raise FileTooLarge(
                f"The DXF file draws more than {MAX_ENTITIES:,} lines and curves. Simplify it."
            )
        _take(entity, layers, found)
    return found


def _shown(document: Any, found: _Found) -> Iterator[Any]:
    """Yield the entities of the model space; a dimension is a note, whatever it is made of."""
    for entity in document.modelspace():
        if "DIMENSION" in entity.dxftype() or entity.dxftype() in {"LEADER", "MULTILEADER"}:
            found.left_out["DIMENSION"] += 1
        else:
            yield entity


def _take(entity: Any, layers: dict[str, Any], found: _Found) -> None:
    layer = layers.get(entity.dxf.get("layer", "0").lower())
    if entity.dxf.get("invisible", 0) or (layer and (layer.is_off() or layer.is_frozen())):
        found.hidden += 1
        return
    kind = Kind(entity.dxf.get("layer", "0"), _colour(entity, layer), float(_width(entity)))
    if fills := fills_of(entity):
        found.fills[kind].extend(fills)
    elif chains := chains_of(entity):
        found.chains[kind].extend(chains)
    elif entity.dxftype() not in _SILENT:
        found.left_out["TEXT" if entity.dxftype() in _TEXT else entity.dxftype()] += 1


def _width(entity: Any) -> float:
    """Return the width of a wide polyline in the file's units; 0 for a hairline."""
    name = _WIDTHS.get(entity.dxftype())
    width = entity.dxf.get(name, 0.0) if name else 0.0
    return width if 0 < width < math.inf else 0.0


def _colour(entity: Any, layer: Any) -> str:
    true_colour = entity.rgb if hasattr(entity, "rgb") else None
    index = entity.dxf.get("color", _BY_LAYER)
    if true_colour is None and index in {_BY_BLOCK, _BY_LAYER} and layer is not None:
        true_colour, index = layer.rgb, layer.color
    if true_colour is None:
        # 7 is black on white and white on black.
        true_colour = (0, 0, 0) if index in {_BY_BLOCK, 7, _BY_LAYER} else colors.aci2rgb(index)
    colour = "#{:02x}{:02x}{:02x}".format(*true_colour)
    # What is white on a CAD program's black ground is ink on a sheet.
    return _BLACK if min(true_colour) >= 250 else colour


def _box(chains: list[Chain]) -> tuple[float, float, float, float]:
    boxes = [chain.box() for chain in chains]
    low_x, low_y = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return low_x, low_y, max(b[2] for b in boxes), max(b[3] for b in boxes)


def _placed(
    box: tuple[float, float, float, float],
    unit_mm: float | None,
    width_mm: float | None,
    height_mm: float | None,
) -> tuple[float, tuple[float, float]]:
    """Return what a unit is multiplied by, and the sheet in mm."""
    own = (box[2] - box[0], box[3] - box[1])
    asked = (width_mm, height_mm)
    factors = [side / its for side, its in zip(asked, own, strict=True) if side and its > 0]
    factor = min(factors) if factors else unit_mm
    if factor is None:
        raise DxfUnitsMissing
    sides = [
        round(side or max(its * factor, SMALLEST_SIDE_MM), 3)
        for side, its in zip(asked, own, strict=True)
    ]
    if not all(0 < side <= LARGEST_MM for side in sides):
        raise SizeImpossible(
            f"The drawing would be {sides[0]:,.4g} x {sides[1]:,.4g} mm; at most "
            f"{LARGEST_MM:,.0f} are possible. Give unit or width_mm."
        )
    return factor, (sides[0], sides[1])


class _Place:
    """The map from the file's units to millimetres on the sheet, y downwards."""

    def __init__(
        self, box: tuple[float, float, float, float], factor: float, sheet: tuple[float, float]
    ) -> None:
        self.factor = factor
        spare = [
            (side - (high - low) * factor) / 2
            for side, low, high in zip(sheet, box[:2], box[2:], strict=True)
        ]
        self._x, self._y = spare[0] - box[0] * factor, spare[1] + box[3] * factor

    def __call__(self, point: Point) -> Point:
        return self._x + point[0] * self.factor, self._y - point[1] * self.factor

    def line(self, chain: Chain) -> tuple[Point, list[tuple[Point, ...]], bool]:
        """Return start, segments and whether it is open, in mm."""
        segments = [tuple(self(point) for point in segment) for segment in chain.segments]
        return self(chain.start), segments, not chain.is_closed


def _strokes(found: _Found, place: _Place) -> Iterator[StrokeLayer]:
    for kind, chains in found.chains.items():
        lines = [place.line(chain) for chain in joined_chains(chains, place.factor)]
        width = min(max(kind.width * place.factor, HAIRLINE_MM), 9_999)
        layer = StrokeLayer(
            strokes_from_lines(lines), kind.colour, round(width, 3), _slug(kind.layer)
        )
        if not layer.is_empty:
            yield layer


def _areas(found: _Found, place: _Place) -> Iterator[Layer]:
    for kind, chains in found.fills.items():
        rings = [place.line(chain)[1] for chain in chains]
        layer = Layer(contours_from_rings(rings), kind.colour, _slug(kind.layer))
        if not layer.is_empty:
            yield layer


def _slug(name: str) -> str:
    slug = _NAME_CHARS.sub("-", name.lower()).strip("-")[:56]
    return "" if name == "0" else slug if slug[:1].isalpha() else f"layer-{slug}".strip("-")


def _named(layers: list[Layer | StrokeLayer]) -> Iterator[Layer | StrokeLayer]:
    """Give each name to one layer only: others with it are numbered."""
    counts: Counter[str] = Counter()
    taken = {layer.name for layer in layers}
    for layer in layers:
        counts[layer.name] += 1
        name = layer.name
        if name and counts[name] > 1:
            name = next(
                numbered
                for n in itertools.count(counts[layer.name])
                if (numbered := f"{layer.name}-{n}") not in taken
            )
            taken.add(name)
        yield _renamed(layer, name)


def _renamed(layer: Layer | StrokeLayer, name: str) -> Layer | StrokeLayer:
    if isinstance(layer, Layer):
        return Layer(layer.contours, layer.fill, name)
    return StrokeLayer(layer.strokes, layer.stroke, layer.width_mm, name)


def _empty(found: _Found, width_mm: float | None, height_mm: float | None) -> ReadDrawing:
    side = width_mm or height_mm or 100.0
    drawing = Drawing(width_mm or side, height_mm or side, ())
    return ReadDrawing(drawing=drawing, warnings=_warnings(found, is_empty=True))


def _warnings(found: _Found, *, is_empty: bool) -> tuple[dict[str, str], ...]:
    told: list[tuple[str, str]] = []
    left_out = dict(found.left_out)
    if count := left_out.pop("TEXT", 0):
        told.append(
            ("text_dropped", f"Texts left out: {count}. Explode text to lines and send it again.")
        )
    if count := left_out.pop("DIMENSION", 0):
        told.append(("dimensions_dropped", f"Dimensions and leaders left out: {count}."))
    if left_out:
        names = ", ".join(f"{name} ({count})" for name, count in sorted(left_out.items())[:6])
        told.append(("elements_removed", f"Parts that are no lines were left out: {names}."))
    if found.hidden:
        told.append(
            (
                "hidden_layers_dropped",
                f"Lines left out because their layer is off or frozen: {found.hidden}.",
            )
        )
    if is_empty:
        told.append(("empty_drawing", "There is nothing to cut in the model space of this file."))
    return tuple({"code": code, "message": message} for code, message in told)


def ezdxf_version() -> str:
    """Return the version of the library that reads the files."""
    return metadata.version("ezdxf")
