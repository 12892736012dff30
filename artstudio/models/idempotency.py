"""A caller's own names for its requests, so that one sent twice is carried out once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from artstudio.models.generations import Generation

MAX_KEY_LENGTH = 255


class IdempotencyKey(models.Model):
    """An `Idempotency-Key` with the digest of the body it came with, and what was made of it."""

    key = models.CharField(max_length=MAX_KEY_LENGTH, unique=True)
    body_sha256 = models.CharField(max_length=64)
    generation = models.ForeignKey(
        Generation, on_delete=models.CASCADE, related_name="idempotency_keys"
    )
    created_at_utc = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(body_sha256__regex="^[0-9a-f]{64}$"), name="idempotency_body_is_digest"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="idempotency_key_not_empty"),
        ]

    def __str__(self) -> str:
        return self.key
