"""The dated table of prices: the file that ARTSTUDIO_PRICES names, read anew when it changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from artstudio import ai

log = structlog.stdlib.get_logger(__name__)
_DATE_AT_END = re.compile(r"-\d{4}-\d{2}-\d{2}$", re.ASCII)
_MOST = Decimal(100_000)
_ONE = {"low": {"pictures": 1}, "high": {"pictures": 1}}
_ONE_PICTURE = {"raster": _ONE, "native": _ONE}


@dataclass(frozen=True, kw_only=True)
class Price:
    """US dollars per million tokens, or for each picture; None is unknown."""

    #: For one picture, whatever its tokens: then nothing else counts.
    picture: Decimal | None = None
    text_input: Decimal | None = None
    cached_text_input: Decimal | None = None
    cache_write: Decimal | None = None
    image_input: Decimal | None = None
    cached_image_input: Decimal | None = None
    text_output: Decimal | None = None
    image_output: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Typical:
    """Two usages of one call, in the shape of the provider's: a small one and a large one."""

    low: Mapping[str, Any]
    high: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class PriceTable:
    """What is known of prices, and as of which day."""

    as_of: str = ""
    prices: Mapping[str, Price] = field(default_factory=dict)
    typical: Mapping[tuple[str, str], Typical] = field(default_factory=dict)
    #: What is wrong with the file, in a sentence for the operator; empty where nothing is.
    fault: str = ""

    def price_of(self, model: str) -> Price | None:
        """Return the price of a model, of a dated version of it, or of `vendor/model`."""
        return next((p for name in _names(model) if (p := self.prices.get(name))), None)

    def typical_of(self, model: str, route: str) -> Typical | None:
        """Return what one call of this model usually takes on a route, before there is history."""
        return next((t for name in _names(model) if (t := self.typical.get((name, route)))), None)


def price_table() -> PriceTable:
    """Return the table in force; one that cannot be read is empty and says its `fault`."""
    path = Path(settings.ARTSTUDIO_PRICES)
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        return PriceTable(fault=f"{path.name} cannot be read: {error.strerror}.")
    return _read(path, changed)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> PriceTable:
    try:
        return _table(json.loads(path.read_bytes(), parse_float=Decimal))
    except (OSError, ValueError, TypeError, AttributeError, InvalidOperation, KeyError) as error:
        fault = f"{path.name} is no table of prices: {type(error).__name__} {error}."
        log.exception("prices_unreadable", file=path.name)
        return PriceTable(fault=fault)


def _table(content: Mapping[str, Any]) -> PriceTable:
    priced = {**plugin_prices()[0], **content["models"]}
    models: Mapping[str, Any] = {n: m for n, m in priced.items() if m is not None}
    texts = content.get("typical_of_text_models", {})
    return PriceTable(
        as_of=str(content["as_of"]),
        prices={name: _price(model) for name, model in models.items()},
        typical={
            (name, route): Typical(low=usages["low"], high=usages["high"])
            for name, model in models.items()
            for route, usages in _typical(model, texts).items()
        },
    )


@lru_cache(maxsize=1)
def plugin_prices() -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Return what plug-ins say of the prices of their models, and what is wrong with the rest.

    The operator's file wins.
    """
    known: dict[str, Any] = {}
    faults: list[str] = []
    for provider in ai.load_plugins().providers.values():
        try:
            for name, model in dict(provider.prices).items():
                _price(model)
                _typical(model, {})
                known[str(name)] = model
        except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
            faults.append(f"{provider.name}: {type(error).__name__}: {error}")
    return known, tuple(faults)


def _typical(model: Mapping[str, Any], texts: Mapping[str, Any]) -> Mapping[str, Any]:
    writes = model.get("text_output") is not None
    own: Mapping[str, Any] = model.get("typical", {})
    flat = _ONE_PICTURE if model.get("picture") is not None else {}
    return {**(texts if writes else {}), **flat, **own}


def _price(model: Mapping[str, Any]) -> Price:
    return Price(**{f.name: _dollars(model.get(f.name)) for f in fields(Price)})


def _dollars(value: Any) -> Decimal | None:
    if value is None:
        return None
    dollars = Decimal(str(value))
    if not 0 <= dollars <= _MOST:
        raise ValueError(f"{value} is no price in dollars per million tokens")
    return dollars


def _names(model: str) -> Iterator[str]:
    """Yield the names under which a model may stand in the table, the exact one first."""
    # Routers put the vendor in front: "openai/gpt-6.1-sol".
    plain = model.rsplit("/", 1)[-1]
    yield from (model, plain, _DATE_AT_END.sub("", plain))
