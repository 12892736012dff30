"""Every shape of a document in the order it is painted, with all that its ancestors say.

An explicit stack instead of recursion: a chain of `use` may be longer than
Python's. References are bounded by the sanitiser; here a bound on what is
visited and a look at the chain keep any other tree from running for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from artstudio.geometry.affine import IDENTITY, Affine, moved
from artstudio.svg.canonical.deadline import DrawingTooComplex
from artstudio.svg.canonical.numbers import length
from artstudio.svg.canonical.outlines import SHAPES
from artstudio.svg.canonical.paints import REFERENCE
from artstudio.svg.canonical.style import Style, is_displayed
from artstudio.svg.canonical.transforms import parse_transform
from artstudio.svg.canonical.viewports import Box, fitted, is_usable, view_box

MAX_VISITS = 100_000
_VIEWPORTS = frozenset({"svg", "symbol"})
_LEAVES = SHAPES | {"text"}
_DRAWN = _LEAVES | {"g", "svg", "use"}


@dataclass(frozen=True, kw_only=True)
class ClipPathUse:
    """A `clip-path` in force: the clipPath, and where the element that names it stands."""

    clip_path: Element
    placed: Placed


@dataclass(frozen=True, kw_only=True)
class ClipBox:
    """The edge of a viewport, beyond which nothing is shown."""

    box: Box
    to_mm: Affine


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An element, the map from its user units to mm, and what holds for it.

    viewport: width and height that percentages are taken of. uses: the elements
    that are being repeated, by which a circle is noticed.
    """

    element: Element
    to_mm: Affine
    style: Style
    viewport: tuple[float, float]
    clips: tuple[ClipPathUse | ClipBox, ...] = ()
    uses: tuple[int, ...] = ()


@dataclass(frozen=True)
class Document:
    """A tree and its elements by id; the first of those with the same id counts."""

    root: Element
    by_id: Mapping[str, Element]

    @classmethod
    def of(cls, root: Element) -> Document:
        """Return the document of a root element."""
        by_id: dict[str, Element] = {}
        for element in root.iter():
            by_id.setdefault(element.get("id", ""), element)
        by_id.pop("", None)
        return cls(root, by_id)

    def shapes(self, to_mm: Affine, viewport: tuple[float, float]) -> Iterator[Placed]:
        """Yield every displayed shape and text of the document, bottom first."""
        style = Style().inside(self.root)
        root = Placed(element=self.root, to_mm=to_mm, style=style, viewport=viewport)
        root = self.clipped(root)
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
        transform = parse_transform(element.get("transform"))
        inside = replace(
            place,
            to_mm=place.to_mm @ (transform or IDENTITY),
            style=place.style.inside(element),
        )
        if not (inside.to_mm.is_usable and inside.to_mm.scale > 0):
            return None
        return self.clipped(inside)

    def clipped(self, place: Placed) -> Placed:
        """Return `place` with the clip that its element asks for in force."""
        reference = REFERENCE.fullmatch(place.element.get("clip-path") or "")
        clip_path = self.by_id.get(reference[1]) if reference else None
        if clip_path is None or clip_path.tag != "clipPath":
            return place
        use = ClipPathUse(clip_path=clip_path, placed=place)
        return replace(place, clips=(*place.clips, use))

    def _children(self, place: Placed) -> list[Placed]:
        element = place.element
        if element.tag == "use":
            return self._used(place)
        inside = self._viewport(place, element, element) if element.tag == "svg" else place
        return [replace(inside, element=child) for child in element] if inside else []

    def _used(self, place: Placed) -> list[Placed]:
        use = place.element
        target = self.by_id.get((use.get("href") or "").strip().removeprefix("#"))
        if target is None or id(target) in place.uses or not is_displayed(target):
            return []
        width, height = place.viewport
        x, y = length(use.get("x"), of=width), length(use.get("y"), of=height)
        inside = replace(place, to_mm=place.to_mm @ moved(x, y), uses=(*place.uses, id(target)))
        if target.tag not in _VIEWPORTS:
            return [replace(inside, element=target)]
        entered = self._entered(replace(inside, element=target))
        shown = self._viewport(entered, target, use) if entered else None
        return [replace(shown, element=child) for child in target] if shown else []

    def _viewport(self, place: Placed, element: Element, sized_by: Element) -> Placed | None:
        """Return the place inside a nested `svg` or `symbol`; None where it shows nothing."""
        box = _nested_box(element, sized_by, place.viewport)
        if not is_usable(box):
            return None
        inner = view_box(element.get("viewBox"))
        aspect = element.get("preserveAspectRatio")
        inward = fitted(inner, into=box, aspect=aspect) if inner else moved(box[0], box[1])
        shown = replace(
            place,
            to_mm=place.to_mm @ inward,
            viewport=(inner or box)[2:],
            clips=(*place.clips, ClipBox(box=box, to_mm=place.to_mm)),
        )
        return shown if shown.to_mm.is_usable and shown.to_mm.scale > 0 else None


def _nested_box(element: Element, sized_by: Element, viewport: tuple[float, float]) -> Box:
    """Return the rectangle of a nested viewport; a `use` may say another size than its target."""
    x, y = (length(element.get(n), of=of) for n, of in zip("xy", viewport, strict=True))
    width, height = (
        length(sized_by.get(n) or element.get(n), of=of, default=of)
        for n, of in zip(("width", "height"), viewport, strict=True)
    )
    return (x, y, width, height)
