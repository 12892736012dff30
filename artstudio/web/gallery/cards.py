"""The cards of the gallery: a drawing by itself, on top of its stack, or expanded beside it.

A page has dozens of them, and rendering them is most of what a page costs. So
a card holds all that it shows, and is rendered once for as long as that is so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from artstudio.models import ArtAsset, AssetKind
from artstudio.models.assets import MAX_RATING
from artstudio.services.gallery import assets, collections, stacks
from artstudio.services.gallery.filters import AssetFilters
from artstudio.services.gallery.thumbnails import SIZES
from artstudio.web.gallery.filters import View
from rmos_runs.web.fragments import fragment

#: What cards show, and what their place in the list depends on.
SHOWN = (
    *("asset_id", "kind", "attachment_id", "prompt", "width_mm", "height_mm", "nodes"),
    *("warning_count", "starred_at_utc", "rating", "archived_at_utc", "stack", "created_at_utc"),
)
_RATINGS = range(1, MAX_RATING + 1)
_ANY = "0-0"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_LONGEST_WORDS = 140


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """What the addresses of every card are made from: they differ in one place."""

    page: str
    small: str
    large: str


#: A drawing so much wider than high is a strip.
STRIP_RATIO = 2.2


@dataclass(frozen=True, kw_only=True)
class Card:
    """All that a card shows: `size` drawings are on its stack, 1 where there is none.

    prompt: its beginning. address: where the stack is expanded, or lies on one another again.
    """

    asset_id: str
    sha256: str
    kind: str
    prompt: str
    width_mm: float
    height_mm: float
    node_count: int
    size_bytes: int
    warning_count: int
    rating: int
    is_starred: bool
    is_archived: bool
    tags: tuple[str, ...]
    stack: str
    size: int = 1
    is_expanded: bool = False
    is_below: bool = False
    address: str = ""
    addresses: Addresses
    takes_focus: bool = False

    @property
    def html(self) -> str:
        """The card as it stands on the page."""
        return fragment("gallery/_card.html", "card", self)

    @property
    def page(self) -> str:
        """The address of the drawing's page."""
        return self.addresses.page.replace(_ANY, self.asset_id)

    @property
    def small(self) -> str:
        """The address of the small picture."""
        return self.addresses.small.replace(_ANY, self.sha256)

    @property
    def large(self) -> str:
        """The address of the picture for larger cards."""
        return self.addresses.large.replace(_ANY, self.sha256)

    @property
    def is_drawing(self) -> bool:
        """Whether there is a picture of it."""
        return self.kind == AssetKind.SVG

    @property
    def is_wide(self) -> bool:
        """Whether it is a strip, which takes the room of two."""
        return self.is_drawing and self.width_mm > STRIP_RATIO * self.height_mm > 0

    @property
    def kind_title(self) -> str:
        """What it is, as people say it."""
        return str(AssetKind(self.kind).label)

    @property
    def words(self) -> str:
        """The prompt, as much as a card has room for."""
        return _short(self.prompt, _LONGEST_WORDS)

    @property
    def name(self) -> str:
        """What the drawing is called where it is not seen."""
        return _short(self.prompt, 100)

    @property
    def label(self) -> str:
        """The beginning of the prompt."""
        return _short(self.prompt, 40)

    @property
    def measures(self) -> str:
        """The size of the sheet."""
        return f"{self.width_mm:.7g} \N{MULTIPLICATION SIGN} {self.height_mm:.7g} mm"

    @property
    def nodes(self) -> str:
        """The number of nodes."""
        return f"{self.node_count:,}"

    @property
    def ratings(self) -> list[tuple[str, bool]]:
        """Each rating there is, and whether the drawing has at least as much."""
        return [(str(rating), rating <= self.rating) for rating in _RATINGS]


def rows_of(filters: AssetFilters) -> QuerySet[ArtAsset]:
    """Return the drawings of a view with what their cards show."""
    return _shown(filters.apply(assets.list_assets()))


def row_of(asset: ArtAsset) -> ArtAsset:
    """Return a drawing with what its card shows."""
    return _shown(ArtAsset.objects.filter(pk=asset.pk)).get()


def cards_of(
    view: View, filters: AssetFilters, shown: Sequence[ArtAsset], **place: str
) -> list[Card]:
    """Return a card for each drawing shown, and behind a stack that is expanded those below.

    place: the parts of the address that say how much is shown.
    """
    make = partial(_card, _addresses())
    if not filters.stacked:
        return [make(asset) for asset in shown]
    each = filters.on_stacks(assets.list_assets())
    there = stacks.stacks_of(each, shown)
    below = stacks.expand(_shown(each), shown, view.expanded)
    cards: list[Card] = []
    for asset in shown:
        stack, address = there.get(stacks.place_of(asset)), view.toggled(asset, **place)
        cards.append(make(asset, **_standing(view, asset, stack, address)))
        under = below.get(stacks.place_of(asset), ())
        cards += [make(one, is_below=True, address=address) for one in under]
    return cards


def _card(addresses: Addresses, row: Any, **standing: Any) -> Card:
    """Return the card of a row of `rows_of`."""
    return Card(
        asset_id=row.asset_id,
        sha256=row.attachment_id,
        kind=row.kind,
        prompt=row.prompt[: _LONGEST_WORDS + 1],
        width_mm=row.width_mm or 0,
        height_mm=row.height_mm or 0,
        node_count=row.nodes or 0,
        size_bytes=row.size_bytes,
        warning_count=row.warning_count,
        rating=row.rating or 0,
        is_starred=row.starred_at_utc is not None,
        is_archived=row.archived_at_utc is not None,
        tags=tuple(row.tag_names),
        stack=row.stack,
        addresses=addresses,
        **standing,
    )


def _standing(
    view: View, asset: ArtAsset, stack: stacks.Stack | None, address: str
) -> dict[str, Any]:
    """Return what a card says of its stack."""
    if stack is None or stack.size == 1:
        return {}
    if asset.pk != stack.top_pk:
        return {"is_below": True, "address": address}
    return {"size": stack.size, "is_expanded": asset.stack in view.expanded, "address": address}


def _addresses() -> Addresses:
    small, large = (reverse("web:thumbnail", args=[_ANY, size]) for size in SIZES)
    return Addresses(page=reverse("web:asset", args=[_ANY]), small=small, large=large)


def _shown(rows: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
    # The only() of a relation's row would still make an object of it for each card.
    bare = rows.select_related(None).only(*SHOWN)
    return collections.with_tag_names(bare).annotate(size_bytes=F("attachment__size_bytes"))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + _ELLIPSIS
