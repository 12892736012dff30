"""What a provider's answer cost, by its usage and the operator's dated price table.

An unknown cost is None, never zero: where the table has no price for any part
of a usage, or the usage makes no sense, the whole is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from artstudio.services.costs.price_table import Price, price_table

SVG_USAGE = "svg_usage"
_PER = Decimal(1_000_000)
_MICRO_DOLLARS = Decimal("0.000001")
# What the column holds; a single call that costs more has a usage that makes no sense.
_MOST = Decimal(9999)
_MOST_TOKENS = 10**9
_LONGEST_NAME = 128


def cost_of(model: str, usage: Mapping[str, Any] | None) -> Decimal | None:
    """Return the cost in US dollars; None where the table or the usage does not say.

    `usage` is as the Images, Responses or chat completions API answers it, with
    `svg_usage` in it where a second model wrote an SVG.
    """
    if not usage:
        return None
    parts = [_cost(model, usage)]
    if SVG_USAGE in usage:
        parts.append(_author_cost(usage[SVG_USAGE]))
    known = [part for part in parts if part is not None]
    cost = sum(known, Decimal(0))
    return cost if len(known) == len(parts) and cost <= _MOST else None


def billed_usage(
    usage: Mapping[str, Any] | None, metadata: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return all that an answer is billed for: `usage`, and `svg_usage` beside it."""
    answered = metadata.get("answered")
    written = answered.get(SVG_USAGE) if isinstance(answered, Mapping) else None
    whole = dict(usage or {}) | ({SVG_USAGE: written} if written else {})
    return whole or None


def usage_in(received: bytes | None) -> dict[str, Any] | None:
    """Return the counts in an answer that could not be used, where it is JSON that has some."""
    try:
        answer = json.loads(received or b"")
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    found = {name: _counts(answer.get(name)) for name in ("usage", SVG_USAGE)}
    return billed_usage(found["usage"], {"answered": {SVG_USAGE: found[SVG_USAGE]}})


def _counts(usage: object, depth: int = 2) -> dict[str, Any]:
    """Return the token counts and model names of a usage; it comes from outside as it is."""
    if not isinstance(usage, dict):
        return {}
    kept: dict[str, Any] = {}
    for name, value in usage.items():
        if _is_count(value) or (name == "model" and _is_name(value)):
            kept[name] = value
        elif isinstance(value, dict) and depth:
            kept[name] = _counts(value, depth - 1)
    return kept


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and len(value) <= _LONGEST_NAME


def _author_cost(usage: object) -> Decimal | None:
    if not isinstance(usage, Mapping) or not isinstance(usage.get("model"), str):
        return None
    return _cost(usage["model"], usage)


def _cost(model: str, usage: Mapping[str, Any]) -> Decimal | None:
    price = price_table().price_of(model)
    if price is None:
        return None
    if price.picture is not None:
        return _flat_cost(price.picture, usage)
    try:
        dollars = sum((_priced(*part) for part in _parts(price, usage)), Decimal(0)) / _PER
    except (ValueError, TypeError, AttributeError):
        return None
    return dollars.quantize(_MICRO_DOLLARS, ROUND_HALF_UP)


def _flat_cost(each: Decimal, usage: Mapping[str, Any]) -> Decimal | None:
    try:
        return each * _count(usage, "pictures", needed=True)
    except ValueError:
        return None


def _priced(tokens: int, dollars: Decimal | None) -> Decimal:
    if tokens and dollars is None:
        raise ValueError("no price is known for these tokens")
    return tokens * (dollars or Decimal(0))


def _parts(price: Price, usage: Mapping[str, Any]) -> Iterator[tuple[int, Decimal | None]]:
    """Yield tokens and their price; raises ValueError for a usage that tells no counts."""
    details = usage.get("input_tokens_details") or usage.get("prompt_tokens_details") or {}
    images = _count(details, "image_tokens")
    cached = _count(details, "cached_tokens")
    cached_images = _count(details.get("cached_tokens_details") or {}, "image_tokens")
    cached_text = max(0, cached - cached_images)
    written = _count(details, "cache_write_tokens")
    text = _count(usage, "input_tokens", "prompt_tokens", needed=True) - images
    yield max(0, text - cached_text - written), price.text_input
    # Without a price of its own what was cached is counted in full: never too little.
    yield cached_text, _either(price.cached_text_input, price.text_input)
    yield written, _either(price.cache_write, price.text_input)
    yield max(0, images - cached_images), price.image_input
    yield cached_images, _either(price.cached_image_input, price.image_input)
    yield from _output_parts(price, usage)


def _output_parts(price: Price, usage: Mapping[str, Any]) -> Iterator[tuple[int, Decimal | None]]:
    details = usage.get("output_tokens_details") or usage.get("completion_tokens_details") or {}
    output = _count(usage, "output_tokens", "completion_tokens", needed=True)
    paints = price.image_output is not None
    images = _count(details, "image_tokens") if "image_tokens" in details else output * paints
    yield images, price.image_output
    yield max(0, output - images), price.text_output


def _either(own: Decimal | None, full: Decimal | None) -> Decimal | None:
    return full if own is None else own


def _count(usage: Mapping[str, Any], *names: str, needed: bool = False) -> int:
    value = next((usage[name] for name in names if usage.get(name) is not None), None)
    if value is None and not needed:
        return 0
    if not isinstance(value, int) or not _is_count(value):
        raise ValueError(f"{names[0]} is no count of tokens")
    return value
