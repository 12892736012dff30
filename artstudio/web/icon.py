"""The icon that browsers ask for by themselves, on pages that name none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def favicon(_request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the studio's own icon."""
    return HttpResponseRedirect(static("img/favicon.svg"))
