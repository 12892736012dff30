"""Tokens by which programs get in where a login is needed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

MAX_TOKEN_NAME_LENGTH = 64


class AccessTokens(models.QuerySet["AccessToken"]):
    """Tokens, by whether they still grant access."""

    def in_use(self, now: datetime) -> AccessTokens:
        """Keep those that are neither revoked nor expired."""
        is_running = Q(expires_at_utc__isnull=True) | Q(expires_at_utc__gt=now)
        return self.filter(is_running, revoked_at_utc__isnull=True)


class AccessToken(models.Model):
    """A token's name and digest: the token itself is shown once and kept nowhere."""

    name = models.CharField(max_length=MAX_TOKEN_NAME_LENGTH)
    #: SHA-256 of 256 random bits: nothing to guess, so a slow hash would add nothing.
    sha256 = models.CharField(max_length=64, unique=True)
    created_at_utc = models.DateTimeField(auto_now_add=True)
    #: To the hour or so: a write for each request would cost more than the request.
    last_used_at_utc = models.DateTimeField(null=True)
    expires_at_utc = models.DateTimeField(null=True)
    revoked_at_utc = models.DateTimeField(null=True)

    objects = AccessTokens.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(revoked_at_utc__isnull=True),
                name="access_token_name_in_use_once",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="access_token_is_digest"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="access_token_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def state(self, now: datetime) -> str:
        """Return `in use`, `expired` or `revoked`."""
        if self.revoked_at_utc:
            return "revoked"
        return "expired" if self.expires_at_utc and self.expires_at_utc <= now else "in use"
