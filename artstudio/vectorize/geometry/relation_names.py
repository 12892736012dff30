"""The relations between pieces of geometry that are looked for, by name."""

from __future__ import annotations

from collections.abc import Mapping

RELATIONS = ("circles", "lines", "spacing", "rotation", "mirror")


def relations_fault(value: object) -> str:
    """Say what is wrong with a choice of relations; empty where nothing is."""
    is_choice = isinstance(value, Mapping) and all(
        name in RELATIONS and isinstance(wanted, bool) for name, wanted in value.items()
    )
    example = '{"rotation": false}'
    names = ", ".join(RELATIONS)
    return "" if is_choice else f"Give true or false for any of {names}, such as {example}."


def wanted_relations(choice: Mapping[str, bool] | None) -> frozenset[str]:
    """Return the names of those that are looked for: all but what is false; none for None."""
    if choice is None:
        return frozenset()
    return frozenset(name for name in RELATIONS if choice.get(name, True))
