"""The cards of the gallery: a drawing by itself, on top of its pile, or spread out beside it.

A page has dozens of them, so whatever a card says is worked out here: in a
template the same words and addresses take most of the time that a page takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from artstudio.models import ArtAsset, AssetKind
from artstudio.models.assets import MAX_RATING
from artstudio.services import assets, boards, piles
from artstudio.services.narrowing import Narrowing
from artstudio.services.thumbnails import SIZES
from artstudio.web.gallery_filters import View

#: What no card shows.
HEAVY = ("meta", "words", "attachment__metadata")
_RATINGS = range(1, MAX_RATING + 1)
_ANY = "0-0"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """What the addresses of every card are made from: they differ in one place."""

    page: str
    small: str
    large: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a card shows: `size` drawings are on its pile, 1 where there is none.

    address: where the pile is spread, or lies on one another again.
    """

    asset: ArtAsset
    size: int = 1
    is_spread: bool = False
    is_below: bool = False
    address: str = ""
    addresses: Addresses

    @property
    def page(self) -> str:
        """The address of the drawing's page."""
        return self.addresses.page.replace(_ANY, self.asset.asset_id)

    @property
    def small(self) -> str:
        """The address of the small picture."""
        return self.addresses.small.replace(_ANY, self.asset.attachment_id)

    @property
    def large(self) -> str:
        """The address of the picture for larger cards."""
        return self.addresses.large.replace(_ANY, self.asset.attachment_id)

    @property
    def is_drawing(self) -> bool:
        """Whether there is a picture of it."""
        return self.asset.kind == AssetKind.SVG

    @property
    def words(self) -> str:
        """The prompt, as much as a card has room for."""
        return _short(self.asset.prompt, 140)

    @property
    def name(self) -> str:
        """What the drawing is called where it is not seen."""
        return _short(self.asset.prompt, 100)

    @property
    def label(self) -> str:
        """The beginning of the prompt."""
        return _short(self.asset.prompt, 40)

    @property
    def measures(self) -> str:
        """The size of the sheet."""
        asset = self.asset
        return f"{asset.width_mm or 0:.7g} \N{MULTIPLICATION SIGN} {asset.height_mm or 0:.7g} mm"

    @property
    def nodes(self) -> str:
        """The number of nodes."""
        return f"{self.asset.nodes or 0:,}"

    @property
    def ratings(self) -> list[tuple[str, bool]]:
        """Each rating there is, and whether the drawing has at least as much."""
        return [(str(rating), rating <= (self.asset.rating or 0)) for rating in _RATINGS]


def rows_of(narrowing: Narrowing) -> QuerySet[ArtAsset]:
    """Return the drawings of a view with what their cards show."""
    return _shown(narrowing.narrow(assets.list_assets()))


def cards_of(
    view: View, narrowing: Narrowing, shown: Sequence[ArtAsset], **place: str
) -> list[Card]:
    """Return a card for each drawing shown, and behind a pile that is spread those below.

    place: the parts of the address that say how much is shown.
    """
    make = partial(Card, addresses=_addresses())
    if not narrowing.stacked:
        return [make(asset=asset) for asset in shown]
    each = narrowing.each(assets.list_assets())
    there = piles.piles_of(each, shown)
    below = piles.spread_out(_shown(each), shown, view.spread)
    cards: list[Card] = []
    for asset in shown:
        pile, address = there.get(piles.place_of(asset)), view.toggled(asset, **place)
        cards.append(make(asset=asset, **_standing(view, asset, pile, address)))
        under = below.get(piles.place_of(asset), ())
        cards += [make(asset=one, is_below=True, address=address) for one in under]
    return cards


def _standing(view: View, asset: ArtAsset, pile: piles.Pile | None, address: str) -> dict[str, Any]:
    """Return what a card says of its pile."""
    if pile is None or pile.size == 1:
        return {}
    if asset.pk != pile.top_pk:
        return {"is_below": True, "address": address}
    return {"size": pile.size, "is_spread": asset.stack in view.spread, "address": address}


def _addresses() -> Addresses:
    small, large = (reverse("web:thumbnail", args=[_ANY, size]) for size in SIZES)
    return Addresses(page=reverse("web:asset", args=[_ANY]), small=small, large=large)


def _shown(rows: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
    return boards.with_tags(rows).defer(*HEAVY)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + _ELLIPSIS
