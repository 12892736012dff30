"""What the address of the gallery says, and the addresses that say something else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from artstudio.models import ArtAsset, AssetKind
from artstudio.services.gallery.filters import (
    ARCHIVED,
    KEPT,
    WITH,
    WITHOUT,
    AssetFilters,
)
from artstudio.services.gallery.ordering import ARRANGED, NEWEST, ORDERS
from artstudio.services.gallery.search import MAX_QUERY_LENGTH, read_search
from artstudio.services.generation.drawing import IMPORT_ROUTE
from artstudio.services.requests import providers
from artstudio.services.requests.sent_files import UPLOAD
from rmos_runs.errors import InvalidRequest
from rmos_runs.web.filters import Filter, address_with

ALL = "all"
KINDS = {
    AssetKind.SVG.value: "Drawings",
    AssetKind.GEOMETRY_SPEC.value: "Geometry",
    AssetKind.AI_PROVENANCE.value: "Provenance",
    ALL: "Everything",
}
STATUSES = {KEPT: "In sight", ARCHIVED: "Archived", ALL: "Both"}
_WARNED = {"": "With or without", WITH: "With warnings", WITHOUT: "Without warnings"}
STACKED = {"": "Side by side", "1": "Stacked"}
_RATED = {"": "Any or none", **{str(n): f"{n} or better" for n in range(1, 6)}}
#: What an address leaves out, because it means the same without.
_SILENT = {"kind": AssetKind.SVG.value, "status": KEPT}
#: Filters whose values go on as they are.
_AS_ASKED = (
    *("provider", "model", "route", "style", "tag", "collection", "run", "session", "warnings"),
    *("date_from", "date_to", "width_min", "width_max", "height_min", "height_max"),
    *("pieces_min", "pieces_max", "feature_min"),
)
_LARGEST_MM = 1e6
_MOST_EXPANDED = 1000
#: What bookmarks and saved searches may still say.
_OLD_NAMES = {"expanded": "spread"}
#: A bound form takes about 70 KB.
_VIEWS_KEPT = 64


def _length(label: str) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, min_value=0, max_value=_LARGEST_MM)


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=10**9)


def _words(label: str, longest: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest)


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


def _orders(*, in_collection: bool) -> list[tuple[str, str]]:
    """Return the orders to choose from, the one that is meant without a choice first."""
    arranged = [(ARRANGED, ORDERS[ARRANGED].title)] if in_collection else []
    return arranged + [(name, o.title) for name, o in ORDERS.items() if name != ARRANGED]


class GalleryFilters(forms.Form):
    """Every filter, in the order in which an address names them."""

    kind = forms.ChoiceField(choices=KINDS.items, required=False, widget=forms.HiddenInput)
    provider = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    q = _words("Search in prompts", MAX_QUERY_LENGTH)
    route = forms.ChoiceField(label="Route", required=False)
    model = _words("Model", 128)
    style = _words("Style", 128)
    status = forms.ChoiceField(label="Archive", choices=STATUSES.items, required=False)
    rating = forms.ChoiceField(label="Rated", choices=_RATED.items, required=False)
    star = forms.ChoiceField(
        label="Star", choices=[("", "With or without"), ("1", "With a star")], required=False
    )
    tag = _words("Tag", 40)
    collection = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    warnings = forms.ChoiceField(label="Warnings", choices=_WARNED.items, required=False)
    date_from = _day("Made from")
    date_to = _day("Made until")
    width_min = _length("Width from")
    width_max = _length("Width to")
    height_min = _length("Height from")
    height_max = _length("Height to")
    pieces_min = _number("Pieces from")
    pieces_max = _number("Pieces to")
    feature_min = _length("Smallest feature from")
    run = _words("Run", 64)
    session = _words("Session", 64)
    stack = forms.ChoiceField(choices=STACKED.items, required=False, widget=forms.HiddenInput)
    #: The stacks that are expanded where all others lie on one another.
    expanded = forms.CharField(required=False, max_length=_MOST_EXPANDED, widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        label="Sort",
        choices=[(name, order.title) for name, order in ORDERS.items()],
        required=False,
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Offer the providers and routes that there are."""
        super().__init__(data, auto_id="filter-%s")
        known = providers.list_providers()
        names = [(info.name, info.title) for info in known] + [(UPLOAD, "Uploads")]
        self.providers = dict(names)
        self._field("provider").choices = [("", "Anyone"), *names]
        routes = sorted({route for info in known for route in info.routes} | {IMPORT_ROUTE})
        self._field("route").choices = [("", "Any"), *((r, r.capitalize()) for r in routes)]
        self._field("sort").choices = _orders(in_collection=bool(data.get("collection")))
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["class"] = "input"

    def _field(self, name: str) -> Any:
        return self.fields[name]

    @property
    def folded(self) -> list[forms.BoundField]:
        """The fields of the panel that folds."""
        return [f for f in self if not f.is_hidden and f.name not in ("q", "sort")]


def _is_silent(query: Mapping[str, str], name: str) -> bool:
    """Tell whether an address means the same without this part."""
    usual = _SILENT | {"sort": ARRANGED if query.get("collection") else NEWEST}
    return query[name] in ("", usual.get(name))


