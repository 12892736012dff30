"""What people call a run or a session: a name in its JSON, so that records keep their form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models.fields.json import KeyTextTransform

LONGEST_TITLE = 120
LONGEST_NOTE = 2000

#: Annotations for lists, which leave the long columns in the database.
RUN_TITLE = KeyTextTransform("title", "request_summary")
SESSION_TITLE = KeyTextTransform("title", "context_json")


def text_in(facts: Mapping[str, Any], name: str) -> str:
    """Return a text that a person gave, or "" where there is none."""
    value = facts.get(name, "")
    return value if isinstance(value, str) else ""
