"""Every shape of a document in the order it is painted, with all that its ancestors say.

An explicit stack instead of recursion: a chain of `use` may be longer than
Python's. References are bounded by the sanitiser; here a bound on what is
visited and a look at the chain keep any other tree from running for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

import numpy as np
import shapely

from artstudio.geometry.affine import IDENTITY, Affine, moved
from artstudio.geometry.arrays import Floats
from artstudio.geometry.path_data import PathData
from artstudio.geometry.polygons import flattened
from artstudio.svg.canonical.deadline import DrawingTooComplex, spend
from artstudio.svg.canonical.numbers import length
from artstudio.svg.canonical.outlines import SHAPES, outline
from artstudio.svg.canonical.paints import REFERENCE
from artstudio.svg.canonical.style import Style, is_displayed, own_opacity
from artstudio.svg.canonical.transform_origin import about_origin, wants_box
from artstudio.svg.canonical.transforms import parse_transform
from artstudio.svg.canonical.viewports import Box, fitted, is_usable, view_box

MAX_VISITS = 100_000
# Units of work.
_EACH_SHAPE = 300
_ANYWHERE = 1e12
_VIEWPORTS = frozenset({"svg", "symbol"})
_LEAVES = SHAPES | {"text"}
_DRAWN = _LEAVES | {"g", "svg", "use"}
_SHOWN_OVERFLOW = frozenset({"visible", "auto"})


@dataclass(frozen=True, kw_only=True)
class ClipPathUse:
    """A `clip-path` in force: the clipPath, and where the element that names it stands."""

    clip_path: Element
    placed: Placed


@dataclass(frozen=True, kw_only=True)
class MaskUse:
    """A `mask` in force: the mask, and where the element that names it stands."""

    mask: Element
    placed: Placed


@dataclass(frozen=True, kw_only=True)
class ClipBox:
    """The edge of a viewport, beyond which nothing is shown."""

    box: Box
    to_mm: Affine


@dataclass(frozen=True, kw_only=True)
class ClipArea:
    """An area in mm outside of which nothing is shown, such as what a pattern fills."""

    area: shapely.Geometry


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """Parts that are painted together before what lies below shows through."""

    opacity: float


Clip = ClipPathUse | MaskUse | ClipBox | ClipArea


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An element, the map from its user units to mm, and what holds for it.

    viewport: width and height that percentages are taken of. uses: the elements
    that are being repeated, by which a circle is noticed. context: the style of the
    shape or `use` whose paints `context-fill` and `context-stroke` mean. groups: what lets
    the below show through only as a whole, outermost first.
    """

    element: Element
    to_mm: Affine
    style: Style
    viewport: tuple[float, float]
    clips: tuple[Clip, ...] = ()
    uses: tuple[int, ...] = ()
    groups: tuple[Group, ...] = ()
    context: Style | None = None