def view_of(query: QueryDict) -> View:
    """Return the view that an address describes, and that nobody may change.

    Raises InvalidRequest, naming what cannot be used.
    """
    asked = tuple(
        (name, query[given])
        for name in GalleryFilters.base_fields
        if (given := name if name in query else _OLD_NAMES.get(name, name)) in query
    )
    return _view(asked, providers.list_providers())


@lru_cache(maxsize=_VIEWS_KEPT)
def _view(asked: tuple[tuple[str, str], ...], _known: tuple[providers.ProviderInfo, ...]) -> View:
    return View(dict(asked))


class View:
    """One view of the gallery, as its address describes it."""

    def __init__(self, query: Mapping[str, str]) -> None:
        """Read an address's query. Raises InvalidRequest, naming what cannot be used."""
        self.form = GalleryFilters(query)
        if not self.form.is_valid():
            raise InvalidRequest(
                "This address asks the gallery for something that it does not know.",
                fields={
                    name: [str(e) for e in errors] for name, errors in self.form.errors.items()
                },
            )
        self._cleaned = self.form.cleaned_data
        said = {name: str(query.get(name, "")).strip() for name in self.form.fields}
        if not said["stack"]:
            said["expanded"] = ""
        self.values = {name: value for name, value in said.items() if not _is_silent(said, name)}

    @property
    def kind(self) -> str:
        """The kind shown, or `all`."""
        return self.values.get("kind", AssetKind.SVG.value)

    @property
    def order(self) -> str:
        """The name of the order."""
        arranged = ARRANGED if "collection" in self.values else NEWEST
        return str(self._cleaned["sort"] or arranged)

    @cached_property
    def search_form(self) -> str:
        """The form of words and filters, as HTML: two dozen fields take long to render."""
        return render_to_string("gallery/_search.html", {"view": self})

    @property
    def is_panel_used(self) -> bool:
        """Whether a filter of the folded panel was chosen."""
        return any(field.name in self.values for field in self.form.folded)

    @property
    def expanded(self) -> frozenset[str]:
        """The stacks that are expanded."""
        return frozenset(filter(None, self.values.get("expanded", "").split(",")))

    def toggled(self, top: ArtAsset, **place: str) -> str:
        """Return the address of this view with a stack expanded, or not expanded any more."""
        expanded = ",".join(sorted(self.expanded ^ {top.stack}))
        if len(expanded) > _MOST_EXPANDED:
            expanded = top.stack
        return f"{self.address(expanded=expanded, **place)}#{top.asset_id}"

    def asset_filters(self) -> AssetFilters:
        """Return what the list is narrowed by; asks the database for the words of a search."""
        cleaned = self._cleaned
        status = cleaned["status"] or KEPT
        return AssetFilters(
            kind="" if self.kind == ALL else self.kind,
            status="" if status == ALL else status,
            search=read_search(cleaned["q"]) if cleaned["q"] else None,
            starred=bool(cleaned["star"]),
            rating=int(cleaned["rating"]) if cleaned["rating"] else None,
            stacked=bool(cleaned["stack"]),
            **{name: cleaned[name] for name in _AS_ASKED},
        )

    def address(self, **changed: str) -> str:
        """Return the address of this view with something changed; "" takes a part away."""
        query = {**dict.fromkeys(self.form.fields, ""), **self.values, **changed}
        spoken = {
            name: "" if value == _SILENT.get(name) else value for name, value in query.items()
        }
        return address_with(reverse("web:gallery"), spoken)

    @cached_property
    def kind_filters(self) -> list[Filter]:
        """Return a link for each kind."""
        return [
            Filter(title=title, address=self.address(kind=name), chosen=name == self.kind)
            for name, title in KINDS.items()
        ]

    @cached_property
    def provider_filters(self) -> list[Filter]:
        """Return a link for each provider and one for all."""
        chosen = self.values.get("provider", "")
        return [
            Filter(title=title, address=self.address(provider=name), chosen=name == chosen)
            for name, title in {"": "Anyone", **self.form.providers}.items()
        ]

    @cached_property
    def stack_filters(self) -> list[Filter]:
        """Return a link for each way to show the drawings of one request."""
        chosen = self.values.get("stack", "")
        return [
            Filter(
                title=title, address=self.address(stack=name, expanded=""), chosen=name == chosen
            )
            for name, title in STACKED.items()
        ]

    @cached_property
    def active_filters(self) -> list[Filter]:
        """Return every other filter in use, as a link that lets go of it."""
        elsewhere = {"kind", "provider", "sort", "stack", "expanded", "collection"}
        return [
            Filter(title=self._title(name), address=self.address(**{name: ""}), chosen=True)
            for name in self.values
            if name not in elsewhere
        ]

    def _title(self, name: str) -> str:
        field = self.form.fields[name]
        value = self.values[name]
        if isinstance(field, forms.ChoiceField):
            value = str(dict(field.choices).get(value, value))  # type: ignore[arg-type]  # pairs
            return value if name in ("star", "warnings") else f"{field.label}: {value}"
        return f"“{value}”" if name == "q" else f"{field.label} {value}"
