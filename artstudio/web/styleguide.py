"""Every component of the pages in its states, while one works on them: only with DEBUG."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rmos_runs.web.htmx import PageRequest

COLOURS = (
    *("bg", "surface", "raised", "sunk", "hover", "line", "field", "ink", "soft", "faint"),
    *("accent", "focus", "ok", "warn", "error", "cut", "engrave", "score"),
)
BUTTONS = ("button-main", "", "button-quiet", "button-small")
RISKS = ("GREEN", "YELLOW", "RED", "ERROR", "UNKNOWN")


@require_safe
def styleguide(request: PageRequest) -> HttpResponse:
    """Show the style guide. Without DEBUG there is no such page."""
    if not settings.DEBUG:
        raise Http404
    sprite = Path(str(finders.find("img/icons.svg"))).read_text()
    context = {
        "colours": COLOURS,
        "buttons": BUTTONS,
        "risks": RISKS,
        "icons": re.findall(r'<symbol id="([^"]+)"', sprite),
    }
    return render(request, "styleguide.html", context)