@dataclass(frozen=True)
class Document:
    """A tree and its elements by id; the first of those with the same id counts."""

    root: Element
    by_id: Mapping[str, Element]
    parents: Mapping[Element, Element] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> Document:
        """Return the document of a root element."""
        by_id: dict[str, Element] = {}
        parents: dict[Element, Element] = {}
        for element in root.iter():
            by_id.setdefault(element.get("id", ""), element)
            parents.update(dict.fromkeys(element, element))
        by_id.pop("", None)
        return cls(root, by_id, parents)

    def style_of(self, element: Element) -> Style:
        """Return the style in force in an element where it stands, not where it is used."""
        chain = [element]
        while (parent := self.parents.get(chain[-1])) is not None:
            chain.append(parent)
        style = Style()
        for each in reversed(chain):
            style = style.inside(each)
            if each is self.root:
                style = style.as_root()
        return style

    def shapes(self, to_mm: Affine, viewport: tuple[float, float]) -> Iterator[Placed]:
        """Yield every displayed shape and text of the document, bottom first."""
        style = Style().inside(self.root).as_root()
        root = Placed(element=self.root, to_mm=to_mm, style=style, viewport=viewport)
        root = _grouped(self.clipped(root))
        if is_displayed(self.root):
            yield from self.walk([replace(root, element=child) for child in self.root])

    def walk(self, places: list[Placed]) -> Iterator[Placed]:
        """Yield the shapes and texts in `places`, each as its parent has it, and inside of them.

        Raises DrawingTooComplex.
        """
        stack = places[::-1]
        for _ in range(MAX_VISITS):
            if not stack:
                return
            place = stack.pop()
            inside = self._entered(place) if place.element.tag in _DRAWN else None
            if inside is None:
                continue
            if inside.element.tag in _LEAVES:
                yield inside
            else:
                stack.extend(self._children(inside)[::-1])
        raise DrawingTooComplex

    def entered(self, place: Placed) -> Iterator[Placed]:
        """Yield what is in a place whose own transform, style and clip hold already."""
        if place.element.tag in _LEAVES:
            return iter([place])
        return self.walk(self._children(place))

    def _entered(self, place: Placed) -> Placed | None:
        """Return the element with its own transform, style and clip; None where it is not drawn."""
        element = place.element
        if not is_displayed(element):
            return None
        inside = replace(place, style=place.style.inside(element))
        inside = replace(inside, to_mm=place.to_mm @ self._transform(inside))
        if not (inside.to_mm.is_usable and inside.to_mm.scale > 0):
            return None
        return _grouped(self.clipped(inside))

    def _transform(self, place: Placed) -> Affine:
        """Return an element's own transform, about its own origin."""
        element = place.element
        transform = parse_transform(element.get("transform"))
        if transform is None or "transform-origin" not in element.attrib:
            return transform or IDENTITY
        box: Box | None = (0.0, 0.0, *place.viewport)
        if wants_box(element):
            # The box of what is in it, before its own transform.
            box = self.box(place)
        return about_origin(element, transform, box, place.style.font)

    def box(self, place: Placed) -> Box | None:
        """Return x, y, width and height of an element's shapes in its user space; None for none."""
        inside = replace(place, to_mm=IDENTITY, clips=(), groups=())
        points = np.concatenate([np.zeros((0, 2)), *map(_points, self.entered(inside))])
        if not len(points):
            return None
        low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return (low[0], low[1], high[0] - low[0], high[1] - low[1])

    def clipped(self, place: Placed) -> Placed:
        """Return `place` with the clip and the mask that its element asks for in force."""
        clips: list[Clip] = []
        clip_path = self.referred(place.element.get("clip-path"))
        if clip_path is not None and clip_path.tag == "clipPath":
            clips.append(ClipPathUse(clip_path=clip_path, placed=place))
        mask = self.referred(place.element.get("mask"))
        if mask is not None and mask.tag == "mask":
            clips.append(MaskUse(mask=mask, placed=place))
        return replace(place, clips=(*place.clips, *clips)) if clips else place

    def referred(self, text: str | None) -> Element | None:
        """Return the element that a `url(#id)` names."""
        reference = REFERENCE.fullmatch(text or "")
        return self.by_id.get(reference[1]) if reference else None

    def _children(self, place: Placed) -> list[Placed]:
        element = place.element
        if element.tag == "use":
            return self._used(place)
        inside = self.viewport(place, element, element) if element.tag == "svg" else place
        return [replace(inside, element=child) for child in element] if inside else []

    def _used(self, place: Placed) -> list[Placed]:
        use = place.element
        target = self.by_id.get((use.get("href") or "").strip().removeprefix("#"))
        if target is None or id(target) in place.uses or not is_displayed(target):
            return []
        width, height = place.viewport
        font = place.style.font
        x = length(use.get("x"), of=width, font=font)
        y = length(use.get("y"), of=height, font=font)
        inside = replace(
            place,
            to_mm=place.to_mm @ moved(x, y),
            uses=(*place.uses, id(target)),
            context=place.style,
        )
        if target.tag not in _VIEWPORTS:
            return [replace(inside, element=target)]
        entered = self._entered(replace(inside, element=target))
        shown = self.viewport(entered, target, use) if entered else None
        return [replace(shown, element=child) for child in target] if shown else []

    def viewport(self, place: Placed, element: Element, sized_by: Element) -> Placed | None:
        """Return the place inside a nested `svg` or `symbol`; None where it shows nothing."""
        box = _nested_box(element, sized_by, place)
        if not is_usable(box):
            return None
        inner = view_box(element.get("viewBox"))
        aspect = element.get("preserveAspectRatio")
        inward = fitted(inner, into=box, aspect=aspect) if inner else moved(box[0], box[1])
        shown = replace(place, to_mm=place.to_mm @ inward, viewport=(inner or box)[2:])
        if not shows_overflow(element):
            shown = replace(shown, clips=(*place.clips, ClipBox(box=box, to_mm=place.to_mm)))
        return shown if shown.to_mm.is_usable and shown.to_mm.scale > 0 else None


def _points(shape: Placed) -> Floats:
    """Return points all along a shape's outline, none where it lies nowhere."""
    spend(_EACH_SHAPE)
    if shape.element.tag not in SHAPES:
        return np.zeros((0, 2))
    contours = shape.to_mm.strokes(outline_of(shape).strokes).contours
    if not (np.abs(contours.points) < _ANYWHERE).all():
        return np.zeros((0, 2))
    return flattened(contours).points


def outline_of(shape: Placed) -> PathData:
    """Return the outline of a shape in its user units."""
    return outline(
        shape.element,
        viewport=shape.viewport,
        mm_per_unit=shape.to_mm.scale,
        font=shape.style.font,
    )


def shows_overflow(element: Element) -> bool:
    """Return whether what reaches beyond an element's viewport is shown."""
    return (element.get("overflow") or "hidden").strip() in _SHOWN_OVERFLOW


def _grouped(place: Placed) -> Placed:
    """Return `place` with the group that its element's opacity makes of its parts."""
    opacity = own_opacity(place.element)
    if opacity >= 1:
        return place
    return replace(place, groups=(*place.groups, Group(opacity=opacity)))


def _nested_box(element: Element, sized_by: Element, place: Placed) -> Box:
    """Return the rectangle of a nested viewport; a `use` may say another size than its target."""
    font, viewport = place.style.font, place.viewport
    x, y = (length(element.get(n), of=of, font=font) for n, of in zip("xy", viewport, strict=True))
    width, height = (
        length(_size(element, sized_by, n), of=of, default=of, font=font)
        for n, of in zip(("width", "height"), viewport, strict=True)
    )
    return (x, y, width, height)


def _size(element: Element, sized_by: Element, name: str) -> str | None:
    given = sized_by.get(name)
    return element.get(name) if given in (None, "", "auto") else given
