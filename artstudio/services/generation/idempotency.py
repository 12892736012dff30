"""A request that is sent twice under one key is carried out once.

The key's row is written in the transaction that makes the generation, so a key
without a generation is impossible, and of two that race one waits for the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from artstudio.errors import IdempotencyKeyReused, RequestInProgress
from artstudio.models import Generation, IdempotencyKey
from artstudio.models.idempotency import MAX_KEY_LENGTH
from artstudio.services.generation.status import is_open
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import InvalidRequest

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class IdempotentRequest:
    """A caller's key and the digest of what came with it."""

    key: str
    body_sha256: str

    @classmethod
    def of(cls, key: str, arguments: Mapping[str, Any], *, caller: str = "") -> IdempotentRequest:
        """Return the pair; raises InvalidRequest for a key that is no plain text.

        Where callers are told apart, each has keys of its own.
        """
        is_plain = key.isascii() and key.isprintable()
        if not (is_plain and 1 <= len(key) <= MAX_KEY_LENGTH):
            wanted = f"Give 1 to {MAX_KEY_LENGTH} plain characters."
            raise InvalidRequest(fields={"Idempotency-Key": [wanted]})
        # Looked at before the arguments are judged: there may be anything among them.
        body = json.dumps(dict(arguments), sort_keys=True, default=str)
        own = sha256_hex(f"{caller}\0{key}".encode()) if caller else key
        return cls(key=own, body_sha256=sha256_hex(body.encode()))

    def earlier(self, *, queued: bool) -> Generation | None:
        """Return what this key made before; expired keys are forgotten.

        Raises IdempotencyKeyReused for another body, and RequestInProgress where the
        caller wants to wait for what another one is waiting for.
        """
        IdempotencyKey.objects.filter(
            key=self.key, created_at_utc__lt=timezone.now() - KEPT_FOR
        ).delete()
        row = IdempotencyKey.objects.select_related("generation").filter(key=self.key).first()
        if row is None:
            return None
        if row.body_sha256 != self.body_sha256:
            raise IdempotencyKeyReused
        if not queued and is_open(row.generation):
            raise RequestInProgress
        return row.generation

    def note(self, generation: Generation) -> None:
        """Write the key in the transaction that makes the generation; IntegrityError if taken."""
        IdempotencyKey.objects.create(
            key=self.key, body_sha256=self.body_sha256, generation=generation
        )


def run_once(
    once: IdempotentRequest, *, queued: bool, make: Callable[[], Generation]
) -> Generation:
    """Return what the key made before, or what `make` makes now; see `OnceOnly.earlier`."""
    if earlier := once.earlier(queued=queued):
        return earlier
    try:
        return make()
    except IntegrityError:
        if earlier := once.earlier(queued=queued):
            return earlier
        raise
