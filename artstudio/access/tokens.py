"""Making, finding and revoking tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from artstudio.access.errors import BadTokenName, TokenNameTaken, TokenNotFound
from artstudio.models import AccessToken
from artstudio.models.tokens import MAX_TOKEN_NAME_LENGTH
from rmos_runs.digests import sha256_hex

#: Lets scanners of repositories and logs recognise a token that has strayed.
PREFIX = "artstudio_"
_RANDOM_BYTES = 32
_LAST_USED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token's row and, this once, the token."""

    row: AccessToken
    token: str


def create_token(name: str, *, lasts: timedelta | None = None) -> NewToken:
    """Make a token of 256 random bits. Raises BadTokenName, TokenNameTaken."""
    if not (name.strip() and name.isprintable() and len(name) <= MAX_TOKEN_NAME_LENGTH):
        raise BadTokenName
    token = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    expires = timezone.now() + lasts if lasts else None
    try:
        with transaction.atomic():
            row = AccessToken.objects.create(
                name=name, sha256=_digest(token), expires_at_utc=expires
            )
    except IntegrityError as error:
        raise TokenNameTaken from error
    return NewToken(row=row, token=token)


def find_token(token: str) -> AccessToken | None:
    """Return the row of a token that is in use, and note that it was used."""
    now = timezone.now()
    row = AccessToken.objects.in_use(now).filter(sha256=_digest(token)).first()
    if row is not None:
        long_ago = now - _LAST_USED_WITHIN
        if row.last_used_at_utc is None or row.last_used_at_utc < long_ago:
            of_late = Q(last_used_at_utc__gte=long_ago)
            AccessToken.objects.filter(~of_late, pk=row.pk).update(last_used_at_utc=now)
    return row


def revoke_token(name: str) -> AccessToken:
    """Let a token open nothing from now on. Raises TokenNotFound."""
    row = AccessToken.objects.filter(name=name, revoked_at_utc__isnull=True).first()
    if row is None:
        raise TokenNotFound
    revoke([row.pk])
    row.refresh_from_db()
    return row


def revoke(keys: list[int]) -> int:
    """Revoke the tokens with these primary keys; returns how many were not revoked before."""
    tokens = AccessToken.objects.filter(pk__in=keys, revoked_at_utc__isnull=True)
    return tokens.update(revoked_at_utc=timezone.now())


def _digest(token: str) -> str:
    return sha256_hex(token.encode())
