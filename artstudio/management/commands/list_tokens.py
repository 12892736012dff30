"""`manage.py list_tokens`: which tokens there are, never the tokens themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from artstudio.models import AccessToken

_ROW = "{:<24} {:<8} {:<16} {:<16} {}"


class Command(BaseCommand):
    """List every token, the newest last."""

    help = "Lists names, states and times (UTC) of all tokens."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print a line for each token below a line of headings."""
        now = timezone.now()
        self.stdout.write(_ROW.format("name", "state", "created", "last used", "expires"))
        for token in AccessToken.objects.order_by("created_at_utc", "pk"):
            times = (token.created_at_utc, token.last_used_at_utc, token.expires_at_utc)
            self.stdout.write(_ROW.format(token.name, token.state(now), *map(_minute, times)))


def _minute(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M}" if time else "never"
