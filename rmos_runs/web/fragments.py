"""Parts of pages that are rendered once for what they show.

A part is kept under all that its template is given, and its template is given
nothing else: no request, no user, no token. So a kept part is never out of
date, whoever changed what it shows, and processes need not tell each other.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

#: Characters that a process keeps.
KEPT_CHARACTERS = 8_000_000
#: Stands in kept parts where a visitor's own token goes; as long as one, of what none has.
_TOKEN = "-" * 64

_kept: LRUCache[Hashable, str] = LRUCache(KEPT_CHARACTERS, getsizeof=len)
_lock = Lock()


def fragment(template: str, name: str, facts: Hashable) -> SafeString:
    """Return a template rendered with `facts` under `name` and nothing else.

    facts: compared by value, so that equal ones give one rendering. Two who ask at the same
    time may both render it.
    """
    return mark_safe(_rendered(template, (template, name, facts), {name: facts}))  # noqa: S308 - a template's own words


def page_part(template: str, context: Mapping[str, Any], request: HttpRequest) -> SafeString:
    """Return a template rendered with `context`, and with the visitor's token in its forms.

    context: rows and what was worked out from them, all of it read: a query that is still to be
    made would show what is not in the key. It is compared by its pickle; equal contexts that
    pickle otherwise are rendered once more.
    """
    digest = hashlib.blake2b(pickle.dumps((template, dict(context)))).digest()
    html = _rendered(template, digest, {**context, "csrf_token": _TOKEN})
    if _TOKEN in html:
        html = html.replace(_TOKEN, get_token(request))
    return mark_safe(html)  # noqa: S308 - as above; a token is letters and digits


def _rendered(template: str, key: Hashable, context: Mapping[str, Any]) -> str:
    with _lock:
        found = _kept.get(key)
    if found is not None:
        return found
    made = render_to_string(template, dict(context))
    with _lock:
        if len(made) <= KEPT_CHARACTERS:
            _kept[key] = made
    return made
