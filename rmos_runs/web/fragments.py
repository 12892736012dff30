"""Parts of pages that are rendered once for what they show.

A part is kept under all that its template is given, and its template is given
nothing else: no request, no user, no token. So a kept part is never out of
date, whoever changed what it shows, and processes need not tell each other.
"""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock

from cachetools import LRUCache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

#: Characters that a process keeps.
KEPT_CHARACTERS = 8_000_000

_kept: LRUCache[tuple[str, str, Hashable], SafeString] = LRUCache(KEPT_CHARACTERS, getsizeof=len)
_lock = Lock()


def fragment(template: str, name: str, facts: Hashable) -> SafeString:
    """Return a template rendered with `facts` under `name` and nothing else.

    facts: compared by value, so that equal ones give one rendering. Two who ask at the same
    time may both render it.
    """
    key = (template, name, facts)
    with _lock:
        found = _kept.get(key)
    if found is not None:
        return found
    made = mark_safe(render_to_string(template, {name: facts}))  # noqa: S308 - a template's own words
    with _lock:
        if len(made) <= KEPT_CHARACTERS:
            _kept[key] = made
    return made
