"""What every page knows of who looks at it."""

from __future__ import annotations

from django.http import HttpRequest

from artstudio.access.mode import login_needed


def logged_in(request: HttpRequest) -> dict[str, str]:
    """Return `logged_in_as`, the user's name where a login is needed; a context processor."""
    user = getattr(request, "user", None) if login_needed() else None
    return {"logged_in_as": user.get_username() if user is not None else ""}
