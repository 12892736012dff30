"""Style hints: a list of words, or an object such as `{"tags": ["rosette"], "style": "celtic"}`.

What is drawn is led by words alone, so an object is read as the words in it;
on record it stays as it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rmos_runs.http.field_checks import ErrorList

MAX_STYLE_HINTS = 16
MAX_STYLE_HINT_LENGTH = 64
MAX_JSON_BYTES = 16 * 1024
_FIELD = "style_hints"
_WANTED = (
    f"Give a list of at most {MAX_STYLE_HINTS} texts, or an object such as "
    '{"tags": ["rosette"], "style": "celtic"}.'
)


@dataclass(frozen=True)
class StyleHints:
    """The hints as words, and the object they were given as, if it was one."""

    words: tuple[str, ...] = ()
    given: Mapping[str, Any] | None = None


def read_style_hints(faults: ErrorList, given: Any) -> StyleHints:
    """Return the hints in `given`, a list, an object or None; write down every fault by its path.

    Of an object, texts count as they are, numbers and true with their name
    ("symmetry": 8 is "symmetry 8"), lists and objects by what is in them; false,
    null and empty texts say nothing.
    """
    if given is None:
        return StyleHints()
    if isinstance(given, Mapping):
        plain = faults.object(_FIELD, given, max_bytes=MAX_JSON_BYTES)
        words = _checked(faults, dict(_words_of(plain, _FIELD)))
        return StyleHints(words=words, given=plain)
    if not isinstance(given, list | tuple):
        faults.add(_FIELD, _WANTED)
        return StyleHints()
    return StyleHints(words=_checked(faults, {f"{_FIELD}.{i}": h for i, h in enumerate(given)}))


def _checked(faults: ErrorList, hints: Mapping[str, Any]) -> tuple[str, ...]:
    if len(hints) > MAX_STYLE_HINTS:
        faults.add(_FIELD, f"Give at most {MAX_STYLE_HINTS} hints.")
        return ()
    return tuple(
        faults.text(
            path,
            hint.strip() if isinstance(hint, str) else hint,
            shortest=1,
            longest=MAX_STYLE_HINT_LENGTH,
        )
        for path, hint in hints.items()
    )


def _words_of(value: Any, path: str, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each hint in a part of an object, with its path."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _words_of(part, f"{path}.{key}", key.replace("_", " ").strip())
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _words_of(part, f"{path}.{i}", name)
    elif word := _word(value, name):
        yield path, word


def _word(value: Any, name: str) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None or value is False:
        return ""
    return name if value is True else f"{name} {value:g}"
