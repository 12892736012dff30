"""JSON that Postgres gives back exactly as it was put in. Pure.

jsonb keeps numbers as decimals: 1e22 comes back as a whole number and -0.0 as
0.0. U+0000 and lone surrogates it refuses. Values are brought into a form that
survives the way there and back, so that a digest over them can be recomputed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

MAX_DEPTH = 64
_TOO_LARGE = 10**309
#: From here on Python spells a float with an exponent, and jsonb does not.
_FIRST_WITH_EXPONENT = 1e16


class Unstorable(ValueError):
    """A value that cannot be stored; `path` says where it is, such as `a.0.b`."""

    def __init__(self, path: str, reason: str) -> None:
        """Keep the place and what to do there."""
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


def plain_json(
    value: Any, path: str = "", *, keep_fractions: bool = False, max_depth: int = MAX_DEPTH
) -> Any:
    """Return `value` with one spelling for every number; idempotent.

    Whole numbers become integers (1.0 is 1, 1e22 is 10000000000000000000000,
    -0.0 is 0), as in RFC 8785; tuples become lists. With `keep_fractions` 1.0
    stays 1.0 where jsonb gives it back so, which leaves a digest that the caller
    computed as it was. Raises Unstorable.
    """
    return _plain(value, path, max_depth, _fractional if keep_fractions else _whole)


def is_storable_text(text: str) -> bool:
    """Tell whether Postgres and UTF-8 can hold the text."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _plain(value: Any, path: str, levels: int, spell: Callable[[float], float]) -> Any:
    if levels < 0:
        raise Unstorable(path, f"Nest at most {MAX_DEPTH} levels.")
    if isinstance(value, dict):
        return {
            _key(key, path): _plain(v, _below(path, key), levels - 1, spell)
            for key, v in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(item, _below(path, i), levels - 1, spell) for i, item in enumerate(value)]
    return _scalar(value, path, spell)


def _scalar(value: Any, path: str, spell: Callable[[float], float]) -> Any:
    if isinstance(value, str):
        return _text(value, path)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return spell(_finite(value, path))
    raise Unstorable(path, "Use text, numbers, true, false, null, lists and objects only.")


def _finite(value: float, path: str) -> float:
    if not math.isfinite(value) if isinstance(value, float) else abs(value) >= _TOO_LARGE:
        raise Unstorable(path, "Use a finite number below 1e309.")
    return value


def _whole(value: float) -> float:
    if isinstance(value, float) and value.is_integer():
        # The shortest decimal of a float is what JSON spells and Postgres reads.
        return int(Decimal(repr(value)))
    return value


def _fractional(value: float) -> float:
    """Keep 1.0 as it is, but not what jsonb writes otherwise: -0.0, and exponents."""
    is_minus_zero = value == 0 and math.copysign(1, value) < 0
    is_kept = abs(value) < _FIRST_WITH_EXPONENT and not is_minus_zero
    return value if is_kept else _whole(value)


def _text(value: str, path: str) -> str:
    if not is_storable_text(value):
        raise Unstorable(path, "Take out the NUL characters and lone surrogates.")
    return value


def _key(key: Any, path: str) -> str:
    if not isinstance(key, str):
        raise Unstorable(path, "Use text for every name.")
    if not is_storable_text(key):
        raise Unstorable(path, "Take the NUL characters and lone surrogates out of the names.")
    return key


def _below(path: str, part: str | int) -> str:
    return f"{path}.{part}" if path else str(part)
