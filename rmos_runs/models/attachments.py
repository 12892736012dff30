"""The index of the content-addressed store: one row per content."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class RunAttachmentQuerySet(models.QuerySet["RunAttachment"]):
    """Questions asked of the index."""

    def newest_first(self) -> Self:
        """Order by time, with the digest as the tie-break, the way the index is built."""
        return self.order_by("-created_at_utc", "-sha256")


class RunAttachment(models.Model):
    """Bytes in the store, with the facts their first writer gave.

    Kind and filename are the first writer's and stay as they are: every later
    use of the same bytes keeps its own kind and filename on its own row.
    """

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    kind = models.CharField(max_length=64)
    mime = models.CharField(max_length=127)
    filename = models.CharField(max_length=255)
    ext = models.CharField(max_length=16, blank=True)
    size_bytes = models.BigIntegerField()
    created_at_utc = models.DateTimeField(default=timezone.now)
    request_id = models.CharField(max_length=64, blank=True)
    metadata = models.JSONField(default=dict, blank=True)

    objects = RunAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "attachment"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="rmos_runs_runattachment_sha256_is_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(size_bytes__gte=0),
                name="rmos_runs_runattachment_size_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at_utc", "-sha256"], name="runattachment_newest"),
            models.Index(
                fields=["kind", "-created_at_utc", "-sha256"], name="runattachment_kind_newest"
            ),
            models.Index(fields=["request_id"], name="runattachment_request"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256}"
