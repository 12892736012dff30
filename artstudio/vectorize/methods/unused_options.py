"""A word about options that were given to a method that has no use for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions


def unused_options(options: TraceOptions, names: tuple[str, ...], *, by: str) -> Iterator[Note]:
    """Give a note for each of `names` that is not at its default; `by` names the program."""
    defaults = {field.name: field.default for field in fields(TraceOptions)}
    for name in names:
        if getattr(options, name) != defaults[name]:
            message = f"{by} has nothing like {name}; it was not used."
            yield Note(code="option_not_used", message=message)
