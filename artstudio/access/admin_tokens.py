"""Tokens in the admin: seen by their names, revoked, never made or shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from artstudio.access.tokens import revoke
from artstudio.models import AccessToken
from rmos_runs.admin.actions import chosen
from rmos_runs.admin.base import ReadOnlyAdmin


@admin.action(description="Revoke", permissions=["revoke"])
def revoke_tokens(_admin: Any, request: HttpRequest, queryset: QuerySet[AccessToken]) -> None:
    """Let the chosen tokens open nothing from now on."""
    tokens = chosen(request, queryset, instead="manage.py revoke_token")
    count = revoke([token.pk for token in tokens])
    messages.success(request, f"Revoked: {count} of {len(tokens)} chosen.")


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnlyAdmin):
    """Tokens, newest first; `manage.py create_token` makes them."""

    ordering = ("-created_at_utc", "-id")
    list_display = ("name", "state", "created", "last_used", "expires")
    search_fields = ("=name",)
    search_help_text = "A whole name."
    actions = (revoke_tokens,)
    fields = ("name", "state", "created", "last_used", "expires", "revoked")
    readonly_fields = fields

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Tell whether the user may revoke: who may change tokens, in Django's words."""
        return bool(request.user.has_perm("artstudio.change_accesstoken"))

    @admin.display(description="state")
    def state(self, row: AccessToken) -> str:
        """Return whether it grants access."""
        return row.state(timezone.now())

    @admin.display(description="created (UTC)")
    def created(self, row: AccessToken) -> str:
        """Return when it was made."""
        return _minute(row.created_at_utc)

    @admin.display(description="last used, to the hour (UTC)")
    def last_used(self, row: AccessToken) -> str:
        """Return when it was used."""
        return _minute(row.last_used_at_utc)

    @admin.display(description="expires (UTC)")
    def expires(self, row: AccessToken) -> str:
        """Return until when it works."""
        return _minute(row.expires_at_utc)

    @admin.display(description="revoked (UTC)")
    def revoked(self, row: AccessToken) -> str:
        """Return when it was revoked."""
        return _minute(row.revoked_at_utc)


def _minute(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M}" if time else "never"
